"""Arrow keys along the lines."""

from __future__ import annotations

from eventscope.ui.viewmodels.bus.graph import Graph
from eventscope.ui.viewmodels.bus.layout import Layout
from eventscope.ui.viewmodels.bus.walk import first, step
from ui.fakebus import busy, graph_of


def test_right_and_left_follow_the_lines() -> None:
    graph = graph_of(busy())
    spots = Layout().place(graph)
    here = step(graph, spots, "place:embedded", "left")
    assert here.startswith("producer:")
    assert step(graph, spots, here, "right") == "place:embedded"
    assert step(graph, spots, "bridge:orders to kafka", "right") == "place:staging"
    assert step(graph, spots, "bridge:orders to kafka", "left") == "place:embedded"


def test_where_nothing_leads_the_choice_stays() -> None:
    graph = graph_of(busy())
    spots = Layout().place(graph)
    assert step(graph, spots, "producer:checkout", "left") == "producer:checkout"


def test_up_and_down_go_to_neighbours() -> None:
    graph = graph_of(busy())
    spots = Layout().place(graph)
    assert step(graph, spots, "place:embedded", "down") == "place:lab"
    assert step(graph, spots, "place:lab", "up") == "place:embedded"


def test_every_node_can_be_reached() -> None:
    graph = graph_of(busy())
    spots = Layout().place(graph)
    seen = {first(graph, spots)}
    for _ in range(len(spots)):
        seen |= {step(graph, spots, here, way) for here in seen for way in ("left", "right", "up", "down")}
    assert seen == set(spots)


def test_without_a_choice_the_first_bridge_is_chosen() -> None:
    graph = graph_of(busy())
    spots = Layout().place(graph)
    assert step(graph, spots, "", "down") == first(graph, spots)
    assert first(graph, spots).startswith("bridge:")
    assert first(Graph(), {}) == ""
