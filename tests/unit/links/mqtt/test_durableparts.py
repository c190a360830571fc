from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from durablefakes import FakeLine, FakeSource, FakeTarget, numbered, until
from eventscope.base import tasks
from eventscope.links.mqtt.capabilities import Capabilities
from eventscope.links.mqtt.durableparts import SourcePart, TargetPart, Unanswered
from eventscope.links.mqtt.durablesource import Source
from eventscope.links.mqtt.durabletarget import STALLED, Target
from eventscope.mqtt import codec
from eventscope.mqtt.codec import Malformed, Splitter
from eventscope.mqtt.packets import V5, Ack, PacketType, Pingreq, Suback, Subscribe, SubscribeFilter, Unsubscribe
from peers import publish

LIMITS = Capabilities(receive_maximum=10)


@contextlib.asynccontextmanager
async def source(
    store: FakeSource, *inbox: int, leave: tuple[str, ...] = ()
) -> AsyncIterator[tuple[SourcePart, list[tuple[str, int]]]]:
    told: list[tuple[str, int]] = []
    filters = [SubscribeFilter("a/#", 1), SubscribeFilter("b", 2)]
    part = SourcePart(Source(V5, 100, inbox), filters, store, lambda f, code, words: told.append((f, code)), leave)
    running = tasks.spawn(part.run(), "store")
    try:
        yield part, told
    finally:
        running.cancel()
        await asyncio.wait([running])


def hear(part: SourcePart, raw: bytes) -> None:
    for first, body in Splitter(1 << 20).feed(raw):
        part.publish(first, body)
    part.heard()


def test_a_publish_before_suback_is_stored_and_acknowledged() -> None:
    async def run() -> None:
        store, line = FakeSource(), FakeLine()
        async with source(store) as (part, told):
            part.connected(True, LIMITS, line)
            (packet,) = Splitter(1 << 20).feed(line.flush())
            assert codec.decode(*packet) == Subscribe(1, (SubscribeFilter("a/#", 1), SubscribeFilter("b", 2)))
            hear(part, publish(b"a/x", b"early", 1, 3))
            await until(lambda: line.written)
            assert line.flush() == b"\x40\x02\x00\x03"
            assert store.payloads == [b"early"]
            assert told == []
            part.control(Suback(1, (1, 0x87)))
            assert told == [("a/#", 1), ("b", 0x87)]
            part.control(Suback(1, (1,)))
            assert told[-1] == ("b", 0x80), "what was not answered counts as refused"

    asyncio.run(run())


def test_the_inbox_is_forgotten_before_subscribing() -> None:
    async def run() -> None:
        store, line = FakeSource(), FakeLine()
        store.gate.clear()
        async with source(store, 5, leave=("old/#",)) as (part, _):
            part.connected(False, LIMITS, line)
            await asyncio.sleep(0)
            assert not line.written
            store.gate.set()
            await until(lambda: line.written)
            first, second = [codec.decode(*frame) for frame in Splitter(1 << 20).feed(line.flush())]
            assert first == Unsubscribe(2, ("old/#",))
            assert isinstance(second, Subscribe)
            assert store.forgotten == 1

    asyncio.run(run())


def test_what_comes_during_a_commit_makes_the_next_batch() -> None:
    async def run() -> None:
        store, line = FakeSource(), FakeLine()
        async with source(store) as (part, _):
            part.connected(True, LIMITS, line)
            store.gate.clear()
            hear(part, publish(b"a", b"1", 1, 1))
            await asyncio.sleep(0)
            hear(part, publish(b"a", b"2", 1, 2) + publish(b"a", b"3", 2, 3))
            store.gate.set()
            await until(lambda: len(store.batches) == 2)
            assert [len(batch.arrivals) for batch in store.batches] == [1, 2]
            part.control(Ack(PacketType.PUBREL, 3))
            part.heard()
            await until(lambda: len(store.batches) == 3)
            assert store.batches[2].inbox == {3: False}

    asyncio.run(run())


