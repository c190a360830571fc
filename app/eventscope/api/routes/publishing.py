"""Publish an event and learn what became of it."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Literal

from fastapi import Path, Query, Request, Response
from pydantic import Field

from eventscope.api.caller import KEPT
from eventscope.api.deps import OPERATE, READ, Engine, subject
from eventscope.api.once import Key, once
from eventscope.api.routes.connections import Done
from eventscope.api.shape import BIG, Body, Digits, Given, Ident, Long, Pair, Quality, Text, example, respond
from eventscope.core import verbs
from eventscope.core.errors import BadInput
from eventscope.core.message import PublishProperties, Receipt
from eventscope.core.workspace import EMBEDDED, SavedEvent

router = subject("publishing")
Count = Annotated[Digits, Path(ge=1, le=BIG)]
Wait = Annotated[float, Query(ge=0, le=30, allow_inf_nan=False, description="seconds to wait for the event's fate")]


class Properties(Given):
    """MQTT 5; with 3.1.1 all of it must be absent. `correlation-data` is base64."""

    payload_format: Literal[0, 1] | None = None
    message_expiry: Annotated[int, Field(ge=0, le=2**32 - 1)] | None = None
    content_type: Text = ""
    response_topic: Text = ""
    correlation_data: Long = ""
    user: list[Pair] = Field(default=[], max_length=256)


class Event(Given):
    """An event to publish. `payload` is written as `kind` says: JSON and text as they are, hex, base64.

    With `template` marks such as {{ seq }} mean something. With `repeat` other than 1 (0: until it is stopped) or
    `burst` other than 1 a job runs at fixed intended times, `every-ms` apart. `stamp` adds the user properties by
    which latency, loss and the receipt's `received` are known.
    """

    model_config = example(
        {
            "connection": "embedded",
            "topic": "orders/7/created",
            "payload": '{"order": "A-000007", "total": 12.5}',
            "kind": "json",
            "qos": 1,
        }
    )
    connection: Ident = EMBEDDED
    topic: Long = Field(min_length=1)
    payload: str = ""
    kind: Literal["json", "text", "hex", "base64"] = "json"
    qos: Quality = 0
    retain: bool = False
    properties: Properties = Properties()
    stamp: bool = True
    envelope: bool = False
    template: bool = False
    seed: Annotated[int, Field(ge=0, le=BIG)] | None = None
    repeat: int = Field(default=1, ge=0, le=10**9)
    every_ms: float = Field(default=1000.0, ge=1.0, le=86_400_000.0)
    burst: int = Field(default=1, ge=1, le=1000)


class ReceiptBody(Body):
    """What became of one event; times in monotonic ns, null while a stage has not come. `failed` is a code."""

    model_config = example(
        {
            "id": 1, "topic": "orders/7/created", "qos": 1, "queued": 81_000_000, "wall": 1_790_000_000_000_000_000,
            "sent": 81_200_000, "acknowledged": 81_900_000, "received": 81_700_000, "receivers": 1, "reason": 0,
            "failed": "", "words": "",
        }
    )  # fmt: skip
    id: int
    topic: str
    qos: int
    queued: int
    wall: int
    sent: int | None
    acknowledged: int | None
    received: int | None
    receivers: int
    reason: int
    failed: str
    words: str


class Published(Body):
    """The receipt's id, or the job's; `receipt` itself with `wait`. `repeated`: done by an earlier request."""

    model_config = example({"receipt-id": 1, "job": None, "receipt": None, "repeated": False})
    receipt_id: int | None
    job: int | None
    receipt: ReceiptBody | None
    repeated: bool


class Receipts(Body):
    """Newest first."""

    model_config = example({"receipts": []})
    receipts: list[ReceiptBody]


@router.post("/publish", response_model=Published, status_code=202, dependencies=[OPERATE])
async def publish(
    request: Request,
    engine: Engine,
    event: Event,
    wait: Wait = 0.0,
    key: Key = None,
) -> Response:
    """Publish an event. With an Idempotency-Key a request that is sent again publishes nothing again."""
    saved = _saved(event)

    async def do() -> int:
        return await engine.ask(verbs.Publish(saved))

    ident, repeated = await once(request, key, event, do)
    if (event.repeat, event.burst) != (1, 1):
        return respond(Published(receipt_id=None, job=ident, receipt=None, repeated=repeated), 202)
    receipt = await engine.receipt(ident, wait) if wait else None
    told = _body(receipt) if receipt is not None else None
    return respond(Published(receipt_id=ident, job=None, receipt=told, repeated=repeated), 202)


@router.delete("/jobs/{job}", response_model=Done, dependencies=[OPERATE])
async def stop(engine: Engine, job: Count) -> Response:
    """End a publishing job. One that has ended already is no error."""
    await engine.ask(verbs.StopPublishing(job))
    return respond(Done())


@router.get("/receipts", response_model=Receipts, dependencies=[READ])
async def receipts(engine: Engine, max: Annotated[Digits, Query(ge=1, le=KEPT)] = 50) -> Response:  # noqa: A002
    """The newest receipts."""
    found = await engine.ask(verbs.GetReceipts(max))
    return respond(Receipts(receipts=[_body(item) for item in found]))


@router.get("/receipts/{receipt}", response_model=ReceiptBody, dependencies=[READ])
async def receipt(engine: Engine, receipt: Count, wait: Wait = 0.0) -> Response:
    """One receipt, of the newest 1,000."""
    found = await engine.receipt(receipt, wait)
    if found is None:
        raise BadInput("no-receipt", "There is no receipt {id} among the newest 1,000.", id=receipt)
    return respond(_body(found))


def _body(receipt: Receipt) -> ReceiptBody:
    return ReceiptBody(**{name: getattr(receipt, name) for name in ReceiptBody.model_fields})


def _saved(event: Event) -> SavedEvent:
    fields = {name: getattr(event, name) for name in Event.model_fields if name != "properties"}
    return SavedEvent(name="api", properties=_properties(event.properties), **fields)


def _properties(given: Properties) -> PublishProperties:
    try:
        correlation = base64.b64decode(given.correlation_data, validate=True)
    except (binascii.Error, ValueError):
        raise BadInput("bad-base64", "properties.correlation-data is not base64.") from None
    return PublishProperties(
        payload_format=given.payload_format,
        message_expiry=given.message_expiry,
        content_type=given.content_type,
        response_topic=given.response_topic,
        correlation_data=correlation,
        user=tuple((pair[0], pair[1]) for pair in given.user),
    )
