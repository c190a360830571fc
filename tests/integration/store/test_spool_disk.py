"""A spool on a disk that is really full: nothing is acknowledged, it drains, it goes on, nothing is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from disks import mounted
from eventscope.store import spoolwriter
from eventscope.store.spool import NAME, Spool
from eventscope.store.spoolrows import Limits
from spooling import Wait, entries
from storing import Notices, wait_for


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with mounted(tmp_path / "disk", "64m") as path:
        yield path


def test_full_drained_and_full_again(disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spoolwriter, "TICK", 0.02)
    notices = Notices()
    spool = Spool.open(disk / "spool", Limits(messages=10**6, bytes=1 << 40), notices)
    acknowledged = 0
    waiting: list[Wait] = []
    try:
        assert (disk / "spool" / "reserve").stat().st_size == 8 << 20
        while not notices.codes:
            if len(waiting) < 20:
                waiting.append(Wait())
                spool.put(entries(*[b"x" * 10_000] * 20), done=waiting[-1])
            while waiting and waiting[0].over:
                waiting.pop(0).result()
                acknowledged += 20
        assert notices.codes == ["spool-disk-full"]
        late = [wait for wait in waiting if not wait.over]
        assert late
        (disk / "filler").write_bytes(b"\xaa" * 1024)
        with pytest.raises(OSError), (disk / "filler").open("wb") as filler:  # noqa: PT012
            while True:  # another program takes even the rest
                filler.write(b"\xaa" * 65_536)
                filler.flush()
        first = spool.take(0, 500)
        drained = Wait()
        spool.done([row.id for row in first], drained)
        drained.result()
        assert not any(wait.over for wait in late), "what drains makes no promise to what waits"
        assert spool.figures().error == 0
        (disk / "filler").unlink()
        while rows := spool.take(0, 500):
            first += rows
            spool.done([row.id for row in rows])
        for wait in waiting:
            wait.result()
            acknowledged += 20
        wait_for(lambda: notices.codes[-1] == "spool-resumed")
    finally:
        spool.close()
    with sqlite3.connect(disk / "spool" / NAME) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("SELECT count(*) FROM queue").fetchone()[0] == acknowledged - len(first)
    db.close()
