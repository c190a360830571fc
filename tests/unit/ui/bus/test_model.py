"""All kinds of news become one graph."""

from __future__ import annotations

from dataclasses import replace

from eventscope.core.broker import Ports
from eventscope.core.news import BrokerNews, LinkNews
from eventscope.core.workspace import EMBEDDED, Workspace
from eventscope.ui.viewmodels.bus.graph import Graph
from eventscope.ui.viewmodels.bus.model import BusModel
from ui.fakebus import SECOND, Scene, busy, connections, news_of, one_side_down, tangled
from ui.fakes import summary


def model_of(scene: Scene, seconds: int = 3) -> BusModel:
    model = BusModel()
    model.workspace = Workspace(connections=scene.connections, bridges=scene.specs, consumers=scene.consumers)
    model.figures, model.consumers = scene.figures, scene.consumer_figures
    model.links = {EMBEDDED: LinkNews(EMBEDDED, "up", SECOND, client_id="mine")}
    for second in range(seconds):
        model.broker, _, _, model.summary = news_of(scene, second)  # type: ignore[assignment]
        model.graph()
    return model


def names(graph: Graph) -> set[str]:
    return {node.name for node in graph.nodes()}


def test_everything_that_runs_is_drawn() -> None:
    graph = model_of(busy()).graph()
    assert {"Embedded broker", "Lab", "Kafka staging", "Audit hook"} <= names(graph)
    assert {"checkout", "hall-sensor", "billing", "dashboard", "analytics"} <= names(graph)
    assert {"orders to kafka", "alarms up", "audit"} <= names(graph)
    ends = {each for flow in graph.flows for each in (flow.start, flow.end)}
    assert ends <= {node.id for node in graph.nodes()}
    assert len({flow.id for flow in graph.flows}) == len(graph.flows)


def test_ids_do_not_depend_on_figures() -> None:
    busy_ids = {node.id for node in model_of(busy()).graph().nodes()}
    assert busy_ids == {node.id for node in model_of(one_side_down()).graph().nodes()}


def test_the_embedded_broker_tells_exact_figures_and_others_what_is_known() -> None:
    graph = model_of(busy()).graph()
    ours, lab = graph.standings["place:embedded"], graph.standings["place:lab"]
    assert (ours.here, ours.queued, ours.health) == (False, 31, "good")
    assert ours.rate is not None
    assert ours.rate > 10_000
    assert (lab.rate, lab.here, lab.queued) == (None, True, None)
    assert lab.crossing is not None
    assert round(lab.crossing, 1) == 14.4


def test_a_side_that_is_down_says_why() -> None:
    standing = model_of(one_side_down()).graph().standings["place:staging"]
    assert (standing.health, standing.state, standing.code) == ("wait", "waiting", "kafka-timeout")


def test_the_worst_of_a_link_and_of_bridges_counts() -> None:
    model = model_of(busy())
    model.links["staging"] = LinkNews("staging", "refused", 1, "auth", "No.")
    assert model.graph().standings["place:staging"].health == "bad"
    model.links["staging"] = LinkNews("staging", "down", 1)
    assert model.graph().standings["place:staging"].health == "good"


def test_a_broker_that_does_not_run_is_off() -> None:
    model = model_of(busy())
    model.broker = BrokerNews(None, None, "stopped")
    graph = model.graph()
    assert graph.standings["place:embedded"].state == "stopped"
    assert not [party for party in graph.parties if party.place == "place:embedded" and party.kind == "family"]


def test_this_window_listens_where_it_is_connected_and_subscribed() -> None:
    model = model_of(busy())
    assert [flow.start for flow in model.graph().flows if flow.end == "window:in"] == ["place:embedded"]
    model.links = {}
    assert "window:in" not in {node.id for node in model.graph().nodes()}


def test_without_anything_there_is_nothing() -> None:
    assert list(BusModel().graph().nodes()) == []


def test_a_bus_stands_for_its_parts() -> None:
    graph = model_of(tangled()).graph()
    standing = graph.standings["place:bus1"]
    assert (standing.health, standing.rate) == ("good", 30.0)


def test_the_address_follows_the_broker() -> None:
    model = model_of(busy())
    assert model.broker is not None
    model.broker = replace(model.broker, ports=Ports(1899, None, None, None, 1))
    assert model.graph().places[0].address == "127.0.0.1:1899"


def test_connections_without_bridges_are_drawn_as_well() -> None:
    model = BusModel()
    model.workspace = Workspace(connections=connections())
    model.summary = summary()
    assert len(model.graph().places) == 4
