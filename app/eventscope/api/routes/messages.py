"""Stored messages: page through them, filter them, read one whole, and pull new ones with a long poll."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Annotated, Any

from fastapi import Path, Query, Request, Response
from pydantic import Field
from starlette.responses import StreamingResponse

from eventscope.api import paging
from eventscope.api.deps import ADMIN, READ, Engine, subject
from eventscope.api.longpoll import while_wanted
from eventscope.api.routes.connections import Done
from eventscope.api.shape import BIG, Body, Digits, Raw, Text, example, raw, respond
from eventscope.core import verbs
from eventscope.core.message import DAMAGED, DUP, OUTGOING, STAMPED, Message, connection_tag
from eventscope.core.messagetext import Form
from eventscope.core.verbs import Explained, Found
from eventscope.core.workspace import Connection

router = subject("messages")

Id = Annotated[Digits, Path(ge=0, le=BIG)]
Filter = Annotated[Text, Query(description="as in the window: words, topic:orders/#, /regex/i, payload.total > 10")]
Cursor = Annotated[Digits | None, Query(ge=0, le=BIG)]
EXAMPLE: dict[str, Any] = {
    "id": 42, "connection": "embedded", "topic": "orders/7/created", "payload": '{"total": 12.5}', "qos": 1,
    "retain": False, "dup": False, "stamped": True, "outgoing": False, "damaged": False,
    "received-ns": 1_790_000_000_000_000_000, "latency-ns": 350_000,
    "properties": {"content-type": "application/json", "user": []},
}  # fmt: skip


class MessageProperties(Body):
    """Its MQTT 5 properties; `wrong` says why they could not be decoded."""

    payload_format: int | None = None
    message_expiry: int | None = None
    content_type: str = ""
    response_topic: str = ""
    correlation_data: Raw = ""
    user: tuple[tuple[str, str], ...] = ()
    subscription_ids: tuple[int, ...] = ()
    wrong: str = ""


class MessageBody(Body):
    """One message, whole: nothing of it is cut. `received-ns` is wall time, `latency-ns` from the intended send time.

    `damaged`: the topic is no valid topic name. `id` is null for one that is not in the log, as a consumer's may be.
    """

    model_config = example(EXAMPLE)
    id: int | None
    connection: str | None = Field(description="null where that connection is no longer in the workspace")
    topic: Raw
    payload: Raw
    qos: int
    retain: bool
    dup: bool
    stamped: bool
    outgoing: bool
    damaged: bool
    received_ns: int
    latency_ns: int | None
    properties: MessageProperties


class Messages(Body):
    """Messages and the cursor to go on from. `more`: the log holds rows beyond it that were not looked at.

    `missed` counts rows that the log no longer had on the way, `undecoded` payloads that an expression saw as text.
    """

    model_config = example({"messages": [EXAMPLE], "cursor": 42, "more": False, "missed": 0, "undecoded": 0})
    messages: list[MessageBody]
    cursor: int
    more: bool
    missed: int
    undecoded: int


@router.get("/messages", response_model=Messages, dependencies=[READ])
async def page(
    request: Request,
    engine: Engine,
    filter: Filter = "",  # noqa: A002
    after: Cursor = None,
    before: Cursor = None,
    max: Annotated[Digits, Query(ge=1, le=1000)] = 100,  # noqa: A002
    look: Annotated[float, Query(ge=0, le=30, allow_inf_nan=False, description="seconds to look for at most")] = 0.0,
) -> Response:
    """A page of stored messages. With `after` oldest first from behind that id, else newest first from `before`.

    Go on by giving `cursor` as the next `after` or `before`. With a filter a page may be empty and yet have `more`:
    one request looks for a quarter of a second, or for `look` seconds until it has `max` messages.
    """
    backward = None if after is not None else BIG if before is None else before
    verb = verbs.FindMessages(filter, after, backward, max)
    return await while_wanted(request, _answer(engine, paging.search(engine, verb, look)))


@router.get(
    "/messages/export",
    dependencies=[READ],
    response_class=Response,
    responses={
        200: {
            "description": "JSON lines, or CSV in which a ' stands before what would be a formula.",
            "content": {
                "application/jsonl": {"schema": {"type": "string"}, "example": '{"id": 7, "topic": "orders/7"}\n'},
                "text/csv": {"schema": {"type": "string"}, "example": "id,time,connection,topic\r\n"},
            },
        }
    },
)
async def export(engine: Engine, filter: Filter = "", form: Form = "jsonl") -> Response:  # noqa: A002
    """Export stored messages as a stream. Oldest first, as `eventscope log export` writes it."""
    names = {tag: item.name for tag, item in (await connections_of(engine)).items()}
    pieces = await paging.export(engine, filter, form, names)
    headers = {"Content-Disposition": f'attachment; filename="messages.{form}"'}
    kind = "text/csv" if form == "csv" else "application/jsonl"
    return StreamingResponse(pieces, headers=headers, media_type=kind)


@router.get("/pull", response_model=Messages, dependencies=[READ])
async def pull(
    request: Request,
    engine: Engine,
    filter: Filter = "",  # noqa: A002
    after: Cursor = None,
    max: Annotated[Digits, Query(ge=1, le=1000)] = 100,  # noqa: A002
    wait: Annotated[float, Query(ge=0, le=60, allow_inf_nan=False, description="seconds")] = 0.0,
) -> Response:
    """Pull new messages. They come from behind the cursor `after`, oldest first; it waits up to `wait` seconds for one.

    Without `after` only what is stored from now on; with 0 from the oldest. The cursor is the acknowledgement: keep
    it with your own results, and a crash loses and repeats nothing while the log still holds what comes after it.
    What is pulled must be subscribed to, see `PUT /v1/connections/{connection}/subscriptions`.
    """
    verb = verbs.FindMessages(filter, after, None, max, wait)
    return await while_wanted(request, _answer(engine, engine.ask(verb)))


@router.get("/messages/{message}", response_model=MessageBody, dependencies=[READ])
async def one(engine: Engine, message: Id) -> Response:
    """One stored message, whole."""
    found = await engine.ask(verbs.GetMessage(message))
    explained = await engine.ask(verbs.Explain(message))
    return respond(body(found, explained, await names_of(engine)))


@router.get(
    "/messages/{message}/payload",
    dependencies=[READ],
    response_class=Response,
    responses={
        200: {
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}, "example": "on"}}
        }
    },
)
async def payload(engine: Engine, message: Id) -> Response:
    """The payload of a stored message, byte for byte."""
    found = await engine.ask(verbs.GetMessage(message))
    headers = {"Content-Disposition": "attachment"}
    return Response(found.payload, media_type="application/octet-stream", headers=headers)


@router.delete("/messages", response_model=Done, dependencies=[ADMIN])
async def clear(engine: Engine) -> Response:
    """Forget all stored messages; ids go on from where they are."""
    await engine.ask(verbs.ClearLog())
    return respond(Done())


async def _answer(engine: Engine, search: Awaitable[Found]) -> Response:
    found = await search
    names = await names_of(engine) if found.messages else {}
    return await asyncio.to_thread(_page, found, names)  # up to 8 MiB to encode


def _page(found: Found, names: dict[int, str]) -> Response:
    return respond(
        Messages(
            messages=[body(m, e, names) for m, e in zip(found.messages, found.explained, strict=True)],
            cursor=min(found.cursor, BIG),
            more=found.more,
            missed=found.missed,
            undecoded=found.undecoded,
        )
    )


async def names_of(engine: Engine) -> dict[int, str]:
    """The ids of the workspace's connections by their tags."""
    return {tag: item.id for tag, item in (await connections_of(engine)).items()}


async def connections_of(engine: Engine) -> dict[int, Connection]:
    """The workspace's connections by their tags."""
    state = await engine.ask(verbs.GetState())
    return {connection_tag(item.id): item for item in state.workspace.connections}


def body(message: Message, explained: Explained, names: dict[int, str]) -> MessageBody:
    """One message for an answer; `names` are the ids of connections by their tags."""
    said = explained.properties
    properties = MessageProperties(
        payload_format=said.payload_format,
        message_expiry=said.message_expiry,
        content_type=said.content_type,
        response_topic=said.response_topic,
        correlation_data=raw(said.correlation_data),
        user=said.user,
        subscription_ids=tuple(explained.subscription_ids),
        wrong=explained.wrong,
    )
    return MessageBody(
        id=message.id if message.id >= 0 else None,
        connection=names.get(message.connection),
        topic=raw(message.topic),
        payload=raw(message.payload),
        qos=message.qos,
        retain=message.retain,
        dup=bool(message.flags & DUP),
        stamped=bool(message.flags & STAMPED),
        outgoing=bool(message.flags & OUTGOING),
        damaged=bool(message.flags & DAMAGED),
        received_ns=message.wall,
        latency_ns=message.latency,
        properties=properties,
    )
