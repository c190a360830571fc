from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from eventscope.core.errors import BadInput
from eventscope.core.news import ExportNews, News, Notice
from eventscope.core.verbs import ExportMessages
from eventscope.engine import exports as module
from eventscope.engine.exporting import Export
from eventscope.engine.exports import Exports
from eventscope.engine.feed import Feed
from storing import counted, fill, opened, wait_for


class Bench:
    def __init__(self, log: Any) -> None:
        self.told: list[ExportNews] = []
        self.notices: list[str] = []
        feed = Feed()
        feed.listen(self._hear)
        self.exports = Exports(log, feed, dict)

    def _hear(self, item: News) -> None:
        if isinstance(item, Notice):
            self.notices.append(item.words)
        else:
            assert isinstance(item, ExportNews)
            self.told.append(item)

    def ended(self, export: int) -> ExportNews:
        def end() -> list[ExportNews]:
            return [item for item in self.told if item.export == export and not item.running]

        wait_for(end)
        (last,) = end()
        return last


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.setattr(module, "PERIOD", 0)
    with opened(tmp_path / "log") as log:
        fill(log, counted(0, 3000))
        made = Bench(log)
        yield made
        made.exports.close()


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Exports that stop before their second piece until this is set."""
    go, pieces = threading.Event(), Export.pieces

    def slow(self: Export) -> Iterator[str]:
        for number, piece in enumerate(pieces(self)):
            yield piece
            if number == 1:
                go.wait(20)

    monkeypatch.setattr(Export, "pieces", slow)
    yield go
    go.set()


def test_it_writes_and_tells_how_far_it_is(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    ident = bench.exports.start(ExportMessages(str(path), "csv", "-2999"))
    last = bench.ended(ident)
    assert (last.scanned, last.total, last.written, last.failed, last.stopped) == (3000, 3000, 2999, "", False)
    assert path.read_text().count("\n") == 3000
    wait_for(lambda: bench.notices == [f"2,999 messages were written to {path}."])
    told = [item.scanned for item in bench.told]
    assert told == sorted(told)
    assert len(set(told)) > 3


def test_it_can_be_stopped(bench: Bench, tmp_path: Path, held: threading.Event) -> None:
    path = tmp_path / "out.jsonl"
    ident = bench.exports.start(ExportMessages(str(path)))
    wait_for(lambda: bench.told)
    bench.exports.stop(ident)
    held.set()
    last = bench.ended(ident)
    assert (last.stopped, path.exists()) == (True, False)
    assert last.scanned < last.total
    bench.exports.stop(99)


def test_the_end_of_the_engine_stops_it(bench: Bench, tmp_path: Path, held: threading.Event) -> None:
    path = tmp_path / "out.jsonl"
    bench.exports.start(ExportMessages(str(path)))
    wait_for(lambda: bench.told)
    threading.Timer(0.05, held.set).start()
    bench.exports.close()
    assert not path.exists()


def test_two_at_once(bench: Bench, tmp_path: Path, held: threading.Event) -> None:
    first, _ = (bench.exports.start(ExportMessages(str(tmp_path / f"{n}.jsonl"))) for n in range(2))
    with pytest.raises(BadInput, match="2 exports"):
        bench.exports.start(ExportMessages(str(tmp_path / "3.jsonl")))
    held.set()
    bench.ended(first)
    wait_for(lambda: not any(item.thread.is_alive() for item in bench.exports._running.values()))
    bench.ended(bench.exports.start(ExportMessages(str(tmp_path / "3.jsonl"))))


@pytest.mark.parametrize(("path", "text", "code"), [("log", "", "file-exists"), ("new", "size>", "filter-number")])
def test_what_cannot_begin(bench: Bench, tmp_path: Path, path: str, text: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        bench.exports.start(ExportMessages(str(tmp_path / path), filter=text))
    assert caught.value.code == code


def test_what_cannot_be_written_says_why(bench: Bench, tmp_path: Path) -> None:
    ident = bench.exports.start(ExportMessages(str(tmp_path / "none" / "x.jsonl")))
    last = bench.ended(ident)
    assert last.failed == "cannot-write"
    assert "x.jsonl could not be written" in last.words
    wait_for(lambda: bench.notices == [last.words])


def test_a_fault_of_ours_is_told(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eventscope.engine.exporting.record", lambda *_: 1 / 0)
    last = bench.ended(bench.exports.start(ExportMessages(str(tmp_path / "x.jsonl"))))
    assert last.failed == "export-bug"
    assert not (tmp_path / "x.jsonl").exists()
