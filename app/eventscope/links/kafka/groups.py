"""Consumer groups: who reads what, how far behind in messages and in time, and their offsets moved with a dry run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from confluent_kafka import ConsumerGroupTopicPartitions, KafkaError, KafkaException, TopicPartition

from eventscope.base import clock
from eventscope.core.errors import BadInput, Refused
from eventscope.core.kafka import AtTime, Partition, Place
from eventscope.core.kafkafigures import Group, Member, Move, PartitionLag, Reset
from eventscope.links.kafka import ages, places
from eventscope.links.kafka.cluster import Cluster

NEVER = "The group has no offset here."
ANEW = "The offset lies past the end: the topic was made anew, or records that were not replicated are lost."
GONE = "The next records were deleted before the group read them."
UNKNOWN_END = "The end of this partition could not be asked."
# A bridge's place in its group outlives it (static membership), and librdkafka has no request that gives it up: Kafka
# lets it go after the session timeout, noida-db never, as long as it runs.
BUSY = (
    "Group {group!r} has {n} member(s) that are reading. Stop them first, then move its offsets; what a stopped bridge "
    "leaves counts for 45 s more, at a local Kafka of `eventscope kafka` until that is started anew."
)
AGAIN = 0.1  # seconds
# What a broker says that has just started, or has just become the one that knows a group.
_LOADING = frozenset(
    {KafkaError.COORDINATOR_LOAD_IN_PROGRESS, KafkaError.COORDINATOR_NOT_AVAILABLE, KafkaError.NOT_COORDINATOR}
)


class Groups:
    """The groups of one cluster; like Cluster it waits for answers."""

    def __init__(self, cluster: Cluster, password: bytes | None = None) -> None:
        self._cluster = cluster
        self._password = password

    def names(self) -> tuple[str, ...]:
        """All groups by name."""
        self._cluster.metadata()  # says soon and in words when nobody is there
        said = self._cluster.answer(self._cluster.admin.list_consumer_groups(request_timeout=self._cluster.wait))
        if said.errors and not said.valid:
            raise self._cluster.failed(said.errors[0])
        return tuple(sorted(item.group_id for item in said.valid))

    def all(self, times: bool = False) -> tuple[Group, ...]:
        """Every group with members and lag; `times` also reads the next record of each partition for its time."""
        return self.some(self.names(), times)

    def some(self, names: Iterable[str], times: bool = False) -> tuple[Group, ...]:
        """These groups; one that is not there has the state "dead"."""
        wanted = list(names)
        if not wanted:
            return ()
        admin, wait = self._cluster.admin, self._cluster.wait
        described = admin.describe_consumer_groups(wanted, request_timeout=wait)
        # One after the other: asked for offsets while a new cluster still makes its coordinator, the library (2.16)
        # crashes instead of answering; the description is refused in order then.
        said = {name: self._answer(self._describing(name), future) for name, future in described.items()}
        committed = {name: self._committed(name) for name in wanted}
        partitions = {item for offsets in committed.values() for item in offsets}
        for description in said.values():
            partitions |= {item for member in description.members for item in _assigned(member)}
        earliest, latest = self._cluster.edges(partitions)
        found = tuple(_group(said[name], committed[name], earliest, latest) for name in wanted)
        return self._with_ages(found) if times else found

    def plan(self, group: str, topic: str, to: Place, partitions: Iterable[int] | None = None) -> Reset:
        """Where the offsets would go. BadInput for an offset outside of the partition, an unknown topic."""
        there = self._partitions(topic)
        wanted = list(there) if partitions is None else [Partition(topic, number) for number in partitions]
        for item in wanted:
            if item not in there:
                sentence = "Topic {topic!r} has no partition {number}."
                raise BadInput("unknown-partition", sentence, topic=topic, number=item.number)
        earliest, latest = self._cluster.edges(wanted)
        targets = self._targets(wanted, to, earliest, latest)
        self._answer(self._describing(group))  # see `some`
        before = self._committed(group)
        moves = tuple(Move(item, before.get(item), targets[item]) for item in sorted(wanted))
        return Reset(group, moves)

    def reset(self, plan: Reset) -> Reset:
        """Do what a plan says. Refused while the group has members: they would go on from their own offsets."""
        (now,) = self.some([plan.group])
        if now.members:
            raise Refused("group-busy", BUSY, group=plan.group, n=len(now.members))
        offsets = [TopicPartition(*move.partition, move.after) for move in plan.moves]
        said = self._answer(
            lambda: self._cluster.admin.alter_consumer_group_offsets(
                [ConsumerGroupTopicPartitions(plan.group, offsets)], request_timeout=self._cluster.wait
            )[plan.group]
        )
        for item in said.topic_partitions:
            if item.error is not None:
                raise self._cluster.failed(KafkaException(item.error), item.topic)
        return Reset(plan.group, plan.moves, done=True)

    def delete(self, group: str) -> None:
        """Forget a group and its offsets."""
        asked = self._cluster.admin.delete_consumer_groups([group], request_timeout=self._cluster.wait)
        self._cluster.answer(asked[group])

    def _partitions(self, topic: str) -> list[Partition]:
        said = self._cluster.metadata().topics.get(topic)
        if said is None or not said.partitions:
            raise BadInput("unknown-topic", "There is no topic {topic!r} at this cluster.", topic=topic)
        return [Partition(topic, number) for number in sorted(said.partitions)]

    def _targets(
        self, wanted: list[Partition], to: Place, earliest: Mapping[Partition, int], latest: Mapping[Partition, int]
    ) -> dict[Partition, int]:
        for item in wanted:
            if item not in earliest or item not in latest:
                raise Refused("unknown-end", "Partition {n} could not be asked for its offsets.", n=item.number)
        if isinstance(to, AtTime):
            with ages.Reading(self._cluster, self._password) as reader:
                return places.resolve(reader, dict.fromkeys(wanted, to), self._cluster.wait)
        if isinstance(to, int):
            for item in wanted:
                _check(item, to, earliest[item], latest[item])
            return dict.fromkeys(wanted, to)
        edge = earliest if to == "earliest" else latest
        return {item: edge[item] for item in wanted}

    def _committed(self, group: str) -> dict[Partition, int]:
        said = self._answer(
            lambda: self._cluster.admin.list_consumer_group_offsets(
                [ConsumerGroupTopicPartitions(group)], request_timeout=self._cluster.wait
            )[group]
        )
        return {
            Partition(item.topic, item.partition): item.offset for item in said.topic_partitions if item.offset >= 0
        }

    def _describing(self, name: str) -> Callable[[], Future[Any]]:
        return lambda: self._cluster.admin.describe_consumer_groups([name], request_timeout=self._cluster.wait)[name]

    def _answer(self, ask: Callable[[], Future[Any]], first: Future[Any] | None = None) -> Any:
        """The answer of the broker that knows a group; one that is still loading is asked again for a while."""
        until = clock.mono_ns() + int(self._cluster.wait * 1e9)
        future = first or ask()
        while _loading(future, self._cluster.wait) and clock.mono_ns() < until:
            clock.wait_for(lambda: False, AGAIN)
            future = ask()
        return self._cluster.answer(future)

    def _with_ages(self, groups: tuple[Group, ...]) -> tuple[Group, ...]:
        wanted = {
            (item.partition, max(item.committed or 0, item.earliest or 0))
            for group in groups
            for item in group.partitions
            if item.lag
        }
        times = ages.next_times(self._cluster, self._password, wanted)
        return tuple(_aged(group, times, clock.wall_ns()) for group in groups)


def _loading(future: Future[Any], wait: float) -> bool:
    try:
        error = future.exception(wait + 1.0)
    except TimeoutError:
        return False
    return isinstance(error, KafkaException) and error.args[0].code() in _LOADING


def _check(item: Partition, offset: int, earliest: int, latest: int) -> None:
    if not earliest <= offset <= latest:
        sentence = "Partition {n} of {topic!r} holds offsets {first} to {last}, not {offset}. Choose one of these."
        params = {"n": item.number, "topic": item.topic, "first": earliest, "last": latest, "offset": offset}
        raise BadInput("bad-offset", sentence, **params)


def _assigned(member: Any) -> tuple[Partition, ...]:
    given = member.assignment.topic_partitions if member.assignment is not None else ()
    return tuple(sorted(Partition(item.topic, item.partition) for item in given))


def _group(
    said: Any, committed: Mapping[Partition, int], earliest: Mapping[Partition, int], latest: Mapping[Partition, int]
) -> Group:
    members = tuple(Member(item.member_id, item.client_id, item.host, _assigned(item)) for item in said.members)
    reads = {partition: member.id for member in members for partition in member.partitions}
    partitions = tuple(
        _lag(item, committed.get(item), earliest.get(item), latest.get(item), reads.get(item, ""))
        for item in sorted({*committed, *reads})
    )
    coordinator = -1 if said.coordinator is None else said.coordinator.id
    state, kind = said.state.name.lower().replace("_", " "), said.type.name.lower()
    return Group(said.group_id, state, kind, said.partition_assignor or "", coordinator, members, partitions)


def _lag(
    partition: Partition, committed: int | None, earliest: int | None, latest: int | None, member: str
) -> PartitionLag:
    lag: int | None = None
    words = ""
    if committed is None:
        words = NEVER
    elif latest is None:
        words = UNKNOWN_END
    else:
        lag = max(0, latest - max(committed, earliest or 0))
        words = ANEW if committed > latest else GONE if committed < (earliest or 0) else ""
    return PartitionLag(partition, committed, earliest, latest, lag, None, member, words)


def _aged(group: Group, times: Mapping[tuple[Partition, int], int], now: int) -> Group:
    def aged(item: PartitionLag) -> PartitionLag:
        if item.lag == 0:
            return replace(item, time_lag=0.0)
        time = times.get((item.partition, max(item.committed or 0, item.earliest or 0))) if item.lag else None
        return item if time is None else replace(item, time_lag=(now - time) / 1e9)

    return replace(group, partitions=tuple(map(aged, group.partitions)))
