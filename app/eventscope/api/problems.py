"""What went wrong, as JSON: a code and a sentence of ours. Of the request nothing is in it but a key we do not know."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from eventscope.api.checks import Refusal
from eventscope.api.shape import UNKNOWN
from eventscope.core.errors import BadInput, CannotConnect, EventscopeError, Unavailable

_GONE = {
    *("no-connection", "no-receipt", "no-subscription", "message-gone", "view-gone"),
    *("no-bridge", "no-consumer", "unknown-topic", "unknown-partition"),
}
_CONFLICTS = {"bridge-not-empty"}  # nothing of ours is missing: it is only not to be done now
_MARK = re.compile(r"\{(\w+)(![rsa])?(:[^}]*)?\}")
_WORDS = {
    400: "The request cannot be read.",
    404: "There is nothing here. See /v1/openapi.json for what there is.",
    405: "Nothing here can be done that way.",
}


class Problem(BaseModel):
    """What went wrong. `where` names the parts of the request that are wrong, by our names for them."""

    code: str = Field(examples=["no-connection"])
    words: str = Field(examples=["There is no connection {name} in this workspace."])
    where: list[str] = Field(default=[], examples=[["body.qos"]])


class ProblemBody(BaseModel):
    """The body of every answer that is not a success."""

    error: Problem


def answer(status: int, code: str, words: str, where: Sequence[str] = (), headers: Any = None) -> JSONResponse:
    """The response for a problem."""
    body = {"error": {"code": code, "words": words, "where": list(where)}}
    return JSONResponse(body, status, headers=dict(headers or ()))


def refusal(refused: Refusal) -> JSONResponse:
    """The response for a refusal."""
    return answer(refused.status, refused.code, refused.words, headers=refused.headers)


def status_of(error: EventscopeError) -> int:
    """The HTTP status for an error of the family.

    409 says: the request is as described, and yet the engine cannot do it (422 says that it is not as described).
    """
    if error.code in _GONE:
        return 404
    if error.code in _CONFLICTS:
        return 409
    if isinstance(error, CannotConnect):
        return 502
    return 503 if isinstance(error, Unavailable) else 409


def words_of(error: EventscopeError) -> str:
    """Its sentence. Numbers are filled in; a text, which may be what was sent to us, stays as its {name}.

    What brokers and this machine say is not from the request, so errors that are not about the input tell it.
    """
    told = {} if isinstance(error, BadInput) else {"words"}

    def fill(mark: re.Match[str]) -> str:
        name = mark[1]
        value = error.params.get(name)
        fits = name in told or (isinstance(value, int | float) and not isinstance(value, bool))
        return str(value)[:300] if fits and value is not None else "{" + name + "}"

    return _MARK.sub(fill, error.sentence)


def install(app: FastAPI, methods: Callable[[str], list[str]]) -> None:
    """Every error of the app answers with a problem; `methods` tells which a path has."""

    @app.exception_handler(EventscopeError)
    async def ours(request: Request, error: EventscopeError) -> JSONResponse:
        return answer(status_of(error), error.code, words_of(error))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        where = [_where(item) for item in error.errors()[:20]]
        words = "The request is not as described in /v1/openapi.json: " + "; ".join(
            dict.fromkeys(map(_what, error.errors()[:20]))
        )
        return answer(422, "invalid", words, list(dict.fromkeys(where)))

    @app.exception_handler(HTTPException)
    async def other(request: Request, error: HTTPException) -> JSONResponse:
        words = _WORDS.get(error.status_code, "The request was refused.")
        codes = {400: "unreadable", 404: "not-found", 405: "wrong-method"}
        headers = dict(error.headers or ())
        if error.status_code == 405:
            headers["Allow"] = ", ".join(methods(request.url.path))
        return answer(error.status_code, codes.get(error.status_code, "refused"), words, headers=headers)

    @app.exception_handler(Exception)
    async def bug(request: Request, error: Exception) -> JSONResponse:
        words = "Eventscope failed at this. Please report it; details are in its log file."
        return answer(500, "bug", words, headers={"Connection": "close"})  # uvicorn closes it anyway


def _where(item: dict[str, Any]) -> str:
    """The place by our own names: the last part of an unknown key is what was sent, and a number is a position."""
    place = item["loc"][:-1] if item["type"] in ("extra_forbidden", "json_invalid") else item["loc"]
    return ".".join(str(part) for part in place)[:200]


def _what(item: dict[str, Any]) -> str:
    known = {
        "extra_forbidden": "a key is unknown",
        "json_invalid": "the body is not JSON",
        "missing": "a key is missing",
    }
    # Pydantic's other sentences name limits and choices, never the value. Ours are constant, or name a key.
    longest = 600 if item["type"] == UNKNOWN else 200
    return known.get(item["type"], str(item["msg"]))[:longest]
