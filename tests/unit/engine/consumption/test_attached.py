"""A consumer with its source: whichever way its depth is known, and how a Kafka connection is reached."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from consuming import HandSchedule, on_loop
from enginefakes import FakeLink
from eventscope.base import clock
from eventscope.core.broker import BrokerGauges, ClientGauge
from eventscope.core.consumer import ConsumerSpec
from eventscope.core.kafka import Partition, Servers
from eventscope.core.kafkafigures import Group, PartitionLag
from eventscope.core.workspace import Connection
from eventscope.engine.consumption import kafkasource
from eventscope.engine.consumption.attached import Attached, ident, servers
from eventscope.engine.consumption.linksource import client_id
from eventscope.engine.monitor import Monitor
from eventscope.engine.receipts import Receipts

SPEC = ConsumerSpec("c", "conn", "t", "pull", window=5)
MQTT, KAFKA = Connection("conn", "B"), Connection("conn", "K", "kafka", "k1:9092,k2:9093", 9092, user="me")


def attached(connection: Connection) -> tuple[Attached, Monitor]:
    monitor = Monitor(Receipts())
    return Attached(SPEC, connection, monitor, HandSchedule()), monitor  # type: ignore[arg-type]


@on_loop
async def test_gauges_tell_its_depth() -> None:
    found, monitor = attached(MQTT)
    found.connect(FakeLink, None, "me")
    assert found.figures().quality == "unavailable"
    client = ClientGauge(client_id(MQTT, SPEC, "me"), True, 42, 5, 0, 3.0, 0, 0)
    monitor.broker(BrokerGauges(clock.mono_ns(), (client,), (), *[0] * 9, uptime=1.0))
    seen = found.figures()
    assert (seen.queued, seen.quality, seen.oldest) == (42, "exact", 3.0)
    found.close(0.1)


@on_loop
async def test_sequences_tell_where_the_broker_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    found, monitor = attached(MQTT)
    monkeypatch.setattr(monitor, "under_way", lambda name: 7 if name == ident(SPEC) else None)
    found.connect(FakeLink, None, "me")
    assert (found.figures().queued, found.figures().quality) == (7, "estimated")
    found.close(0.1)


class Lags:
    def __init__(self) -> None:
        self.wanted: list[str] = []
        self.said: tuple[Group, int] | None = None

    def want(self, group: str) -> None:
        self.wanted.append(group)

    def forget(self, group: str) -> None:
        self.wanted.remove(group)

    def latest(self, group: str) -> tuple[Group, int] | None:
        return self.said


class Consumer:
    def __init__(self, *given: Any) -> None: ...

    def pause(self) -> None: ...

    def close(self, timeout: float) -> None: ...


@on_loop
async def test_a_group_is_asked_about_once_it_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kafkasource, "Consumer", Consumer)
    monkeypatch.setattr(clock, "mono_ns", lambda: now)
    now, lags, place = 10, Lags(), Partition("t", 0)
    reads: Mapping[Partition, int] = {}
    monkeypatch.setattr(kafkasource.KafkaSource, "positions", property(lambda self: reads))
    found, _ = attached(KAFKA)
    found.join(Servers(("x:1",)), None, "me", lags)  # type: ignore[arg-type]
    assert (found.figures().quality, lags.wanted) == ("unavailable", [])
    reads = {place: 4}
    found.figures()
    found.figures()
    assert lags.wanted == [client_id(KAFKA, SPEC, "me")]
    lags.said = Group("g", "stable", partitions=(PartitionLag(place, 4, 0, 9, 5, 1.5),)), 10
    now, reads = 20, {place: 9}  # it read on since the end was asked for
    seen = found.figures()
    assert (seen.queued, seen.quality, seen.lag_seconds) == (5, "reported", 1.5)
    found.leave()
    assert lags.wanted == []
    found.close(0.1)


def test_a_cluster_is_reached_as_its_connection_says() -> None:
    found = servers(KAFKA, b"pw")
    assert (found.addresses, found.user, found.tls) == (("k1:9092", "k2:9093"), "me", False)