def test_a_new_connection_waits_for_the_batch_on_its_way() -> None:
    async def run() -> None:
        store, line = FakeSource(), FakeLine()
        async with source(store) as (part, _):
            part.connected(True, LIMITS, line)
            line.flush()
            store.gate.clear()
            hear(part, publish(b"a", b"1", 1, 1))
            await asyncio.sleep(0)
            lost = tasks.spawn(part.lost(True), "lost")
            await asyncio.sleep(0.01)
            assert not lost.done()
            store.gate.set()
            await lost
            assert not line.written, "its acknowledgement belongs to a connection that is gone"

    asyncio.run(run())


def test_a_store_that_fails_gives_the_connection_up() -> None:
    async def run() -> None:
        store, line = FakeSource(), FakeLine()
        store.error = OSError("broken")
        async with source(store) as (part, _):
            part.connected(True, LIMITS, line)
            line.flush()
            hear(part, publish(b"a", b"1", 1, 1))
            await until(lambda: line.given_up)
            assert not line.written

    asyncio.run(run())


def test_a_source_expects_no_answers_to_what_it_does_not_say() -> None:
    async def run() -> None:
        async with source(FakeSource()) as (part, _):
            with pytest.raises(Malformed):
                part.control(Pingreq())
            part.tick(0)
            part.flowing()

    asyncio.run(run())


def test_rows_go_out_as_the_window_allows() -> None:
    store, line = FakeTarget(*numbered(*range(15))), FakeLine()
    part = TargetPart(Target(V5, [], lambda: 0), store)
    part.ready()
    assert not line.written
    part.connected(False, LIMITS, line)
    assert len(Splitter(1 << 20).feed(line.flush())) == 10
    for mid in (1, 2):
        part.control(Ack(PacketType.PUBACK, mid))
    part.heard()
    assert store.through == [0, 1]
    assert len(Splitter(1 << 20).feed(line.flush())) == 2
    line.choked = True
    part.control(Ack(PacketType.PUBACK, 3))
    part.heard()
    assert not line.written
    line.choked = False
    part.flowing()
    assert line.written


def test_qos2_waits_for_the_store() -> None:
    store, line = FakeTarget(*numbered(7, qos=2), held=True), FakeLine()
    part = TargetPart(Target(V5, [], lambda: 0), store)
    part.connected(False, LIMITS, line)
    assert (store.changes, bytes(line.written)) == ([("sent", [(7, 1)])], b"")
    store.commit()
    assert line.flush()[0] == 0x34
    part.control(Ack(PacketType.PUBREC, 1))
    part.heard()
    assert not line.written
    store.commit()
    assert line.flush() == b"\x62\x02\x00\x01"


def test_a_change_that_is_refused_gives_the_connection_up() -> None:
    store, line = FakeTarget(*numbered(7, qos=2), held=True), FakeLine()
    part = TargetPart(Target(V5, [], lambda: 0), store)
    part.connected(False, LIMITS, line)
    store.commit(OSError("closed"))
    assert line.given_up is not None
    assert not line.written


def test_failures_and_notes_reach_the_store() -> None:
    async def run() -> None:
        store, line = FakeTarget(*numbered(1, 2)), FakeLine()
        part = TargetPart(Target(V5, [], lambda: 0), store)
        part.connected(False, LIMITS, line)
        part.control(Ack(PacketType.PUBACK, 1, 0x87))
        part.heard()
        assert [item.reason for item in store.failures] == ["not_authorized"]
        await part.lost(False)
        part.connected(False, LIMITS, line)
        assert store.notes == {"session_lost": 1, "ambiguous_resends": 1}

    asyncio.run(run())


def test_the_watchdog_renews_the_connection() -> None:
    store, line = FakeTarget(*numbered(1)), FakeLine()
    part = TargetPart(Target(V5, [], lambda: 0), store)
    part.connected(False, LIMITS, line)
    with pytest.raises(Unanswered) as caught:
        part.tick(STALLED * 1_000_000)
    assert "30 s" in caught.value.trouble.words
    assert store.notes == {"stalls": 1}


@pytest.mark.parametrize("packet", [Pingreq(), Suback(1, (0,)), Ack(PacketType.PUBREL, 1)])
def test_what_no_broker_says_to_a_target(packet: object) -> None:
    part = TargetPart(Target(V5, [], lambda: 0), FakeTarget())
    with pytest.raises(Malformed):
        part.control(packet)  # type: ignore[arg-type]
    with pytest.raises(Malformed):
        part.publish(0x30, b"")
