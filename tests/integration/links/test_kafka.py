"""Producer, consumer, cluster and groups against a real server: Apache Kafka where it was fetched, else noida-db."""

from __future__ import annotations

from contextlib import closing

import pytest
from numpy import isnan

from eventscope.base import clock
from eventscope.core.errors import BadInput, CannotConnect, Refused
from eventscope.core.kafka import AtTime, ConsumerSettings, NewRecord, Partition, ProducerSettings, Servers
from eventscope.core.kafkastatistics import curves
from eventscope.links.kafka import options
from eventscope.links.kafka.cluster import Cluster
from eventscope.links.kafka.consumer import Consumer
from eventscope.links.kafka.groups import Groups
from eventscope.links.kafka.meters import history
from eventscope.links.kafka.producer import Producer
from kafkas import Read, Sent, fresh, new, servers  # noqa: F401
from servers import free_port, wait_until

pytestmark = pytest.mark.kafka


def put(servers: Servers, *records: NewRecord) -> Sent:  # noqa: F811
    sent = Sent()
    with closing(Producer(servers, sent)) as producer:
        assert producer.send(records) == len(records)
        sent.delivered(len(records))
    assert not [item for item in sent.deliveries if item.code]
    return sent


def made(servers: Servers, partitions: int = 1, **settings: str) -> str:  # noqa: F811
    topic = fresh()
    Cluster(servers).create(
        topic, partitions, settings={name.replace("_", "."): text for name, text in settings.items()}
    )
    return topic


def test_a_record_keeps_all_its_parts(servers: Servers) -> None:  # noqa: F811
    topic, then = made(servers, 2), clock.wall_ns() // 1_000_000 - 123_456
    headers = (("a", b"\xff\x00"), ("a", None), ("b", b""), ("ä", b"x"))
    put(
        servers,
        NewRecord(0, topic, b"\x00\xff", b"key", headers, 1, then),
        NewRecord(1, topic, None, b"", (), 1),
        NewRecord(2, topic, b"", None, (), 1),
    )
    read = Read()
    with closing(Consumer(servers, read, ConsumerSettings((topic,), first="earliest"))):
        first, tombstone, empty = read.count(3)
    assert first == (topic, 1, 0, then, "create", b"key", b"\x00\xff", headers, "")
    assert (tombstone.key, tombstone.value) == (b"", None)
    assert (empty.key, empty.value, empty.headers) == (None, b"", ())


def test_a_tail_begins_at_the_end_and_misses_nothing_after(servers: Servers) -> None:  # noqa: F811
    topic = made(servers)
    put(servers, *new(topic, 5))
    read = Read()
    with closing(Consumer(servers, read, ConsumerSettings((topic,)))):
        assert read.reads() == {Partition(topic, 0): 5}
        put(servers, NewRecord(0, topic, b"after"))
        read.count(1)
    assert read.values == [b"after"]


def test_a_tail_reads_topics_that_appear_later_from_their_beginning(servers: Servers) -> None:  # noqa: F811
    prefix = fresh("many")
    read = Read()
    with closing(Consumer(servers, read, ConsumerSettings((f"{prefix}.*",), refresh=0.2))):
        assert read.reads() == {}
        Cluster(servers).create(f"{prefix}.a")
        put(servers, *new(f"{prefix}.a", 3))
        read.count(3)
    assert read.values == [b"0", b"1", b"2"]


def test_a_tail_seeks_by_offset_and_by_time(servers: Servers) -> None:  # noqa: F811
    topic = made(servers)
    begin = clock.wall_ns() // 1_000_000 - 3_600_000
    put(servers, *[NewRecord(n, topic, b"%d" % n, time=begin + n * 1000) for n in range(10)])
    read, partition = Read(), Partition(topic, 0)
    with closing(Consumer(servers, read, ConsumerSettings((topic,)))) as consumer:
        read.reads()
        consumer.seek(partition, 8)
        read.count(2)
        consumer.seek(partition, AtTime((begin + 6500) * 1_000_000))
        read.count(5)
        consumer.seek(partition, "earliest")
        read.count(15)
    assert read.values == [b"8", b"9", b"7", b"8", b"9", *(b"%d" % n for n in range(10))]


def test_a_group_commits_only_what_is_done_without_a_gap(servers: Servers) -> None:  # noqa: F811
    topic, group = made(servers), fresh("g")
    put(servers, *new(topic, 10))
    settings = ConsumerSettings((topic,), group, first="earliest", commit_every=0.1)
    read = Read()
    with closing(Consumer(servers, read, settings)) as consumer:
        records = list(read.count(10))
        consumer.done(records[5:])
        consumer.done(records[:3])
        assert consumer.waiting == 7
    assert committed(servers, group) == {Partition(topic, 0): 3}
    again = Read()
    with closing(Consumer(servers, again, settings)) as consumer:
        consumer.done(again.count(7))
        wait_until(lambda: committed(servers, group) == {Partition(topic, 0): 10}, 20.0, "the commit")
    assert again.values == [b"%d" % n for n in range(3, 10)]


