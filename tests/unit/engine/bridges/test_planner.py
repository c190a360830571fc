"""What a source's messages become."""

from __future__ import annotations

from typing import Any

from bridgefakes import ENDPOINTS, message, spec, to
from eventscope.base import clock
from eventscope.core import marks
from eventscope.core.bus import BridgeSpec, BusMessage, Source
from eventscope.core.deadletter import DeadLetter
from eventscope.core.loops import RATE
from eventscope.core.marks import Marks
from eventscope.engine.bridges import works
from eventscope.engine.bridges.defences import Defences, Lead
from eventscope.engine.bridges.design import of_bridge
from eventscope.engine.bridges.fuse import Fuse
from eventscope.engine.bridges.planner import Planner
from eventscope.store.spoolrows import Drop, came_by


def planner(given: BridgeSpec, defences: Defences | None = None, **more: Any) -> Planner:
    design = of_bridge(given, ENDPOINTS)
    (plan,) = works.plans(design, "me")
    fuses = [Fuse() for _ in design.routes]
    made = Planner(
        0, plan, tuple(range(len(fuses))), fuses, defences or Defences(), lambda name, count: None, lambda: None, 1,
        plan.source,
    )  # fmt: skip
    for name, value in more.items():
        setattr(made, name, value)
    return made


def test_a_message_becomes_an_entry_for_each_route() -> None:
    load = planner(spec(to(topic="x/{topic}"), to("old", "y"))).load([message(b"1", b"t", retain=True)])
    first, second = load.entries
    assert (first.route, first.topic, first.payload, first.qos, first.retain) == (0, b"x/t", b"1", 1, True)
    assert (first.source, first.order, first.dedupe) == ("t", b"", b"")
    assert marks.PATH in first.properties
    assert dict(second.headers)[marks.PATH] == b"me@" + ENDPOINTS["a"].broker.encode()
    assert (load.bytes, load.fresh) == (1, [message(b"1", b"t", retain=True)])


def test_exits_are_counted_or_buried_as_they_came() -> None:
    given = spec(to(when="payload.a > 0"), to(when="payload.a > 0", on_error="dead-letter"))
    load = planner(given).load([message(b"no"), message(b"no too"), message(b'{"a": 0}')])
    assert not load.entries
    assert list(load.drops.values()) == [
        Drop(0, "dropped", "unreadable", 2, b"t", b"no"),
        Drop(0, "dropped", "filtered", 1, b"t", b'{"a": 0}'),
        Drop(1, "dropped", "filtered", 1, b"t", b'{"a": 0}'),
    ]
    first, second = load.corpses
    assert (first.entry.payload, first.reason, first.entry.route) == (b"no", "unreadable", 1)
    assert (second.entry.payload, came_by(second.entry.order)) == (b"no too", 0)


def test_a_message_that_is_broken_as_a_whole_belongs_to_no_route() -> None:
    load = planner(spec(to(), to("old"))).load([message(topic=b"a/#"), message(topic=b"\xff")])
    assert [corpse.entry.route for corpse in load.corpses] == [-1, -1]
    assert [corpse.entry.topic for corpse in load.corpses] == [b"a/#", b"\xff"]


def test_what_crossed_this_bridge_before_is_stopped_and_not_fresh() -> None:
    been = Marks("z", 1, ("me@z",))
    properties = b"".join(
        b"\x26" + len(name).to_bytes(2, "big") + name + len(value).to_bytes(2, "big") + value
        for name, value in marks.written(been)
    )
    load = planner(spec()).load([message(properties=properties)])
    assert list(load.drops.values()) == [Drop(0, "loop_stopped", "loop", 1, b"t", b"x")]
    assert not load.fresh


def test_marks_that_were_lost_stop_it_too() -> None:
    defences = Defences()
    made = planner(spec(source=Source("old", "#")), defences)
    crossed = marks.written(Marks("b", 1, ("me@b",)))
    defences.sent(ENDPOINTS["old"].broker, b"t", b"x", crossed, clock.mono_ns())
    assert [len(made.load([message()]).entries) for _ in range(2)] == [0, 1]


