"""Cycles are refused with their path when a file is saved; what only looks like one is not."""

from __future__ import annotations

import pytest

from bridging import CONNECTIONS, bridge, ring
from eventscope.core.bus import BridgeSpec, BusFile, BusSpec, Route, Source, Target
from eventscope.core.cycles import check
from eventscope.core.errors import BadInput


def file(*bridges: BridgeSpec) -> BusFile:
    return BusFile(tuple(CONNECTIONS.values()), bridges)


def said(found: BusFile, brokers: dict[str, str] | None = None) -> list[str]:
    return [str(note) for note in check(found, brokers)]


def mapped(name: str, one: str, takes: str, other: str, gives: str, **more: object) -> BridgeSpec:
    kind = CONNECTIONS[one].kind
    source = Source(one, topic=takes) if kind == "kafka" else Source(one, filter=takes)
    return BridgeSpec(name, "publish-subscribe", "at-least-once", source, (Route(Target(other, gives)),), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("names", [("edge", "cloud"), ("edge", "cloud", "old")])
def test_rings_are_refused_with_their_path(names: tuple[str, ...]) -> None:
    with pytest.raises(BadInput) as caught:
        check(file(*ring(*names)))
    path = caught.value.params["cycle"]
    assert isinstance(path, tuple)
    assert path[0] == path[-1]
    assert set(names) <= set(path)
    assert " > ".join(path) in str(caught.value)
    assert "hop-limit" in str(caught.value)


@pytest.mark.parametrize(
    "bridges",
    [
        [mapped("self", "edge", "#", "edge", "{topic}")],
        [mapped("grow", "edge", "a/#", "edge", "a/{topic}")],
        [mapped("out", "edge", "shop/+", "stream", "shop.{2}"), mapped("in", "stream", "shop.eu", "edge", "{slashed}")],
        [mapped("out", "edge", "x/#", "hook", "{topic}"), mapped("in", "hook", "x/y", "edge", "{topic}")],
        [mapped("key", "stream", "t", "edge", "{key}"), mapped("out", "edge", "a/b", "stream", "t")],
        [mapped("any", "edge", "a", "edge", "{payload.t}/x")],
        [mapped("mirror", "stream", "a.b", "stream", "a.{2}")],
    ],
)  # fmt: skip
def test_cycles_of_all_kinds_are_refused(bridges: list[BridgeSpec]) -> None:
    with pytest.raises(BadInput, match="in a circle"):
        check(file(*bridges))


def test_growth_is_told() -> None:
    with pytest.raises(BadInput, match="makes the topic longer"):
        check(file(mapped("grow", "edge", "a/#", "edge", "a/{topic}")))


@pytest.mark.parametrize(
    "bridges",
    [
        [mapped("audit", "edge", "orders/+/created", "edge", "audit/{topic}")],
        [mapped("up", "edge", "up/#", "cloud", "{topic}"), mapped("down", "cloud", "down/#", "edge", "{topic}")],
        [mapped("out", "edge", "orders/+", "stream", "orders.{2}"), mapped("in", "stream", "bills.eu", "edge", "x")],
        [mapped("x", "edge", "a/+", "edge", "b/{2}"), mapped("y", "edge", "b/+", "edge", "c/{2}")],
        [mapped("mirror", "stream", "a.b", "other", "{topic}")],
        [bridge("out", "edge", "cloud", hop_limit=1), bridge("back", "cloud", "edge")],
    ],
)
def test_what_is_no_cycle_is_let_through(bridges: list[BridgeSpec]) -> None:
    assert check(file(*bridges)) == []


def test_a_probe_tells_that_two_addresses_are_one_broker() -> None:
    bridges = file(mapped("x", "edge", "a/#", "cloud", "a/{topic}"))
    assert check(bridges) == []
    with pytest.raises(BadInput, match="edge > x > cloud"):
        check(bridges, {"edge": "same", "cloud": "same"})


def test_two_ways_are_noted() -> None:
    double = file(bridge("one", "edge", "cloud"), bridge("two", "edge", "cloud"))
    assert said(double) == ["Messages of edge can reach cloud twice: by one; and by two."]
    diamond = file(bridge("a", "edge", "cloud"), bridge("b", "edge", "old"), bridge("c", "cloud", "old"))
    assert said(diamond) == ["Messages of edge can reach old twice: by b; and by a, c."]
    apart = file(mapped("a", "edge", "x/#", "cloud", "{topic}"), mapped("b", "edge", "y/#", "cloud", "{topic}"))
    assert check(apart) == []


def test_a_circle_over_two_addresses_of_one_broker() -> None:
    found = file(bridge("one", "edge", "cloud"), bridge("two", "cloud", "old"))
    assert check(found) == []
    with pytest.raises(BadInput) as caught:
        check(found, {"edge": "x", "old": "x"})
    assert caught.value.params["cycle"] == ("edge", "one", "cloud", "two", "old")
    assert "edge, old lead to one and the same broker." in str(caught.value)
    one = file(bridge("one", "edge", "cloud"))
    assert said(one, {"edge": "x", "old": "x"}) == ["edge, old lead to one and the same broker."]
    with pytest.raises(BadInput, match="edge > one > old"):
        check(file(bridge("one", "edge", "old")), {"edge": "x", "old": "x"})


def test_a_bus_has_no_broker_twice_by_two_addresses() -> None:
    found = with_bus(buses=(BusSpec("bus", ("edge", "cloud", "old")),))
    with pytest.raises(BadInput) as caught:
        check(found, {"cloud": "x", "old": "x"})
    assert (caught.value.code, caught.value.params["names"]) == ("bus-same-broker", "cloud, old")


def test_many_bridges_are_checked_in_one_go() -> None:
    chain = [mapped(f"b{n}", "edge", f"t/{n}", "edge", f"t/{n + 1}") for n in range(300)]
    assert check(file(*chain)) == []
    with pytest.raises(BadInput, match="in a circle"):
        check(file(*chain, mapped("last", "edge", "t/300", "edge", "t/0")))


def with_bus(*bridges: BridgeSpec, buses: tuple[BusSpec, ...] = (BusSpec("bus", ("edge", "cloud")),)) -> BusFile:
    return BusFile(tuple(CONNECTIONS.values()), bridges, buses)


def circle(found: BusFile) -> tuple[str, ...]:
    with pytest.raises(BadInput) as caught:
        check(found)
    path = caught.value.params["cycle"]
    assert caught.value.code == "bridge-cycle"
    assert isinstance(path, tuple)
    return path


def test_a_bus_alone_is_no_circle() -> None:
    assert check(with_bus(buses=(BusSpec("bus", ("edge", "cloud", "old", "stream")),))) == []


def test_a_bridge_beside_a_bus_closes_a_circle() -> None:
    back = bridge("back", "cloud", "edge")
    assert circle(with_bus(back)) == ("edge", "bus", "cloud", "back", "edge")
    assert check(with_bus(bridge("back", "cloud", "edge", hop_limit=3))) != []  # it may, and arrives twice
    apart = with_bus(
        mapped("back", "cloud", "b/#", "edge", "x/{topic}"), buses=(BusSpec("bus", ("edge", "cloud"), ("a/#",)),)
    )
    assert check(apart) == []


def test_a_way_round_a_bus_may_be_long() -> None:
    found = with_bus(mapped("one", "cloud", "#", "stream", "s"), mapped("two", "stream", "s", "edge", "k/{topic}"))
    assert circle(found) == ("edge", "bus", "cloud", "one", "stream", "two", "edge")


def test_a_bridge_out_of_a_bus_is_no_circle() -> None:
    assert check(with_bus(bridge("out", "cloud", "old"))) == []
    assert check(with_bus(bridge("in", "old", "cloud"))) == []
    # What comes back by the member that it left by has crossed the bus, and stays there.
    same = with_bus(mapped("audit", "cloud", "a/#", "cloud", "audit/{topic}"))
    assert check(same) == []


def test_two_buses() -> None:
    one = BusSpec("one", ("edge", "cloud"))
    assert check(with_bus(buses=(one, BusSpec("two", ("cloud", "old"))))) == []
    path = circle(with_bus(buses=(one, BusSpec("two", ("cloud", "edge")))))
    assert path[0] == path[-1]
    assert {"one", "two"} <= set(path)
    with pytest.raises(BadInput, match="Make one bus of them"):
        check(with_bus(buses=(one, BusSpec("two", ("cloud", "edge")))))
    apart = (BusSpec("one", ("edge", "cloud"), ("a/#",)), BusSpec("two", ("cloud", "edge"), ("b/#",)))
    assert check(with_bus(buses=apart)) == []


def test_kafka_in_a_bus_meets_by_its_dots() -> None:
    buses = (BusSpec("bus", ("edge", "stream"), ("a/b/#",)),)
    assert circle(with_bus(mapped("back", "stream", "a.b.c", "edge", "{slashed}"), buses=buses))[1] == "bus"
    assert check(with_bus(mapped("back", "stream", "a.c", "edge", "{slashed}"), buses=buses)) == []
    assert check(with_bus(mapped("aside", "stream", "a.b.c", "edge", "a.b.c"), buses=buses)) != []  # a second way


def test_a_bridge_beside_a_bus_is_a_second_way() -> None:
    narrow = (BusSpec("bus", ("edge", "cloud"), ("a/#",)),)
    notes = check(with_bus(mapped("beside", "edge", "a/#", "cloud", "b/{topic}"), buses=narrow))
    assert [str(note) for note in notes] == ["Messages of edge can reach cloud twice: by beside; and by bus."]
    kafka = (BusSpec("bus", ("edge", "stream"), ("a/#",)),)
    assert check(with_bus(mapped("beside", "stream", "a.b", "edge", "x"), buses=kafka)) != []
    assert check(with_bus(mapped("beside", "stream", "b.b", "edge", "x"), buses=kafka)) == []


def test_a_broker_is_a_member_once() -> None:
    with pytest.raises(BadInput, match="one and the same broker: edge, cloud"):
        check(with_bus(), {"edge": "x", "cloud": "x"})