def committed(servers: Servers, group: str) -> dict[Partition, int | None]:  # noqa: F811
    (found,) = Groups(Cluster(servers)).some([group])
    return {item.partition: item.committed for item in found.partitions}


def test_positions_of_our_own_go_before_the_groups(servers: Servers) -> None:  # noqa: F811
    topic = made(servers)
    partition = Partition(topic, 0)
    put(servers, *new(topic, 5))
    read = Read()
    settings = ConsumerSettings((topic,), fresh("g"), first="earliest", positions={partition: 3})
    with closing(Consumer(servers, read, settings)):
        assert read.reads() == {partition: 3}
        read.count(2)
    assert read.values == [b"3", b"4"]


def test_a_second_member_takes_its_share_and_nothing_is_lost(servers: Servers) -> None:  # noqa: F811
    topic, group = made(servers, 4), fresh("g")
    settings = ConsumerSettings((topic,), group, first="earliest", commit_every=0.1)
    one, two = Read(), Read()
    with closing(Consumer(servers, one, settings)) as first:
        one.do = first.done
        assert len(one.reads()) == 4
        put(servers, *new(topic, 50))
        one.count(50)
        with closing(Consumer(servers, two, settings)) as second:
            two.do = second.done
            wait_until(lambda: two.assigned and len(two.assigned[-1]) == 2 and len(one.assigned[-1]) == 2, 60.0)
            put(
                servers, *[item._replace(value=b"x%d" % item.token, key=b"%d" % item.token) for item in new(topic, 200)]
            )
            wait_until(lambda: {*one.values, *two.values} >= {b"x%d" % n for n in range(200)}, 30.0, "all records")
            (found,) = Groups(Cluster(servers)).some([group])
            assert len(found.members) == 2
            assert sorted(len(member.partitions) for member in found.members) == [2, 2]
    assert len(one.revoked[0][0]) == 4


def test_a_receiver_that_stands_still_stops_reading_and_loses_nothing(servers: Servers) -> None:  # noqa: F811
    topic = made(servers)
    put(servers, *new(topic, 3000))
    read = Read()
    settings = ConsumerSettings((topic,), fresh("g"), first="earliest", batch=100, waiting=2)
    with closing(Consumer(servers, read, settings)) as consumer:
        consumer.pause()
        wait_until(lambda: read.assigned, 30.0)
        consumer.resume()
        read.do = lambda given: wait_until(lambda: consumer.waiting >= len(given))
        read.count(3000)
    assert read.values == [b"%d" % n for n in range(3000)]


def test_an_offset_that_is_gone_stops_that_partition_until_somebody_chooses(servers: Servers) -> None:  # noqa: F811
    topic = made(servers)
    put(servers, *new(topic, 5))
    partition = Partition(topic, 0)
    read = Read()
    settings = ConsumerSettings((topic,), fresh("g"), positions={partition: 4_000})
    with closing(Consumer(servers, read, settings)) as consumer:
        trouble, where = read.trouble("offset-gone")
        assert where == partition
        assert trouble.lasting
        assert "Choose where to go on" in trouble.words
        assert read.records == []
        consumer.seek(partition, "earliest")
        read.count(5)


def test_topics_are_made_changed_grown_and_deleted(servers: Servers) -> None:  # noqa: F811
    cluster = Cluster(servers)
    topic = made(servers, 2, retention_ms="123456")
    put(servers, NewRecord(0, topic, b"x", partition=1))

    def figures() -> list[object]:
        return [item for item in cluster.topics() if item.name == topic]

    (found,) = figures()
    assert [(item.number, item.earliest, item.latest, item.span) for item in found.partitions] == [
        (0, 0, 0, 0),
        (1, 0, 1, 1),
    ]
    settings = {item.name: item for item in cluster.settings(topic)}
    assert settings["retention.ms"].value == "123456"
    assert not settings["retention.ms"].default
    cluster.set(topic, {"retention.ms": "654321"})
    wait_until(lambda: {item.name: item.value for item in cluster.settings(topic)}["retention.ms"] == "654321")
    cluster.grow(topic, 3)
    wait_until(lambda: len(figures()[0].partitions) == 3)
    with pytest.raises(Refused, match="already"):
        cluster.create(topic)
    with pytest.raises(BadInput, match="no name for a topic"):
        cluster.create("no good name")
    with pytest.raises(BadInput, match="nonsense"):
        cluster.set(topic, {"nonsense": "1"})
    cluster.delete(topic)
    wait_until(lambda: not figures())
    assert cluster.describe().nodes[0].port > 0


