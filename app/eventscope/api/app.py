"""The application: all routers below /v1, and errors in our own form."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute

from eventscope import __version__
from eventscope.api import problems
from eventscope.api.access import Tokens
from eventscope.api.caller import Caller
from eventscope.api.deps import Needs, NotAllowed
from eventscope.api.guard import OPEN
from eventscope.api.routes import (
    bridges,
    brokers,
    connections,
    consumers,
    deadletters,
    dryruns,
    figures,
    health,
    kafka,
    messages,
    news,
    publishing,
    subscriptions,
    topics,
    workspace,
)
from eventscope.engine.feed import Feed

PREFIX = "/v1"
# In the order of the description; `dryruns` before `bridges`, whose {bridge} would take its address.
SUBJECTS = (
    *(health, workspace, connections, subscriptions, publishing, messages, topics, consumers),
    *(dryruns, bridges, deadletters, figures, brokers, kafka, news),
)
_ABOUT = """Everything that the window can ask of the engine, for programs on this machine.

Every request carries `Authorization: Bearer TOKEN` with a token of the token file, which `eventscope serve --json`
names: one for each scope (read, operate, admin). Tokens are new at each start. News come over the WebSocket
`/v1/news`: see its description at `GET /v1/news-kinds`."""
# FastAPI would hand requests and failures to OpenTelemetry where that is set up; nothing of ours leaves this machine.
_NOTHING_LEAVES: Any = dict.fromkeys(("tracing", "metrics", "logs", "operation_spans", "auto_configure"), False)
_PROBLEMS = {
    400: "The request cannot be read.",
    401: "No token, or a wrong one.",
    403: "A web page called, or the token's scope is too low.",
    404: "There is no such thing.",
    408: "The body did not come in time.",
    409: "The request is as described, but the engine cannot do it; `code` and `words` say why.",
    413: "The body is larger than 1 MiB.",
    415: "The body is not JSON.",
    421: "Host is not a name of this server.",
    422: "The request is not as described here.",
    502: "A broker cannot be reached.",
    503: "Something of ours is not there.",
}


def build(caller: Caller, feed: Feed, tokens: Tokens) -> FastAPI:
    """The app; `app.state.closing` (set from any thread) ends long polls. Every route has a scope, or this fails."""
    app = FastAPI(
        title="Eventscope",
        version=__version__,
        description=_ABOUT,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=_NOTHING_LEAVES,
        responses={code: {"model": problems.ProblemBody, "description": words} for code, words in _PROBLEMS.items()},
    )
    app.state.caller, app.state.feed, app.state.tokens = caller, feed, tokens
    app.state.closing = asyncio.Event()
    problems.install(app, methods)
    for subject in SUBJECTS:
        app.include_router(subject.router, prefix=PREFIX)
    app.include_router(news.sockets, prefix=PREFIX)

    @app.exception_handler(NotAllowed)
    async def not_allowed(request: Request, error: NotAllowed) -> JSONResponse:
        return problems.refusal(error.refused)

    for path, route in routes():
        if path not in OPEN:
            scope_of(route)
    return app


def routes() -> list[tuple[str, APIRoute]]:
    """All HTTP routes with their whole paths."""
    return [
        (PREFIX + route.path_format, route)
        for subject in SUBJECTS
        for route in subject.router.routes
        if isinstance(route, APIRoute)
    ]


def methods(path: str) -> list[str]:
    """What can be done at a path; one that is spelled out goes before one with a name in it."""
    inner = path.removeprefix(PREFIX)
    known = [route for _, route in routes()]
    found = [item for item in known if item.path_format == inner] or [m for m in known if m.path_regex.match(inner)]
    return sorted({method for route in found for method in route.methods or ()})


def scope_of(route: APIRoute) -> str:
    """The scope that a route needs; a route without one is a mistake of ours that must not start."""
    found = [item.call.scope for item in route.dependant.dependencies if isinstance(item.call, Needs)]
    if len(found) != 1:
        raise RuntimeError(f"{route.path} must name one scope")
    return found[0]
