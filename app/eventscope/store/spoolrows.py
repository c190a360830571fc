"""The values that go into a spool and come out of it: entries, rows, marks of the source, dead letters, limits."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from eventscope.core.bus import Headers, WhenFull
from eventscope.core.deadletter import DeadLetter as DeadLetter, Mishap as Mishap

QUEUED, SENT, RECEIVED = 0, 1, 2  # states of a row; RECEIVED: the target's PUBREC is stored
_ABSENT = 0xFFFFFFFF  # in place of a length: a header whose value is null, as Kafka allows


@dataclass(frozen=True, slots=True)
class Limits:
    """How much waits in the queue and among the dead letters, and what happens to what comes then.

    Reached is as soon as either number is; a batch that begins below a limit may end above it.
    """

    messages: int = 100_000
    bytes: int = 256 << 20
    age: float = 0.0  # seconds; 0: no limit
    when_full: WhenFull = "block"
    dead_messages: int = 100_000
    dead_bytes: int = 256 << 20


class Entry(NamedTuple):
    """One message for one route. `source` are its coordinates where it came from, for people and for dead letters.

    `expires` is wall time in ns (0: never). With `dedupe` the entry counts only once in the window of `origin`.
    Messages with the same `order` never overtake each other; empty means the key or else the topic.
    """

    route: int
    topic: bytes
    payload: bytes | None
    key: bytes | None = None
    headers: Headers = ()
    qos: int = 0
    retain: bool = False
    properties: bytes = b""
    source: str = ""
    expires: int = 0
    origin: str = ""
    dedupe: bytes = b""
    order: bytes = b""

    @property
    def size(self) -> int:
        """What it counts for in the limits, in bytes."""
        headers = sum(len(name) + len(value or b"") for name, value in self.headers) if self.headers else 0
        return len(self.topic) + len(self.payload or b"") + len(self.key or b"") + len(self.properties) + headers


class Row(NamedTuple):
    """A stored message in the order of the table's columns; `since` is `clock.steady_ns`, `packed` are headers."""

    id: int
    epoch: int
    route: int
    topic: bytes
    payload: bytes | None
    key: bytes | None
    packed: bytes
    qos: int
    retain: int
    properties: bytes
    source: str
    expires: int
    order: bytes
    since: int
    size: int
    state: int = QUEUED
    mid: int = 0
    tries: int = 0
    due: int = 0

    @property
    def headers(self) -> Headers:
        """Names and values as they came."""
        return unpack(self.packed)

    @property
    def lane_key(self) -> bytes:
        """Rows with the same one keep their order, also around one that is tried again."""
        return self.order or self.key or self.topic


class Drop(NamedTuple):
    """Messages that leave before they are queued: counted as come in, and as gone for this reason.

    `name` is "loop_stopped", "expired" or "dropped"; the first payload of each reason is kept.
    """

    route: int | None
    name: str
    reason: str
    number: int = 1
    topic: bytes = b""
    payload: bytes = b""


class Corpse(NamedTuple):
    """A message that goes to the dead letters without having waited: counted as come in.

    `entry.order` is `as_it_came(source)` where it was not planned for its route.
    """

    entry: Entry
    reason: str
    words: str


class Marks(NamedTuple):
    """What is remembered about the source in the same transaction: QoS 2 packet ids, offsets (the next to read).

    `inbox` maps a packet id of `session` to whether it is held; `forget` empties the inbox of `session` before.
    """

    session: str = ""
    inbox: dict[int, bool] = {}  # noqa: RUF012 - a default of a NamedTuple, never changed
    offsets: tuple[tuple[str, int, int], ...] = ()
    forget: bool = False


_AS_IT_CAME = b"\0as it came by "


def as_it_came(source: int) -> bytes:
    """In place of an order: says of a dead letter by which source it came, and that no route has changed it."""
    return _AS_IT_CAME + b"%d" % source


def came_by(order: bytes) -> int | None:
    """The source that `as_it_came` named."""
    number = order.removeprefix(_AS_IT_CAME)
    return int(number) if number != order and number.isdigit() else None


def pack(headers: Iterable[tuple[bytes, bytes | None]]) -> bytes:
    """Headers as one run of bytes."""
    parts = []
    for name, value in headers:
        parts += [struct.pack(">I", len(name)), name, struct.pack(">I", _ABSENT if value is None else len(value))]
        if value:
            parts.append(value)
    return b"".join(parts)


def unpack(raw: bytes) -> Headers:
    """What `pack` made."""
    found: list[tuple[bytes, bytes | None]] = []
    at = 0
    while at < len(raw):
        size = int.from_bytes(raw[at : at + 4], "big")
        name = raw[at + 4 : at + 4 + size]
        at += 4 + size
        size = int.from_bytes(raw[at : at + 4], "big")
        at += 4
        if size == _ABSENT:
            found.append((name, None))
            continue
        found.append((name, raw[at : at + size]))
        at += size
    return tuple(found)
