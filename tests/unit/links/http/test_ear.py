"""One who takes: stored, on its way, full, paused, failed, and the same post again."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import pytest

from eventscope.core.bus import BusMessage
from eventscope.core.errors import Unavailable
from eventscope.links.http import ear as module, replies
from eventscope.links.http.arrivals import Arrival
from eventscope.links.http.ear import Done, Ear

MESSAGE = BusMessage("http", b"a", b"x")


class Store:
    def __init__(self) -> None:
        self.taken: list[Sequence[BusMessage]] = []
        self.waiting: list[Done] = []
        self.notes: Counter[str] = Counter()
        self.closed = False
        self.ear = Ear(b"t", lambda topic: True, self._receive, self._note)

    def _receive(self, messages: Sequence[BusMessage], done: Done) -> None:
        if self.closed:
            raise Unavailable("spool-closed", "It is closed.")
        self.taken.append(messages)
        self.waiting.append(done)

    def _note(self, name: str, count: int) -> None:
        self.notes[name] += count

    def store(self, error: Exception | None = None) -> None:
        waiting, self.waiting = self.waiting, []
        for done in waiting:
            done(error)


def play(scene: Callable[[Store], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        await scene(Store())

    asyncio.run(run())


def named(name: bytes = b"") -> Arrival:
    return Arrival("a", [MESSAGE], name)


def test_one_answer_for_repeats() -> None:
    async def scene(store: Store) -> None:
        both = [asyncio.ensure_future(store.ear.hear(named(b"n"))) for _ in range(2)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        store.store()
        assert [(await answer).counts["accepted"] for answer in both] == [1, 0]
        assert len(store.taken) == 1
        assert (await store.ear.hear(named(b"n"))).counts == {"accepted": 0, "duplicates": 1}
        assert store.notes == {"duplicates": 2}
        assert not store.ear.busy

    play(scene)


def test_failed_is_forgotten() -> None:
    async def scene(store: Store) -> None:
        answer = asyncio.ensure_future(store.ear.hear(named(b"n")))
        await asyncio.sleep(0)
        store.store(OSError("no disk"))
        assert await answer is replies.NOT_STORED
        store.closed = True
        assert await store.ear.hear(named(b"n")) is replies.NOT_STORED
        assert not store.ear.busy

    play(scene)


def test_late_and_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STORED_WITHIN", 0.01)
    monkeypatch.setattr(module, "FULL_AFTER", 0.0)

    async def scene(store: Store) -> None:
        assert await store.ear.hear(named(b"n")) is replies.UNSURE
        assert await store.ear.hear(named(b"n")) is replies.UNSURE, "it waits for the first again"
        assert await store.ear.hear(named(b"other")) is replies.FULL
        assert await store.ear.hear(named()) is replies.FULL
        assert len(store.taken) == 1
        assert store.ear.busy
        store.store()
        await asyncio.sleep(0)
        assert (await store.ear.hear(named(b"n"))).counts["duplicates"] == 1

    play(scene)


def test_paused() -> None:
    async def scene(store: Store) -> None:
        store.ear.paused = True
        assert await store.ear.hear(named()) is replies.PAUSED
        assert store.taken == []

    play(scene)


def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WINDOW", 3)
    now = [0]
    monkeypatch.setattr(module.clock, "mono_ns", lambda: now[0])

    async def scene(store: Store) -> None:
        async def post(name: bytes) -> int:
            answer = asyncio.ensure_future(store.ear.hear(named(name)))
            await asyncio.sleep(0)
            store.store()
            return (await answer).counts["accepted"]

        assert [await post(b"%d" % n) for n in range(4)] == [1, 1, 1, 1]
        assert [await post(b"3"), await post(b"0")] == [0, 1]
        now[0] += module.WINDOW_NS + 1
        assert await post(b"3") == 1

    play(scene)


def test_a_fault_behind_it_is_answered_and_forgotten() -> None:
    async def scene(store: Store) -> None:
        def broken(messages: Sequence[BusMessage], done: Done) -> None:
            raise RuntimeError("a bug")

        made = Ear(b"t", lambda topic: True, broken, store._note)
        assert await made.hear(named(b"n")) is replies.NOT_STORED
        assert not made.busy
        assert await made.hear(named(b"n")) is replies.NOT_STORED

    play(scene)
