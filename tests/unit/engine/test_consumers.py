"""Consumers and groups: figures of each, and how fast they work while something waits for them."""

from __future__ import annotations

import pytest

from eventscope.core.ledger import Key
from eventscope.core.message import DUP, RETAIN, V5, Block
from eventscope.core.stampblock import parse_block
from eventscope.engine.consumers import Consumer, Group, Load
from measuring import BOOT, MONO, SECOND, Event, block, properties


def lone(name: str = "c1") -> Consumer:
    group = Group(name, {})
    consumer = Consumer(name, group)
    group.members.append(consumer)
    return consumer


def take(consumer: Consumer, content: Block) -> None:
    consumer.count(content)
    consumer.group.since = consumer.group.since or MONO
    stamps = parse_block(content, BOOT.encode())
    if stamps is not None:
        consumer.measure(content, stamps)


def test_rates_are_kept_by_filter() -> None:
    consumer = lone()
    consumer.grant("orders/#")
    consumer.grant("stock/#")
    for second in range(2):
        consumer.read(second * SECOND)
        take(consumer, block([Event(n, topic=b"orders/1") for n in range(30)] + [Event(topic=b"stock/1")]))
    consumer.read(2 * SECOND)
    assert consumer.by_filter["orders/#"].rate == 30
    assert consumer.by_filter["stock/#"].rate == 1
    assert consumer.messages.rate == 31


def test_a_lone_consumer_has_one_entry_with_everything() -> None:
    consumer = lone()
    take(consumer, block([Event(n, lag=500, delay=1_000_500) for n in range(50)]))
    (entry,) = consumer.group.figures(MONO + 10 * SECOND)
    assert (entry.consumer, entry.group, entry.received) == ("c1", "", 50)
    assert entry.delivered_rate == 5.0
    assert entry.offered_rate == 5.0
    assert entry.send_lag == 500
    assert entry.latency.mean == 1_000_500
    assert entry.article.latency == 1_000_000
    assert entry.integrity.received == 50
    assert entry.processing_rate is None  # nothing ever waited
    assert entry.article.throughput is None


def test_a_silent_consumer_is_shown_only_when_it_was_named() -> None:
    consumer = lone()
    assert consumer.group.figures(MONO) == []
    consumer.name, consumer.named = "watcher", True
    assert [each.consumer for each in consumer.group.figures(MONO)] == ["watcher"]


def test_members_are_checked_together() -> None:
    published: dict[Key, int] = {}
    group = Group("workers", published, declared=True)
    one, other = Consumer("w1", group), Consumer("w2", group)
    group.members += [one, other]
    take(one, block([Event(n) for n in range(0, 60, 2)]))
    take(other, block([Event(n) for n in range(1, 60, 2)]))
    group.second(MONO + 60 * SECOND, 1.0, None)
    entries = group.figures(MONO + 60 * SECOND)
    assert [(each.consumer, each.group, each.received) for each in entries] == [
        ("w1", "workers", 30),
        ("w2", "workers", 30),
        ("workers", "workers", 60),
    ]
    assert entries[2].latency.count == 60
    whole = entries[2].integrity
    assert (whole.received, whole.lost, whole.duplicates, whole.reordered) == (60, 0, 0, 0)


def test_what_came_only_by_a_shared_subscription_is_not_checked_alone() -> None:
    consumer = lone()
    consumer.grant("$share/g/orders/#")
    take(consumer, block([Event(0), Event(7), Event(9), Event(0, topic=b"stock/1")]))
    totals = consumer.group.ledger.totals
    assert (totals.unchecked, totals.outstanding, totals.unique) == (3, 0, 1)


def test_overlapping_subscriptions_explain_copies() -> None:
    consumer = lone()
    consumer.grant("orders/#")
    consumer.grant("orders/+")
    take(consumer, block([Event(0), Event(0), Event(1), Event(1), Event(2)]))
    totals = consumer.group.ledger.totals
    assert (totals.duplicates, totals.overlapping) == (2, 2)


def test_what_is_unsubscribed_is_awaited_no_more() -> None:
    consumer = lone()
    consumer.grant("orders/#")
    take(consumer, block([Event(0), Event(3)]))
    consumer.remove("orders/#", MONO)
    consumer.grant("orders/#")
    take(consumer, block([Event(900), Event(901)]))
    consumer.group.second(MONO + 60 * SECOND, 1.0, None)
    assert consumer.group.ledger.totals.lost == 0


def test_retained_copies_are_no_latency_and_no_duplicates() -> None:
    consumer = lone()
    take(consumer, block([Event(n) for n in range(5)]))
    take(consumer, block([Event(4, delay=3600 * SECOND, flags=V5 | RETAIN)]))
    (entry,) = consumer.group.figures(MONO + SECOND)
    assert (entry.latency.count, entry.latency.retained) == (5, 1)
    assert entry.integrity.duplicates == 0


def test_the_grace_follows_slow_messages() -> None:
    consumer = lone()
    take(consumer, block([Event(n, delay=4 * SECOND) for n in range(10_000)]))
    consumer.group.second(MONO, 1.0, None)
    assert consumer.group.ledger.grace == pytest.approx(8 * SECOND, rel=0.01)


def test_capacity_is_the_rate_while_something_waits() -> None:
    load = Load()
    received = 0
    for depth, done in ((0, 500), (50, 100), (80, 120), (40, 140), (0, 300), (0, 50)):
        received += done
        load.second(1.0, depth, received)
    assert load.capacity == 130.0  # of the two seconds with a queue at both ends
    assert load.mean_depth == pytest.approx(170 / 6)
    assert load.growth == 0.0


def test_an_unknown_depth_tells_nothing() -> None:
    load = Load()
    load.second(1.0, None, 100)
    load.second(1.0, None, 200)
    assert load.capacity is None
    assert load.mean_depth is None


def test_utilisation_counts_what_piles_up() -> None:
    consumer = lone()
    group = consumer.group
    for second in range(5):
        consumer.messages.total += 100
        consumer.read(second * SECOND)
        group.second(second * SECOND, 1.0, 50.0 * second)
    assert group.load.capacity == 100.0
    assert group.utilisation(5 * SECOND) == pytest.approx(1.5)


def test_small_blocks_count_what_large_ones_do() -> None:
    faults = [0, 1, 2, 2, 5, 4, 9, 8, 30, 31, 31, 12]
    events = [
        Event(seq, topic=topic, delay=1000 * seq - 5000, lag=seq, flags=V5 | flag, boot=boot)
        for seq in faults
        for topic, flag, boot in ((b"a", 0, BOOT), (b"b", DUP, "99999999"), (b"b", RETAIN, "99999999"))
    ]
    events.append(Event(raw=properties([("es-due", "1764000000s")])))
    events.append(Event(raw=properties([("es-due", "1764000000")])))
    one, many = lone(), lone()
    many.grant("#")
    one.grant("#")
    for event in events:
        take(one, block([event]))
    take(many, block(events))
    assert one.group.figures(MONO + SECOND) == many.group.figures(MONO + SECOND)
    assert many.group.figures(MONO + SECOND)[0].latency.unreadable == 1
