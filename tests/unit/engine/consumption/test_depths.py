"""What waits before a consumer, by each way to know it."""

from eventscope.core.broker import BrokerGauges, ClientGauge, GroupGauge
from eventscope.core.kafka import Partition
from eventscope.core.kafkafigures import Group, PartitionLag
from eventscope.engine.consumption import depths
from eventscope.engine.consumption.depths import Depth

P0, P1 = Partition("t", 0), Partition("t", 1)


def gauges(*clients: ClientGauge, groups: tuple[GroupGauge, ...] = ()) -> BrokerGauges:
    return BrokerGauges(77, clients, groups, *[0] * 9, uptime=0.0)


def client(name: str, queued: int, oldest: float = 2.0) -> ClientGauge:
    return ClientGauge(name, True, queued, 3, 0, oldest, 0, 0)


def test_a_client_of_our_broker_is_counted() -> None:
    found = depths.embedded(gauges(client("a", 9), client("me", 5)), "me", "", "t/#")
    assert found == Depth(77, 5, "exact", 2.0)
    assert depths.embedded(gauges(client("me", 0, 0.3)), "me", "", "t/#") == Depth(77, 0, "exact", 0.0)


def test_a_member_waits_for_the_queue_of_its_group() -> None:
    group = GroupGauge("g", "t/#", 3, 40, 0, 0, 8.0, 0)
    other = GroupGauge("g", "u/#", 5, 900, 0, 0, 9.0, 0)
    found = depths.embedded(gauges(client("me", 2), groups=(other, group)), "me", "g", "t/#")
    assert found == Depth(77, 42, "exact", 8.0, members=3)


def test_another_broker_does_not_know_the_client() -> None:
    assert depths.embedded(gauges(client("a", 9)), "me", "", "t/#") is None


def test_elsewhere_sequences_tell_or_nothing_does() -> None:
    assert depths.estimated(12, 5) == Depth(5, 12, "estimated")
    assert depths.estimated(None, 5) == Depth(5, None, "unavailable")


def lag(partition: Partition, latest: int | None, age: float | None = None) -> PartitionLag:
    return PartitionLag(partition, 0, 0, latest, None, age)


def test_kafka_tells_the_ends_of_our_own_partitions() -> None:
    group = Group("g", "stable", partitions=(lag(P0, 10, 4.0), lag(P1, 100, 90.0)))
    assert depths.kafka(group, {P0: 7}, 3) == Depth(3, 3, "reported", lag_seconds=4.0)
    assert depths.kafka(group, {P0: 12, P1: 95}, 3).queued == 5  # an end that is older than our position


def test_a_partition_without_an_end_is_unknown() -> None:
    group = Group("g", "stable", partitions=(lag(P0, 10), lag(P1, None)))
    assert depths.kafka(group, {P0: 7, P1: 1}, 3) == Depth(3)
    assert depths.kafka(group, {Partition("t", 9): 1}, 3) == Depth(3)
    assert depths.kafka(group, {}, 3) == Depth(3)
