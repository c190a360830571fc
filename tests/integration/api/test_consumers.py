"""Consumers through the API: saved, turned on and off, pulled from with a long poll, acknowledged."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from apiserving import Api, FakeEngine, served, wait_for
from eventscope.api.names import ident
from eventscope.core import verbs
from eventscope.core.consumer import ConsumerFigures, ConsumerSpec, Pulled, Simulation
from eventscope.core.message import Message, connection_tag
from eventscope.core.verbs import State
from eventscope.core.workspace import EMBEDDED, Connection, Settings, Workspace

NAME = "billing / 账单"
SPEC = ConsumerSpec(NAME, EMBEDDED, "orders/#", "pull", "queue", simulate=Simulation(mean=5.0))
STATE = State(
    Workspace(connections=(Connection(EMBEDDED, "x"),), consumers=(SPEC,)), "", False, Settings(), (), (), None, "", "0"
)
HOME = f"/consumers/{ident(NAME)}"
MESSAGE = Message(0, 1, 2, connection_tag(EMBEDDED), b"orders/1", b"\xff", b"\x03\x00\x01t", 1, None)


@pytest.fixture
def engine() -> FakeEngine:
    figures = ConsumerFigures(NAME, "up", "pull", "queue", received=3, done=2, holding=1)
    return FakeEngine(
        {
            verbs.GetState: STATE,
            verbs.GetConsumers: (figures,),
            verbs.SaveConsumer: None,
            verbs.RemoveConsumer: None,
            verbs.SetConsumer: None,
            verbs.Pull: (Pulled(12, MESSAGE),),
            verbs.Acknowledge: lambda verb: len(verb.tokens),
        }
    )


@pytest.fixture
def api(tmp_path: Path, engine: FakeEngine) -> Iterator[Api]:
    with served(tmp_path, engine.do) as running:
        yield running


@pytest.fixture
def client(api: Api) -> Iterator[httpx.Client]:
    with api.client() as made:
        yield made


def test_listed_with_figures(client: httpx.Client) -> None:
    (found,) = client.get("/consumers").json()["consumers"]
    assert found == client.get(HOME).json()
    assert (found["id"], found["consumer"]["name"]) == (ident(NAME), NAME)
    assert found["consumer"]["simulate"]["mean"] == 5.0
    assert (found["figures"]["received"], found["figures"]["latency"]["p50"]) == (3, None)
    assert {"send-lag", "in-service", "rate-done", "queued", "quality"} <= set(found["figures"])
    assert client.get("/consumers/nobody-1a2b3c4d").status_code == 404


def test_added_changed_removed(client: httpx.Client, engine: FakeEngine) -> None:
    given = {"name": "new", "filter": "a/#", "mode": "pull", "simulate": {"mean": 3}}
    for repeated in (False, True):
        made = client.post("/consumers", json=given, headers={"Idempotency-Key": "k"})
        assert (made.status_code, made.json()) == (201, {"id": ident("new"), "repeated": repeated})
    wanted = ConsumerSpec("new", EMBEDDED, "a/#", "pull", simulate=Simulation(mean=3.0))
    assert engine.of(verbs.SaveConsumer) == [verbs.SaveConsumer(wanted)]
    client.put(HOME, json={"name": "other", "filter": "b"})
    assert engine.of(verbs.SaveConsumer)[-1] == verbs.SaveConsumer(ConsumerSpec("other", EMBEDDED, "b"), NAME)
    client.put(HOME + "/wanted", json={"wanted": "stop"})
    assert engine.of(verbs.SetConsumer) == [verbs.SetConsumer(NAME, "stop")]
    assert client.delete(HOME).json() == {"done": True}
    assert engine.of(verbs.RemoveConsumer) == [verbs.RemoveConsumer(NAME)]


@pytest.mark.parametrize(
    "more", [{"mode": "poll"}, {"window": 0}, {"qos": 3}, {"simulate": {"failure": 2}}, {"filter": ""}]
)
def test_what_is_not_as_described(client: httpx.Client, more: dict[str, Any]) -> None:
    assert client.post("/consumers", json={"name": "x", "filter": "a", **more}).status_code == 422


def test_pull_and_acknowledge(client: httpx.Client, engine: FakeEngine) -> None:
    found = client.post(HOME + "/pull", json={"max": 10, "wait": 1, "acknowledge": False}).json()
    assert engine.of(verbs.Pull) == [verbs.Pull(NAME, 10, 1.0, False)]
    (pulled,) = found["messages"]
    assert (pulled["token"], pulled["message"]["payload"]) == (12, {"base64": "/w=="})
    assert (pulled["message"]["connection"], pulled["message"]["topic"]) == (EMBEDDED, "orders/1")
    assert pulled["message"]["properties"]["content-type"] == "t"
    assert client.post(HOME + "/acknowledge", json={"tokens": [12, 13]}).json() == {"count": 2}
    assert engine.of(verbs.Acknowledge) == [verbs.Acknowledge(NAME, (12, 13))]
    client.post(HOME + "/acknowledge", json={"tokens": [12], "done": False})
    assert engine.of(verbs.Acknowledge)[-1].done is False
    assert client.post(HOME + "/acknowledge", json={"tokens": []}).status_code == 422


def test_a_client_that_goes_ends_its_pull(api: Api, engine: FakeEngine) -> None:
    begun, cancelled = threading.Event(), threading.Event()

    async def wait(verb: verbs.Pull) -> Any:
        begun.set()
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            cancelled.set()
            raise

    engine.answers[verbs.Pull] = wait
    with api.client() as own, pytest.raises(httpx.ReadTimeout):
        own.post(HOME + "/pull", json={"wait": 60}, timeout=0.5)
    wait_for(begun.is_set)
    wait_for(cancelled.is_set)