def test_lag_in_messages_and_in_time(servers: Servers) -> None:  # noqa: F811
    topic, group = made(servers, 2), fresh("g")
    then = clock.wall_ns() // 1_000_000 - 60_000
    put(servers, *[NewRecord(n, topic, b"%d" % n, time=then, partition=n % 2) for n in range(10)])
    groups = Groups(Cluster(servers))
    assert groups.plan(group, topic, 3).moves[1].after == 3
    assert groups.reset(groups.plan(group, topic, 3)).done
    (found,) = groups.some([group], times=True)
    assert found.state == "empty"
    assert (found.lag, found.unknown) == (4, 0)
    for item in found.partitions:
        assert (item.committed, item.latest, item.lag) == (3, 5, 2)
        assert item.time_lag is not None
        assert 59 < item.time_lag < 120
    assert group in groups.names()


def test_offsets_are_moved_after_a_dry_run_and_only_without_members(servers: Servers) -> None:  # noqa: F811
    topic, group = made(servers), fresh("g")
    begin = clock.wall_ns() // 1_000_000 - 3_600_000
    put(servers, *[NewRecord(n, topic, b"%d" % n, time=begin + n) for n in range(10)])
    groups = Groups(Cluster(servers))
    read = Read()
    with closing(Consumer(servers, read, ConsumerSettings((topic,), group, first="latest"))) as consumer:
        read.reads()
        plan = groups.plan(group, topic, AtTime((begin + 4) * 1_000_000))
        assert [(move.before, move.after, move.skips) for move in plan.moves] == [(None, 4, None)]
        with pytest.raises(Refused, match="Stop them first"):
            groups.reset(plan)
        consumer.close(10)
    assert groups.reset(plan).done
    assert committed(servers, group) == {Partition(topic, 0): 4}
    assert [move.skips for move in groups.plan(group, topic, "latest").moves] == [6]
    assert [move.skips for move in groups.plan(group, topic, "earliest").moves] == [-4]
    with pytest.raises(BadInput, match="holds offsets 0 to 10, not 11"):
        groups.plan(group, topic, 11)
    with pytest.raises(BadInput, match="no topic"):
        groups.plan(group, "nowhere", 0)


def test_what_cannot_be_sent_comes_back_with_a_reason(servers: Servers) -> None:  # noqa: F811
    topic, sent = made(servers), Sent()
    with closing(Producer(servers, sent)) as producer:
        records = [
            NewRecord(1, topic, b"x", partition=99),
            NewRecord(2, topic, bytes(2_000_000)),
            NewRecord(3, topic, b"x"),
        ]
        assert producer.send(records) == 3
        sent.delivered(3)
    by_token = {item.token: item for item in sent.deliveries}
    assert by_token[1].code == "unknown-partition"
    assert by_token[2].code == "too-large"
    assert (by_token[3].code, by_token[3].offset) == ("", 0)


def test_statistics_come_as_curves(servers: Servers) -> None:  # noqa: F811
    topic, sent, read = made(servers), Sent(), Read()
    reading = ConsumerSettings((topic,), first="earliest", statistics=0.1)

    def known() -> dict[str, float]:
        return {each.name: each.values[~isnan(each.values)][-1] for each in curves(history(servers.addresses))}

    with (
        closing(Producer(servers, sent, settings=ProducerSettings(statistics=0.1))) as producer,
        closing(Consumer(servers, read, reading)),
    ):
        producer.send(new(topic, 10))
        read.count(10)
        wait_until(lambda: {"rtt.p50", "rtt.p99", "waiting", "in-flight", "lag"} <= known().keys(), 20.0, "curves")
        wait_until(lambda: (known()["waiting"], known()["lag"]) == (0, 0), 20.0, "all is sent and read")
    assert 0 < known()["rtt.p50"] <= known()["rtt.p99"] < 20_000


def test_a_cluster_that_is_not_there_is_said_in_words() -> None:
    nobody = options.parse(f"kafka://127.0.0.1:{free_port()}")
    with pytest.raises(CannotConnect, match="Look whether it runs"):
        Cluster(nobody, wait=1.0).describe()
    sent = Sent()
    producer = Producer(nobody, sent)
    producer.send(new("t", 3))
    wait_until(lambda: sent.standings, 20.0)
    assert sent.standings[0][0] is False
    assert sent.standings[0][1] is not None
    assert sent.standings[0][1].code == "unreachable"
    assert producer.close(0.1) == 3
    assert {item.code for item in sent.delivered(3)} == {"not-sent"}


def test_a_topic_made_anew_under_an_idempotent_producer_does_not_end_it(servers: Servers) -> None:  # noqa: F811
    topic, sent = made(servers), Sent()
    cluster = Cluster(servers)
    with closing(Producer(servers, sent)) as producer:
        producer.send(new(topic, 10))
        sent.delivered(10)
        cluster.delete(topic)
        wait_until(lambda: topic not in {item.name for item in cluster.topics()})
        cluster.create(topic)

        def arrives() -> bool:
            before = len(sent.deliveries)
            producer.send(new(topic, 1))
            wait_until(lambda: len(sent.deliveries) > before, 30.0, "a delivery")
            return not sent.deliveries[-1].code  # noida-db answers with a FATAL error first: a new client follows

        wait_until(arrives, 30.0, "a record in the new topic")
    assert all(item.again for item in sent.deliveries if item.code)
