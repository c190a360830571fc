"""The MQTT source without a broker: what it stores, holds back and counts."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bridgefakes import ENDPOINTS, message, spec
from eventscope.core.bus import Source as From
from eventscope.engine.bridges.mqttsource import BUNCH, Held, MqttSource
from eventscope.links.mqtt.durablesource import Arrival, Batch, Source
from eventscope.store.spoolrows import Marks


class FakeInlet:
    """Stores everything at once, unless it is `full`."""

    def __init__(self) -> None:
        self.puts: list[tuple[list[Any], Marks | None]] = []
        self.calls: list[tuple[Any, ...]] = []
        self.full = False

    def put(self, messages: Any, marks: Any = None, done: Any = None) -> None:
        self.puts.append((list(messages), marks))
        if not self.full:
            done(None)

    def __getattr__(self, name: str) -> Any:
        return lambda *arguments: self.calls.append((name, *arguments))


def arrival(payload: bytes = b"x", qos: int = 1, topic: bytes = b"t") -> Arrival:
    return Arrival(topic, payload, qos, False, False, 1, b"")


def play(
    work: Callable[[MqttSource, FakeInlet], Awaitable[None]], endpoint: str = "a", filter_: str = "x/#", **source: Any
) -> FakeInlet:
    async def scene() -> FakeInlet:
        inlet = FakeInlet()
        given = spec(source=From(endpoint, filter_, **source), heartbeat=5)
        end = MqttSource(ENDPOINTS[endpoint], given, 0, inlet, "es-me-s0")  # type: ignore[arg-type]
        end._source = Source(5, 10)
        await work(end, inlet)
        return inlet

    return asyncio.run(scene())


def test_a_batch_is_put_with_its_packet_ids() -> None:
    async def scene(end: MqttSource, inlet: FakeInlet) -> None:
        await end.store(Batch([arrival(), arrival(b"y", 2)], {5: True}))
        await end.store(Batch(acks=bytearray(b"only")))

    assert play(scene).puts == [
        ([message(qos=1), message(b"y", qos=2)], Marks("es-me-s0", {5: True})),
    ]


def test_a_large_batch_is_planned_in_a_thread() -> None:
    async def scene(end: MqttSource, inlet: FakeInlet) -> None:
        await end.store(Batch([arrival()] * (BUNCH + 1)))

    assert len(play(scene).puts[0][0]) == BUNCH + 1


def test_a_refusal_behind_the_end_of_a_bridge_is_no_error_of_the_loop() -> None:
    errors: list[dict[str, Any]] = []

    async def scene(end: MqttSource, inlet: FakeInlet) -> None:
        asyncio.get_running_loop().set_exception_handler(lambda loop, found: errors.append(found))
        go, done = threading.Event(), threading.Event()

        def put(messages: Any, marks: Any = None, done_: Any = None) -> None:
            go.wait(10)
            done_(OSError("closed"))
            done.set()

        inlet.put = put  # type: ignore[method-assign]
        storing = asyncio.ensure_future(end.store(Batch([arrival()] * (BUNCH + 1))))
        await asyncio.sleep(0)
        storing.cancel()
        await asyncio.wait([storing])
        go.set()
        await asyncio.to_thread(done.wait, 10)
        await asyncio.sleep(0)

    play(scene)
    gc.collect()
    assert errors == []


def test_an_overflow_and_counts_are_told() -> None:
    async def scene(end: MqttSource, inlet: FakeInlet) -> None:
        end._source.counts.update(duplicates=2, qos0_dropped=3)
        await end.store(Batch([], {}, 3, arrival(b"first", 0)))

    assert play(scene).calls == [("dropped", "qos0_overflow", 3, message(b"first")), ("note", "duplicates", 2)]


def test_a_pause_holds_a_batch_until_it_goes_on() -> None:
    async def scene(end: MqttSource, inlet: FakeInlet) -> None:
        end.pause()
        waiting = asyncio.ensure_future(end.store(Batch([arrival()])))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert not inlet.puts
        end.resume()
        await waiting

    assert len(play(scene).puts) == 1


def test_a_pause_lets_a_batch_go_with_its_connection_and_counts_what_does_not_come_again() -> None:
    async def scene(end: MqttSource, inlet: FakeInlet) -> None:
        end.pause()
        waiting = asyncio.ensure_future(end.store(Batch([arrival(), arrival(b"loose", 0)], {}, 2)))
        await asyncio.sleep(0)
        end.lost()
        with pytest.raises(Held):
            await waiting

    inlet = play(scene)
    assert inlet.calls == [("dropped", "paused", 3, message(b"loose"))]
    assert not inlet.puts


def test_a_connection_that_breaks_while_the_queue_is_full_is_said() -> None:
    async def scene(end: MqttSource, inlet: FakeInlet) -> None:
        inlet.full = True
        waiting = asyncio.ensure_future(end.store(Batch([arrival()])))
        await asyncio.sleep(0)
        end.lost()
        waiting.cancel()
        await asyncio.wait([waiting])
        end.lost()

    calls = play(scene).calls
    assert [call[:3] for call in calls] == [("standing", "waiting", "store-waits")]


def test_a_forgotten_session_empties_the_inbox() -> None:
    async def scene(end: MqttSource, inlet: FakeInlet) -> None:
        await end.forget()

    inlet = play(scene)
    assert inlet.puts == [([], Marks("es-me-s0", forget=True))]
    assert inlet.calls == [("note", "session_lost")]


@pytest.mark.parametrize(("present", "level", "again"), [(False, 5, True), (True, 5, False), (True, 4, True)])
def test_what_is_retained_comes_again_with_a_new_subscription(present: bool, level: int, again: bool) -> None:
    async def scene(end: MqttSource, inlet: FakeInlet) -> None:
        end.connected(present, level)

    assert (("subscribing",) in play(scene).calls) == again


@pytest.mark.parametrize(("reason", "granted"), [(1, True), (2, True), (0x80, False), (0x87, False)])
def test_the_answer_of_the_broker(reason: int, granted: bool) -> None:
    async def scene(end: MqttSource, inlet: FakeInlet) -> None:
        end.granted("x/#", reason, "words")

    assert play(scene).calls == [("subscribed", granted, "" if granted else "words")]


def test_a_lower_qos_than_the_delivery_needs_is_no_yes() -> None:
    async def scene(end: MqttSource, inlet: FakeInlet) -> None:
        end.granted("x/#", 0, "words")

    ((name, granted, words),) = play(scene).calls
    assert (name, granted) == ("subscribed", False)
    assert words.startswith("The broker gives it with QoS 0 at most, and at-least-once needs 1.")


def test_filters() -> None:
    async def plain(end: MqttSource, inlet: FakeInlet) -> None:
        wanted = end._wanted(5)
        assert (wanted.filter, wanted.qos, wanted.no_local, wanted.retain_as_published) == ("x/#", 2, True, True)
        assert wanted.retain_handling == 1
        assert end._wanted(4).retain_as_published is False

    async def shared(end: MqttSource, inlet: FakeInlet) -> None:
        wanted = end._wanted(5)
        assert (wanted.filter, wanted.no_local) == ("$share/group/x/#", False)

    play(plain, qos=2)
    play(shared, shared="group")


@pytest.mark.parametrize(("filter_", "taken"), [("#", 0), ("+/bridge/#", 0), ("eventscope/bridge/#", 1)])
def test_wildcards_take_no_signs_of_life(filter_: str, taken: int) -> None:
    async def scene(end: MqttSource, inlet: FakeInlet) -> None:
        await end.store(Batch([arrival(topic=b"eventscope/bridge/other/state")]))

    assert len(play(scene, filter_=filter_).puts) == taken


def test_its_own_beats_are_heard_and_are_no_messages() -> None:
    async def scene(end: MqttSource, inlet: FakeInlet) -> None:
        inlet.beats = lambda: "eventscope/bridge/me/beat"  # type: ignore[attr-defined]
        (wanted,) = end._beating(5)
        assert (wanted.filter, wanted.qos, wanted.no_local) == ("eventscope/bridge/me/beat", 1, False)
        await end.store(Batch([arrival(b"1", topic=b"eventscope/bridge/me/beat"), arrival()]))
        end.granted("eventscope/bridge/me/beat", 0x87, "No.")

    found = play(scene, filter_="eventscope/bridge/#", qos=2)
    assert found.puts == [([message(qos=1)], None)]
    assert found.calls == [("beat", b"1"), ("beats_granted", 0x87, "No.")]


def test_closing_what_never_began() -> None:
    async def scene(end: MqttSource, inlet: FakeInlet) -> None:
        await end.close()

    assert play(scene).calls == []
