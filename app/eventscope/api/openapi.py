"""The description of the application in OpenAPI 3.1: what the routes say of themselves, in a form people can read."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from eventscope.api.app import SUBJECTS, routes, scope_of
from eventscope.api.guard import OPEN

# What a parameter means, and an example of it, where its route does not say itself.
_PARAMETERS: dict[str, tuple[str, Any]] = {
    "after": ("only what comes behind this id", 4711),
    "ages": ("", True),
    "before": ("only what comes before this id", 4711),
    "bridge": ("the id of a bridge, see GET /v1/bridges", "orders-to-kafka-1a2b3c4d"),
    "by": ("", "byte-rate"),
    "challenge": ("random bytes in hex that the proof is made of", "00112233445566778899aabbccddeeff"),
    "connection": ("the id of a connection, see GET /v1/connections", "embedded"),
    "consumer": ("the id of a consumer, see GET /v1/consumers", "jobs-00e83f52"),
    "end": ("", 0),
    "filter": ("an MQTT filter", "orders/#"),
    "force": ("", False),
    "form": ("JSON lines or CSV", "jsonl"),
    "group": ("", "billing"),
    "heat": ("the heat map of latency, too", False),
    "Idempotency-Key": ("", "order-7-attempt-1"),
    "internal": ("topics of the cluster itself, too", False),
    "job": ("the id that publishing with repeat or burst answered", 3),
    "levels": ("", 2),
    "look": ("", 1.0),
    "max": ("so many at most", 100),
    "message": ("the id of a stored message", 4711),
    "names": ("", ["latency.p50"]),
    "prefix": ("", "orders/"),
    "reason": ("", "expired"),
    "receipt": ("the id that publishing answered", 1),
    "route": ("", 1),
    "start": ("", 0),
    "text": ("", "hall-3"),
    "wait": ("", 1.0),
    "width": ("", 500),
}


def describe(app: FastAPI) -> dict[str, Any]:
    """The app with its scopes; a route's docstring is its description, the first sentence of it the summary."""
    found = get_openapi(
        title=app.title,
        version=app.version,
        openapi_version="3.1.0",
        description=app.description,
        routes=app.routes,
        tags=_tags(),
    )
    found.setdefault("components", {})["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "A token of the token file."}
    }
    for path, route in routes():
        for method in route.methods or ():
            operation = found["paths"][path][method.lower()]
            operation["summary"] = " ".join(operation["description"].split()).partition(". ")[0].rstrip(".")
            open_ = path in OPEN
            operation["security"] = [] if open_ else [{"token": []}]
            operation["x-scope"] = "none" if open_ else scope_of(route)
            for parameter in operation.get("parameters", ()):
                _explain(parameter)
    return found


def _tags() -> list[dict[str, str]]:
    """The subjects in order, each explained by its module; of two the later one is the main one."""
    told = {str(subject.router.tags[0]): str(subject.__doc__) for subject in SUBJECTS}
    return [{"name": name, "description": words} for name, words in told.items()]


def _explain(parameter: dict[str, Any]) -> None:
    words, example = _PARAMETERS[parameter["name"]]
    parameter.setdefault("description", words)
    parameter["example"] = example
