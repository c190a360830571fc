from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from eventscope.core.errors import Unavailable
from eventscope.store import spooldisk, spoolwriter
from eventscope.store.spoolfile import File
from eventscope.store.spoolrows import Limits, Marks
from spooling import Wait, entries, payloads, put, settle, spooled
from storing import Notices, wait_for


class Full(sqlite3.OperationalError):
    sqlite_errorcode = sqlite3.SQLITE_FULL


def test_changes_that_wait_share_a_transaction(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gate, begun = threading.Event(), threading.Event()
    transactions: list[int] = []
    whole = spoolwriter.Writer._transact

    def slow(self: spoolwriter.Writer, ops):  # type: ignore[no-untyped-def]
        transactions.append(len(ops))
        begun.set()
        assert gate.wait(20)
        return whole(self, ops)

    monkeypatch.setattr(spoolwriter.Writer, "_transact", slow)
    with spooled(tmp_path) as spool:
        spool.put(entries(b"1"))
        assert begun.wait(20)
        waits = [Wait() for _ in range(50)]
        for wait in waits:
            spool.put(entries(b"x"), done=wait)
        gate.set()
        for wait in waits:
            wait.result()
        assert transactions[:2] == [1, 50]


def test_a_full_disk_holds_what_comes_and_drains_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = [1 << 40]
    monkeypatch.setattr(spooldisk, "free", lambda folder: room[0])
    monkeypatch.setattr(spoolwriter, "TICK", 0.01)
    notices = Notices()
    with spooled(tmp_path, notices=notices) as spool:
        put(spool, entries(b"1", b"2"))
        room[0] = 0
        late = Wait()
        spool.put(entries(b"3"), Marks("s", {1: True}), done=late)
        wait_for(lambda: spool.figures().blocked == "disk")
        rows = spool.take(0, 10)
        wait = Wait()
        spool.done([row.id for row in rows], wait)
        wait.result()
        assert spool.figures().queued == 0
        assert not late.over
        room[0] = 1 << 40
        late.result()
        assert payloads(spool) == [b"3"]
        wait_for(lambda: spool.figures().blocked == "")
        assert notices.codes == ["spool-disk-full", "spool-resumed"]
        assert spool.figures().error == 0


def test_draining_goes_on_when_even_deleting_fails_at_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spoolwriter, "TICK", 0.01)
    failures = [3]
    delete = File.delete

    def failing(self: File, ids: object) -> None:
        if failures[0]:
            failures[0] -= 1
            raise Full("database or disk is full")
        delete(self, ids)  # type: ignore[arg-type]

    notices = Notices()
    with spooled(tmp_path, notices=notices) as spool:
        put(spool, entries(b"1"))
        (row,) = spool.take(0, 1)
        assert (tmp_path / "reserve").exists()
        monkeypatch.setattr(File, "delete", failing)
        wait = Wait()
        spool.done([row.id], wait)
        wait.result()
        wait_for(lambda: notices.codes == ["spool-disk-full", "spool-resumed"])
        assert (tmp_path / "reserve").exists(), "filled again"
        assert spool.figures().error == 0


def test_a_failed_transaction_brings_dropped_rows_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spoolwriter, "TICK", 0.01)
    failing = [True]
    oldest = File.oldest

    def full(self: File) -> int:
        if failing[0]:
            failing[0] = False
            raise Full("database or disk is full")
        return oldest(self)

    with spooled(tmp_path, Limits(messages=2, when_full="drop-oldest")) as spool:
        put(spool, entries(b"1", b"2"))
        monkeypatch.setattr(File, "oldest", full)
        put(spool, entries(b"3"))
        figures = spool.figures()
        assert dict(figures.routes[0].dropped) == {"queue_full": 1}
        assert payloads(spool) == [b"2", b"3"]


def test_a_broken_file_ends_the_spool_loudly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: File, rows: object) -> None:
        error = sqlite3.DatabaseError("database disk image is malformed")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error

    notices = Notices()
    with spooled(tmp_path, notices=notices) as spool:
        monkeypatch.setattr(File, "insert", broken)
        wait, behind = Wait(), Wait()
        spool.put(entries(b"1"), done=wait)
        with pytest.raises(sqlite3.DatabaseError):
            wait.result()
        with pytest.raises(Unavailable, match="Stop the bridge"):
            wait_for(lambda: spool.put(entries(b"2"), done=behind))
    assert notices.codes == ["spool-broken"]


def test_a_listener_that_fails_stops_nobody(tmp_path: Path) -> None:
    def fails(error: Exception | None) -> None:
        raise ValueError("listener")

    with spooled(tmp_path) as spool:
        spool.put(entries(b"1"), done=fails)
        settle(spool)
        put(spool, entries(b"2"))
        assert payloads(spool) == [b"1", b"2"]
