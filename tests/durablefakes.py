"""Stores and a line for tests of durable sessions."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from eventscope.links.mqtt.durablerow import Failure
from eventscope.links.mqtt.durablesource import Batch


class Item(NamedTuple):
    """A row as a target sees it."""

    id: int
    topic: bytes = b"t"
    payload: bytes | None = b"x"
    qos: int = 1
    retain: int = 0
    properties: bytes = b""
    expires: int = 0
    state: int = 0
    mid: int = 0


def numbered(*ids: int, qos: int = 1) -> list[Item]:
    """Rows whose payload is their id."""
    return [Item(id_, payload=b"%d" % id_, qos=qos) for id_ in ids]


class FakeLine:
    """Collects what is written."""

    def __init__(self, version: int = 5) -> None:
        self.version = version
        self.written = bytearray()
        self.reading = True
        self.choked = False
        self.given_up: Exception | None = None

    def write(self, data: bytes | bytearray) -> None:
        self.written += data

    def read(self, wanted: bool) -> None:
        self.reading = wanted

    def give_up(self, error: Exception) -> None:
        self.given_up = error

    def flush(self) -> bytes:
        taken = bytes(self.written)
        self.written.clear()
        return taken


class FakeSource:
    """A store for a source; holds each batch while `gate` is closed."""

    def __init__(self) -> None:
        self.batches: list[Batch] = []
        self.forgotten = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.error: Exception | None = None

    async def store(self, batch: Batch) -> None:
        await self.gate.wait()
        if self.error is not None:
            raise self.error
        self.batches.append(batch)

    async def forget(self) -> None:
        await self.gate.wait()
        self.forgotten += 1

    @property
    def payloads(self) -> list[bytes]:
        return [item.payload for batch in self.batches for item in batch.arrivals]


class FakeTarget:
    """A store for a target; `rows` are to be sent, changes are committed at once or when `commit` is called."""

    def __init__(self, *rows: Any, held: bool = False) -> None:
        self.rows = list(rows)
        self.held = held
        self.through: list[int] = []
        self.failures: list[Failure] = []
        self.notes: dict[str, int] = {}
        self.changes: list[tuple[str, list[tuple[int, int]]]] = []
        self._waiting: list[Callable[[Exception | None], None]] = []

    def take(self, count: int) -> Sequence[Any]:
        taken, self.rows = self.rows[:count], self.rows[count:]
        return taken

    def sent(self, pairs: Sequence[tuple[int, int]], done: Callable[[Exception | None], None]) -> None:
        self._change("sent", pairs, done)

    def received(self, pairs: Sequence[tuple[int, int]], done: Callable[[Exception | None], None]) -> None:
        self._change("received", pairs, done)

    def _change(self, kind: str, pairs: Sequence[tuple[int, int]], done: Callable[[Exception | None], None]) -> None:
        self.changes.append((kind, list(pairs)))
        self._waiting.append(done)
        if not self.held:
            self.commit()

    def commit(self, error: Exception | None = None) -> None:
        waiting, self._waiting = self._waiting, []
        for done in waiting:
            done(error)

    def done(self, ids: Sequence[int]) -> None:
        self.through += ids

    def failed(self, failures: Sequence[Failure]) -> None:
        self.failures += failures

    def note(self, name: str, count: int) -> None:
        self.notes[name] = self.notes.get(name, 0) + count


async def until(condition: Callable[[], object], seconds: float = 20.0) -> None:
    """Let the loop run until the condition holds."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.005)
