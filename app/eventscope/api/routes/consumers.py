"""Consumers of the workspace: list, save, remove, start and stop; pull from them and acknowledge."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Literal

from fastapi import Request, Response
from pydantic import Field

from eventscope.api.consumerbodies import (
    SPEC,
    ConsumerBody,
    ConsumerFiguresBody,
    ConsumerGiven,
    body_of,
    figures_of,
    spec_of,
)
from eventscope.api.deps import ADMIN, OPERATE, READ, Engine, subject
from eventscope.api.longpoll import while_wanted
from eventscope.api.names import NameId, ident, named
from eventscope.api.once import Key, once
from eventscope.api.routes import messages
from eventscope.api.routes.connections import Done
from eventscope.api.shape import BIG, Body, Given, example, respond
from eventscope.core import verbs
from eventscope.core.consumer import ConsumerFigures, ConsumerSpec, Pulled
from eventscope.engine.explain import said

router = subject("consumers")
MOST = 1_000  # messages of one pull
_SAVED: dict[str, Any] = {"id": "billing-1a2b3c4d", "consumer": SPEC, "figures": None}
_PULLED: dict[str, Any] = {"token": 12, "message": messages.EXAMPLE}


class Saved(Body):
    """A consumer with its id and its figures."""

    model_config = example(_SAVED)
    id: str
    consumer: ConsumerBody
    figures: ConsumerFiguresBody | None


class ConsumersBody(Body):
    """All consumers."""

    model_config = example({"consumers": [_SAVED]})
    consumers: list[Saved]


class SavedId(Body):
    """The id of what was saved. `repeated`: it was done by an earlier request."""

    model_config = example({"id": "billing-1a2b3c4d", "repeated": False})
    id: str
    repeated: bool = False


class Wanted(Given):
    """start, or stop: its session stays at the broker, where its messages go on waiting."""

    model_config = example({"wanted": "start"})
    wanted: Literal["start", "stop"]


class PullGiven(Given):
    """Up to `max` messages, waiting up to `wait` seconds for the first.

    With `acknowledge` they are acknowledged as they are answered; without, each token is to be acknowledged.
    """

    model_config = example({"max": 10, "wait": 30, "acknowledge": False})
    max: Annotated[int, Field(ge=1, le=MOST)] = 1
    wait: Annotated[float, Field(ge=0, le=60)] = 0.0
    acknowledge: bool = True


class PulledBody(Body):
    """A message, and the token that acknowledges it."""

    model_config = example(_PULLED)
    token: int
    message: messages.MessageBody


class PulledBodies(Body):
    """What there was."""

    model_config = example({"messages": [_PULLED]})
    messages: list[PulledBody]


class Tokens(Given):
    """What was pulled is done; with `done` false it has failed and is given again."""

    model_config = example({"tokens": [12], "done": True})
    tokens: list[Annotated[int, Field(ge=0, le=BIG)]] = Field(min_length=1, max_length=10_000)
    done: bool = True


class Known(Body):
    """How many of the tokens were known."""

    model_config = example({"count": 1})
    count: int


async def find(engine: Engine, consumer: str) -> ConsumerSpec:
    """One consumer by its id; BadInput where there is none."""
    specs = (await engine.ask(verbs.GetState())).workspace.consumers
    name = named("no-consumer", consumer, (item.name for item in specs))
    return next(item for item in specs if item.name == name)


@router.get("/consumers", response_model=ConsumersBody, dependencies=[READ])
async def listed(engine: Engine) -> Response:
    """All consumers with their figures."""
    state = await engine.ask(verbs.GetState())
    figures = await _figures(engine)
    return respond(ConsumersBody(consumers=[_saved(item, figures) for item in state.workspace.consumers]))


@router.post("/consumers", response_model=SavedId, status_code=201, dependencies=[ADMIN])
async def add(request: Request, engine: Engine, given: ConsumerGiven, key: Key = None) -> Response:
    """Add a consumer and, where it is enabled, start it."""
    spec = spec_of(given)
    _, repeated = await once(request, key, given, lambda: engine.ask(verbs.SaveConsumer(spec)))
    return respond(SavedId(id=ident(spec.name), repeated=repeated), 201)


@router.get("/consumers/{consumer}", response_model=Saved, dependencies=[READ])
async def one(engine: Engine, consumer: NameId) -> Response:
    """One consumer with its figures."""
    return respond(_saved(await find(engine, consumer), await _figures(engine)))


@router.put("/consumers/{consumer}", response_model=SavedId, dependencies=[ADMIN])
async def change(engine: Engine, consumer: NameId, given: ConsumerGiven) -> Response:
    """Replace a consumer. With another name it gets another id."""
    known = await find(engine, consumer)
    await engine.ask(verbs.SaveConsumer(spec_of(given), known.name))
    return respond(SavedId(id=ident(given.name)))


@router.delete("/consumers/{consumer}", response_model=Done, dependencies=[ADMIN])
async def remove(engine: Engine, consumer: NameId) -> Response:
    """Remove a consumer. It stops; its session at the broker ends, with what waits there."""
    known = await find(engine, consumer)
    await engine.ask(verbs.RemoveConsumer(known.name))
    return respond(Done())


@router.put("/consumers/{consumer}/wanted", response_model=Done, dependencies=[OPERATE])
async def turn(engine: Engine, consumer: NameId, given: Wanted) -> Response:
    """Start or stop a consumer."""
    known = await find(engine, consumer)
    await engine.ask(verbs.SetConsumer(known.name, given.wanted))
    return respond(Done())


@router.post("/consumers/{consumer}/pull", response_model=PulledBodies, dependencies=[OPERATE])
async def pull(request: Request, engine: Engine, consumer: NameId, given: PullGiven) -> Response:
    """Take messages of a consumer. Its mode is pull or hybrid; what is not taken waits at the broker.

    Whoever must not lose one pulls with `acknowledge` false and acknowledges when the work is done.
    """
    known = await find(engine, consumer)
    return await while_wanted(request, _pulled(engine, known.name, given))


@router.post("/consumers/{consumer}/acknowledge", response_model=Known, dependencies=[OPERATE])
async def acknowledge(engine: Engine, consumer: NameId, given: Tokens) -> Response:
    """Acknowledge what was pulled: it is done, or has failed."""
    known = await find(engine, consumer)
    return respond(Known(count=await engine.ask(verbs.Acknowledge(known.name, tuple(given.tokens), given.done))))


async def _pulled(engine: Engine, name: str, given: PullGiven) -> Response:
    found = await engine.ask(verbs.Pull(name, given.max, given.wait, given.acknowledge))
    names = await messages.names_of(engine) if found else {}
    return await asyncio.to_thread(_page, found, names)


def _page(found: tuple[Pulled, ...], names: dict[int, str]) -> Response:
    bodies = [
        PulledBody(token=item.token, message=messages.body(item.message, said(item.message), names)) for item in found
    ]
    return respond(PulledBodies(messages=bodies))


async def _figures(engine: Engine) -> dict[str, ConsumerFigures]:
    return {item.name: item for item in await engine.ask(verbs.GetConsumers())}


def _saved(spec: ConsumerSpec, figures: dict[str, ConsumerFigures]) -> Saved:
    found = figures.get(spec.name)
    return Saved(id=ident(spec.name), consumer=body_of(spec), figures=figures_of(found) if found is not None else None)
