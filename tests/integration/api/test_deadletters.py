"""Dead letters through the API: byte for byte, page by page, and nothing is thrown away by mistake."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from apiserving import FakeEngine, served
from busfakes import NAME, SPEC, letter, page_of
from eventscope.api.names import ident
from eventscope.core import verbs
from eventscope.core.deadletter import DeadEdit
from eventscope.core.verbs import State
from eventscope.core.workspace import Connection, Settings, Workspace
from eventscope.store import spooldead

HOME = f"/bridges/{ident(NAME)}/dead-letters"
CONNECTIONS = (Connection("c1", "edge"), Connection("c2", "all", "bus", members=("c1",)))
STATE = State(Workspace(connections=CONNECTIONS, bridges=(SPEC,)), "", False, Settings(), (), (), None, "", "0")
LETTERS = [letter(n) for n in range(1, 601)]


def paged(verb: verbs.GetDeadLetters) -> Any:
    return page_of(LETTERS, verb.after, verb.count)


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine({verbs.GetState: STATE, verbs.GetDeadLetters: paged, verbs.ReplayDead: 2, verbs.PurgeDead: 600})


@pytest.fixture
def client(tmp_path: Path, engine: FakeEngine) -> Iterator[httpx.Client]:
    with served(tmp_path, engine.do) as running, running.client() as made:
        yield made


def test_pages_and_their_cursor(client: httpx.Client, engine: FakeEngine) -> None:
    first = client.get(HOME, params={"max": 2}).json()
    assert (len(first["letters"]), first["cursor"], first["total"]) == (2, 2, 600)
    shown = first["letters"][0]
    assert (shown["topic"], shown["key"], shown["route"]) == ("orders/7/created", {"base64": "/w=="}, 1)
    assert shown["headers"] == [["h", None], ["x", {"base64": "/g=="}]]
    assert shown["errors"] == [{"at-ns": 15, "reason": "too_large", "words": "It is too large."}]
    assert client.get(HOME, params={"after": first["cursor"], "max": 1}).json()["letters"][0]["id"] == 3
    client.get(HOME, params={"route": 2, "reason": "loop"})
    assert engine.of(verbs.GetDeadLetters)[-1] == verbs.GetDeadLetters(NAME, 0, 100, 1, "loop")


def test_the_letters_of_a_bus_are_found_by_its_name(client: httpx.Client, engine: FakeEngine) -> None:
    assert client.get(f"/bridges/{ident('all')}/dead-letters").status_code == 200
    assert engine.of(verbs.GetDeadLetters)[-1].bridge == "all"
    assert client.get(f"/bridges/{ident('edge')}/dead-letters").status_code == 404


def test_the_export_is_what_the_command_line_writes(client: httpx.Client, engine: FakeEngine) -> None:
    answer = client.get(HOME + "/export")
    assert answer.headers["content-type"] == "application/jsonl"
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert lines == [{"bridge": NAME, **json.loads(spooldead.as_json(item))} for item in LETTERS]
    assert len(engine.of(verbs.GetDeadLetters)) == 4  # 256 at a time, and one that is empty


def test_replay_edited_or_all(client: httpx.Client, engine: FakeEngine) -> None:
    edit = {"topic": "orders/7/mended", "payload": {"base64": "/w=="}}
    assert client.post(HOME + "/replay", json={"ids": [1, 2], "edit": edit}).json() == {"count": 2}
    assert engine.of(verbs.ReplayDead)[-1] == verbs.ReplayDead(NAME, (1, 2), DeadEdit(b"orders/7/mended", b"\xff"))
    client.post(HOME + "/replay", json={"all": True})
    assert engine.of(verbs.ReplayDead)[-1] == verbs.ReplayDead(NAME, None)
    assert client.post(HOME + "/replay", json={"ids": [1], "edit": {"topic": "a/#"}}).status_code == 409


@pytest.mark.parametrize("body", [{}, {"ids": [], "all": False}, {"ids": [1], "all": True}])
def test_what_is_meant_must_be_said(client: httpx.Client, engine: FakeEngine, body: dict[str, Any]) -> None:
    for what in ("replay", "purge"):
        assert client.post(f"{HOME}/{what}", json=body).json()["error"]["code"] == "ids-or-all"
    assert engine.of(verbs.PurgeDead) == []


def test_purge_counts_first_when_asked(client: httpx.Client, engine: FakeEngine) -> None:
    wrong = client.post(HOME + "/purge", json={"all": True, "expected": 5})
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (409, "not-expected-dead")
    assert "600" in wrong.json()["error"]["words"]
    assert engine.of(verbs.PurgeDead) == []
    assert client.post(HOME + "/purge", json={"all": True, "expected": 600}).json() == {"count": 600}
    assert engine.of(verbs.PurgeDead) == [verbs.PurgeDead(NAME, None)]
