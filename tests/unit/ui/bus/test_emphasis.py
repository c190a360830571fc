"""Paths that stand out."""

from __future__ import annotations

from eventscope.ui.viewmodels.bus.emphasis import Ghost, cycle, journey
from ui.fakebus import busy, graph_of, tangled


def test_a_circle_goes_over_what_is_there_and_what_is_not() -> None:
    graph = graph_of(busy())
    path = ("Kafka staging", "orders back", "Embedded broker", "orders to kafka", "Kafka staging")
    found = cycle(graph, path)
    assert found.nodes == ("place:staging", "place:embedded", "bridge:orders to kafka")
    assert found.flows == {"bridge:orders to kafka<", "bridge:orders to kafka>place:staging"}
    assert found.ghosts == (Ghost("place:staging", "place:embedded", "orders back"),)


def test_a_bridge_that_was_turned_elsewhere_is_drawn_as_it_would_be() -> None:
    found = cycle(graph_of(busy()), ("Lab", "orders to kafka", "Embedded broker", "x", "Lab"))
    assert [ghost.name for ghost in found.ghosts] == ["orders to kafka", "x"]


def test_a_circle_may_cross_a_bus() -> None:
    found = cycle(graph_of(tangled()), ("Lab", "Plant bus", "Embedded broker", "there", "Lab"))
    assert "place:bus1" in found.nodes
    assert "member:place:bus1:place:lab" in found.flows


def test_names_that_are_gone_are_left_out() -> None:
    assert cycle(graph_of(busy()), ("Nobody", "x", "Nobody")).nodes == ()
    assert cycle(graph_of(busy()), ()).nodes == ()


def test_a_journey_follows_the_lines_between_its_nodes() -> None:
    found = journey(graph_of(busy()), ("place:embedded", "bridge:orders to kafka", "place:staging", "place:gone"))
    assert found.nodes == ("place:embedded", "bridge:orders to kafka", "place:staging")
    assert found.flows == {"bridge:orders to kafka<", "bridge:orders to kafka>place:staging"}