def test_of_two_bridges_one_sends() -> None:
    defences = Defences()
    ends = (ENDPOINTS["a"].broker, ENDPOINTS["b"].broker)
    for name in ("me", "you"):
        defences.join(Lead(name, name, *ends, ("a", "b")), Fuse())
    made = planner(spec(), defences)
    assert len(made.load([message()]).entries) == 1
    design = of_bridge(spec(name="other"), ENDPOINTS)
    (plan,) = works.plans(design, "you")
    other = planner(spec(), defences, plan=plan)
    load = other.load([message(), message()])
    assert len(load.entries) == 1  # the second is a genuine repeat
    assert list(load.drops.values()) == [Drop(0, "loop_stopped", "loop", 1, b"t", b"x")]


def test_retained_messages_are_not_forwarded_again() -> None:
    notes: list[str] = []
    made = planner(spec(), note=lambda name, count: notes.append(name))
    kept = message(retain=True)
    assert len(made.load([kept]).entries) == 1
    made.subscribing()
    assert not made.load([kept]).entries
    assert len(made.load([kept]).entries) == 1
    assert notes == ["retained_again"]


def test_the_same_message_often_tells_the_breaker() -> None:
    told: list[int] = []
    made = planner(spec(), tripped=lambda: told.append(1))
    made.load([message()] * (RATE + 5))
    assert told == [1]
    assert made.fuses[0].testing


def test_effectively_once_names_what_has_a_name() -> None:
    made = planner(spec(source=Source("stream", topic="s")), dedupes=True)
    record = BusMessage("kafka", b"s", b"x", partition=2, offset=9)
    named = BusMessage("kafka", b"s", b"x", headers=((b"es-id", b"b:1:2"),), partition=2, offset=9)
    first, second, third = made.load([record, named, message()]).entries
    assert (first.dedupe, first.source) == (b"s/2/9", "s/2@9")
    assert second.dedupe == b"b:1:2"
    assert third.dedupe == b""
    assert first.origin.endswith(">0")


def test_a_bus_takes_what_its_filter_means_and_no_earlier_one() -> None:
    made = planner(spec(), takes="a/#", leaves=("a/+",))
    topics = [b"a/x/y", b"a/x", b"b", b"a.k.v"]
    wanted = [item.topic for item in made.load([message(topic=topic) for topic in topics]).entries]
    assert wanted == [b"a/x/y"]
    assert made.load([BusMessage("kafka", b"a.k.v", b"x")]).fresh


def test_a_dead_letter_goes_by_the_routes_that_it_missed() -> None:
    made = planner(spec(to(topic="x", when="payload.a > 0", on_error="dead-letter"), to(topic="y")))
    letter = DeadLetter(1, 0, "unreadable", 1, b"t", b'{"a": 1}', None, (), 1, False, b"", "t", 1, (), 0)
    entries, drops, corpses = made.again(letter)
    assert [entry.topic for entry in entries] == [b"x"]
    assert not drops
    assert not corpses
    entries, _, corpses = made.again(DeadLetter(1, 0, "", 1, b"t", b"no", None, (), 1, False, b"", "t", 1, (), 0))
    assert not entries
    assert corpses[0].reason == "unreadable"
    everywhere, _, _ = made.again(DeadLetter(1, -1, "", 1, b"t", b'{"a": 1}', None, (), 1, False, b"", "t", 1, (), 0))
    assert [entry.topic for entry in everywhere] == [b"x", b"y"]


def test_planned_is_the_same_for_a_transfer() -> None:
    made = planner(spec(to(when="payload.a > 0"), to()))
    planned = made.planned([message(b"1"), message(b"2")])
    assert [copy.route for _, copy in planned.copies] == [1, 1]
    assert [item.reason for _, item in planned.exits] == ["unreadable", "unreadable"]
