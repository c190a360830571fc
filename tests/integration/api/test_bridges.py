"""Bridges through the API: what comes in reaches the engine as the file would say it, what goes out is the file's."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from apiserving import Api, FakeEngine, served
from busfakes import EDGE, FIGURES, NAME, SPEC
from eventscope.api.names import ident
from eventscope.base import paths
from eventscope.core import busfile, busjson, verbs
from eventscope.core.bus import BusMessage, Exit, Outgoing
from eventscope.core.drystep import Step
from eventscope.core.errors import BadInput, Refused
from eventscope.core.note import Note
from eventscope.core.verbs import BusState, State
from eventscope.core.workspace import Connection, Settings, Workspace

BUS = Connection("b", "all", scheme="bus")
STATE = State(Workspace(connections=(BUS,), bridges=(SPEC,)), "", False, Settings(), (), (), None, "", "0")
HOME = f"/bridges/{ident(NAME)}"
GIVEN = {
    "name": NAME,
    "from": {"connection": "edge", "filter": "orders/+/created"},
    "to": {"connection": "stream", "topic": "orders.{2}"},
}


@pytest.fixture
def engine() -> FakeEngine:
    bus = replace(FIGURES, name="edge", bus="all")
    return FakeEngine(
        {
            verbs.GetBus: BusState((SPEC,), (FIGURES, bus), (Note("a-note", "a {what}", {"what": "note"}),)),
            verbs.CheckBridge: (),
            verbs.SaveBridge: (Note("mind", "mind this"),),
            verbs.RemoveBridge: None,
            verbs.SetBridge: None,
            verbs.GetState: STATE,
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


def test_the_list_has_ids_that_can_stand_in_an_address(client: httpx.Client) -> None:
    found = client.get("/bridges").json()
    assert found["notes"] == ["a note"]
    assert [(item["name"], item["bus"]) for item in found["buses"]] == [("edge", "all")]
    (saved,) = found["bridges"]
    assert saved["id"] == ident(NAME)
    assert saved == client.get(HOME).json()
    assert saved["bridge"]["from"]["filter"] == "orders/+/created"
    assert saved["bridge"]["route"][0]["to"]["allow-dollar"] is False
    assert saved["bridge"]["queue"]["when-full"] == "block"
    told = busjson.bridge(FIGURES)
    assert {key: saved["figures"][key] for key in told if key not in ("source", "routes", "ack-lag")} == {
        key: value for key, value in told.items() if key not in ("source", "routes", "ack-lag")
    }
    assert saved["figures"]["routes"][0]["latency"]["p50-ns"] == EDGE.latency.p50
    assert saved["figures"]["routes"][0]["latency"]["p99-ns"] is None
    assert client.get(HOME + "/figures").json() == saved["figures"]


@pytest.mark.parametrize(
    "file", sorted((paths.resources() / "samples" / "bridges").glob("*-to-*.toml")), ids=lambda p: p.stem
)
def test_a_bridge_of_a_sample_file_is_understood_as_the_file_is(
    client: httpx.Client, engine: FakeEngine, file: Path
) -> None:
    text = file.read_text(encoding="utf-8")
    for table, spec in zip(tomllib.loads(text)["bridge"], busfile.read_bus(text).bridges, strict=True):
        answer = client.post("/bridges/check", json=table)
        assert answer.status_code == 200, answer.text
        assert engine.of(verbs.CheckBridge)[-1].bridge == spec
        engine.answers[verbs.GetBus] = BusState((spec,), (), ())
        told = client.get(f"/bridges/{ident(spec.name)}").json()["bridge"]
        client.post("/bridges/check", json=told)  # what comes out can go in
        assert engine.of(verbs.CheckBridge)[-1].bridge == spec


@pytest.mark.parametrize(
    ("more", "where"),
    [({"when_full": 1}, "body"), ({"queue": {"when-full": "never"}}, "body.queue.when-full"),
     ({"mode": "p2p"}, "body.mode"), ({"from": {"connection": "edge", "begin": "middle"}}, "body.from.begin"),
     ({"tries": 1.5}, "body.tries"),
     ({"to": {"topic": "x"}}, "body.to.connection")],
)  # fmt: skip
def test_what_is_wrong_is_named_by_its_place(client: httpx.Client, more: dict[str, Any], where: str) -> None:
    answer = client.post("/bridges", json={**GIVEN, **more})
    assert answer.status_code == 422
    assert answer.json()["error"]["where"] == [where]


def test_an_unknown_key_is_named_with_the_nearest_known_one(client: httpx.Client) -> None:
    answer = client.post("/bridges", json={**GIVEN, "from": {"connection": "edge", "filtr": "x"}}).json()["error"]
    assert answer["where"] == ["body.from"]
    assert answer["words"].endswith("json: the key 'filtr' is unknown. Did you mean 'filter'?")


@pytest.mark.parametrize(
    "more", [{"route": [{"to": GIVEN["to"]}]}, {"to": None}, {"queue": {"bytes": "much"}}, {"queue": {"bytes": "5 XB"}}]
)
def test_what_contradicts_itself(client: httpx.Client, more: dict[str, Any]) -> None:
    assert client.post("/bridges", json={**GIVEN, **more}).status_code == 409


def test_save_change_and_remove(client: httpx.Client, engine: FakeEngine) -> None:
    made = client.post("/bridges", json={**GIVEN, "queue": {"bytes": "1 MB"}, "delivery": "effectively-once"})
    assert (made.status_code, made.json()) == (201, {"id": ident(NAME), "notes": ["mind this"], "repeated": False})
    saved = engine.of(verbs.SaveBridge)[-1]
    assert (saved.before, saved.bridge.queue.bytes, saved.bridge.source.qos) == ("", 1_000_000, 2)
    changed = client.put(HOME, json={**GIVEN, "name": "other", "tries": 5.0}).json()
    assert changed["id"] == ident("other")
    assert (engine.of(verbs.SaveBridge)[-1].before, engine.of(verbs.SaveBridge)[-1].bridge.tries) == (NAME, 5)
    assert client.put("/bridges/nobody-1a2b3c4d", json=GIVEN).status_code == 404
    assert client.delete(HOME).json() == {"done": True}
    assert client.delete(HOME + "?force=true").status_code == 200
    assert engine.of(verbs.RemoveBridge) == [verbs.RemoveBridge(NAME), verbs.RemoveBridge(NAME, True)]


def test_an_idempotency_key_saves_once(client: httpx.Client, engine: FakeEngine) -> None:
    first, second = (client.post("/bridges", json=GIVEN, headers={"Idempotency-Key": "k1"}) for _ in range(2))
    assert (first.json()["repeated"], second.json()["repeated"]) == (False, True)
    assert len(engine.of(verbs.SaveBridge)) == 1
    other = client.post("/bridges", json={**GIVEN, "tries": 3}, headers={"Idempotency-Key": "k1"})
    assert other.json()["error"]["code"] == "key-used"


@pytest.mark.parametrize("wanted", ["run", "pause", "drain", "stop"])
def test_what_is_wanted_of_it(client: httpx.Client, engine: FakeEngine, wanted: str) -> None:
    assert client.put(HOME + "/wanted", json={"wanted": wanted}).json() == {"done": True}
    assert engine.of(verbs.SetBridge) == [verbs.SetBridge(NAME, wanted)]  # type: ignore[arg-type]
    assert client.put(HOME + "/wanted", json={"wanted": "restart"}).status_code == 422


def test_a_bus_is_run_and_drained_like_a_bridge(client: httpx.Client, engine: FakeEngine) -> None:
    assert client.put(f"/bridges/{ident('all')}/wanted", json={"wanted": "drain"}).json() == {"done": True}
    assert engine.of(verbs.SetBridge) == [verbs.SetBridge("all", "drain")]
    assert client.put("/bridges/nobody-1a2b3c4d/wanted", json={"wanted": "drain"}).status_code == 404


def test_a_refusal_says_why_and_does_not_repeat_what_was_sent(client: httpx.Client, engine: FakeEngine) -> None:
    engine.answers[verbs.SaveBridge] = BadInput("bridge-cycle", "A cycle: {path}.", path="canary", cycle="x")
    answer = client.post("/bridges", json=GIVEN)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "bridge-cycle")
    assert "canary" not in answer.text
    engine.answers[verbs.RemoveBridge] = Refused("bridge-holds", "It holds {count} messages.", count=7)
    assert client.delete(HOME).json()["error"]["words"] == "It holds 7 messages."


def test_a_dry_run_of_given_and_of_saved(client: httpx.Client, engine: FakeEngine) -> None:
    message = BusMessage("mqtt", b"orders/7/created", b"\xff")
    properties = b"&\x00\x01a\x00\x01b"
    out = Outgoing(0, "orders.7", None, b"7", ((b"es-hops", b"1"), (b"none", None)), properties=properties)
    engine.answers[verbs.DryRunBridge] = (
        Step(NAME, 1, message, (out,), (Exit(None, "filtered", "No when held.", True),)),
    )
    tried = {"topic": "orders/7/created", "payload": {"base64": "/w=="}, "user": [["a", "b"]], "headers": [["h", None]]}
    found = client.post(HOME + "/dry-run", json={"messages": [tried], "stored": [3]})
    assert found.status_code == 200, found.text
    asked = engine.of(verbs.DryRunBridge)[-1]
    assert (asked.bridge, asked.messages) == (SPEC, (3,))
    assert json.loads(asked.lines[0])["payload_base64"] == "/w=="
    assert found.json()["steps"] == [
        {
            "message": 1,
            "topic": "orders/7/created",
            "out": [{"route": 1, "topic": "orders.7", "payload": None, "key": "7", "qos": 0, "retain": False,
                     "headers": [["es-hops", "1"], ["none", None]], "user": [["a", "b"]]}],
            "exits": [{"route": None, "reason": "filtered", "words": "No when held.", "dead-letter": True}],
        }
    ]  # fmt: skip
    new = client.post("/bridges/dry-run", json={"bridge": {**GIVEN, "name": "new"}, "messages": [tried]})
    assert new.status_code == 200
    assert engine.of(verbs.DryRunBridge)[-1].bridge.name == "new"
    bad = client.post(HOME + "/dry-run", json={"messages": [{"topic": {"base64": "!"}}]})
    assert bad.json()["error"]["code"] == "bad-base64"
    many = client.post(HOME + "/dry-run", json={"messages": [tried] * 200, "stored": [1] * 200})
    assert many.json()["error"]["code"] == "many-messages"


def test_the_lines_of_a_dry_run_are_read_by_the_core(client: httpx.Client, engine: FakeEngine) -> None:
    from eventscope.core import dryrun

    engine.answers[verbs.DryRunBridge] = ()
    tried = {
        "topic": "a/b", "payload": None, "key": "k", "headers": [["h", "v"]], "qos": 2, "retain": True,
        "content-type": "t", "response-topic": "r", "user": [["n", "v"], ["n", "v"]],
    }  # fmt: skip
    client.post(HOME + "/dry-run", json={"messages": [tried]})
    (line,) = engine.of(verbs.DryRunBridge)[-1].lines
    message = dryrun.read(line, 1, "mqtt")
    assert (message.topic, message.payload, message.key, message.qos, message.retain) == (b"a/b", None, b"k", 2, True)
    assert message.headers == ((b"h", b"v"),)
    assert message.properties.count(b"&\x00\x01n\x00\x01v") == 2


@pytest.mark.parametrize(
    ("path", "status"),
    [("nobody-1a2b3c4d", 404), ("orders%2Fto%2Fkafka", 404), ("..%2f..%2fetc", 404), ("a.b", 422), ("a_b", 422),
     ("x" * 81, 422), ("orders%20to%20kafka", 404)],
)  # fmt: skip
def test_only_ids_name_a_bridge(client: httpx.Client, engine: FakeEngine, path: str, status: int) -> None:
    for method, rest in (("GET", ""), ("DELETE", ""), ("GET", "/figures"), ("GET", "/dead-letters")):
        engine.answers[verbs.GetState] = STATE
        assert client.request(method, f"/bridges/{path}{rest}").status_code == status
    assert engine.of(verbs.RemoveBridge) == []


def test_each_change_is_in_the_audit_log(api: Api, client: httpx.Client) -> None:
    client.post("/bridges", json=GIVEN)
    client.put(HOME + "/wanted", json={"wanted": "pause"})
    actions = [(line["action"], line["target"], line["result"]) for line in api.lines()]
    assert actions == [
        ("POST /bridges", "", "201"),
        ("PUT /bridges/{bridge}/wanted", ident(NAME), "200"),
    ]
