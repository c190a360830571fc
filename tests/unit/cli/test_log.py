"""`log`: messages of a folder, newest first or to a file; a folder in use or without a log is refused."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from eventscope.cli import log as module
from eventscope.core.errors import BadInput, Unavailable
from storing import Item, block, fill, opened, payloads


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "log"
    with opened(path) as log:
        fill(log, block([Item(b"t/%d" % (n % 3), b"=%d" % n) for n in range(2000)]))
    return path


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(module.app, [str(item) for item in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_search_prints_the_newest_first(folder: Path) -> None:
    out = run("search", "topic:t/0", "--log", folder, "-n", 3, "--json").stdout
    found: list[dict[str, Any]] = [json.loads(line) for line in out.splitlines()]
    assert [item["payload"] for item in found] == ["=1998", "=1995", "=1992"]
    assert found[0]["id"] == 1999


def test_search_in_words_tells_the_day(folder: Path) -> None:
    (line,) = run("search", "=77", "--log", folder, "-n", 1).stdout.splitlines()
    day, time, topic, payload = line.split(" ")
    assert (len(day), len(time), topic, payload) == (10, 12, "t/2", "=779")


def test_search_that_finds_nothing(folder: Path) -> None:
    with pytest.raises(Unavailable, match="No stored message"):
        run("search", "nowhere", "--log", folder)


def test_export_to_both_kinds_of_file(folder: Path, tmp_path: Path) -> None:
    done = run("export", tmp_path / "all.jsonl", "--log", folder, "--json")
    assert json.loads(done.stdout) == {"path": str(tmp_path / "all.jsonl"), "written": 2000, "scanned": 2000}
    lines = (tmp_path / "all.jsonl").read_text().splitlines()
    assert [json.loads(line)["payload"] for line in lines] == [f"={n}" for n in range(2000)]
    assert "667 messages written" in run("export", tmp_path / "some.csv", "topic:t/1", "--log", folder).stdout
    with (tmp_path / "some.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert (len(rows), rows[0]["payload"]) == (667, "'=1")


@pytest.mark.parametrize("name", ["x.txt", "x"])
def test_export_to_another_kind_of_file(folder: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match=r"\.jsonl or \.csv"):
        run("export", tmp_path / name, "--log", folder)


def test_what_is_wrong_is_said_before_anything_happens(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no message log"):
        run("search", "--log", tmp_path / "none")
    with pytest.raises(BadInput, match="needs a number"):
        run("export", tmp_path / "x.jsonl", "size>", "--log", folder)
    assert not (tmp_path / "x.jsonl").exists()


def test_a_log_in_use_is_left_alone(folder: Path) -> None:
    with opened(folder) as log:
        with pytest.raises(Unavailable, match="close it first"):
            run("search", "--log", folder)
        fill(log, block([b"on"]))
        assert payloads(log)[-1] == b"on"


def test_reading_forgets_nothing(folder: Path) -> None:
    before = sorted(item.name for item in folder.glob("*.segment"))
    run("search", "--log", folder)
    assert sorted(item.name for item in folder.glob("*.segment")) == before


def test_damage_is_told_and_the_rest_is_searched(folder: Path) -> None:
    (folder / "0000000000000009999.segment").write_bytes(b"no segment")
    result = run("search", "--log", folder, "-n", 1)
    assert "=1999" in result.stdout
    assert "cannot be read" in result.output
