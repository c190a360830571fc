"""Whether the API is there and who it is; its own description."""

from __future__ import annotations

import os
from typing import Annotated, Literal

from fastapi import Query, Request
from fastapi.responses import JSONResponse
from starlette.responses import Response

from eventscope import __version__
from eventscope.api.deps import READ, Engine, subject
from eventscope.api.shape import Body, example, respond
from eventscope.core.verbs import GetState

router = subject("health")


class Identity(Body):
    """`proof` is HMAC-SHA256 in hex, keyed with the bytes of the token file's `nonce`, over "HOST CHALLENGE" (HOST
    as in the Host header): a client that checks it knows whose server this is before it shows its token.
    """

    model_config = example({"proof": "9f" * 32})
    proof: str


class Health(Body):
    """The engine answers verbs, and from which process."""

    model_config = example({"status": "ok", "version": "0.1.0", "pid": 4711})
    status: Literal["ok"]
    version: str
    pid: int


@router.get("/identity", response_model=Identity)
async def identity(request: Request, challenge: Annotated[str, Query(pattern=r"^[0-9a-f]{32,128}$")]) -> Response:
    """Prove that this is the server of the token file. The only request that needs no token; it tells nothing else."""
    return respond(Identity(proof=request.app.state.tokens.proof(challenge, request.headers["host"])))


@router.get("/health", response_model=Health, dependencies=[READ])
async def health(engine: Engine) -> Response:
    """Whether the engine answers, and in which process it runs."""
    await engine.ask(GetState())
    return respond(Health(status="ok", version=__version__, pid=os.getpid()))


@router.get(
    "/openapi.json",
    dependencies=[READ],
    responses={200: {"content": {"application/json": {"example": {"openapi": "3.1.0"}}}}},
)
async def openapi(request: Request) -> JSONResponse:
    """This description of the API, in OpenAPI 3.1."""
    from eventscope.api.openapi import describe

    state = request.app.state
    if not hasattr(state, "description"):
        state.description = describe(request.app)
    return JSONResponse(state.description)
