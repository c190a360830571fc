"""Kafka clusters, topics, groups and moves of offsets as JSON, as `eventscope groups --json` has them."""

from __future__ import annotations

from typing import Any

from eventscope.api.plain import plain
from eventscope.api.shape import Body, example
from eventscope.core.answers import ChartData
from eventscope.core.kafkafigures import Group, Member, Move, Node, PartitionLag, Reset, TopicFigures
from eventscope.core.kafkastatistics import UNITS

_PARTITION: dict[str, Any] = {
    "number": 0, "leader": 1, "replicas": [1], "in-sync": [1], "earliest": 0, "latest": 42, "span": 42, "words": "",
}  # fmt: skip
_TOPIC = {"name": "event_topic", "internal": False, "words": "", "partitions": [_PARTITION]}
_PLACE = {"topic": "event_topic", "partition": 0}
_GROUP: dict[str, Any] = {
    "id": "billing", "state": "stable", "kind": "classic", "assignor": "range", "coordinator": 1, "lag": 2,
    "unknown": 0, "words": "",
    "members": [{"id": "c-1", "client": "app", "host": "/127.0.0.1", "partitions": [_PLACE]}],
    "partitions": [{**_PLACE, "committed": 40, "earliest": 0, "latest": 42, "lag": 2, "time-lag": 0.8, "member": "c-1",
                    "words": ""}],
}  # fmt: skip


class ClusterBody(Body):
    """A cluster as its brokers describe it; `controller` is -1 where they do not say."""

    model_config = example(
        {"id": "x", "controller": 1, "nodes": [{"id": 1, "host": "127.0.0.1", "port": 9092, "rack": ""}]}
    )
    id: str
    controller: int
    nodes: tuple[Node, ...]


class PartitionBody(Body):
    """One partition; offsets are null where it could not be asked, and `words` says why. `span` is at least the number
    of records, since compaction and markers leave gaps."""

    number: int
    leader: int
    replicas: tuple[int, ...]
    in_sync: tuple[int, ...]
    earliest: int | None
    latest: int | None
    span: int | None
    words: str


class TopicBody(Body):
    """A topic with its partitions."""

    name: str
    internal: bool
    words: str
    partitions: list[PartitionBody]


class TopicsBody(Body):
    """Topics by name."""

    model_config = example({"topics": [_TOPIC]})
    topics: list[TopicBody]


class PlaceBody(Body):
    """A partition of a topic."""

    topic: str
    partition: int


class MemberBody(Body):
    """One consumer of a group."""

    id: str
    client: str
    host: str
    partitions: list[PlaceBody]


class LagBody(PlaceBody):
    """How far a group is behind in one partition: `lag` in messages (at most), `time-lag` in seconds by the next
    record's own time; null where it is not known."""

    committed: int | None
    earliest: int | None
    latest: int | None
    lag: int | None
    time_lag: float | None
    member: str
    words: str


class GroupBody(Body):
    """A consumer group; `lag` sums what is known, `unknown` counts partitions without a lag to tell."""

    id: str
    state: str
    kind: str
    assignor: str
    coordinator: int
    lag: int
    unknown: int
    words: str
    members: list[MemberBody]
    partitions: list[LagBody]


class GroupsBody(Body):
    """Groups by name."""

    model_config = example({"groups": [_GROUP]})
    groups: list[GroupBody]


class MoveBody(PlaceBody):
    """An offset in place of another; `skips` records are jumped over, or (negative) read again."""

    before: int | None
    after: int
    skips: int | None
    words: str


class ResetBody(Body):
    """Moves of a group's offsets; nothing was moved unless `done`."""

    model_config = example(
        {
            "group": "billing",
            "done": False,
            "moves": [{**_PLACE, "before": 40, "after": 0, "skips": -40, "words": ""}],
        }
    )
    group: str
    done: bool
    moves: list[MoveBody]


def topic_of(topic: TopicFigures) -> TopicBody:
    """A topic for an answer."""
    names = PartitionBody.model_fields
    partitions = [PartitionBody(**{name: getattr(item, name) for name in names}) for item in topic.partitions]
    return TopicBody(name=topic.name, internal=topic.internal, words=topic.words, partitions=partitions)


def group_of(group: Group) -> GroupBody:
    """A group for an answer."""
    same = {name: getattr(group, name) for name in GroupBody.model_fields.keys() - {"members", "partitions"}}
    return GroupBody(
        **same, members=[_member(m) for m in group.members], partitions=[_lag(p) for p in group.partitions]
    )


def reset_of(reset: Reset) -> ResetBody:
    """Moves for an answer."""
    return ResetBody(group=reset.group, done=reset.done, moves=[_move(item) for item in reset.moves])


def _member(member: Member) -> MemberBody:
    places = [PlaceBody(topic=item.topic, partition=item.number) for item in member.partitions]
    return MemberBody(id=member.id, client=member.client, host=member.host, partitions=places)


def _lag(lag: PartitionLag) -> LagBody:
    same = {name: getattr(lag, name) for name in LagBody.model_fields.keys() - {"topic", "partition"}}
    return LagBody(topic=lag.partition.topic, partition=lag.partition.number, **same)


def _move(move: Move) -> MoveBody:
    return MoveBody(
        topic=move.partition.topic,
        partition=move.partition.number,
        before=move.before,
        after=move.after,
        skips=move.skips,
        words=move.words,
    )


class KafkaCurve(Body):
    """One curve: times in monotonic ns, null where nothing was known. Round trips are those of the slowest broker, all
    others sums over the clients that run here."""

    name: str
    unit: str
    times: list[int]
    values: list[float | None]


class CurvesBody(Body):
    """What is known of rtt.p50, rtt.p99, waiting, in-flight (of producers), lag (of consumers), sent, received,
    sent-bytes, received-bytes, retries and errors; add `wall-offset` to a time for wall ns."""

    model_config = example(
        {
            "curves": [{"name": "rtt.p99", "unit": "ms", "times": [1, 2], "values": [2.5, None]}], "now": 3,
            "wall-offset": 1_790_000_000_000_000_000,
        }
    )  # fmt: skip
    curves: list[KafkaCurve]
    now: int
    wall_offset: int


def curves_of(found: ChartData) -> CurvesBody:
    """As the API says it."""
    lines = [
        KafkaCurve(name=each.name, unit=UNITS[each.name], times=each.times.tolist(), values=plain(each.values))
        for each in found.curves
    ]
    return CurvesBody(curves=lines, now=found.now, wall_offset=found.wall_offset)
