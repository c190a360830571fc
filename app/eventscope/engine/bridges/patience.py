"""How often and how soon a row that failed is tried again: full jitter from half a second to thirty, then no more."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

from eventscope.engine.bridges.ends import Failure

FIRST, CAP = 0.5, 30.0  # seconds
LONGEST = 3_600.0  # seconds that a target may ask for


class Verdict(NamedTuple):
    """`seconds` until the next try; None: to the dead letters."""

    seconds: float | None
    reason: str
    words: str


class Patience:
    """`tries` is how often a row is sent at most, 0 for ever; `draw` gives 0.0 <= x < 1.0."""

    def __init__(self, tries: int, draw: Callable[[], float] = random.random) -> None:
        self._tries = tries
        self._draw = draw

    def judge(self, failure: Failure, before: int) -> Verdict:
        """What becomes of a row that was tried `before` times already, and failed again."""
        if failure.permanent:
            return Verdict(None, failure.reason, failure.words)
        if self._tries and before + 1 >= self._tries:
            words = f"It was tried {before + 1} times, the last time in vain because: {failure.words}"
            return Verdict(None, "retries_exhausted", words)
        if failure.seconds is not None:
            return Verdict(min(max(failure.seconds, 0.0), LONGEST), failure.reason, failure.words)
        ceiling = min(CAP, FIRST * float(1 << min(before, 16)))
        return Verdict(self._draw() * ceiling, failure.reason, failure.words)
