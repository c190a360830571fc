"""What the side panel reads out of brokers and clients."""

from __future__ import annotations

from eventscope.ui.viewmodels.bus.around import LISTED, of_party, of_place
from eventscope.ui.viewmodels.bus.parties import Party
from eventscope.ui.viewmodels.bus.places import Place
from ui.fakebus import busy, graph_of, tangled


def test_a_broker_lists_the_bridges_that_touch_it() -> None:
    graph = graph_of(busy())
    kafka = graph.node("place:staging")
    assert isinstance(kafka, Place)
    found = of_place(kafka, graph)
    assert [item.name for item in found if item.section == "bridges"] == ["orders to kafka", "alarms up"]
    assert len({item.key for item in found}) == len(found)


def test_a_bus_lists_its_members() -> None:
    graph = graph_of(tangled())
    bus = graph.node("place:bus1")
    assert isinstance(bus, Place)
    assert [(item.name, item.value) for item in of_place(bus, graph) if item.section == "members"] == [
        ("Embedded broker", "10/s ⇄ 20/s"),
        ("Lab", "10/s ⇄ 20/s"),
        ("Kafka staging", "10/s ⇄ 20/s"),
    ]


def test_a_family_lists_some_of_its_clients() -> None:
    graph = graph_of(busy())
    sensors = graph.node("producer:hall-sensor")
    assert isinstance(sensors, Party)
    found = of_party(sensors, graph)
    assert sum(item.given for item in found) == LISTED
    assert next(item.value for item in found if item.name == "online") == "240 / 240"
    assert not [item for item in found if item.name == "waits"]  # producers have no queue


def test_a_consumer_of_the_workspace_has_latency() -> None:
    graph = graph_of(busy())
    consumer = graph.node("workspace:analytics")
    assert isinstance(consumer, Party)
    found = {item.name: item.value for item in of_party(consumer, graph)}
    assert found["waits"] == "1,204"
    assert found["p99"] == "88 ms"
