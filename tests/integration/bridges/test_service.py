"""Bridges as they run: real spools, real brokers; modes, pauses, brokers that go and come, queues that are full."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

import hostile
from bridgeears import Ear, Proxy, ears, publish
from bridgeharness import Raw
from bridgeservice import Service, service
from eventscope.core.bus import (
    BridgeSpec,
    BusConnection,
    BusFile,
    BusMessage,
    BusSpec,
    QueueLimits,
    Route,
    Source,
    Target,
)
from eventscope.core.busfigures import BridgeFigures
from eventscope.core.deadletter import DeadEdit
from peers import length, packet, text
from servers import Mosquitto, mosquitto, needs_mosquitto, wait_until

pytestmark = [needs_mosquitto, pytest.mark.peer, pytest.mark.timeout(120)]
NUMBERS = [b"%d" % number for number in range(200)]


def connections(a: Mosquitto | Proxy, b: Mosquitto, version: str = "5") -> tuple[BusConnection, ...]:
    return tuple(
        BusConnection(name, f"mqtt://127.0.0.1:{broker.port}", version=version)  # type: ignore[arg-type]
        for name, broker in (("a", a), ("b", b))
    )


def bridge(*routes: Route, **more: object) -> BridgeSpec:
    made = BridgeSpec("ab", "publish-subscribe", "at-least-once", Source("a", "in/#"), routes or (to("{topic}"),))
    return replace(made, **more)  # type: ignore[arg-type]


def to(topic: str, **more: object) -> Route:
    return Route(Target("b", topic), **more)  # type: ignore[arg-type]


@contextmanager
def running(spec: BridgeSpec, tmp_path: Path, wait: bool = True) -> Iterator[tuple[Service, Mosquitto, Mosquitto, Ear]]:
    with mosquitto() as a, mosquitto() as b, ears(b.port) as (ear,), service(tmp_path) as made:
        made.add(BusFile(connections(a, b), (spec,)))
        if wait:
            made.running()
        yield made, a, b, ear


def settled(made: Service, **wanted: int) -> BridgeFigures:
    """Wait until the totals over all routes are so, and judge the books."""

    def so() -> BridgeFigures | None:
        found = made.figures()["ab"]
        totals = {name: sum(getattr(edge, name) for edge in found.edges) for name in wanted}
        return found if totals == wanted else None

    try:
        found: BridgeFigures = wait_until(so, 30)
    except AssertionError:
        raise AssertionError(made.figures()["ab"]) from None
    assert found.error == 0
    for edge in found.edges:
        gone = edge.out + edge.dead + edge.expired + edge.loop_stopped + sum(edge.dropped.values())
        assert edge.incoming == gone + edge.queued
    return found


@pytest.mark.parametrize("delivery", ["at-most-once", "at-least-once", "effectively-once"])
@pytest.mark.parametrize("version", ["5", "3.1.1"])
def test_messages_cross_in_order(delivery: str, version: str, tmp_path: Path) -> None:
    qos = {"at-most-once": 0, "at-least-once": 1, "effectively-once": 2}[delivery]
    spec = bridge(delivery=delivery, source=Source("a", "in/#", qos=qos))
    with mosquitto() as a, mosquitto() as b, ears(b.port) as (ear,), service(tmp_path) as made:
        made.add(BusFile(connections(a, b, version), (spec,)))
        made.running()
        publish(a.port, b"in/x", *NUMBERS)
        found = settled(made, incoming=200, out=200, queued=0)
        wait_until(lambda: len(ear.heard) == 200)
    assert [payload for _, _, payload in ear.heard] == NUMBERS
    assert found.incoming == 200
    assert found.persistent == (delivery != "at-most-once")
    assert found.edges[0].latency.count == 200
    assert found.ack_lag.count == 200


def test_point_to_point_gives_each_message_to_one_route_in_turn(tmp_path: Path) -> None:
    spec = bridge(to("one"), to("two"), mode="point-to-point")
    with running(spec, tmp_path) as (made, a, _, ear):
        publish(a.port, b"in/x", *NUMBERS)
        found = settled(made, out=200, queued=0)
        wait_until(lambda: len(ear.heard) == 200)
    assert [edge.out for edge in found.edges] == [100, 100]
    assert sorted(payload for _, _, payload in ear.heard) == sorted(NUMBERS)


def test_publish_subscribe_gives_every_route_what_it_wants(tmp_path: Path) -> None:
    spec = bridge(to("one"), to("two", when="payload < 100"))
    with running(spec, tmp_path) as (made, a, _, ear):
        publish(a.port, b"in/x", *NUMBERS)
        found = settled(made, incoming=400, out=300, queued=0)
        assert found.edges[1].dropped == {"filtered": 100}
        wait_until(lambda: len(ear.heard) == 300)


def test_hybrid_gives_each_group_every_message(tmp_path: Path) -> None:
    spec = bridge(to("a1", group="a"), to("a2", group="a"), to("b", group="b"), mode="hybrid")
    with running(spec, tmp_path) as (made, a, _, ear):
        publish(a.port, b"in/x", *NUMBERS)
        found = settled(made, out=400, queued=0)
        wait_until(lambda: len(ear.heard) == 400)
    assert [edge.out for edge in found.edges] == [100, 100, 200]


def test_a_target_that_goes_and_comes_gets_everything_in_order(tmp_path: Path) -> None:
    with running(bridge(), tmp_path) as (made, a, b, _ear):
        publish(a.port, b"in/x", *NUMBERS[:50])
        settled(made, out=50)
        b.stop()
        wait_until(lambda: made.figures()["ab"].state == "degraded")
        assert made.figures()["ab"].code == "bridge-target-down"
        assert "b is down" in made.figures()["ab"].words
        publish(a.port, b"in/x", *NUMBERS[50:])
        settled(made, incoming=200, queued=150)
        with_ear = Mosquitto.start(b)
        with ears(with_ear.port) as (late,):
            settled(made, out=200, queued=0)
            made.running()
            wait_until(lambda: len(late.heard) >= 150)
            heard = [payload for _, _, payload in late.heard]
        assert made.figures()["ab"].edges[0].target.reconnects >= 1
    assert heard == NUMBERS[50:]


def test_a_source_that_goes_and_comes(tmp_path: Path) -> None:
    with running(bridge(), tmp_path) as (made, a, _, _ear):
        a.stop()
        wait_until(lambda: made.figures()["ab"].code == "bridge-source-down")
        a.start()
        made.running()
        publish(a.port, b"in/x", *NUMBERS)
        settled(made, out=200, queued=0)


def test_pause_keeps_and_run_goes_on(tmp_path: Path) -> None:
    with running(bridge(), tmp_path) as (made, a, _, ear):
        made.do(made.bridges.set("ab", "pause"))
        publish(a.port, b"in/x", *NUMBERS)
        wait_until(lambda: made.figures()["ab"].state == "paused")
        assert not ear.heard
        made.do(made.bridges.set("ab", "run"))
        settled(made, out=200, queued=0)
        wait_until(lambda: len(ear.heard) == 200)
    assert [payload for _, _, payload in ear.heard] == NUMBERS


def test_pause_outlives_a_connection_that_breaks(tmp_path: Path) -> None:
    with mosquitto("persistence true\nautosave_interval 1") as a, mosquitto() as b, service(tmp_path) as made:
        made.add(BusFile(connections(a, b), (bridge(),)))
        made.running()
        made.do(made.bridges.set("ab", "pause"))
        publish(a.port, b"in/x", *NUMBERS[:10])
        a.stop()
        a.start()
        side = lambda: made.figures()["ab"].source  # noqa: E731
        wait_until(lambda: side().reconnects >= 1 and side().state == "up", 30)
        made.do(made.bridges.set("ab", "run"))
        settled(made, out=10, queued=0)


def test_drain_sends_what_waits_and_stops(tmp_path: Path) -> None:
    with running(bridge(), tmp_path) as (made, a, b, _ear):
        b.stop()
        publish(a.port, b"in/x", *NUMBERS)
        settled(made, queued=200)
        made.do(made.bridges.set("ab", "drain"))
        wait_until(lambda: made.figures()["ab"].state == "draining")
        publish(a.port, b"in/x", b"too late")
        b.start()
        wait_until(lambda: made.figures()["ab"].state == "stopped", 40)
        found = settled(made, out=200, queued=0)
        assert found.code == "bridge-drained"
        made.do(made.bridges.set("ab", "run"))
        settled(made, out=201, queued=0)  # the broker had kept it for the session


def test_what_waits_outlives_stop_change_and_name(tmp_path: Path) -> None:
    with running(bridge(), tmp_path) as (made, a, b, _ear):
        b.stop()
        publish(a.port, b"in/x", *NUMBERS)
        settled(made, queued=200)
        made.do(made.bridges.set("ab", "stop"))
        found = made.figures()["ab"]
        assert (found.state, found.code, found.params) == ("stopped", "bridge-left", {"count": "200"})
        b.start()
        ends = made.add(BusFile(connections(a, b), ()))
        other = bridge(name="other", source=Source("a", "in/+"))
        made.do(made.bridges.put(other, ends, before="ab"))
        assert "ab" not in made.figures()
        assert made.figures()["other"].queued == 200
        made.do(made.bridges.set("other", "run"))
        wait_until(lambda: made.figures()["other"].edges[0].out == 200, 30)


def test_a_changed_filter_leaves_the_old_one(tmp_path: Path) -> None:
    with mosquitto() as a, mosquitto() as b, ears(b.port) as (ear,), service(tmp_path) as made:
        known = connections(a, b)
        made.add(BusFile(known, (bridge(),)))
        made.running()
        ends = made.add(BusFile(known, ()))
        made.do(made.bridges.put(bridge(source=Source("a", "other/#")), ends))
        made.running()
        publish(a.port, b"in/x", b"not wanted any more")
        publish(a.port, b"other/x", b"wanted")
        wait_until(lambda: ear.heard)
        settled(made, incoming=1, out=1)
    assert ear.copies == {b"wanted": 1}


def test_a_removed_bridge_leaves_no_session_behind(tmp_path: Path) -> None:
    with running(bridge(), tmp_path) as (made, a, _, _ear):
        name = f"es-{made.figures()['ab'].id}-s0"
        made.do(made.bridges.remove("ab", forget=True))
        raw = Raw(a.port, name)
        assert raw.connect() is False  # whether the broker kept the session
        raw.close()
    assert not list(tmp_path.glob("*/bridge.spool"))


def test_a_stopped_bridge_keeps_its_session(tmp_path: Path) -> None:
    with running(bridge(), tmp_path) as (made, a, _, _ear):
        name = f"es-{made.figures()['ab'].id}-s0"
        made.do(made.bridges.set("ab", "stop"))
        raw = Raw(a.port, name)
        assert raw.connect() is True
        raw.close()


@pytest.mark.parametrize("policy", ["drop-oldest", "drop-newest", "to-dead-letters", "block"])
def test_a_full_queue(policy: str, tmp_path: Path) -> None:
    spec = bridge(queue=QueueLimits(messages=50, when_full=policy))  # type: ignore[arg-type]
    with running(spec, tmp_path) as (made, a, b, _ear):
        b.stop()
        wait_until(lambda: made.figures()["ab"].state == "degraded")
        for number in range(0, 200, 50):  # a batch is what the queue may exceed its limit by
            publish(a.port, b"in/x", *NUMBERS[number : number + 50])
            wait_until(lambda: made.figures()["ab"].edges[0].incoming > 49)
        if policy == "block":
            wait_until(lambda: made.figures()["ab"].code == "bridge-queue-full")
            assert 50 <= made.figures()["ab"].queued < 100
        elif policy == "to-dead-letters":
            settled(made, queued=50, dead=150)
        else:
            assert settled(made, incoming=200, queued=50).edges[0].dropped == {"queue_full": 150}
        made.do(made.bridges.set("ab", "pause"))
        b.start()
        with ears(b.port) as (late,):
            made.do(made.bridges.set("ab", "run"))
            found = settled(made, queued=0, out=200 if policy == "block" else 50)
            wait_until(lambda: len(late.heard) >= found.edges[0].out)
            heard = [payload for _, _, payload in late.heard]
        if policy == "to-dead-letters":
            letters = made.bridges.dead("ab")
            assert [letter.payload for letter in letters.page(0, 256)] == NUMBERS[50:]
            assert letters.replay(None) == 150
            settled(made, out=200, dead=0, queued=0)
    expected = {"drop-oldest": NUMBERS[150:], "block": NUMBERS}.get(policy, NUMBERS[:50])
    assert heard == expected


@pytest.mark.parametrize("mode", ["point-to-point", "publish-subscribe", "hybrid"])
@pytest.mark.parametrize("delivery", ["at-most-once", "at-least-once", "effectively-once"])
def test_poison_goes_to_the_dead_letters_byte_for_byte_and_the_stream_goes_on(
    mode: str, delivery: str, tmp_path: Path
) -> None:
    qos = {"at-most-once": 0, "at-least-once": 1, "effectively-once": 2}[delivery]
    route = to("{topic}", when="payload.total > 0", on_error="dead-letter", group="g" if mode == "hybrid" else "")
    spec = bridge(route, mode=mode, delivery=delivery, source=Source("a", "in/#", qos=qos))
    poison = [raw for raw in hostile.payloads() if len(raw) < 200_000]
    with running(spec, tmp_path) as (made, a, _, ear):
        publish(a.port, b"in/bad", *[item for raw in poison for item in (raw, b'{"total": 1}')])
        found = settled(made, out=len(poison), dead=len(poison), queued=0)
        assert found.dead == len(poison)
        letters = list(pages(made))
        assert [letter.payload for letter in letters] == poison
        assert {(letter.topic, letter.reason, letter.came_by) for letter in letters} == {(b"in/bad", "unreadable", 0)}
        wait_until(lambda: len(ear.heard) == len(poison))
        assert made.bridges.dead("ab").replay([letters[0].id], DeadEdit(payload=b'{"total": 5}')) == 1
        settled(made, out=len(poison) + 1, dead=len(poison) - 1, queued=0)
        wait_until(lambda: ear.heard[-1][2] == b'{"total": 5}')
        assert made.bridges.dead("ab").replay(None) == len(poison) - 1
        assert [letter.payload for letter in pages(made)] == poison[1:]
        assert made.bridges.dead("ab").purge(None) == len(poison) - 1
        found = settled(made, dead=0)
        assert found.edges[0].dropped == {"purged": len(poison) - 1}


def pages(made: Service, after: int = 0) -> Iterator[object]:
    letters = made.bridges.dead("ab")
    while page := letters.page(after, 100):
        yield from page
        after = page[-1].id


def test_a_message_too_large_for_the_target_dies_alone(tmp_path: Path) -> None:
    with mosquitto() as a, mosquitto("max_packet_size 2000") as b, service(tmp_path) as made:
        made.add(BusFile(connections(a, b), (bridge(),)))
        made.running()
        publish(a.port, b"in/x", b"small", b"x" * 5_000, b"small again")
        settled(made, out=2, dead=1, queued=0)
        (letter,) = made.bridges.dead("ab").page()
    assert letter.reason == "too_large"
    assert letter.payload == b"x" * 5_000


def test_retained_messages_cross_once_over_reconnects(tmp_path: Path) -> None:
    with (
        mosquitto() as a,
        mosquitto() as b,
        closing(Proxy(a.port)) as p,
        ears(b.port) as (ear,),
        service(tmp_path) as made,
    ):
        retain(a.port, b"in/r", b"kept")
        made.add(BusFile(connections(p, b, "3.1.1"), (bridge(),)))
        made.running()
        settled(made, out=1)
        p.admits = False  # live it would come without its flag, as something new
        a.stop()
        a.start()  # without persistence it forgets: the session, and what was retained
        retain(a.port, b"in/r", b"kept")
        wait_until(lambda: made.figures()["ab"].state == "degraded")
        p.admits = True
        made.running()
        publish(a.port, b"in/x", b"behind")
        wait_until(lambda: b"behind" in ear.copies, 30)
    assert ear.copies[b"kept"] == 1
    assert made.figures()["ab"].notes["retained_again"] == 1


def retain(port: int, topic: bytes, payload: bytes) -> None:
    raw = Raw(port, "keeper")
    raw.connect()
    body = text(topic) + b"\x00\x01" + payload
    raw.send(bytes([0x33]) + length(len(body)) + body + packet(0xE0, b""))
    while raw.read()[0] != 0x40:
        pass
    raw.close()


def test_lazy_connects_when_something_waits(tmp_path: Path) -> None:
    with running(bridge(start="lazy"), tmp_path) as (made, a, _, _ear):
        assert made.figures()["ab"].edges[0].target.state == "down"
        publish(a.port, b"in/x", *NUMBERS)
        settled(made, out=200, queued=0)
        assert made.figures()["ab"].edges[0].target.state == "up"


def test_once_ends_when_a_side_goes_down(tmp_path: Path) -> None:
    with running(bridge(start="once"), tmp_path) as (made, _, b, _ear):
        b.stop()
        wait_until(lambda: made.figures()["ab"].state == "stopped")
        assert made.figures()["ab"].code == "bridge-once"


def test_manual_waits_for_a_person(tmp_path: Path) -> None:
    with running(bridge(start="manual"), tmp_path, wait=False) as (made, a, _, _ear):
        assert made.figures()["ab"].state == "disabled"
        made.do(made.bridges.set("ab", "run"))
        made.running()
        publish(a.port, b"in/x", b"1")
        settled(made, out=1)


def test_at_its_first_start_nothing_is_taken_before_the_target_was_there(tmp_path: Path) -> None:
    with mosquitto() as a, mosquitto() as b, service(tmp_path) as made:
        b.stop()
        made.add(BusFile(connections(a, b), (bridge(),)))
        wait_until(lambda: made.figures()["ab"].edges[0].target.state == "waiting")
        found = made.figures()["ab"]
        assert (found.state, found.code, found.source.state) == ("connecting", "bridge-connecting", "down")
        b.start()
        made.running()
        b.stop()
        made.do(made.bridges.set("ab", "stop"))
        made.do(made.bridges.set("ab", "run"))
        wait_until(lambda: made.figures()["ab"].source.state == "up")  # what comes is kept, once it has run
        publish(a.port, b"in/x", *NUMBERS)
        settled(made, queued=200)


def test_a_bus_carries_each_message_once_to_every_other_member(tmp_path: Path) -> None:
    with mosquitto() as a, mosquitto() as b, mosquitto() as c, service(tmp_path) as made:
        known = (*connections(a, b), BusConnection("c", f"mqtt://127.0.0.1:{c.port}", version="3.1.1"))
        made.add(BusFile(known, (), (BusSpec("bus", ("a", "b", "c")),)))
        made.running()
        port = made.bridges.bus("bus")
        heard: list[bytes] = []
        port.listen(lambda messages: heard.extend(message.payload or b"" for message in messages))
        with ears(a.port, b.port, c.port) as members:
            for number, broker in enumerate((a, b, c)):
                publish(broker.port, b"t/x", *[b"%d-%s" % (number, payload) for payload in NUMBERS[:20]])
            port.put([BusMessage("mqtt", b"t/x", b"3-%s" % payload) for payload in NUMBERS[:20]])
            everything = sorted(b"%d-%s" % (number, payload) for number in range(4) for payload in NUMBERS[:20])
            wait_until(lambda: all(len(ear.heard) >= 80 for ear in members), 30)
            wait_until(lambda: all(item.queued == 0 for item in made.figures().values()))
            assert [sorted(ear.copies.elements()) for ear in members] == [everything] * 3
        assert sorted(heard) == everything
        assert all(item.error == 0 for item in made.figures().values())
