"""Answers that wait for something to happen: given up when their client goes, or the API ends."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from fastapi import Request, Response

from eventscope.base import tasks
from eventscope.core.errors import EventscopeError, Unavailable


async def while_wanted(request: Request, work: Coroutine[Any, Any, Response]) -> Response:
    """The answer, unless the client goes away or the API ends before it is there."""
    answer = tasks.spawn(_outcome(work), "pull")
    gone = tasks.spawn(_disconnected(request), "pull's client")
    ending = tasks.spawn(request.app.state.closing.wait(), "pull's end")
    try:
        await asyncio.wait({answer, gone, ending}, return_when=asyncio.FIRST_COMPLETED)
        if answer.done():
            response: Response | EventscopeError = answer.result()
            if isinstance(response, EventscopeError):
                raise response
            return response
        raise Unavailable("api-ends", "The HTTP API is being switched off.")
    finally:
        for each in (answer, gone, ending):
            each.cancel()


async def _outcome(work: Coroutine[Any, Any, Response]) -> Response | EventscopeError:
    """A mistake of the client is an answer, not a task of ours that failed."""
    try:
        return await work
    except EventscopeError as error:
        return error


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
