"""Bodies of the bus, of consumers and of Kafka hold all that our own values hold, under the file's keys."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from busfakes import FIGURES, SPEC
from eventscope.api import bridgebodies, busbodies, consumerbodies, kafkabodies
from eventscope.core import busjson
from eventscope.core.bus import BridgeSpec, QueueLimits, Route, Source, Target
from eventscope.core.consumer import ConsumerFigures, ConsumerSpec, Simulation
from eventscope.core.kafka import Partition
from eventscope.core.kafkafigures import Group, Member, Move, PartitionFigures, PartitionLag, Reset, TopicFigures


@pytest.mark.parametrize(
    ("given", "kind"),
    [(bridgebodies.SourceGiven, Source), (bridgebodies.TargetGiven, Target), (bridgebodies.RouteGiven, Route),
     (bridgebodies.QueueGiven, QueueLimits), (consumerbodies.ConsumerGiven, ConsumerSpec),
     (consumerbodies.SimulationGiven, Simulation), (consumerbodies.ConsumerBody, ConsumerSpec)],
)  # fmt: skip
def test_no_field_of_ours_is_left_out(given: Any, kind: Any) -> None:
    assert set(given.model_fields) == {item.name for item in fields(kind)}


def test_a_bridge_has_each_field_under_the_files_key() -> None:
    renamed = {"source": "from", "routes": "route"}
    ours = {renamed.get(item.name, item.name.replace("_", "-")) for item in fields(BridgeSpec)}
    assert set(bridgebodies.body_of(SPEC).model_dump(by_alias=True)) == ours
    given = {field.alias or name.replace("_", "-") for name, field in bridgebodies.BridgeGiven.model_fields.items()}
    assert given == ours | {"to"}


def test_defaults_are_those_of_the_file() -> None:
    table = {"name": "n", "from": {"connection": "a", "filter": "x"}, "to": {"connection": "b", "topic": "y"}}
    spec = bridgebodies.spec_of(bridgebodies.BridgeGiven.model_validate(table))
    assert spec == BridgeSpec("n", "publish-subscribe", "at-least-once", Source("a", "x"), (Route(Target("b", "y")),))
    consumer = consumerbodies.ConsumerGiven.model_validate({"name": "n", "connection": "c", "filter": "f"})
    assert consumerbodies.spec_of(consumer) == ConsumerSpec("n", "c", "f")
    simulated = consumerbodies.ConsumerGiven.model_validate({"name": "n", "filter": "f", "simulate": {}})
    assert consumerbodies.spec_of(simulated).simulate == Simulation()


def test_figures_of_a_bridge_are_what_the_command_line_prints_and_null_for_what_is_not_there() -> None:
    told, body = busjson.bridge(FIGURES), busbodies.figures_of(FIGURES).model_dump(by_alias=True)
    assert told == without_none(body, told)
    assert body["routes"][0]["latency"]["p99-ns"] is None


def without_none(body: Any, told: Any) -> Any:
    """The parts of `body` that `told` has."""
    if isinstance(told, dict):
        return {key: without_none(body[key], value) for key, value in told.items()}
    if isinstance(told, list):
        return [without_none(one, other) for one, other in zip(body, told, strict=True)]
    return body


def test_figures_of_a_consumer() -> None:
    body = consumerbodies.figures_of(ConsumerFigures("n", "up", "pull", "queue", in_service=3))
    assert body.model_dump(by_alias=True)["in-service"] == 3
    known = {item.name for item in fields(ConsumerFigures)} - {"mode", "sharing", "group", "params"}
    assert set(consumerbodies.ConsumerFiguresBody.model_fields) == known  # the rest is in the consumer beside it


def test_kafka() -> None:
    place = Partition("t", 3)
    topic = kafkabodies.topic_of(TopicFigures("t", (PartitionFigures(3, 1, (1,), (1,), 4, 9),)))
    assert topic.model_dump(by_alias=True)["partitions"][0] == {
        "number": 3, "leader": 1, "replicas": (1,), "in-sync": (1,), "earliest": 4, "latest": 9, "span": 5, "words": "",
    }  # fmt: skip
    lags = (PartitionLag(place, 1, 0, 5, 4, 2.5, "m"), PartitionLag(Partition("t", 4), None, None, None, None))
    group = kafkabodies.group_of(Group("g", "stable", members=(Member("m", "c", "h", (place,)),), partitions=lags))
    said = group.model_dump(by_alias=True)
    assert (said["lag"], said["unknown"], said["members"][0]["partitions"]) == (4, 1, [{"topic": "t", "partition": 3}])
    assert (said["partitions"][0]["time-lag"], said["partitions"][1]["lag"]) == (2.5, None)
    moves = kafkabodies.reset_of(Reset("g", (Move(place, 5, 2),))).model_dump(by_alias=True)
    assert moves["moves"] == [{"topic": "t", "partition": 3, "before": 5, "after": 2, "skips": -3, "words": ""}]
