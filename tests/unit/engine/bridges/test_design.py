"""A bridge and a bus as the runner sees them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bridgefakes import ENDPOINTS, endpoint, spec, to
from eventscope.core.bus import BridgeSpec, BusSpec, Source
from eventscope.core.errors import BadInput
from eventscope.engine.bridges.design import HUB, of_bridge, of_bus


def test_a_bridge_has_one_entrance() -> None:
    given = spec(to(), to("stream"), to("old"), start="lazy", tries=3)
    design = of_bridge(given, ENDPOINTS, "bus")
    (entrance,) = design.entrances
    assert entrance.spec == given
    assert entrance.routes == (0, 1, 2)
    assert [item.bus.name for item in design.exits] == ["b", "stream", "old"]
    assert design.shapes == ["mqtt", "kafka", "mqtt-plain"]
    assert (design.bus, design.start, design.tries, design.hub, design.transfers) == ("bus", "lazy", 3, False, False)


def test_a_connection_that_is_not_there_is_named() -> None:
    with pytest.raises(BadInput, match="ab names a connection nowhere"):
        of_bridge(spec(to("nowhere")), ENDPOINTS)


def test_kafka_within_one_cluster_effectively_once_is_a_transfer() -> None:
    given = spec(to("stream", "x"), source=Source("stream", topic="y"), delivery="effectively-once")
    assert of_bridge(given, ENDPOINTS).transfers
    assert not of_bridge(replace(given, delivery="at-least-once"), ENDPOINTS).transfers
    assert not of_bridge(replace(given, routes=(to("b"),)), ENDPOINTS).transfers
    stream = endpoint("stream")
    second = replace(stream, bus=replace(stream.bus, name="second", url="kafka://127.0.0.1:9093"))  # of one cluster
    other = {**ENDPOINTS, "second": second}
    assert not of_bridge(replace(given, routes=(to("second", "x"),)), other).transfers


def test_a_bus_leads_from_each_member_to_all_others_and_from_itself_to_all() -> None:
    design = of_bus(BusSpec("bus", ("a", "stream"), ("x/#", "y", "x/+/z")), ENDPOINTS)
    assert design.hub
    assert len(design.entrances) == 2 * 3 + 1
    first = design.entrances[0]
    assert (first.spec.source, first.routes, first.takes, first.place) == (Source("a", "x/#", qos=1), (1,), "x/#", 0)
    assert design.entrances[2].leaves == ("x/#",)
    assert design.entrances[1].leaves == ()
    kafka = design.entrances[3]
    assert (kafka.spec.routes[0].to.connection, kafka.spec.routes[0].to.topic) == ("a", "{slashed}")
    assert first.spec.routes[0].to.topic == "{dotted}"
    hub = design.entrances[-1]
    assert (hub.endpoint, hub.spec.source.connection, hub.routes) == (None, HUB, (0, 1))


@pytest.mark.parametrize(("delivery", "qos"), [("at-most-once", 0), ("at-least-once", 1)])
def test_members_listen_with_the_qos_of_the_bus(delivery: str, qos: int) -> None:
    design = of_bus(BusSpec("bus", ("a", "b"), delivery=delivery), ENDPOINTS)  # type: ignore[arg-type]
    assert {item.spec.source.qos for item in design.entrances if item.endpoint} == {qos}


def test_one_broker_twice_is_refused() -> None:
    known = {**ENDPOINTS, "again": ENDPOINTS["a"]}
    with pytest.raises(BadInput, match="same broker"):
        of_bus(BusSpec("bus", ("a", "again")), known)


def test_designs_are_equal_where_nothing_changed() -> None:
    given: BridgeSpec = spec()
    assert of_bridge(given, ENDPOINTS) == of_bridge(given, dict(ENDPOINTS))
    secret = {**ENDPOINTS, "b": replace(ENDPOINTS["b"], password=b"new")}
    assert of_bridge(given, ENDPOINTS) != of_bridge(given, secret)
