"""Blocks, logs and deadlines for tests of the log, the filters and the views."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eventscope.base import clock
from eventscope.core.message import NO_LATENCY, ROW, Block
from eventscope.core.workspace import Retention
from eventscope.store.log import Log

WALL = clock.wall_ns()  # not so old that a log would forget it


@dataclass(frozen=True)
class Item:
    """One message of a block."""

    topic: bytes = b"orders/1"
    payload: bytes = b"{}"
    flags: int = 0
    latency: int = NO_LATENCY
    properties: bytes = b""


def block(items: Iterable[Item | bytes], first: int = 0) -> Block:
    """Items, or bare payloads, in this order; ids from `first` on."""
    listed = [item if isinstance(item, Item) else Item(payload=item) for item in items]
    rows = np.zeros(len(listed), ROW)
    topics: dict[bytes, int] = {}
    blob = b""
    for row, item in zip(rows, listed, strict=True):
        row["topic"] = topics.setdefault(item.topic, len(topics))
        row["at"], row["size"], row["props"] = len(blob), len(item.payload), len(item.properties)
        row["flags"], row["latency"] = item.flags, item.latency
        blob += item.payload + item.properties
    rows["id"] = np.arange(first, first + len(listed))
    rows["wall"] = WALL + rows["id"]
    return Block(rows, list(topics), blob)


def counted(first: int, count: int, size: int = 0) -> Block:
    """Payloads that tell their number, padded to `size` bytes."""
    return block(b"%d" % n + b" " * max(size - len(b"%d" % n), 0) for n in range(first, first + count))


class Notices:
    """Hears what a log tells."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str, str]] = []

    def __call__(self, level: str, code: str, sentence: str, **params: object) -> None:
        self.told.append((level, code, sentence.format(**params)))

    @property
    def codes(self) -> list[str]:
        return [code for _, code, _ in self.told]


def wait_for(condition: Callable[[], object], seconds: float = 20.0) -> None:
    """Until the condition holds; fails after the deadline."""
    tick = threading.Event()
    for _ in range(int(seconds * 200)):
        if condition():
            return
        tick.wait(0.005)
    raise AssertionError("it did not happen within the deadline")


@contextmanager
def opened(folder: Path, retention: Retention | None = None, notices: Notices | None = None) -> Iterator[Log]:
    """A log that is closed at the end."""
    log = Log.open(folder, retention or Retention(), notices or Notices())
    try:
        yield log
    finally:
        log.close()


def fill(log: Log, *blocks: Block) -> None:
    """Store blocks and wait until they are."""
    wanted = log.stored + sum(map(len, blocks))
    for item in blocks:
        log.put(item)
    wait_for(lambda: log.stored >= wanted)


def payloads(log: Log) -> list[bytes]:
    """Everything stored, oldest first, by pages (their heads)."""
    found: list[bytes] = []
    at = log.oldest
    while at <= log.newest:
        page = log.page(at, 512)
        found += page.heads
        at += 512
    return found
