"""A bus as a whole: its own figures, and a breaker that is open at any of its members."""

from __future__ import annotations

from dataclasses import replace

from eventscope.ui.viewmodels.bus.hubs import Hub, hub_of
from ui.fakebus import bus_scene, graph_of


def test_its_own_figures_are_those_of_its_name() -> None:
    hub = hub_of("Plant bus", bus_scene("draining", queued=5).figures)
    assert (hub.figures.queued, hub.state) == (5, "draining")
    assert hub_of("Plant bus", ()) == Hub("Plant bus")
    assert Hub("Plant bus").state == ""


def test_a_members_breaker_is_the_buss() -> None:
    own, first, *rest = bus_scene().figures
    first = replace(first, edges=(replace(first.edges[0], tripped=True),))
    assert hub_of("Plant bus", (own, first, *rest)).state == "tripped"


def test_what_waits_for_several_members_is_counted_once() -> None:
    graph = graph_of(bus_scene(queued=5))
    standing = graph.standings["place:bus1"]
    assert (standing.queued, standing.rate) == (5, 30.0)  # 10/s from each of three members
    assert graph.steered("place:bus1") is standing.hub
    assert graph.steered("place:lab") is None
