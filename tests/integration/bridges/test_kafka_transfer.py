"""Kafka to Kafka in transactions, at the best Kafka there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from eventscope.core.bus import Source
from eventscope.core.kafka import ConsumerSettings, NewRecord, Partition, Servers
from eventscope.engine.bridges.kafkatransfer import KafkaTransfer
from eventscope.links.kafka.cluster import Cluster
from eventscope.links.kafka.consumer import Consumer
from eventscope.links.kafka.groups import Groups
from eventscope.links.kafka.producer import Producer
from eventscope.links.kafka.transactions import Aborted, Lost, Stopped, Transactions
from eventscope.links.kafka.troubles import Trouble
from kafkaends import MemoryInlet, MemoryOutlet, endpoint, plan, row, spec, started
from kafkas import Read, Sent, fresh, servers as servers
from servers import wait_until

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(180)]


class World:
    """Topics, a transfer between them, and what readers of committed records see."""

    def __init__(self, servers: Servers, *routes: str, **more: Any) -> None:
        self.servers = servers
        self.cluster = Cluster(servers)
        self.source, self.target = fresh("in"), fresh("out")
        for topic in (self.source, self.target):
            self.cluster.create(topic, 2)
        self.ident = fresh("es")
        begin = more.pop("begin", "oldest")
        topics = [route.format(target=self.target) for route in routes] or [self.target]
        self.spec = spec(Source("k", topic=self.source, begin=begin), *topics, delivery="effectively-once", **more)
        self.sent, self.read = Sent(), Read()
        self.producer = Producer(servers, self.sent)
        self.reader = Consumer(servers, self.read, ConsumerSettings((self.target,), first="earliest", refresh=0.5))
        self.wrote = 0

    def write(self, *values: bytes | None) -> None:
        records = [
            NewRecord(n, self.source, value, b"k%d" % (n % 3)) for n, value in enumerate(values, start=self.wrote)
        ]
        self.wrote += len(values)
        self.producer.send(records)
        self.sent.delivered(self.wrote)

    def numbers(self, count: int) -> None:
        self.write(*(b"%d" % n for n in range(self.wrote, self.wrote + count)))

    def transfer(self, inlet: MemoryInlet, *outlets: MemoryOutlet) -> KafkaTransfer:
        inlet.plan_ = plan(self.spec)
        return KafkaTransfer(endpoint(self.servers), self.spec, 0, inlet, outlets or [MemoryOutlet()], self.ident)

    def values(self) -> list[int]:
        return sorted(int(value or b"-1") for value in self.read.values)

    def close(self) -> None:
        self.producer.close()
        self.reader.close()


@pytest.fixture
def world(servers: Servers) -> Iterator[World]:
    made = World(servers)
    try:
        yield made
    finally:
        made.close()


def real(world: World, why: str) -> None:
    """Skip where this is no Apache Kafka: noida-db gives its topics no identity."""
    if not world.cluster.identities([world.source]):
        pytest.skip(f"noida-db {why}")


HIDES = "hides records behind an aborted transaction from readers that were there already"


def test_records_and_offsets_go_together(world: World) -> None:
    world.numbers(500)
    inlet, outlet = MemoryInlet(), MemoryOutlet()
    with started(world.transfer(inlet, outlet)) as transfer:
        world.read.count(500)
        world.numbers(300)
        world.read.count(800)
        outlet.stands("up")
        wait_until(lambda: lag(world, transfer) == 0, 30.0, "the group has everything")
    assert world.values() == list(range(800))
    assert sum(len(planned.copies) for planned, _ in inlet.books) == 800


def lag(world: World, transfer: KafkaTransfer) -> int:
    (group,) = Groups(world.cluster).some([transfer.group])
    return sum(item.lag or 0 for item in group.partitions if item.partition.topic == world.source)


def test_newest_begins_at_the_end_and_what_comes_between_two_runs_is_found(servers: Servers) -> None:
    world = World(servers, begin="newest")
    world.numbers(5)
    first = MemoryInlet()
    with started(world.transfer(first)):
        first.granted()
    world.numbers(5)
    with started(world.transfer(MemoryInlet(first.stored))):
        world.read.count(5)
    world.close()
    assert world.values() == [5, 6, 7, 8, 9]


@pytest.mark.parametrize("fault", ["aborted", "lost", "unknown", "fenced-once"])
def test_a_transaction_that_comes_to_nothing_is_tried_again(
    world: World, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real(world, HIDES)
    commit, faults = Transactions.commit, [fault]

    def failing(self: Transactions) -> None:
        if not faults:
            commit(self)
            return
        kind = faults.pop()
        if kind == "aborted":
            self.abort()
            raise Aborted(Trouble("timeout", "too late"))
        if kind == "unknown":  # it counts, and nobody was told
            commit(self)
        raise Lost(Trouble("producer-lost", "gone"), fenced=kind == "fenced-once")

    monkeypatch.setattr(Transactions, "commit", failing)
    world.numbers(50)
    inlet = MemoryInlet()
    with started(world.transfer(inlet)):
        world.read.count(50)
        world.numbers(10)
        world.read.count(60)
    assert world.values() == list(range(60))
    assert sum(len(planned.copies) for planned, _ in inlet.books) == 60  # the books were written once
    assert not faults


def test_a_second_process_of_the_same_name_takes_over_and_the_first_says_so(world: World) -> None:
    inlet = MemoryInlet()
    with started(world.transfer(inlet)) as transfer:
        world.numbers(5)
        world.read.count(5)
        for number in range(2):
            other = Transactions(world.servers, transfer.sender.name, None, lambda: False)
            other.open()
            world.numbers(5)
            if number == 0:
                world.read.count(10)  # once may be a long sleep of this computer
            other.close()
        inlet.stands("refused", "fenced")
    assert world.values() == list(range(10))


def test_poison_goes_to_the_dead_letters_and_the_stream_goes_on(servers: Servers) -> None:
    world = World(servers, "{{payload.to}}")
    target = world.target.encode()
    world.write(b'{"to": "%s"}' % target, b"no json", b'{"to": "no/topic"}', None, b'{"to": "%s"}' % target)
    inlet = MemoryInlet()
    with started(world.transfer(inlet)):
        world.read.count(2)
    exits = [item for planned, _ in inlet.books for _, item in planned.exits]
    world.close()
    assert len(exits) == 3
    assert all(item.dead for item in exits)


def test_what_the_cluster_refuses_for_good_is_blamed_alone(servers: Servers) -> None:
    small = fresh("small")
    Cluster(servers).create(small, 1, settings={"max.message.bytes": "2000"})
    world = World(servers, small)
    if not world.cluster.identities([world.source]):
        world.close()
        pytest.skip("noida-db has no limit for records")
    world.write(*(b"x" * (3_000 if n == 4 else 300) for n in range(10)))
    inlet = MemoryInlet()
    told = Read()
    reader = Consumer(servers, told, ConsumerSettings((small,), first="earliest"))
    with started(world.transfer(inlet)):
        told.count(9)
        wait_until(lambda: inlet.books, 30.0, "the books")
    reader.close()
    world.close()
    assert [(planned.copies[index][0].payload, reason) for planned, failed in inlet.books
            for index, reason, _ in failed] == [(b"x" * 3_000, "too_large")]  # fmt: skip
    assert len(told.records) == 9


def test_replayed_dead_letters_go_once_also_after_a_kill(world: World) -> None:
    target = world.target
    first = MemoryOutlet()
    with started(world.transfer(MemoryInlet(), first)):
        first.give([row(1, target, b"1"), row(2, target, b"2")])
        first.all_through(2)
        world.read.count(2)
    rows = [row(2, target, b"2"), row(3, target, b"3")]  # as if its report had not been stored
    second = MemoryOutlet(restored=rows, floors=first.floors())
    with started(world.transfer(MemoryInlet(), second)):
        second.all_through(2)
        world.read.count(3)
    assert world.values() == [1, 2, 3]
    assert second.notes["duplicates_suppressed"] == 1


def test_waiting_for_a_cluster_that_is_away_can_be_stopped() -> None:
    nowhere = Transactions(Servers(("127.0.0.1:1",)), "t", None, iter([False, True]).__next__)
    with pytest.raises(Stopped):
        nowhere.open()
    nowhere.close()


def test_a_partition_that_goes_to_another_takes_its_records_along(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A transaction that fails after its partitions went is not tried again here: whoever has them reads them."""
    real(world, HIDES)
    inlet = MemoryInlet()
    transfer = world.transfer(inlet)
    commit, faults = Transactions.commit, [1]

    def failing(self: Transactions) -> None:
        if faults:
            faults.pop()
            for number in range(2):
                transfer._turns[Partition(world.source, number)] += 1
            self.abort()
            raise Aborted(Trouble("rebalanced", "gone"))
        commit(self)

    monkeypatch.setattr(Transactions, "commit", failing)
    with started(transfer):
        inlet.granted()
        world.numbers(3)
        wait_until(lambda: not faults, 30.0, "the fault")
        world.numbers(3)
        world.read.count(3)
    assert world.values() == [3, 4, 5]
