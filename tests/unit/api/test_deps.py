"""Scopes and parameters of the query, as routes see them."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

import pytest
from fastapi import FastAPI, Query
from fastapi.routing import APIRoute
from starlette.requests import Request

from eventscope.api.access import Access
from eventscope.api.deps import Needs, NotAllowed, known_query, subject


def request(query: str = "", **more: Any) -> Request:
    router = subject("x")

    @router.get("/x")
    async def route(one: int = 0, names: Annotated[list[str], Query()] = []) -> None:  # noqa: B006
        return None

    FastAPI().include_router(router)
    (found,) = [item for item in router.routes if isinstance(item, APIRoute)]
    return Request(
        {"type": "http", "query_string": query.encode(), "headers": [], "route": found, "path_params": {}, **more}
    )


def refused(check: Any, made: Request) -> str:
    try:
        asyncio.run(check(made))
    except NotAllowed as error:
        return error.refused.code
    return ""


@pytest.mark.parametrize("query", ["", "one=1", "names=a&names=b&one=1"])
def test_parameters_that_are_known(query: str) -> None:
    assert refused(known_query, request(query)) == ""


@pytest.mark.parametrize(
    "query", ["two=1", "one=1&one=2", "One=1", "one=1&=", "names[]=a", "one=1.0", "one=1_0", "one=-1", "one=%2B1"]
)
def test_parameters_that_are_not(query: str) -> None:
    assert refused(known_query, request(query)) == "invalid"


def test_a_scope_is_needed_and_a_higher_one_will_do() -> None:
    needs = Needs("operate")
    assert refused(needs, request()) == "no-scope"
    assert refused(needs, request(access="admin")) == "no-scope"
    assert refused(needs, request(access=Access("read", "a"))) == "no-scope"
    assert refused(needs, request(access=Access("operate", "a"))) == ""
    assert refused(needs, request(access=Access("admin", "a"))) == ""
