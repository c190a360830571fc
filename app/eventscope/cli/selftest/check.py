"""What a check is: a promise with a number, a way to try it here, and an outcome with figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


class Broken(Exception):  # the promise is what is broken
    """The promise does not hold here; the text says what was seen."""


class Skipped(Exception):  # an outcome, no error
    """It cannot be tried on this system; the text says why."""


@dataclass(frozen=True, slots=True)
class Check:
    """`run` answers what was seen, with figures; raises Broken or Skipped."""

    promise: str
    title: str
    run: Callable[[], str]


def expect(holds: bool, seen: str) -> None:
    """Raise Broken with what was seen unless it holds."""
    if not holds:
        raise Broken(seen)
