"""Queues: exact from the gauges, estimated where nobody tells, and none that is no more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eventscope.core.broker import BrokerGauges, ClientGauge, GroupGauge
from eventscope.core.busfigures import BridgeFigures, EdgeFigures, SideFigures
from eventscope.engine import queues as module
from eventscope.engine.queues import INTAKE, Queues

SECOND = 1_000_000_000


def client(name: str, queued: int = 0, in_flight: int = 0) -> ClientGauge:
    return ClientGauge(name, True, queued, in_flight, 10 * queued, 0.5, 7, 8, {"too-long": 2, "expired": 1})


def group(queued: int, **members: int) -> GroupGauge:
    return GroupGauge("workers", "orders/#", len(members), queued, 1, 5, 0.1, 9, {}, members)


def gauges(*clients: ClientGauge, groups: tuple[GroupGauge, ...] = ()) -> BrokerGauges:
    return BrokerGauges(0, clients, groups, 100, 90, 0, 0, len(clients), len(clients), 1, 0, 0, 1.0)


def test_clients_groups_and_our_intake_are_exact_and_the_deepest_comes_first() -> None:
    queues = Queues()
    queues.take(gauges(client("a", 3, 2), client("b", 50), groups=(group(20, a=1),)), 0)
    found = queues.figures(0, waiting=4, estimates={})
    assert [(each.name, each.kind, each.depth) for each in found] == [
        ("b", "client", 50),
        ("$share/workers/orders/#", "group", 20),
        ("a", "client", 3),
        (INTAKE, "intake", 4),
    ]
    assert {each.quality for each in found} == {"exact"}
    assert (found[0].dropped, found[0].delivered, found[0].bytes) == (3, 7, 500)


def test_the_greatest_depth_is_kept() -> None:
    queues = Queues()
    for depth in (3, 80, 5):
        queues.take(gauges(client("a", depth)), 0)
        queues.figures(0, waiting=depth, estimates={("client", "far"): depth})
    assert {each.name: each.max_depth for each in queues.figures(0, 1, {("client", "far"): 1})} == {
        "a": 80,
        INTAKE: 80,
        "far": 80,
    }


def test_what_a_foreign_broker_holds_is_an_estimate() -> None:
    found = {each.name: each for each in Queues().figures(0, 0, {("group", "watcher"): 12})}
    shown = found["watcher"]
    assert (shown.depth, shown.quality, shown.kind) == (12, "estimated", "group")


def test_gauges_of_a_broker_that_is_gone_are_not_shown() -> None:
    queues = Queues()
    queues.take(gauges(client("a", 3)), 0)
    assert len(queues.figures(2 * SECOND, 0, {})) == 2
    assert [each.name for each in queues.figures(4 * SECOND, 0, {})] == [INTAKE]
    assert queues.waiting_for({"a"}, 4 * SECOND) is None


def test_what_waits_for_a_group_is_counted_once() -> None:
    queues = Queues()
    queues.take(gauges(client("a", 3), client("b", 4), client("c", 100), groups=(group(20, a=1, b=2),)), 0)
    assert queues.waiting_for({"a", "b"}, 0) == 27
    assert queues.waiting_for({"c"}, 0) == 100
    assert queues.waiting_for({"elsewhere"}, 0) is None


def test_queues_that_are_long_gone_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_REMEMBERED", 10)
    queues = Queues()
    for n in range(50):
        queues.take(gauges(client(f"c{n}", 5)), 0)
    assert len(queues._greatest) == 10


def test_each_bridge_has_one_queue_and_a_bus_one_for_all_its_members() -> None:
    side = SideFigures("a", "mqtt", "127.0.0.1:1883", "mqtt-1")
    edge = EdgeFigures(0, side, "x", out=5, in_flight=2, dropped={"filtered": 3})
    whole = BridgeFigures(
        "b", "publish-subscribe", "at-least-once", "running", side, "#", (edge,), queued=9, oldest=1.5
    )
    bus = replace(whole, name="bus", bus="bus", edges=(), queued=4, nowhere={"qos0_overflow": 1})
    members = [replace(whole, name=f"bus ({name})", bus="bus", queued=2) for name in ("a", "b")]
    queues = Queues()
    queues.bridges([whole, bus, *members])
    found = {each.name: each for each in queues.figures(0, 0, {}) if each.kind == "bridge"}
    assert found.keys() == {"b", "bus"}
    assert (found["b"].depth, found["b"].in_flight, found["b"].delivered, found["b"].dropped) == (9, 2, 5, 3)
    assert (found["bus"].depth, found["bus"].delivered, found["bus"].dropped) == (4, 10, 7)
    queues.bridges([replace(whole, queued=1)])
    (left,) = [each for each in queues.figures(0, 0, {}) if each.kind == "bridge"]
    assert (left.depth, left.max_depth, left.quality, left.oldest) == (1, 9, "exact", 1.5)
