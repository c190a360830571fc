"""What the verbs about Kafka clusters do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventscope.base import clock
from eventscope.core import kafkaplace, kafkastatistics, verbs
from eventscope.core.answers import ChartData
from eventscope.core.kafkafigures import ClusterFigures, Group, Reset, TopicFigures
from eventscope.engine.answers import answers
from eventscope.links.kafka import meters

if TYPE_CHECKING:
    from eventscope.engine.engine import Engine
    from eventscope.links.kafka.cluster import Cluster
    from eventscope.links.kafka.groups import Groups


@answers(verbs.GetCluster)
async def get_cluster(engine: Engine, verb: verbs.GetCluster) -> ClusterFigures:
    return await engine.clusters.ask(verb.connection, lambda cluster, _: cluster.describe())


@answers(verbs.GetKafkaTopics)
async def get_topics(engine: Engine, verb: verbs.GetKafkaTopics) -> tuple[TopicFigures, ...]:
    return await engine.clusters.ask(verb.connection, lambda cluster, _: cluster.topics(internal=verb.internal))


@answers(verbs.GetKafkaGroups)
async def get_groups(engine: Engine, verb: verbs.GetKafkaGroups) -> tuple[Group, ...]:
    def ask(cluster: Cluster, password: bytes | None) -> tuple[Group, ...]:
        known = _groups(cluster, password)
        return known.some(verb.names, verb.ages) if verb.names else known.all(verb.ages)

    return await engine.clusters.ask(verb.connection, ask)


@answers(verbs.GetKafkaCurves)
async def get_curves(engine: Engine, verb: verbs.GetKafkaCurves) -> ChartData:
    moments = meters.history(engine.clusters.addresses(verb.connection))
    return ChartData(kafkastatistics.curves(moments), None, (), clock.mono_ns(), clock.wall_ns() - clock.mono_ns())


@answers(verbs.PlanOffsets)
async def plan_offsets(engine: Engine, verb: verbs.PlanOffsets) -> Reset:
    to = kafkaplace.read(verb.to, clock.wall_ns())
    return await engine.clusters.ask(
        verb.connection,
        lambda cluster, password: _groups(cluster, password).plan(verb.group, verb.topic, to, verb.partitions),
    )


@answers(verbs.MoveOffsets)
async def move_offsets(engine: Engine, verb: verbs.MoveOffsets) -> Reset:
    done = await engine.clusters.ask(
        verb.connection, lambda cluster, password: _groups(cluster, password).reset(verb.plan)
    )
    sentence = "The offsets of group {group} were moved in {n} partition(s)."
    engine.feed.notice("info", "offsets-moved", sentence, group=done.group, n=len(done.moves))
    return done


def _groups(cluster: Cluster, password: bytes | None) -> Groups:
    from eventscope.links.kafka.groups import Groups

    return Groups(cluster, password)
