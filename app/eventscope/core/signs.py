"""Signs of life of a bridge: at which topics it tells its state and sends its beats, and what it says there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

ROOT = "eventscope/bridge/"
EVERYTHING = f"{ROOT}#"
SLOWEST = 3_600  # seconds between two beats, at most
GONE = "The bridge ended without a word: its process died, or lost its connection."


def state_topic(ident: str) -> str:
    """Where a bridge tells its state, retained."""
    return f"{ROOT}{ident}/state"


def beat_topic(ident: str) -> str:
    """Where a bridge sends its beats, and hears them."""
    return f"{ROOT}{ident}/beat"


def asked_for(filter_: str) -> bool:
    """Whether a filter means signs of life by name; as with topics of $, a wildcard in their place does not.

    Else bridges that carry everything would carry the signs of all others, and each other's round and round.
    """
    return filter_.startswith(ROOT)


@dataclass(frozen=True, slots=True)
class Sign:
    """What is told of a bridge; None where it is not known. `since` and `at` are wall times in ns."""

    id: str
    name: str
    state: str
    code: str = ""
    words: str = ""
    since: int | None = None
    at: int | None = None
    epoch: int | None = None
    queued: int | None = None
    dead: int | None = None

    @property
    def news(self) -> tuple[str, str, str]:
        """What a subscriber is to hear of at once."""
        return self.state, self.code, self.words

    @property
    def books(self) -> tuple[int | None, int | None]:
        """What changes all the time."""
        return self.queued, self.dead

    def payload(self) -> bytes:
        """As JSON: these keys, always all of them, times in UTC."""
        told: dict[str, str | int | None] = {
            "id": self.id,
            "name": self.name,
            "state": self.state,
            "code": self.code,
            "words": self.words,
        }
        told |= {"since": utc(self.since), "at": utc(self.at)}
        return json.dumps(told | {"epoch": self.epoch, "queued": self.queued, "dead": self.dead}).encode()


def gone(ident: str, name: str) -> Sign:
    """The last will."""
    return Sign(ident, name, "gone", "bridge-gone", GONE)


def utc(wall: int | None) -> str | None:
    """A wall time in ns as text, to the millisecond."""
    if wall is None:
        return None
    return datetime.fromtimestamp(wall / 1e9, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
