"""A bridge and a consumer made, used and looked after by HTTP alone, over the whole engine and two real brokers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from apiserving import EMPTY, Api, live, wait_for
from brokers import Broker, broker
from eventscope.api import names
from eventscope.core.workspace import Connection, Subscription

BRIDGE = {
    "name": "to far",
    "from": {"connection": "Embedded broker", "filter": "orders/#"},
    "route": [
        {"to": {"connection": "Far", "topic": "out/{topic}"}, "when": "payload.total > 0", "on-error": "dead-letter"}
    ],
}


@pytest.fixture
def far() -> Iterator[Broker]:
    with broker() as running:
        yield running


@pytest.fixture
def api(tmp_path: Path, far: Broker) -> Iterator[Api]:
    other = Connection("far", "Far", port=far.port, subscriptions=(Subscription("out/#"),))
    with live(tmp_path, replace(EMPTY, connections=(*EMPTY.connections, other))) as running:
        yield running


@pytest.fixture
def client(api: Api) -> Iterator[httpx.Client]:
    with api.client() as made:
        wait_for(lambda: granted(made, "out/#"))
        yield made


def granted(client: httpx.Client, filter_: str) -> bool:
    found = client.get("/subscriptions").json()["subscriptions"]
    return any(item["filter"] == filter_ and item["state"] == "granted" for item in found)


def publish(client: httpx.Client, topic: str, payload: str) -> None:
    event = {"topic": topic, "payload": payload, "kind": "text", "qos": 1}
    assert client.post("/publish?wait=10", json=event).json()["receipt"]["acknowledged"] is not None


def arrived(client: httpx.Client) -> list[str]:
    found = client.get("/messages", params={"after": 0, "filter": "topic:out/#"}).json()["messages"]
    return [item["payload"] for item in found]


def figures(client: httpx.Client, home: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(home + "/figures").json()
    return found


def test_a_bridge_from_its_check_to_its_end(api: Api, client: httpx.Client) -> None:
    assert client.post("/bridges/check", json=BRIDGE).json() == {"notes": []}
    tried = {"messages": [{"topic": "orders/1", "payload": '{"total": 1}'}, {"topic": "orders/2", "payload": "x"}]}
    first, second = client.post("/bridges/dry-run", json={"bridge": BRIDGE, **tried}).json()["steps"]
    assert (first["out"][0]["topic"], second["exits"][0]["dead-letter"]) == ("out/orders/1", True)
    home = f"/bridges/{client.post('/bridges', json=BRIDGE).json()['id']}"
    wait_for(lambda: figures(client, home)["state"] == "running")
    again = client.post("/bridges", json=BRIDGE)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "bridge-name")
    publish(client, "orders/1", '{"total": 1}')
    publish(client, "orders/2", "no JSON")
    wait_for(lambda: arrived(client) == ['{"total": 1}'])
    wait_for(lambda: (figures(client, home)["routes"][0]["out"], figures(client, home)["dead"]) == (1, 1))
    assert figures(client, home)["books-error"] == 0

    dead = home + "/dead-letters"
    (letter,) = client.get(dead).json()["letters"]
    assert (letter["reason"], letter["payload"], letter["route"]) == ("unreadable", "no JSON", 1)
    assert [json.loads(line)["id"] for line in client.get(dead + "/export").text.splitlines()] == [letter["id"]]
    held = client.delete(home)
    assert (held.status_code, held.json()["error"]["code"]) == (409, "bridge-not-empty")
    mended = {"ids": [letter["id"]], "edit": {"payload": '{"total": 2}'}}
    assert client.post(dead + "/replay", json=mended).json() == {"count": 1}
    wait_for(lambda: arrived(client) == ['{"total": 1}', '{"total": 2}'])

    assert client.put(home + "/wanted", json={"wanted": "pause"}).status_code == 200
    wait_for(lambda: figures(client, home)["state"] == "paused")
    publish(client, "orders/3", '{"total": 3}')
    assert client.put(home + "/wanted", json={"wanted": "run"}).status_code == 200
    wait_for(lambda: len(arrived(client)) == 3)
    assert client.get(dead).json()["total"] == 0
    cycle = {**BRIDGE, "name": "back", "from": {"connection": "Far", "filter": "out/#"},
             "route": [{"to": {"connection": "Embedded broker", "topic": "orders/{topic}"}}]}  # fmt: skip
    refused = client.post("/bridges", json=cycle)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "bridge-cycle")
    assert client.delete(home).json() == {"done": True}
    assert client.get("/bridges").json()["bridges"] == []
    assert api.engine is not None
    assert api.engine.workspace.bridges == ()


def test_a_consumer_that_pulls_when_it_wants(client: httpx.Client) -> None:
    given = {"name": "billing", "filter": "jobs/#", "mode": "pull", "window": 2}
    home = f"/consumers/{client.post('/consumers', json=given).json()['id']}"
    wait_for(lambda: client.get(home).json()["figures"]["state"] == "up")
    for number in range(5):
        publish(client, f"jobs/{number}", str(number))
    first = client.post(home + "/pull", json={"max": 2, "wait": 10, "acknowledge": False}).json()["messages"]
    assert [item["message"]["payload"] for item in first] == ["0", "1"][: len(first)]
    tokens = [item["token"] for item in first]
    assert client.post(home + "/acknowledge", json={"tokens": tokens}).json() == {"count": len(tokens)}
    got = [item["message"]["payload"] for item in first]
    while len(got) < 5:
        found = client.post(home + "/pull", json={"max": 5, "wait": 10}).json()["messages"]
        assert found
        got += [item["message"]["payload"] for item in found]
    assert got == ["0", "1", "2", "3", "4"]
    wait_for(lambda: client.get(home).json()["figures"]["done"] == 5)
    assert client.put(home + "/wanted", json={"wanted": "stop"}).status_code == 200
    wait_for(lambda: client.get(home).json()["figures"]["state"] == "stopped")
    assert client.delete(home).status_code == 200
    assert client.get("/consumers").json() == {"consumers": []}


def test_a_bus_is_a_connection_like_others(client: httpx.Client) -> None:
    given = {"name": "everywhere", "scheme": "bus", "members": ["embedded", "far"], "filters": ["out/#"]}
    made = client.post("/connections", json=given)
    assert made.status_code == 201, made.text
    assert (made.json()["members"], made.json()["filters"]) == (["embedded", "far"], ["out/#"])
    ident = made.json()["id"]
    wait_for(lambda: (client.get(f"/connections/{ident}").json()["link"] or {}).get("state") == "up")
    wait_for(lambda: {item["state"] for item in client.get("/bridges").json()["buses"]} == {"running"})
    assert {item["bus"] for item in client.get("/bridges").json()["buses"]} == {"everywhere"}
    home = f"/bridges/{names.ident('everywhere')}/wanted"
    for wanted, state in (("pause", "paused"), ("run", "running"), ("drain", "stopped"), ("run", "running")):
        assert client.put(home, json={"wanted": wanted}).json() == {"done": True}
        wait_for(lambda state=state: {item["state"] for item in client.get("/bridges").json()["buses"]} == {state})
    publish(client, "out/1", "here")  # at the embedded broker
    wait_for(lambda: arrived(client) == ["here"])  # at the other one
    letters = client.get(f"/bridges/{names.ident('everywhere')}/dead-letters")
    assert letters.json() == {"letters": [], "cursor": 0, "reasons": {}, "total": 0}
    assert client.delete(f"/connections/{ident}").status_code == 200
    wait_for(lambda: client.get("/bridges").json()["buses"] == [])
