"""`dlq`: what is listed, what is refused, and that changes reach the spool."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import bridgeruns
from eventscope.cli import bridgefile, dlq
from eventscope.core.deadletter import DeadLetter
from eventscope.core.errors import BadInput
from eventscope.engine.bridges.homes import Homes
from eventscope.store.spool import Spool
from eventscope.store.spoolrows import Corpse, Entry, Limits, as_it_came
from servers import wait_until

TEXT = bridgeruns.file(
    bridgeruns.connection("edge", "mqtt://127.0.0.1:1"),
    bridgeruns.connection("cloud", "mqtt://127.0.0.1:2"),
    bridgeruns.bridge("one", 'connection = "edge", filter = "a/#"', 'connection = "cloud", topic = "{topic}"'),
    bridgeruns.bridge("two", 'connection = "edge", filter = "b/#"', 'connection = "cloud", topic = "{topic}"'),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bridges.toml"
    path.write_text(TEXT)
    return path


def open_spool(file: Path, name: str = "one") -> Spool:
    folder = bridgefile.folder(file, None)
    with bridgefile.owned(folder, file) as install:
        home = Homes(folder, install).get(name)
        home.write()
    return Spool.open(home.folder, Limits(), lambda *_, **__: None)


def bury(file: Path, *payloads: bytes, name: str = "one", reason: str = "quota") -> None:
    spool = open_spool(file, name)
    spool.put([], corpses=[Corpse(Entry(0, b"a/1", payload), reason, "It is full.") for payload in payloads])
    spool.close()


def letters(file: Path) -> list[DeadLetter]:
    spool = open_spool(file)
    try:
        return spool.dead.page()
    finally:
        spool.close()


def run(command: str, file: Path, *more: object) -> str:
    result = CliRunner().invoke(dlq.app, [command, str(file), *map(str, more)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def objects(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines()]


def test_list_says_how_many_and_why(file: Path) -> None:
    bury(file, b"x", b"\x1b[2J", b"y" * 500)
    bury(file, b"late", reason="expired")
    printed = run("list", file, "--count", 2)
    assert "one: 4 dead letters (expired 1, quota 3)." in printed
    assert "two: 0 dead letters." in printed
    assert "2 more are not shown" in printed
    assert "\x1b" not in printed
    assert "route 1  quota  a/1  x" in printed
    assert "one: 1 dead letter of reason expired." in run("list", file, "--reason", "expired")
    assert "… (500 bytes)" in run("list", file)
    one, two = objects(run("list", file, "--json", "--reason", "expired"))
    assert (one["bridge"], one["total"], len(one["letters"]), two["total"]) == ("one", 4, 1, 0)


def test_export_has_all_of_them_byte_for_byte(file: Path, tmp_path: Path) -> None:
    bury(file, *(b"%d" % number for number in range(600)), b"\xff")
    found = objects(run("export", file))
    assert [item["payload-text"] for item in found[:-1]] == [str(number) for number in range(600)]
    assert (found[-1]["payload"], found[-1]["bridge"]) == ("/w==", "one")
    assert found[-1]["route"] == 1  # as `list` shows it, and as it is counted in figures and over HTTP
    assert "601 dead letters written" in run("export", file, "-o", tmp_path / "out")
    with pytest.raises(BadInput, match="could not be written"):
        run("export", file, "-o", tmp_path / "none" / "out")


def test_replay_as_it_is_and_changed(file: Path, tmp_path: Path) -> None:
    bury(file, b"1", b"2", b"3")
    first, second, _ = letters(file)
    (tmp_path / "new").write_bytes(b"\x00new")
    assert "one: 1 dead letter waits" in run("replay", file, "--bridge", "one", "--id", first.id)
    changed = ("--set-topic", "t", "--set-payload-file", tmp_path / "new")
    run("replay", file, "--bridge", "one", "--id", second.id, *changed)
    spool = open_spool(file)
    spool.listen(0, lambda: None)
    rows = wait_until(lambda: spool.take(0, 10))
    assert [(row.topic, row.payload) for row in rows] == [(b"a/1", b"1"), (b"t", b"\x00new")]
    assert (spool.figures().dead, spool.figures().error) == (1, 0)
    spool.close()
    assert objects(run("replay", file, "--all", "--json")) == [
        {"bridge": "one", "replayed": 1, "dead-again": 0}, {"bridge": "two", "replayed": 0, "dead-again": 0},
    ]  # fmt: skip


def test_what_dies_again_of_its_when_is_not_said_to_wait(file: Path, tmp_path: Path) -> None:
    to = 'to = { connection = "cloud", topic = "{topic}" }\n'
    way = f'[[bridge.route]]\n{to}when = "payload.total > 0"\non-error = "dead-letter"\n'
    file.write_text(TEXT.replace(to, way, 1))
    spool = open_spool(file)
    raw = [Entry(0, b"a/1", payload, order=as_it_came(0)) for payload in (b"{bad", b'{"total": 1}')]
    spool.put([], corpses=[Corpse(entry, "unreadable", "It is no JSON.") for entry in raw])
    spool.close()
    printed = run("replay", file, "--all")
    assert "one: 2 dead letters tried again: 1 died again at once, under a new id; see dlq list. The rest" in printed
    (left,) = letters(file)
    (tmp_path / "new").write_text('{"total": 7}')
    assert "one: 1 dead letter waits" in run(
        "replay", file, "--bridge", "one", "--id", left.id, "--set-payload-file", tmp_path / "new"
    )
    assert letters(file) == []


@pytest.mark.parametrize(
    ("command", "more", "words"),
    [
        ("replay", (), "Say which"),
        ("replay", ("--all", "--id", 1), "Say which"),
        ("replay", ("--id", 1), "name it with --bridge"),
        ("replay", ("--bridge", "one", "--id", 99), "one has no dead letter 99"),
        ("replay", ("--all", "--set-topic", "t"), "not --all"),
        ("replay", ("--bridge", "one", "--id", 1, "--set-topic", "a/#"), "only filters may"),
        ("replay", ("--bridge", "one", "--id", 1, "--set-payload-file", "/none/x"), "could not be read"),
        ("list", ("--bridge", "on"), "Did you mean 'one'"),
        ("purge", ("--all",), "add --yes"),
    ],
)
def test_what_is_refused_changes_nothing(file: Path, command: str, more: tuple[object, ...], words: str) -> None:
    bury(file, b"x")
    with pytest.raises(BadInput, match=words):
        run(command, file, *more)
    assert len(letters(file)) == 1


def test_purge(file: Path) -> None:
    bury(file, b"1", b"2")
    first, second = letters(file)
    assert "one: 1 dead letter thrown away." in run("purge", file, "--bridge", "one", "--id", first.id, "--yes")
    assert [letter.id for letter in letters(file)] == [second.id]


def test_a_person_is_asked_with_the_number(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(dlq, "_terminal", lambda: True)
    monkeypatch.setattr("typer.confirm", lambda words: asked.append(words) or False)
    bury(file, b"1", b"2")
    assert "one: 0 dead letters thrown away." in run("purge", file, "--all")
    assert asked == ["Throw 2 dead letters of 'one' away for good?"]
    assert len(letters(file)) == 2


@pytest.mark.parametrize(
    ("column", "value"),
    [("topic", "text"), ("payload", 7), ("route", "x"), ("died", b"\xff"), ("headers", 5), ("properties", "p"),
     ("source", b"\xff")],
)  # fmt: skip
@pytest.mark.parametrize("command", [("list",), ("list", "--json"), ("replay", "--all")])
def test_a_spool_that_somebody_else_wrote_into(
    file: Path, command: tuple[str, ...], column: str, value: object
) -> None:
    bury(file, b"1")
    (path,) = file.parent.rglob("bridge.spool")
    with closing(sqlite3.connect(path)) as foreign, foreign:
        foreign.execute(f"UPDATE dead SET {column} = ?", (value,))
    with pytest.raises(BadInput, match="holds values that Eventscope does not write") as caught:
        run(command[0], file, *command[1:])
    assert (caught.value.code, caught.value.params["path"]) == ("dead-foreign", path)
