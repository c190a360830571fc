"""Cycles are refused with their path when a file is saved; what only looks like one is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridging import CONNECTIONS, bridge, ring
from eventscope.core.bus import BridgeSpec, BusFile, Route, Source, Target
from eventscope.core.cycles import check, overlaps
from eventscope.core.errors import BadInput
from eventscope.core.topics import matches

levels = st.sampled_from(["a", "b", "", "$x"])
topics = st.lists(levels, min_size=1, max_size=4).map("/".join).filter(bool)
filters = st.tuples(st.lists(st.sampled_from(["a", "b", "", "+", "$x"]), max_size=3), st.sampled_from([[], ["#"]])).map(
    lambda parts: "/".join([*parts[0], *parts[1]])
).filter(bool)  # fmt: skip


def file(*bridges: BridgeSpec) -> BusFile:
    return BusFile(tuple(CONNECTIONS.values()), bridges)


def mapped(name: str, one: str, takes: str, other: str, gives: str, **more: object) -> BridgeSpec:
    kind = CONNECTIONS[one].kind
    source = Source(one, topic=takes) if kind == "kafka" else Source(one, filter=takes)
    return BridgeSpec(name, "publish-subscribe", "at-least-once", source, (Route(Target(other, gives)),), **more)  # type: ignore[arg-type]


@given(filters, filters, topics)
def test_filters_that_share_a_topic_overlap(one: str, other: str, topic: str) -> None:
    assert overlaps(one, other) == overlaps(other, one)
    if matches(one, topic) and matches(other, topic):
        assert overlaps(one, other)


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("a/+", "+/b", True), ("a/#", "a", True), ("a/b", "a/c", False), ("a/+", "a/b/c", False), ("#", "$SYS", False),
        ("+/x", "$SYS/x", False), ("$SYS/#", "$SYS/x", True), ("a/+/#", "a", False), ("+", "#", True),
    ],
)  # fmt: skip
def test_overlaps(one: str, other: str, meet: bool) -> None:
    assert overlaps(one, other) is meet


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
    assert check(double) == ["Messages of edge can reach cloud twice: by one; and by two."]
    diamond = file(bridge("a", "edge", "cloud"), bridge("b", "edge", "old"), bridge("c", "cloud", "old"))
    assert check(diamond) == ["Messages of edge can reach old twice: by b; and by a, c."]
    apart = file(mapped("a", "edge", "x/#", "cloud", "{topic}"), mapped("b", "edge", "y/#", "cloud", "{topic}"))
    assert check(apart) == []


def test_many_bridges_are_checked_in_one_go() -> None:
    chain = [mapped(f"b{n}", "edge", f"t/{n}", "edge", f"t/{n + 1}") for n in range(300)]
    assert check(file(*chain)) == []
    with pytest.raises(BadInput, match="in a circle"):
        check(file(*chain, mapped("last", "edge", "t/300", "edge", "t/0")))
