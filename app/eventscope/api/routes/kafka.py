"""Kafka clusters behind connections of the workspace: nodes, topics, groups with lag, offsets moved, curves."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response
from pydantic import Field

from eventscope.api.deps import ADMIN, READ, Engine, subject
from eventscope.api.kafkabodies import (
    ClusterBody,
    CurvesBody,
    GroupsBody,
    ResetBody,
    TopicsBody,
    curves_of,
    group_of,
    reset_of,
    topic_of,
)
from eventscope.api.routes.connections import find
from eventscope.api.shape import Given, Ident, Name, Text, example, respond
from eventscope.core import verbs

router = subject("kafka")
HOME = "/connections/{connection}/kafka"


class MoveGiven(Given):
    """Where to move the offsets of a group: `to` is earliest, latest, an offset, a time (2026-05-01T12:00Z), or -15m
    for that ago. Nothing is moved while `dry-run` is true. `partitions` null: all of the topic."""

    model_config = example({"group": "billing", "topic": "event_topic", "to": "earliest", "dry-run": True})
    group: Text = Field(min_length=1)
    topic: Name = Field(min_length=1)
    to: Name = Field(min_length=1)
    partitions: list[Annotated[int, Field(ge=0, le=2**31 - 1)]] | None = Field(
        default=None, min_length=1, max_length=10_000
    )
    dry_run: bool = True


@router.get(HOME, response_model=ClusterBody, dependencies=[READ])
async def cluster(engine: Engine, connection: Ident) -> Response:
    """Nodes and controller of a Kafka cluster."""
    await find(engine, connection)
    found = await engine.ask(verbs.GetCluster(connection))
    return respond(ClusterBody(id=found.id, controller=found.controller, nodes=found.nodes))


@router.get(HOME + "/topics", response_model=TopicsBody, dependencies=[READ])
async def topics(engine: Engine, connection: Ident, internal: bool = False) -> Response:
    """Topics of a Kafka cluster. Each partition has its first and last offset."""
    await find(engine, connection)
    found = await engine.ask(verbs.GetKafkaTopics(connection, internal))
    return respond(TopicsBody(topics=[topic_of(item) for item in found]))


@router.get(HOME + "/groups", response_model=GroupsBody, dependencies=[READ])
async def groups(
    engine: Engine,
    connection: Ident,
    group: Annotated[Text, Query(description="only this one")] = "",
    ages: Annotated[bool, Query(description="lag in time, too: reads the next record of each partition")] = True,
) -> Response:
    """Consumer groups of a Kafka cluster with members and lag. One that is not there has the state "dead"."""
    await find(engine, connection)
    found = await engine.ask(verbs.GetKafkaGroups(connection, (group,) if group else (), ages))
    return respond(GroupsBody(groups=[group_of(item) for item in found]))


@router.get(HOME + "/curves", response_model=CurvesBody, dependencies=[READ])
async def curves(engine: Engine, connection: Ident) -> Response:
    """Curves of Eventscope's own clients of a Kafka cluster. They told of themselves in the last ten minutes."""
    await find(engine, connection)
    return respond(curves_of(await engine.ask(verbs.GetKafkaCurves(connection))))


@router.post(HOME + "/offsets", response_model=ResetBody, dependencies=[ADMIN])
async def move(engine: Engine, connection: Ident, given: MoveGiven) -> Response:
    """Move the offsets of a consumer group, or show what would move. It must have no members."""
    await find(engine, connection)
    partitions = None if given.partitions is None else tuple(given.partitions)
    plan = await engine.ask(verbs.PlanOffsets(connection, given.group, given.topic, given.to, partitions))
    return respond(reset_of(plan if given.dry_run else await engine.ask(verbs.MoveOffsets(connection, plan))))
