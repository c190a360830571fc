"""Dead letters of a bridge or bus: looked at page by page, sent again, thrown away, exported."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Query, Response
from fastapi.responses import StreamingResponse

from eventscope.api.deadbodies import Again, Chosen, Counted, Letters, edit_of, letter_of
from eventscope.api.deps import ADMIN, OPERATE, READ, Engine, subject
from eventscope.api.routes.bridges import BridgeOrBus, name_of
from eventscope.api.shape import BIG, Digits, Name, respond
from eventscope.core import verbs
from eventscope.core.deadletter import DeadPage
from eventscope.core.errors import BadInput, Refused
from eventscope.store import spooldead

router = subject("dead letters")
HOME = "/bridges/{bridge}/dead-letters"
PAGE = 256
Reason = Annotated[Name, Query(description="only those of this reason")]


@router.get(HOME, response_model=Letters, dependencies=[READ])
async def page(
    engine: Engine,
    bridge: BridgeOrBus,
    after: Annotated[Digits, Query(ge=0, le=BIG)] = 0,
    max: Annotated[Digits, Query(ge=1, le=PAGE)] = 100,  # noqa: A002
    route: Annotated[Digits | None, Query(ge=0, le=1000, description="counted from 1; 0: those of no route")] = None,
    reason: Reason = "",
) -> Response:
    """A page of dead letters, also of a bridge that does not run."""
    name = await name_of(engine, bridge)
    found = await engine.ask(verbs.GetDeadLetters(name, after, max, None if route is None else route - 1, reason))
    return await asyncio.to_thread(_page, found, after)


@router.post(HOME + "/replay", response_model=Counted, dependencies=[OPERATE])
async def replay(engine: Engine, bridge: BridgeOrBus, given: Again) -> Response:
    """Send dead letters again. They go to the end of the queue, changed where `edit` says so."""
    name = await name_of(engine, bridge)
    ids = await _chosen(engine, name, given)
    return respond(Counted(count=await engine.ask(verbs.ReplayDead(name, ids, edit_of(given.edit)))))


@router.post(HOME + "/purge", response_model=Counted, dependencies=[ADMIN])
async def purge(engine: Engine, bridge: BridgeOrBus, given: Chosen) -> Response:
    """Throw dead letters away for good. They count as dropped, reason "purged"."""
    name = await name_of(engine, bridge)
    ids = await _chosen(engine, name, given)
    return respond(Counted(count=await engine.ask(verbs.PurgeDead(name, ids))))


@router.get(
    HOME + "/export",
    dependencies=[READ],
    response_class=Response,
    responses={
        200: {
            "description": "One JSON object a line, as `eventscope dlq export` writes them; bytes are base64.",
            "content": {
                "application/jsonl": {"schema": {"type": "string"}, "example": '{"bridge": "orders", "id": 7}\n'}
            },
        }
    },
)
async def export(engine: Engine, bridge: BridgeOrBus, reason: Reason = "") -> Response:
    """Export dead letters as a stream of JSON lines."""
    name = await name_of(engine, bridge)
    first = await engine.ask(
        verbs.GetDeadLetters(name, 0, PAGE, None, reason)
    )  # a mistake is an error, not half a file
    headers = {"Content-Disposition": "attachment"}
    return StreamingResponse(_lines(engine, name, reason, first), headers=headers, media_type="application/jsonl")


async def _lines(engine: Engine, name: str, reason: str, page: DeadPage) -> AsyncIterator[str]:
    while page.letters:
        yield "".join(
            json.dumps({"bridge": name, **json.loads(spooldead.as_json(letter))}) + "\n" for letter in page.letters
        )
        page = await engine.ask(verbs.GetDeadLetters(name, page.letters[-1].id, PAGE, None, reason))


async def _chosen(engine: Engine, name: str, given: Chosen) -> tuple[int, ...] | None:
    """The ids, None for all."""
    if bool(given.ids) == given.all:
        raise BadInput("ids-or-all", "Give either ids or all.")
    if given.expected is not None:
        found = len(given.ids) if given.ids else (await engine.ask(verbs.GetDeadLetters(name, 0, 1))).total
        if found != given.expected:
            sentence = "There are {count} such dead letters, not as many as expected. Nothing was done."
            raise Refused("not-expected-dead", sentence, count=found)
    return tuple(given.ids) or None


def _page(found: DeadPage, after: int) -> Response:
    letters = [letter_of(item) for item in found.letters]
    cursor = letters[-1].id if letters else after
    return respond(Letters(letters=letters, cursor=cursor, reasons=found.reasons, total=found.total))
