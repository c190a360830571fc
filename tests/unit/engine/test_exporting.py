from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from eventscope.core import query
from eventscope.core.errors import BadInput, Unavailable
from eventscope.engine import exporting
from eventscope.engine.exporting import Export, write
from eventscope.store.log import Log
from storing import Item, block, fill, opened


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with opened(tmp_path / "log") as made:
        fill(made, *(block([Item(b"t/%d" % (n % 2), b"%d" % n) for n in range(at, at + 700)]) for at in (0, 700)))
        yield made


def export(log: Log, text: str = "") -> Export:
    return Export(log, query.compile(text, 0), "jsonl", {0: "edge"})


def payloads(text: str) -> list[int]:
    return [int(json.loads(line)["payload"]) for line in text.splitlines()]


def test_everything_oldest_first(log: Log) -> None:
    made = export(log)
    pieces = list(made.pieces())
    assert payloads("".join(pieces)) == list(range(1400))
    assert max(piece.count("\n") for piece in pieces) <= exporting.SLICE
    assert (made.scanned, made.total, made.written) == (1400, 1400, 1400)
    assert json.loads(pieces[1].splitlines()[0])["connection"] == "edge"


def test_what_matches_a_filter(log: Log) -> None:
    made = export(log, "topic:t/1")
    assert payloads("".join(made.pieces())) == list(range(1, 1400, 2))
    assert (made.scanned, made.written) == (1400, 700)


def test_what_comes_after_the_start_is_left_out(log: Log) -> None:
    made = export(log)
    fill(log, block([b"1400"]))
    assert payloads("".join(made.pieces())) == list(range(1400))


def test_an_empty_log(tmp_path: Path) -> None:
    with opened(tmp_path) as log:
        assert "".join(export(log).pieces()) == ""


def test_what_is_forgotten_meanwhile_ends_it_in_order(log: Log) -> None:
    made = export(log)
    pieces = made.pieces()
    next(pieces)
    log.clear()
    assert "".join(pieces) == ""
    assert made.scanned == made.total


def test_a_file(log: Log, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    turns = write(export(log), path)
    next(turns)
    assert path.read_text() == "", "nobody takes a half for the whole"
    for _ in turns:
        pass
    assert payloads(path.read_text()) == list(range(1400))
    with pytest.raises(BadInput, match="already"):
        list(write(export(log), path))
    assert payloads(path.read_text()) == list(range(1400))


def test_closed_before_its_end_it_leaves_nothing(log: Log, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    with closing(write(export(log), folder / "out.jsonl")) as turns:
        next(turns)
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_not_there(log: Log, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="could not be written"):
        list(write(export(log), tmp_path / "no" / "out.jsonl"))
