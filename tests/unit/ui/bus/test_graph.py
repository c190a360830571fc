"""Bridges and flows with their health."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eventscope.core.consumer import ConsumerFigures, ConsumerSpec
from eventscope.core.workspace import Connection
from eventscope.ui.viewmodels.bus import graph
from eventscope.ui.viewmodels.bus.graph import Crossing, crossings, flows, health_of, worst
from eventscope.ui.viewmodels.bus.parties import of_workspace
from eventscope.ui.viewmodels.bus.places import places
from ui.fakebus import bridge, connections, edge, side, spec

PLACES = places(connections())


def flow(found: list[graph.Flow], ident: str) -> graph.Flow:
    return next(each for each in found if each.id == ident)


@pytest.mark.parametrize(
    ("state", "health"),
    [
        ("running", "good"), ("degraded", "wait"), ("connecting", "wait"), ("draining", "wait"), ("blocked", "bad"),
        ("failed", "bad"), ("paused", "off"), ("stopped", "off"), ("disabled", "off"),
    ],
)  # fmt: skip
def test_the_state_of_a_bridge_is_its_health(state: str, health: str) -> None:
    assert health_of(bridge("x", side("Lab"), edge(0, side("Lab")), state=state)) == health


def test_running_without_messages_is_idle_and_an_open_breaker_is_bad() -> None:
    assert health_of(bridge("x", side("Lab"), edge(0, side("Lab"), rate=0.0))) == "idle"
    assert health_of(bridge("x", side("Lab"), edge(0, side("Lab"), tripped=True))) == "bad"
    assert health_of(bridge("x", side("Lab"), edge(0, side("Lab")), error=1)) == "bad"
    assert health_of(None) == "idle"


def test_bridges_come_from_the_workspace_and_from_figures() -> None:
    known = bridge("both", side("Lab"), edge(0, side("Kafka staging", "kafka")))
    extra = bridge("figures only", side("Lab"), edge(0, side("Lab")))
    part = bridge("part", side("Lab"), edge(0, side("Lab")), bus="Bus")
    wanted = (spec("both", "Lab", ("Kafka staging", "x")), spec("written only", "Lab", ("Audit hook", "")))
    found = crossings(wanted, (known, extra, part), PLACES)
    assert [each.name for each in found] == ["both", "written only", "figures only"]
    assert found[0].targets == ("place:staging",)
    assert (found[1].figures, found[1].health) == (None, "idle")


def test_a_bridge_with_two_routes_to_one_broker_has_one_line_there() -> None:
    kafka = side("Kafka staging", "kafka")
    each = bridge("x", side("Lab"), edge(0, kafka, "a", rate=3.0), edge(1, kafka, "b", rate=4.0, queued=2))
    found = crossings((), (each,), PLACES)
    out = flow(flows(found, [], PLACES, (each,)), "bridge:x>place:staging")
    assert (out.rate, out.waiting) == (7.0, 2)


def test_a_target_that_is_down_does_not_stop_what_comes_in() -> None:
    kafka = side("Kafka staging", "kafka", "waiting")
    each = bridge("x", side("Lab"), edge(0, kafka, rate=0.0, queued=9), state="degraded", rate=5.0)
    found = flows(crossings((), (each,), PLACES), [], PLACES, (each,))
    assert flow(found, "bridge:x<").health == "good"
    assert flow(found, "bridge:x>place:staging").health == "wait"


def test_only_the_route_with_the_open_breaker_is_bad() -> None:
    one, other = edge(0, side("Kafka staging", "kafka"), tripped=True), edge(1, side("Audit hook", "http"))
    each = bridge("x", side("Lab"), one, other, state="degraded")
    found = flows(crossings((), (each,), PLACES), [], PLACES, (each,))
    assert flow(found, "bridge:x>place:staging").health == "bad"
    assert flow(found, "bridge:x>place:audit").health == "good"


def test_consumers_are_reached_by_lines_with_their_state() -> None:
    specs = (ConsumerSpec("c", "lab", "x"),)
    for state, health in (("up", "good"), ("stopped", "off"), ("refused", "bad"), ("waiting", "wait")):
        figures = (ConsumerFigures("c", state, "push", "topic", rate_done=3.0),)  # type: ignore[arg-type]
        party = of_workspace(specs, figures, {"lab": "place:lab"})
        assert flows([], party, PLACES, ())[0].health == health


def test_a_bus_has_a_line_to_every_member_both_ways() -> None:
    joined = Connection("b", "Bus", "bus", members=("lab", "staging"))
    found = places((*connections(), joined))
    parts = tuple(
        bridge(f"Bus {name}", side(name), edge(0, side(name), rate=7.0), bus="Bus", rate=3.0)
        for name in ("Lab", "Kafka staging")
    )
    lines = flows([], [], found, parts)
    assert [(each.start, each.end, each.rate, each.back) for each in lines] == [
        ("place:lab", "place:b", 3.0, 7.0),
        ("place:staging", "place:b", 3.0, 7.0),
    ]


def test_the_worst_comes_first() -> None:
    assert worst(["good", "bad", "off"]) == "bad"
    assert worst([]) == "idle"


def test_what_a_bridge_says_of_itself() -> None:
    each = bridge("x", side("Lab"), edge(0, side("Lab"), rate=3.0), edge(1, side("Lab"), rate=4.0, tripped=True))
    crossing = Crossing("bridge:x", "x", "a", ("b",), "good", each)
    assert (crossing.rate, crossing.p99, crossing.tripped) == (7.0, edge(0, side("Lab")).latency.p99, True)
    assert Crossing("bridge:y", "y", "a", ("b",), "idle").p99 is None
    quiet = replace(each, edges=tuple(replace(one, latency=replace(one.latency, p99=None)) for one in each.edges))
    assert replace(crossing, figures=quiet).p99 is None
