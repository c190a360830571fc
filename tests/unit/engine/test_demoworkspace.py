"""The demo's workspace and events are good ones: they render, can be saved, and make the waves that were meant."""

from __future__ import annotations

import json
import statistics
from pathlib import Path

import pytest

from eventscope.core import buscheck, cycles
from eventscope.core.bridge import compile as compile_bridge
from eventscope.core.bus import BusFile, BusMessage
from eventscope.core.topics import check_filter, matches
from eventscope.core.workspace import EMBEDDED, Connection, SavedEvent
from eventscope.engine import files
from eventscope.engine.bridges.endpoints import as_bus
from eventscope.engine.demoworkspace import GROUP, PRODUCERS, STREAM, WAREHOUSE, WATCHER, Producer, demo_workspace
from eventscope.engine.drafts import recipe

HERE = Connection(EMBEDDED, "Embedded broker")


@pytest.mark.parametrize("event", demo_workspace().events, ids=lambda event: event.name)
def test_saved_events_render(event: SavedEvent) -> None:
    draft = recipe(event, HERE).draft(1, 0)
    if event.kind == "json":
        assert json.loads(draft.payload)


@pytest.mark.parametrize("producer", PRODUCERS, ids=lambda producer: producer.client_id)
def test_the_watcher_sees_what_producers_send(producer: Producer) -> None:
    made = recipe(producer.event, HERE)
    filters = [item.filter for item in demo_workspace().connections[0].subscriptions]  # the watcher's
    for number in range(1, 50):
        draft = made.draft(number, 0)
        assert json.loads(draft.payload)
        assert sum(matches(filter_, draft.topic) for filter_ in filters) == 1


def test_the_workspace_is_the_demo_on_the_embedded_broker() -> None:
    workspace = demo_workspace()
    connection = workspace.connections[0]
    assert (connection.id, connection.client_id, workspace.demo, workspace.broker) == (EMBEDDED, WATCHER, True, True)
    assert len({item.colour for item in connection.subscriptions}) == 3
    for item in connection.subscriptions:
        check_filter(item.filter)
    check_filter(GROUP)


@pytest.mark.parametrize("kafka", [False, True])
def test_its_bridges_can_work_and_lead_to_the_warehouse(kafka: bool) -> None:
    workspace = demo_workspace(kafka)
    assert [item.id for item in workspace.connections] == [EMBEDDED, WAREHOUSE, *([STREAM] if kafka else [])]
    assert not [item for item in workspace.connections[1:] if item.auto_connect]  # their servers are not there yet
    file = BusFile(tuple(as_bus(item) for item in workspace.connections), workspace.bridges)
    buscheck.check(file)
    assert cycles.check(file) == []
    assert {spec.start for spec in workspace.bridges} == {"manual"}
    plans = [compile_bridge(spec, {item.name: item for item in file.connections}) for spec in workspace.bridges]
    message = BusMessage("mqtt", b"orders/7/created", b"{}", properties=b"&\x00\x01a\x00\x01b")
    for plan in plans:
        (out,), _ = plan.route(message)
        message = BusMessage("kafka", out.topic.encode(), out.payload, out.key, out.headers)
    assert out.topic == "orders/7/created"  # a stamp counts by topic, so the same event is known again
    assert b"a" in out.properties


def test_the_workspace_with_a_kafka_can_be_kept(tmp_path: Path) -> None:
    files.save(tmp_path / "w.toml", demo_workspace(True))
    assert files.load_workspace(tmp_path / "w.toml") == demo_workspace(True)


def test_rates_are_moderate_and_orders_come_in_waves() -> None:
    # Enough that ten seconds suffice for a p99 (1,000 samples), little enough for a laptop on battery.
    total = [sum(each.rate(second / 10) for each in PRODUCERS) for second in range(600)]
    assert 110 <= statistics.mean(total) <= 130
    assert max(total) <= 160
    orders = [PRODUCERS[0].rate(second / 10) for second in range(200)]
    assert min(orders) > 0
    assert max(orders) > 3 * statistics.mean(orders[100:])
