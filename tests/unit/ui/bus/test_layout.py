"""Nodes stand apart, in layers, and stay."""

from __future__ import annotations

from itertools import combinations

import pytest

from eventscope.ui.viewmodels.bus.graph import Graph
from eventscope.ui.viewmodels.bus.layout import Layout, Spot, size
from ui.fakebus import Scene, busy, graph_of, idle, one_side_down, tangled


@pytest.mark.parametrize("scene", [busy(), idle(), one_side_down(), tangled()], ids=["busy", "idle", "down", "tangled"])
def test_no_two_nodes_overlap(scene: Scene) -> None:
    graph = graph_of(scene)
    spots = Layout().place(graph)
    for one, other in combinations(graph.nodes(), 2):
        here, there = spots[one.id], spots[other.id]
        across = abs(here.x - there.x) >= (size(one).width + size(other).width) / 2
        down = abs(here.y - there.y) >= (size(one).height + size(other).height) / 2
        assert across or down, (one.id, other.id)


def test_layers_lead_from_left_to_right() -> None:
    graph = graph_of(busy())
    spots = Layout().place(graph)
    for flow in graph.flows:
        assert spots[flow.start].x < spots[flow.end].x, flow.id


def test_nobody_moves_because_of_figures() -> None:
    layout = Layout()
    before = dict(layout.place(graph_of(busy())))
    assert dict(layout.place(graph_of(one_side_down()))) == before


def test_newcomers_move_nobody() -> None:
    layout, scene = Layout(), busy()
    whole = graph_of(scene)
    fewer = Graph(whole.places, whole.parties[:2], whole.crossings, whole.flows, whole.standings)
    before = dict(layout.place(fewer))
    after = layout.place(whole)
    assert {ident: after[ident] for ident in before} == before
    assert len(after) == len(list(whole.nodes()))


def test_who_comes_back_finds_the_others_where_they_were() -> None:
    layout = Layout()
    whole = graph_of(busy())
    before = dict(layout.place(whole))
    gone = Graph(whole.places, (), whole.crossings, (), whole.standings)
    layout.place(gone)
    after = layout.place(whole)
    places = [place.id for place in whole.places]
    assert {ident: after[ident] for ident in places} == {ident: before[ident] for ident in places}


def test_what_was_dragged_stays_until_it_is_arranged() -> None:
    layout, graph = Layout(), graph_of(busy())
    layout.place(graph)
    layout.move("place:lab", Spot(7, 9))
    assert layout.place(graph)["place:lab"] == (7, 9)
    assert layout.place(graph_of(tangled()))["place:lab"] == (7, 9)
    assert layout.arrange(graph)["place:lab"] != (7, 9)


def test_places_survive_the_workspace_file() -> None:
    layout, graph = Layout(), graph_of(busy())
    layout.place(graph)
    layout.move("place:lab", Spot(7.4, 9))
    other = Layout()
    other.restore(layout.saved())
    assert other.place(graph)["place:lab"] == (7, 9)


@pytest.mark.parametrize(
    "odd", [None, [], "x", {"a": 1}, {"a": [1]}, {"a": [1, "b"]}, {"a": [True, 1]}, {"a": [1e9, 0]}]
)
def test_odd_places_are_left_out(odd: object) -> None:
    layout = Layout()
    layout.restore(odd)
    assert layout.pinned == {}
