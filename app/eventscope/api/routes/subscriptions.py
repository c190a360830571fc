"""Subscriptions of the connections: what is wanted, and what the broker said to it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response
from pydantic import Field

from eventscope.api.deps import OPERATE, READ, Engine, subject
from eventscope.api.routes.connections import Done, find
from eventscope.api.shape import Body, Given, Ident, Name, Quality, Text, example, respond
from eventscope.core import verbs
from eventscope.core.errors import BadInput
from eventscope.core.news import SubscriptionState
from eventscope.core.workspace import Subscription

router = subject("subscriptions")
_EXAMPLE = {
    "filter": "orders/+/created", "qos": 1, "colour": 0, "alias": "", "no-local": False,
    "retain-as-published": False, "retain-handling": 0, "identifier": None, "enabled": True,
}  # fmt: skip


class SubscriptionGiven(Given):
    """A subscription; one with the same filter is changed."""

    model_config = example(_EXAMPLE)
    filter: Text = Field(min_length=1)
    qos: Quality = 1
    colour: int = Field(default=0, ge=0, le=63)
    alias: Name = ""
    no_local: bool = False
    retain_as_published: bool = False
    retain_handling: int = Field(default=0, ge=0, le=2)
    identifier: Annotated[int, Field(ge=1, le=268_435_455)] | None = None
    enabled: bool = True


class SubscriptionBody(Body):
    """A subscription and what the broker said; `state` is never granted before it did."""

    model_config = example(
        {**_EXAMPLE, "connection": "embedded", "state": "granted", "granted-qos": 1, "reason": 0, "words": ""}
    )
    connection: str
    filter: str
    qos: int
    colour: int
    alias: str
    no_local: bool
    retain_as_published: bool
    retain_handling: int
    identifier: int | None
    enabled: bool
    state: SubscriptionState
    granted_qos: int | None
    reason: int
    words: str


class Subscriptions(Body):
    """Of all connections, or of one."""

    model_config = example({"subscriptions": []})
    subscriptions: list[SubscriptionBody]


@router.get("/subscriptions", response_model=Subscriptions, dependencies=[READ])
async def listed(engine: Engine, connection: Annotated[Ident | None, Query()] = None) -> Response:
    """All subscriptions, or those of one connection."""
    state = await engine.ask(verbs.GetState())
    told = {(item.connection, item.filter): item for item in state.subscriptions}
    found = []
    for each in state.workspace.connections:
        for item in each.subscriptions if connection in (None, each.id) else ():
            said = told.get((each.id, item.filter))
            found.append(
                SubscriptionBody(
                    connection=each.id,
                    **{name: getattr(item, name) for name in SubscriptionGiven.model_fields},
                    state=said.state if said else "wanted",
                    granted_qos=said.granted_qos if said else None,
                    reason=said.reason if said else 0,
                    words=said.words if said else "",
                )
            )
    return respond(Subscriptions(subscriptions=found))


@router.put("/connections/{connection}/subscriptions", response_model=Done, dependencies=[OPERATE])
async def subscribe(engine: Engine, connection: Ident, given: SubscriptionGiven) -> Response:
    """Add or change a subscription. The broker is asked at once when connected, else when connected next."""
    await engine.ask(
        verbs.Subscribe(connection, Subscription(**{n: getattr(given, n) for n in type(given).model_fields}))
    )
    return respond(Done())


@router.delete("/connections/{connection}/subscriptions", response_model=Done, dependencies=[OPERATE])
async def unsubscribe(
    engine: Engine,
    connection: Ident,
    filter: Annotated[Text, Query(min_length=1)],  # noqa: A002
) -> Response:
    """Remove the subscription with that filter."""
    known = await find(engine, connection)
    if filter not in (item.filter for item in known.subscriptions):
        raise BadInput("no-subscription", "The connection has no such subscription.")
    await engine.ask(verbs.Unsubscribe(connection, filter))
    return respond(Done())
