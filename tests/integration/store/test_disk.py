"""A disk that is really full, and a folder that can really not be written: a small file system of our own."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path

import pytest

from disks import MOUNT, mounted
from eventscope.store import backlog, writer
from eventscope.store.log import Log
from storing import Notices, block, counted, fill, opened, payloads, wait_for


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "RETRY", 0.02)
    monkeypatch.setattr(backlog, "PATIENCE", 0.1)


class Sender:
    """Puts messages that want an acknowledgement, on a thread of its own, until the log says that it is full."""

    def __init__(self, log: Log, notices: Notices) -> None:
        log._backlog._limits = 1 << 20, 4 << 20
        self.sent = 0
        self.acknowledged = [0]
        self._log = log
        self._notices = notices
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        wait_for(lambda: "log-full" in notices.codes)

    def _run(self) -> None:
        while "log-full" not in self._notices.codes:
            last = self.sent + 100
            self._log.put(counted(self.sent, 100, size=1000), lambda last=last: self.acknowledged.append(last))
            self.sent = last

    def join(self) -> None:
        self._thread.join()


def test_a_full_disk_stops_acknowledgements_and_loses_nothing(tmp_path: Path) -> None:
    notices = Notices()
    with mounted(tmp_path / "disk", "48m") as disk:
        filler = disk / "filler"
        filler.write_bytes(b"\xaa" * (20 << 20))
        with opened(disk / "log", notices=notices) as log:
            sender = Sender(log, notices)
            stored = sender.acknowledged[-1]
            assert log.newest == stored > 0
            assert len(payloads(log)) == stored, "what is stored can still be read"
            while not log.dropped:  # without an acknowledgement: waits, then is dropped and counted
                log.put(block([b"QoS 0"] * 500), None)
            assert sender.acknowledged[-1] == stored
            assert notices.codes == ["log-full"]
            dropped = log.dropped["disk-full"]
            filler.unlink()
            wait_for(lambda: log.waiting == 0)
            sender.join()
            assert sender.acknowledged[-1] == sender.sent > stored
            wait_for(lambda: notices.codes == ["log-full", "log-resumed"])
            assert f"{dropped} with QoS 0" in notices.told[1][2]
        notices = Notices()
        with opened(disk / "log", notices=notices) as log:
            found = [int(item) for item in payloads(log) if item != b"QoS 0"]
            assert found == list(range(sender.sent))
        assert notices.told == []


def test_closing_on_a_full_disk_uses_the_reserve(tmp_path: Path) -> None:
    notices = Notices()
    with mounted(tmp_path / "disk", "40m") as disk:
        with opened(disk / "log", notices=notices) as log:
            assert (disk / "log" / "reserve").stat().st_size == 8 << 20
            sender = Sender(log, notices)
            before = sender.acknowledged[-1]
        sender.join()
        assert sender.acknowledged[-1] > before
        turned_away = sum(log.dropped.values())
        assert sender.acknowledged[-1] + turned_away == sender.sent
        notices = Notices()
        with opened(disk / "log", notices=notices) as log:
            assert notices.told == []
            assert [int(item) for item in payloads(log)] == list(range(sender.acknowledged[-1]))
            assert notices.told == []


def test_clearing_a_full_disk_makes_room(tmp_path: Path) -> None:
    notices = Notices()
    with mounted(tmp_path / "disk", "40m") as disk, opened(disk / "log", notices=notices) as log:
        sender = Sender(log, notices)
        log.clear()
        wait_for(lambda: log.waiting == 0)
        sender.join()
        assert sender.acknowledged[-1] == sender.sent


def test_a_read_only_file_system(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "40m") as disk:
        with opened(disk / "log") as log:
            fill(log, counted(0, 10))
        subprocess.run([MOUNT, "-o", "remount,ro", str(disk)], check=True)
        notices = Notices()
        with opened(disk / "log", notices=notices) as log:
            assert log.temporary
            assert payloads(log) == [b"%d" % n for n in range(10)]
            fill(log, counted(10, 5))
            assert payloads(log) == [b"%d" % n for n in range(15)]
            log.clear()
            assert log.newest < log.oldest
        assert notices.codes == ["log-read-only"]
        subprocess.run([MOUNT, "-o", "remount,rw", str(disk)], check=True)
        with opened(disk / "log") as log:
            assert payloads(log) == [b"%d" % n for n in range(10)]
