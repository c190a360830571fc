"""Gauges and descriptions of the broker put together, with hostile names made harmless."""

from __future__ import annotations

import pytest

from eventscope.core.broker import RetainedInfo
from eventscope.core.metrics import QueueFigures
from eventscope.core.visible import hidden
from eventscope.ui.viewmodels import brokers_rows as rows
from ui.fakebroker import FakeBroker
from ui.fakes import HOSTILE

S = 1_000_000_000


def test_a_client_shows_before_it_is_described() -> None:
    broker = FakeBroker()
    found = rows.client_rows(broker.gauges(), broker.clients()[:2])
    assert len(found) == len(broker.names)
    assert found[1].version == "5"
    assert found[2].info is None
    assert found[2].version == ""
    assert found[-1].dropped == 12


def test_search_looks_at_id_user_and_address() -> None:
    broker = FakeBroker()
    found = rows.client_rows(broker.gauges(), broker.clients())
    assert sum(row.holds("sensor-7") for row in found) == 3
    assert sum(row.holds("producer-2") for row in found) == 1
    assert sum(row.holds("50001") for row in found) == 1


def test_queues_are_groups_and_clients_with_their_share_of_the_deepest() -> None:
    broker = FakeBroker()
    found = rows.queue_rows(broker.gauges(), rows.Peaks())
    group = found[0]
    assert group.group
    assert group.key == ("group", "billing", "orders/#")
    assert [(name, count) for name, count, _ in group.shares] == [
        ("billing-3", 3000), ("billing-2", 2000), ("billing-1", 1000),
    ]  # fmt: skip
    assert sum(share for _, _, share in group.shares) == pytest.approx(1.0)
    assert {row.name: row.share for row in found}["night-report"] == 1.0
    assert rows.waiting(broker.gauges()) == 534


def test_the_greatest_depth_is_remembered_while_the_queue_exists() -> None:
    broker, peaks = FakeBroker(["a", "b"]), rows.Peaks()
    broker.queued = {"a": 90}
    rows.queue_rows(broker.gauges(), peaks)
    broker.queued = {"a": 2}
    peaks.take(
        (
            QueueFigures("b", "client", 0, "exact", max_depth=70),
            QueueFigures("b", "client", 0, "estimated", max_depth=999),
        )
    )
    assert {row.name: row.greatest for row in rows.queue_rows(broker.gauges(), peaks)} == {"a": 90, "b": 70}
    broker.names = ["b"]
    rows.queue_rows(broker.gauges(), peaks)
    broker.names = ["a", "b"]
    assert {row.name: row.greatest for row in rows.queue_rows(broker.gauges(), peaks)} == {"a": 2, "b": 70}


def test_a_broker_that_is_down_has_no_rows() -> None:
    assert rows.client_rows(None, ()) == []
    assert rows.queue_rows(None, rows.Peaks()) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_are_visible_and_bounded(text: str) -> None:
    broker = FakeBroker([text])
    (client,) = rows.client_rows(broker.gauges(), broker.clients())
    (queue,) = rows.queue_rows(broker.gauges(), rows.Peaks())
    (subscription,) = rows.subscription_rows(broker.subscriptions())
    (retained,) = rows.retained_rows([RetainedInfo(text, text.encode(), 0, 1.0)], S)
    for shown in (client.name, queue.name, subscription.client, retained.topic, retained.preview):
        assert not hidden(shown)
        assert len(shown) < 1000
    assert client.gauge.client == text  # what is sent back is never the shown form


def test_the_age_of_a_retained_message_grows() -> None:
    (row,) = rows.retained_rows([RetainedInfo("t", b"\xff\x00", 0, 10.0)], 5 * S)
    assert row.age(7 * S) == 12.0
    assert row.preview == "ff 00"


def test_reasons_are_listed_with_the_largest_first() -> None:
    assert rows.reasons({"queue-full": 3, "expired": 1200}) == "1,200  expired\n3  queue-full"
