"""The link as the engine uses it: rows of records, receipts of events, groups that acknowledge, states in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest

from eventscope.core import kafkarow, stamp
from eventscope.core.kafka import NewRecord, Servers
from eventscope.core.message import KAFKA, Draft, PublishProperties
from eventscope.core.workspace import Subscription
from eventscope.links.kafka import options
from eventscope.links.kafka.cluster import Cluster
from eventscope.links.kafka.groups import Groups
from eventscope.links.kafka.link import KafkaLink
from eventscope.links.kafka.producer import Producer
from eventscope.mqtt import codec
from kafkas import Sent, fresh, local_kafka, servers  # noqa: F401
from linksinks import RecordingSink, connection, draft
from servers import free_port, wait_until

pytestmark = pytest.mark.kafka


@contextmanager
def linked(servers: Servers, sink: RecordingSink, *filters: str) -> Iterator[KafkaLink]:  # noqa: F811
    link = KafkaLink(connection(1), servers, sink)
    for item in filters:
        link.subscribe(Subscription(item))
    link.open()
    try:
        yield link
    finally:
        link.close(5.0)


def test_an_event_goes_out_and_comes_back_as_a_row(servers: Servers) -> None:  # noqa: F811
    topic, sink = fresh(), RecordingSink()
    Cluster(servers).create(topic, 2)
    user = (("k-key", "order-7"), ("k-partition", "1"), ("site", "north"), ("site", "south"))
    with linked(servers, sink, topic) as link:
        sink.subscription(topic, "granted")
        sink.state("up")
        link.publish([(7, draft(topic, b'{"a": 1}', 1, user=user, content_type="application/json"))])
        (message,) = sink.count(1)
        receipt = sink.receipt(7, acknowledged=True)
    assert receipt.failed == ""
    assert receipt.sent is not None
    assert (message.topic, message.payload, message.flags & KAFKA) == (topic.encode(), b'{"a": 1}', KAFKA)
    said = codec.decode_properties(message.properties).user
    found = kafkarow.read(said)
    assert (found.key, found.partition, found.offset, found.time_kind) == (b"order-7", 1, 0, "create")
    assert found.headers == (("content-type", b"application/json"), ("site", b"north"), ("site", b"south"))


def test_a_stamp_in_headers_is_read_like_one_in_properties(servers: Servers) -> None:  # noqa: F811
    topic, sink = fresh(), RecordingSink()
    Cluster(servers).create(topic)
    wall = 1_764_000_000_000_000_000

    def stamped(ident: int, event: Draft) -> Draft:
        user = stamp.stamp_properties("stream", ident, wall, wall, wall, "bootbeef")
        return replace(event, properties=PublishProperties(user=user))

    link = KafkaLink(connection(1), servers, sink, stamper=stamped)
    link.subscribe(Subscription(topic))
    link.open()
    with closing(link):
        sink.subscription(topic, "granted")
        link.publish([(1, draft(topic, qos=1))])
        (message,) = sink.count(1)
    found = stamp.parse(message.properties)
    assert found is not None
    assert (found.stream, found.seq, found.due, found.boot) == (b"stream", 1, wall, b"bootbeef")


def test_a_group_commits_what_the_engine_stored(servers: Servers) -> None:  # noqa: F811
    topic, group = fresh(), fresh("g")
    Cluster(servers).create(topic)
    with closing(Producer(servers, Sent())) as producer:
        producer.send([NewRecord(n, topic, b"%d" % n) for n in range(5)])
        producer.flush(10)
    first = RecordingSink(store=False)
    with linked(servers, first, f"$share/{group}/{topic}"):
        assert [message.qos for message in first.count(5)] == [1] * 5
    second = RecordingSink()
    with linked(servers, second, f"$share/{group}/{topic}"):
        assert len(second.count(5)) == 5  # nothing was stored, so all of it comes again
    (found,) = Groups(Cluster(servers)).some([group])
    assert (found.lag, found.unknown) == (0, 0)


def test_what_kafka_has_no_word_for_is_refused(servers: Servers) -> None:  # noqa: F811
    topic, sink = fresh(), RecordingSink()
    with linked(servers, sink) as link:
        sink.state("up")
        link.publish([(1, draft(topic, retain=True)), (2, draft(topic, user=(("k-nonsense", "1"),)))])
        assert sink.receipt(1).failed == "no-retain"
        assert sink.receipt(2).failed == "bad-kafka-property"
    link.publish([(3, draft(topic, qos=1))])
    assert sink.receipt(3).failed == "closed"


def test_nobody_there_is_said_and_what_waits_fails_at_the_end() -> None:
    sink = RecordingSink()
    with linked(options.parse(f"kafka://127.0.0.1:{free_port()}"), sink) as link:
        assert "Look whether it runs" in sink.state("waiting", "unreachable").words
        link.publish([(1, draft("t")), (2, draft("t", qos=1))])
        assert sink.receipt(1).failed == "not-connected"
    assert sink.receipt(2, acknowledged=True).failed == "not-sent"
    assert sink.links[-1].state == "down"


def test_a_broker_that_comes_back_is_used_again() -> None:
    port, topic, sink = free_port(), fresh(), RecordingSink()
    servers_ = options.parse(f"kafka://127.0.0.1:{port}")
    with local_kafka(port=port):
        Cluster(servers_).create(topic)
        link = KafkaLink(connection(1), servers_, sink)
        link.subscribe(Subscription(topic))
        link.open()
        sink.subscription(topic, "granted")
        sink.state("up")
    with closing(link):
        sink.state("waiting")
        with local_kafka(port=port):
            Cluster(servers_).create(topic)
            sink.state("up", nth=2)
            link.publish([(1, draft(topic, b"again", 1))])
            assert sink.receipt(1, acknowledged=True).failed == ""
            wait_until(lambda: b"again" in sink.payloads, 30.0)
