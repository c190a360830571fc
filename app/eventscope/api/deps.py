"""What every route needs: the engine, and the scope that the caller's token must have."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from eventscope.api.access import Access, Scope, allows
from eventscope.api.caller import Caller
from eventscope.api.checks import NO_SCOPE, NOT_DIGITS, UNKNOWN_QUERY, Refusal

LISTS = frozenset({"names"})  # parameters of the query that may be repeated


class NotAllowed(Exception):
    """The refusal to answer with."""

    def __init__(self, refused: Refusal) -> None:
        super().__init__(refused.code)
        self.refused = refused


class Needs:
    """A dependency: the token must have that scope."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    async def __call__(self, request: Request) -> None:
        """Raise unless it has."""
        access = request.scope.get("access")
        if not isinstance(access, Access) or not allows(access.scope, self.scope):
            raise NotAllowed(NO_SCOPE)


async def known_query(request: Request) -> None:
    """Parameters that nobody looks at, or that are there twice, are mistakes: refused like unknown keys."""
    route = request.scope["route"]
    known = {item.alias for item in route.dependant.query_params}
    given = Counter(key for key, _ in request.query_params.multi_items())
    if any(key not in known or (count > 1 and key not in LISTS) for key, count in given.items()):
        raise NotAllowed(UNKNOWN_QUERY)
    whole = [item.alias for item in [*route.dependant.query_params, *route.dependant.path_params] if _is_whole(item)]
    texts = [found for key in whole for found in (request.query_params.get(key), request.path_params.get(key)) if found]
    if not all(str(found).isascii() and str(found).isdecimal() for found in texts):
        raise NotAllowed(NOT_DIGITS)


def _is_whole(item: Any) -> bool:
    """Pydantic would take 1.0 and 1_000 for whole numbers; nobody writes them so."""
    return item.field_info.annotation in (int, int | None)


READ: Any = Depends(Needs("read"))
OPERATE: Any = Depends(Needs("operate"))
ADMIN: Any = Depends(Needs("admin"))


def subject(name: str) -> APIRouter:
    """A router for one subject; each of its routes must name its scope."""
    return APIRouter(tags=[name], dependencies=[Depends(known_query)])


async def _caller(request: Request) -> Caller:
    found: Caller = request.app.state.caller
    return found


Engine = Annotated[Caller, Depends(_caller)]
