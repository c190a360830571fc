"""Programs at work over a whole engine: publish, subscribe, pull, connections, brokers, figures, the demo."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from apiserving import Api, live, wait_for
from eventscope.core.verbs import StartApi, StopApi
from servers import free_port  # type: ignore[attr-defined]


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Api]:
    with live(tmp_path) as running:
        yield running


@pytest.fixture
def client(api: Api) -> Iterator[httpx.Client]:
    with api.client() as made:
        wait_for(lambda: _state(made, "t/#") == "granted")
        yield made


def _state(client: httpx.Client, filter_: str) -> str:
    listed = client.get("/subscriptions").json()["subscriptions"]
    return next((item["state"] for item in listed if item["filter"] == filter_), "")


def test_an_event_is_published_once_and_pulled(client: httpx.Client) -> None:
    event = {"topic": "t/1", "payload": '{"n": 1}', "qos": 1, "properties": {"content-type": "application/json"}}
    first = client.post("/publish?wait=10", json=event, headers={"Idempotency-Key": "k"})
    again = client.post("/publish?wait=10", json=event, headers={"Idempotency-Key": "k"})
    assert (first.status_code, again.status_code) == (202, 202)
    assert (first.json()["repeated"], again.json()["repeated"]) == (False, True)
    assert first.json()["receipt-id"] == again.json()["receipt-id"]
    assert first.json()["receipt"]["acknowledged"] >= first.json()["receipt"]["sent"]
    other = client.post("/publish", json={**event, "payload": "{}"}, headers={"Idempotency-Key": "k"})
    assert (other.status_code, other.json()["error"]["code"]) == (409, "key-used")
    pulled = client.get("/pull", params={"filter": "topic:t/#", "after": 0, "wait": 10}).json()
    assert [(m["topic"], m["payload"], m["qos"]) for m in pulled["messages"]] == [("t/1", '{"n": 1}', 1)]
    assert pulled["messages"][0]["properties"]["content-type"] == "application/json"
    assert pulled["messages"][0]["connection"] == "embedded"
    assert (pulled["cursor"], pulled["more"], pulled["missed"]) == (1, False, 0)
    receipt = client.get(f"/receipts/{first.json()['receipt-id']}").json()
    assert receipt["receivers"] == 1
    assert client.get("/receipts?max=5").json()["receipts"] == [receipt]
    assert client.get("/receipts/77").status_code == 404


def test_a_pull_waits_for_what_comes(api: Api, client: httpx.Client) -> None:
    found: list[Any] = []

    def wait() -> None:
        with api.client("read") as own:
            found.append(own.get("/pull", params={"filter": "topic:t/wanted", "wait": 30}).json())

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert api.engine is not None
    engine = api.engine
    wait_for(lambda: engine.finder._waiting)
    client.post("/publish", json={"topic": "t/other", "payload": "1"})
    client.post("/publish", json={"topic": "t/wanted", "payload": "2"})
    waiting.join(20)
    assert [m["payload"] for m in found[0]["messages"]] == ["2"]


def test_who_goes_away_waits_no_longer(api: Api, client: httpx.Client) -> None:
    assert api.engine is not None
    engine = api.engine
    with pytest.raises(httpx.ReadTimeout):
        client.get("/pull", params={"wait": 60}, timeout=httpx.Timeout(10, read=0.3))
    wait_for(lambda: not engine.finder._waiting)


def test_paging_reaches_everything_both_ways_and_bytes_stay_bytes(api: Api, client: httpx.Client) -> None:
    job = client.post(
        "/publish", json={"topic": "t/n", "payload": "{{ seq }}", "template": True, "repeat": 25, "every-ms": 1}
    )
    assert job.json()["job"] == 1
    wait_for(lambda: client.get("/figures").json()["counts"]["stored"] == 25)
    assert client.delete("/jobs/1").json() == {"done": True}
    seen, after = [], 0
    while True:
        page = client.get("/messages", params={"after": after, "max": 10}).json()
        seen += [int(m["payload"]) for m in page["messages"]]
        after = page["cursor"]
        if not page["more"]:
            break
    assert seen == list(range(1, 26))
    newest = client.get("/messages", params={"max": 3}).json()
    assert [m["payload"] for m in newest["messages"]] == ["25", "24", "23"]
    older = client.get("/messages", params={"max": 2, "before": newest["cursor"]}).json()
    assert [m["payload"] for m in older["messages"]] == ["22", "21"]
    client.post("/publish", json={"topic": "t/b", "payload": "ff00", "kind": "hex", "stamp": False})
    wait_for(lambda: client.get("/figures").json()["newest"] == 26)
    assert client.get("/messages/26").json()["payload"] == {"base64": "/wA="}
    whole = client.get("/messages/26/payload")
    assert (whole.content, whole.headers["content-type"]) == (b"\xff\x00", "application/octet-stream")
    assert client.get("/messages", params={"filter": "topic:t/b"}).json()["messages"][0]["id"] == 26
    assert client.get("/messages", params={"filter": "/(/"}).json()["error"]["code"]
    searched = client.get("/messages", params={"filter": "/^7$/", "look": 5}).json()
    assert [m["payload"] for m in searched["messages"]] == ["7"]
    lines = client.get("/messages/export", params={"filter": "topic:t/n"}).text.splitlines()
    assert [json.loads(line)["payload"] for line in lines] == [str(n) for n in range(1, 26)]
    table = client.get("/messages/export", params={"form": "csv"})
    assert table.headers["content-type"].startswith("text/csv")
    assert table.text.count("\r\n") == 27
    assert client.get("/messages/export", params={"filter": "/(/"}).json()["error"]["code"] == "filter-regex"
    assert client.delete("/messages").json() == {"done": True}
    assert client.get("/messages").json()["messages"] == []
    assert client.get("/messages/26").status_code == 404
    client.post("/publish", json={"topic": "t/c"})
    after_the_gap = client.get("/pull?after=20&wait=10").json()
    assert ([m["id"] for m in after_the_gap["messages"]], after_the_gap["missed"]) == ([27], 6)


def test_a_webhook_address_has_no_path_of_websockets(client: httpx.Client) -> None:
    wanted = {"name": "Hook", "scheme": "http", "port": 8090, "connect": False}
    made = client.post("/connections", json=wanted).json()
    assert made["path"] == "/"
    assert client.post("/connections", json={**wanted, "name": "Other", "path": "/in"}).json()["path"] == "/in"
    moved = client.patch(f"/connections/{made['id']}", json={"scheme": "ws", "connect": False}).json()
    assert moved["path"] == "/mqtt"


def test_connections_come_and_go_and_their_secrets_stay(api: Api, client: httpx.Client) -> None:
    port = free_port()
    wanted = {
        "name": "Edge", "port": port, "user": "u", "password": "secret-1", "connect": False, "keep-alive": 5,
        "websocket-headers": [["Authorization", "secret-2"]], "will": {"topic": "gone", "payload": "x", "qos": 1},
    }  # fmt: skip
    made = client.post("/connections", json=wanted)
    assert made.status_code == 201
    ident = made.json()["id"]
    assert (made.json()["has-password"], made.json()["keep-alive"], made.json()["port"]) == (True, 5, port)
    assert made.json()["will"] == {"topic": "gone", "qos": 1, "retain": False, "delay": 0}
    changed = client.patch(f"/connections/{ident}", json={"keep-alive": 7, "connect": False}).json()
    assert (changed["keep-alive"], changed["name"], changed["has-password"]) == (7, "Edge", True)
    assert changed["will"] is not None
    listed = client.get("/connections").text + client.get(f"/connections/{ident}").text + client.get("/state").text
    assert "secret" not in listed
    assert api.engine is not None
    assert api.engine.links.get(ident).websocket_headers == (("Authorization", "secret-2"),)
    assert client.put(f"/connections/{ident}/subscriptions", json={"filter": "a/+", "qos": 2}).json() == {"done": True}
    assert _state(client, "a/+") == "wanted"
    assert client.put(f"/connections/{ident}/subscriptions", json={"filter": "a/#/b"}).status_code == 409
    assert client.request("DELETE", f"/connections/{ident}/subscriptions", params={"filter": "b"}).status_code == 404
    assert client.request("DELETE", f"/connections/{ident}/subscriptions", params={"filter": "a/+"}).status_code == 200
    assert client.post(f"/connections/{ident}/connect").json() == {"done": True}
    wait_for(lambda: client.get(f"/connections/{ident}").json()["link"]["state"] == "waiting")
    assert client.post(f"/connections/{ident}/disconnect").json() == {"done": True}
    published = client.post("/publish", json={"topic": "t", "connection": ident})
    assert (published.status_code, published.json()["error"]["code"]) == (409, "disconnected")
    assert client.delete(f"/connections/{ident}").json() == {"done": True}
    for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/connect"), ("POST", "/disconnect")):
        assert client.request(method, f"/connections/{ident}{path}").status_code == 404
    assert client.delete("/connections/embedded").status_code == 409


@pytest.mark.parametrize(
    "body",
    [{"tls": {"ca-file": "x"}}, {"tls": {"insecure": True}}, {"host": "a b"}, {"host": ""}, {"port": 0}, {"path": "x"},
     {"keep_alive": 5}, {"scheme": "file"}],
)  # fmt: skip
def test_no_file_and_nothing_insecure_through_the_api(client: httpx.Client, body: dict[str, Any]) -> None:
    assert client.post("/connections", json=body).status_code == 422
    assert client.post("/publish", json={"topic": "t", "kind": "file", "payload": "x"}).status_code == 422


def test_the_broker_from_the_inside(client: httpx.Client) -> None:
    for topic in ("lamp/1", "lamp/2", "door"):
        client.post(
            "/publish?wait=10", json={"topic": topic, "payload": "on", "kind": "text", "qos": 1, "retain": True}
        )
    home = "/brokers/embedded"
    assert client.get("/brokers").json()["brokers"][0]["running"] is True
    assert [c["connected"] for c in client.get(home + "/clients").json()["clients"]] == [True]
    assert client.get(home + "/sessions").json()["clients"] == []
    assert [s["filter"] for s in client.get(home + "/subscriptions").json()["subscriptions"]] == ["t/#"]
    queues = wait_for(lambda: (found := client.get(home + "/queues").json()).get("clients") and found)
    assert [c["queued"] for c in queues["clients"]] == [0]
    kept = client.get(home + "/retained", params={"prefix": "lamp/"}).json()
    assert sorted(item["topic"] for item in kept["retained"]) == ["lamp/1", "lamp/2"]
    assert (kept["retained"][0]["payload"], kept["more"]) == ("on", False)
    assert client.get(home + "/retained?max=2").json()["more"] is True
    clear = home + "/retained/clear"
    assert client.post(clear, json={"prefix": "lamp/", "expected": 1}).json()["error"]["code"] == "not-expected"
    assert client.post(clear, json={}).status_code == 409
    assert client.post(clear, json={"prefix": "lamp/", "expected": 2}).json() == {"count": 2}
    assert client.post(clear, json={"topics": ["door", "nowhere"]}).json() == {"count": 1}
    assert client.get(home + "/retained").json()["count"] == 0
    assert client.post(home + "/stop").json()["running"] is False
    stopped = client.get(home + "/clients")
    assert (stopped.status_code, stopped.json()["error"]["code"]) == (503, "broker-down")
    assert client.get(home + "/queues").status_code == 503
    assert client.post(home + "/start").json()["running"] is True


def test_figures_and_curves(client: httpx.Client) -> None:
    client.post("/publish?wait=10", json={"topic": "t/1", "qos": 1})
    found = wait_for(lambda: (f := client.get("/figures").json())["counts"]["stored"] == 1 and f)
    assert found["log-limit"] > 0
    assert {"throughput-msgs-s", "utilisation", "queue-depth-measured", "queue-depth-little", "headroom"} <= set(found)
    assert client.get("/figures/streams").json()["streams"][0]["received"] == 1
    chart = client.get("/figures/chart", params={"names": ["latency.*", "queue.*"], "heat": True, "width": 50}).json()
    names = {line["name"] for line in chart["curves"]}
    assert "latency.p50" in names
    assert not [name for name in names if name.startswith("throughput")]
    assert chart["heat"] is None or len(chart["heat"]["cells"]) == len(chart["heat"]["times"])


def test_topics_are_ranked(client: httpx.Client) -> None:
    for topic in ("t/a/1", "t/a/1", "t/b", "t/a/2"):
        event = {"topic": topic, "payload": "12345", "qos": 1, "stamp": False}
        assert client.post("/publish?wait=10", json=event).status_code == 202
    wait_for(lambda: client.get("/figures").json()["counts"]["stored"] == 4)
    found = client.get("/topics", params={"by": "count", "max": 1}).json()
    (first,) = found["places"]
    assert (first["topic"], first["below"], first["traffic"]["count"], first["share"]) == ("t/a/1", False, 2, 0.5)
    assert (found["total"]["count"], found["rest"]["count"], found["more"], found["nameless"]) == (4, 2, 2, 0)
    joined = client.get("/topics", params={"by": "size", "levels": 2}).json()["places"]
    assert [(item["topic"], item["below"], item["topics"]) for item in joined] == [("t/a", True, 2), ("t/b", False, 1)]
    assert client.get("/topics", params={"by": "speed"}).status_code == 422
    assert client.get("/topics", params={"levels": 17}).status_code == 422


def test_the_demo_runs_when_asked(client: httpx.Client) -> None:
    assert client.put("/demo", json={"running": True}).json() == {"running": True}
    wait_for(lambda: client.get("/brokers/embedded/clients").json()["clients"][3:])
    assert client.get("/state").json()["demo"] is True
    assert client.put("/demo", json={"running": False}).json() == {"running": False}
    assert client.get("/state").json()["demo"] is False


def test_its_description_is_openapi_3_1_with_examples(client: httpx.Client) -> None:
    found = client.get("/openapi.json").json()
    assert found["openapi"].startswith("3.1")
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            where = f"{method} {path}"
            assert operation["description"], where
            for kind in operation.get("requestBody", {}).get("content", {}).values():
                assert _has_example(kind, found), where
            good = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
            assert all(_has_example(kind, found) for kind in good["content"].values()), where
    assert json.dumps(found)


def _has_example(kind: dict[str, Any], description: dict[str, Any]) -> bool:
    name = kind.get("schema", {}).get("$ref", "").rsplit("/", 1)[-1]
    shape = description["components"]["schemas"].get(name, {})
    return bool("example" in kind or "examples" in kind or shape.get("examples"))


def test_the_api_ends_with_the_engine_and_long_polls_with_it(api: Api, client: httpx.Client) -> None:
    answers: list[int] = []

    def wait() -> None:
        with api.client() as own:
            answers.append(own.get("/pull", params={"wait": 60}).status_code)

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert api.engine is not None
    engine = api.engine
    wait_for(lambda: engine.finder._waiting)

    def do(verb: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(engine.do(verb), engine.finder._loop).result(20)

    assert do(StartApi()).url == api.url
    do(StopApi())
    waiting.join(10)
    assert answers == [503]
    with pytest.raises(httpx.ConnectError):
        client.get("/health")
    again = do(StartApi())
    assert json.loads(Path(again.token_file).read_text())["token"] != api.token()
