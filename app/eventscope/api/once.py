"""A request that makes something, done once for each Idempotency-Key."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

from fastapi import Header, Request
from pydantic import BaseModel

from eventscope.api.idempotency import Keys

T = TypeVar("T")
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[!-~]{1,255}$",
        description="a request that is sent again with the same key does nothing again and answers the same",
    ),
]


async def once(request: Request, key: str | None, body: BaseModel, do: Callable[[], Awaitable[T]]) -> tuple[T, bool]:
    """The answer, and whether it is that of an earlier request with this key. Without a key it is done each time."""
    if key is None:
        return await do(), False
    asked = f"{request.method} {request.url.path}\n{body.model_dump_json(by_alias=True)}"
    digest = hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()
    keys: Keys[Any] = _keys(request)
    answer: tuple[T, bool] = await keys.once(request.scope["access"].actor, key, digest, do)
    return answer


def _keys(request: Request) -> Keys[Any]:
    state = request.app.state
    if not hasattr(state, "keys"):
        state.keys = Keys[Any]()
    found: Keys[Any] = state.keys
    return found
