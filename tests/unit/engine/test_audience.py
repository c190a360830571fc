"""The audience: who is in which group, and figures over all of them."""

from __future__ import annotations

import numpy as np

from eventscope.core.broker import BrokerGauges, ClientGauge
from eventscope.core.ledger import Key
from eventscope.core.stampblock import parse_block
from eventscope.engine.audience import Audience
from eventscope.engine.queues import Queues
from measuring import BOOT, MONO, SECOND, Event, block

KEY: Key = ((b"producer.1", BOOT.encode()), b"orders/1")


def take(audience: Audience, connection: str, *events: Event) -> None:
    content = block(events)
    stamps = parse_block(content, BOOT.encode())
    assert stamps is not None
    consumer = audience.consumer(connection)
    consumer.count(content)
    consumer.group.since = MONO
    consumer.measure(content, stamps)


def test_everybody_is_alone_until_a_group_is_declared() -> None:
    audience = Audience()
    for name in ("c1", "c2", "c3"):
        audience.consumer(name)
    audience.join(audience.consumer("c2"), "workers")
    audience.join(audience.consumer("c3"), "workers")
    audience.join(audience.consumer("c3"), "workers")
    assert [(group.name, len(group.members)) for group in audience.groups] == [("c1", 1), ("workers", 2)]


def test_a_group_may_have_the_name_of_a_connection() -> None:
    audience = Audience()
    audience.consumer("c1")
    audience.join(audience.consumer("c2"), "c1")
    assert [group.declared for group in audience.groups] == [False, True]


def test_integrity_is_the_sum_over_all() -> None:
    audience = Audience()
    take(audience, "c1", Event(0), Event(2), Event(2), Event(1))
    take(audience, "c2", Event(0), Event(4))
    whole = audience.integrity()
    assert (whole.received, whole.duplicates, whole.outstanding, whole.reordered) == (5, 1, 3, 1)
    assert whole.sent == whole.received + whole.lost + whole.outstanding


def test_a_foreign_brokers_queue_is_estimated_for_those_who_get_the_stream() -> None:
    audience, queues = Audience(), Queues()
    take(audience, "c1", Event(0))
    audience.consumer("c2")
    for seq in range(1, 8):
        audience.sent(KEY, seq, np.array([MONO]))
    assert audience.estimates(MONO + SECOND, queues) == {}  # gauges may be on their way
    later = MONO + 5 * SECOND
    assert audience.estimates(later, queues) == {("client", "c1"): 7}
    take(audience, "c1", *(Event(n) for n in range(1, 6)))
    assert audience.estimates(later, queues) == {("client", "c1"): 2}


def test_where_our_broker_tells_nothing_is_estimated() -> None:
    audience, queues = Audience(), Queues()
    take(audience, "c1", Event(0))
    audience.sent(KEY, 5, np.array([MONO]))
    audience.consumer("c1").client_id = "client-1"
    gauge = ClientGauge("client-1", True, 5, 0, 0, 0.0, 0, 0)
    queues.take(BrokerGauges(MONO, (gauge,), (), 0, 0, 0, 0, 1, 1, 1, 0, 0, 0.0), MONO)
    queues.take(BrokerGauges(MONO, (gauge,), (), 0, 0, 0, 0, 1, 1, 1, 0, 0, 0.0), MONO + 5 * SECOND)
    assert audience.estimates(MONO + 5 * SECOND, queues) == {}
    audience.second(MONO, 1.0, queues)
    assert audience.consumer("c1").group.load.depth == 5


def test_names_that_are_used_twice_are_told_apart() -> None:
    audience = Audience()
    for connection in ("c1", "c2"):
        take(audience, connection, Event(0))
        audience.consumer(connection).name = "watcher"
    assert list(audience.delays()) == ["watcher", "watcher (c2)"]


def test_without_reports_of_producers_little_has_nothing_to_say() -> None:
    audience = Audience()
    take(audience, "c1", *(Event(n) for n in range(100)))
    assert audience.little(MONO + 60 * SECOND).measured is None
    assert audience.utilisation(MONO) is None


def test_who_is_gone_is_forgotten_with_its_group() -> None:
    audience = Audience()
    audience.consumer("c1")
    for name in ("c2", "c3"):
        audience.join(audience.consumer(name), "workers")
    audience.forget("c2")
    assert [(group.name, len(group.members)) for group in audience.groups] == [("c1", 1), ("workers", 1)]
    audience.forget("c3")
    audience.forget("c1")
    audience.forget("nobody")
    assert list(audience.groups) == []
    audience.join(audience.consumer("c2"), "others")
    assert [group.name for group in audience.groups] == ["others"]
