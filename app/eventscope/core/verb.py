"""What a verb is: a request to the engine whose type says what the answer is."""

from __future__ import annotations

from typing import Generic, TypeVar

R = TypeVar("R")


class Verb(Generic[R]):
    """A request; the type parameter is its answer."""

    __slots__ = ()
