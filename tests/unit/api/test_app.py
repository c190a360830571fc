"""The application as a whole: every route has a scope and a subject, and the description says so."""

from __future__ import annotations

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute

from eventscope.api import app
from eventscope.api.export import description
from eventscope.api.guard import OPEN


def test_every_route_names_one_scope() -> None:
    found = {path: app.scope_of(route) for path, route in app.routes() if path not in OPEN}
    assert len(app.routes()) > 30
    assert set(found.values()) == {"read", "operate", "admin"}
    assert len(OPEN) == 1


def test_reading_only_reads() -> None:
    for path, route in app.routes():
        scope = "read" if path in OPEN else app.scope_of(route)
        assert (route.methods == {"GET"}) == (scope == "read"), path


def test_a_route_without_a_scope_does_not_start() -> None:
    router = APIRouter()

    @router.get("/x")
    async def nothing() -> None:
        return None

    (route,) = router.routes
    assert isinstance(route, APIRoute)
    with pytest.raises(RuntimeError, match="one scope"):
        app.scope_of(route)


def test_methods_of_a_path() -> None:
    assert app.methods("/v1/messages") == ["DELETE", "GET"]
    assert app.methods("/v1/connections/abc") == ["DELETE", "GET", "PATCH"]
    assert app.methods("/v1/bridges/dry-run") == ["POST"]
    assert app.methods("/v1/bridges/orders-1a2b3c4d") == ["DELETE", "GET", "PUT"]
    assert app.methods("/v1/nowhere") == []


def test_the_description_names_token_and_scope() -> None:
    found = description()
    assert found["openapi"] == "3.1.0"
    assert found["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    for path, methods in found["paths"].items():
        for operation in methods.values():
            open_ = path in OPEN
            assert operation["security"] == ([] if open_ else [{"token": []}])
            assert (operation["x-scope"] == "none") == open_
            assert operation["tags"]


def test_every_operation_says_what_it_does_and_shows_how() -> None:
    found = description()
    told = {tag["name"]: tag["description"] for tag in found["tags"]}
    shapes = found["components"]["schemas"]
    summaries = []
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            summaries.append(operation["summary"])
            assert 8 < len(operation["summary"]) < 75, (method, path)
            assert " " in operation["summary"]
            assert operation["description"].replace("\n", " ").startswith(operation["summary"])
            assert set(operation["tags"]) <= told.keys()
            for item in operation.get("parameters", ()):
                assert item["description"], (method, path, item["name"])
                assert "example" in item
            body = operation.get("requestBody", {}).get("content", {}).get("application/json")
            assert body is None or shapes[body["schema"]["$ref"].rpartition("/")[2]]["examples"]
    assert len(set(summaries)) == len(summaries)
    assert all(told.values())


def test_no_key_of_the_api_has_an_underscore() -> None:
    for name, shape in description()["components"]["schemas"].items():
        for key in shape.get("properties", {}):
            assert "_" not in key, (name, key)
