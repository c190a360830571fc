"""Dry runs: what a bridge, saved or not, would make of messages that are given or stored. Nothing is sent."""

from __future__ import annotations

import base64
import json
from typing import Annotated, Any

from fastapi import Response
from pydantic import Field

from eventscope.api.bridgebodies import EXAMPLE, BridgeGiven, spec_of
from eventscope.api.deps import OPERATE, Engine, subject
from eventscope.api.names import NameId
from eventscope.api.raws import GivenRaw, read
from eventscope.api.routes.bridges import find
from eventscope.api.shape import BIG, Body, Given, Long, Quality, Raw, Text, example, raw, respond
from eventscope.core import rawproperties, verbs
from eventscope.core.bus import BridgeSpec, Outgoing
from eventscope.core.drystep import Step
from eventscope.core.errors import BadInput

router = subject("bridges")
MOST = 256  # messages of one run
_MESSAGE = {"topic": "orders/7/created", "payload": '{"total": 12.5}'}
_STEP = {
    "message": 1, "topic": "orders/7/created", "exits": [],
    "out": [{"route": 1, "topic": "orders.7", "payload": '{"total": 12.5}', "key": "7", "qos": 0, "retain": False,
             "headers": [], "user": []}],
}  # fmt: skip


class MessageGiven(Given):
    """A message to try. `payload` null is a tombstone; `properties` are named as in MQTT 5."""

    topic: GivenRaw
    payload: GivenRaw | None = ""
    key: GivenRaw | None = None
    headers: list[Annotated[list[Long | None], Field(min_length=2, max_length=2)]] = Field(default=[], max_length=256)
    qos: Quality = 0
    retain: bool = False
    content_type: Text = ""
    response_topic: Text = ""
    user: list[Annotated[list[Long], Field(min_length=2, max_length=2)]] = Field(default=[], max_length=256)


class Messages(Given):
    """What to try: messages as they are, or `stored` ones by their ids; at most 256 in all."""

    model_config = example({"messages": [_MESSAGE], "stored": []})
    messages: list[MessageGiven] = Field(default=[], max_length=MOST)
    stored: list[Annotated[int, Field(ge=0, le=BIG)]] = Field(default=[], max_length=MOST)


class BridgeMessages(Messages):
    """The same beside a bridge that need not be saved."""

    model_config = example({"bridge": EXAMPLE, "messages": [_MESSAGE], "stored": []})
    bridge: BridgeGiven


class Copy(Body):
    """What would leave by a route (counted from 1); `payload` null is a tombstone, `user` are user properties."""

    route: int
    topic: str
    payload: Raw | None
    key: Raw | None
    qos: int
    retain: bool
    headers: list[tuple[Raw, Raw | None]]
    user: list[tuple[Raw, Raw]]


class Exit(Body):
    """Why nothing leaves by a route, or by any (null); `dead-letter`: it would be kept among them."""

    route: int | None
    reason: str
    words: str
    dead_letter: bool


class StepBody(Body):
    """One message at the bridge; `message` is its place among those that were given, counted from 1."""

    message: int
    topic: Raw
    out: list[Copy]
    exits: list[Exit]


class Steps(Body):
    """One step for each message."""

    model_config = example({"steps": [_STEP]})
    steps: list[StepBody]


@router.post("/bridges/dry-run", response_model=Steps, dependencies=[OPERATE])
async def new(engine: Engine, given: BridgeMessages) -> Response:
    """Dry run of a bridge that need not be saved. Nothing is sent."""
    return await _run(engine, spec_of(given.bridge), given)


@router.post("/bridges/{bridge}/dry-run", response_model=Steps, dependencies=[OPERATE])
async def saved(engine: Engine, bridge: NameId, given: Messages) -> Response:
    """Dry run of a saved bridge. Nothing is sent."""
    spec, _ = await find(engine, bridge)
    return await _run(engine, spec, given)


async def _run(engine: Engine, spec: BridgeSpec, given: Messages) -> Response:
    if len(given.messages) + len(given.stored) > MOST:
        raise BadInput("many-messages", "At most {most} messages can be tried at once.", most=MOST)
    lines = tuple(_line(item) for item in given.messages)
    steps = await engine.ask(verbs.DryRunBridge(spec, lines, tuple(given.stored)))
    return respond(Steps(steps=[_step(item) for item in steps]))


def _line(given: MessageGiven) -> str:
    """As `core.dryrun` reads it."""
    made: dict[str, Any] = {"topic_base64": _coded(given.topic), "qos": given.qos, "retain": given.retain}
    for name, value in (("payload", given.payload), ("key", given.key)):
        made |= {name: None} if value is None else {f"{name}_base64": _coded(value)}
    properties: dict[str, Any] = {"user": given.user} if given.user else {}
    properties |= {"content_type": given.content_type} if given.content_type else {}
    properties |= {"response_topic": given.response_topic} if given.response_topic else {}
    return json.dumps(made | {"headers": given.headers, "properties": properties})


def _coded(value: GivenRaw) -> str:
    return base64.b64encode(read(value)).decode("ascii")


def _step(step: Step) -> StepBody:
    exits = [
        Exit(route=_route(item.route), reason=item.reason, words=item.words, dead_letter=item.dead)
        for item in step.exits
    ]
    return StepBody(
        message=step.number, topic=raw(step.message.topic), out=[_copy(o) for o in step.outgoing], exits=exits
    )


def _route(number: int | None) -> int | None:
    return None if number is None else number + 1


def _copy(copy: Outgoing) -> Copy:
    user = [rawproperties.pair(item) for item in rawproperties.split(copy.properties) if item[0] == rawproperties.USER]
    return Copy(
        route=copy.route + 1,
        topic=copy.topic,
        payload=None if copy.payload is None else raw(copy.payload),
        key=None if copy.key is None else raw(copy.key),
        qos=copy.qos,
        retain=copy.retain,
        headers=[(raw(name), None if value is None else raw(value)) for name, value in copy.headers],
        user=[(raw(name), raw(value)) for name, value in user],
    )
