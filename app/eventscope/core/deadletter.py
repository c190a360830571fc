"""A dead letter: a message that a bridge could not deliver, kept byte for byte with every error it met."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from eventscope.core.bus import Headers


class Mishap(NamedTuple):
    """One failed try: wall time in ns, reason as in promises (c.8), a sentence."""

    at: int
    reason: str
    words: str


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message that could not be delivered, byte for byte, with every error it met. Times are wall time in ns.

    `came_by` is the number of the source that it came by, where it lies here as it came; None: as it was to be sent.
    """

    id: int
    route: int
    reason: str
    died: int
    topic: bytes
    payload: bytes | None
    key: bytes | None
    headers: Headers
    qos: int
    retain: bool
    properties: bytes
    source: str
    since: int
    errors: tuple[Mishap, ...] = field(default=())
    came_by: int | None = None


@dataclass(frozen=True, slots=True)
class DeadEdit:
    """What a person changes before a dead letter is sent again; None leaves a field as it is."""

    topic: bytes | None = None
    payload: bytes | None = None
    key: bytes | None = None


@dataclass(frozen=True, slots=True)
class DeadPage:
    """Some dead letters, oldest first, and how many there are of each reason in all."""

    letters: tuple[DeadLetter, ...]
    reasons: dict[str, int]
    total: int
