"""Blocks of stamped messages for tests of the measuring parts, made as a link would make them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from eventscope.core.message import NO_LATENCY, ROW, V5, Block
from eventscope.core.stamp import stamp_properties

BOOT = "abcdef01"
WALL = 1_764_000_000_000_000_000  # ns since 1970
MONO = 5_000_000_000_000
MS = 1_000_000
SECOND = 1_000_000_000


def properties(pairs: Iterable[tuple[str, str]]) -> bytes:
    """User properties as raw MQTT 5 bytes, without a length prefix."""
    raw = b""
    for pair in pairs:
        raw += b"&" + b"".join(len(text.encode()).to_bytes(2, "big") + text.encode() for text in pair)
    return raw


@dataclass
class Event:
    """One message; `due` is ns after the tests' zero, `delay` how long it took."""

    seq: int = 0
    due: int = 0
    delay: int = MS
    topic: bytes = b"orders/1"
    stream: str = "producer.1"
    boot: str = BOOT
    flags: int = V5
    payload: bytes = b"{}"
    lag: int = 0
    raw: bytes | None = None  # properties instead of a stamp

    def properties(self) -> bytes:
        """The raw property bytes."""
        if self.raw is not None:
            return self.raw
        wall = WALL + self.due
        values = (self.seq, wall, wall + self.lag, MONO + self.due, self.boot)
        return properties(stamp_properties(self.stream, *values))


def block(events: Iterable[Event]) -> Block:
    """The events in this order of arrival."""
    events = list(events)
    rows = np.zeros(len(events), ROW)
    topics: dict[bytes, int] = {}
    parts: list[bytes] = []
    at = 0
    for row, event in zip(rows, events, strict=True):
        raw = event.properties()
        row["at"], row["size"], row["props"] = at, len(event.payload), len(raw)
        row["topic"] = topics.setdefault(event.topic, len(topics))
        row["wall"], row["mono"] = WALL + event.due + event.delay, MONO + event.due + event.delay
        row["flags"], row["latency"] = event.flags, NO_LATENCY
        parts += (event.payload, raw)
        at += len(event.payload) + len(raw)
    return Block(rows, list(topics), b"".join(parts))


class Time:
    """Stands for `base.clock`: monotonic time starts at the tests' zero and moves when it is told to."""

    def __init__(self) -> None:
        self.now = 0
        self.jump = 0  # of the wall clock

    def mono_ns(self) -> int:
        """Monotonic ns."""
        return MONO + self.now

    def wall_ns(self) -> int:
        """Wall ns."""
        return WALL + self.now + self.jump
