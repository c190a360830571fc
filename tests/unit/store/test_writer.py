from __future__ import annotations

import errno
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from eventscope.core.message import Block
from eventscope.store import writer as module
from eventscope.store.backlog import Backlog
from eventscope.store.frames import Damaged
from eventscope.store.writer import Writer
from storing import Notices, block, counted, wait_for


class Disk:
    """A recorder whose disk can be told what to do."""

    def __init__(self) -> None:
        self.stored: list[bytes] = []
        self.trouble: Exception | None = None
        self.once = False
        self.abandoned = 0
        self.another_helps = False
        self.cleared = self.closed = False
        self.tries = 0

    def record(self, blocks: Iterable[Block]) -> None:
        self.tries += 1
        made = list(blocks)
        if self.trouble is not None:
            error = self.trouble
            if self.once:
                self.trouble = None
            raise error
        if any(item.payload(0) == b"poison" for item in made):
            raise ValueError("no such block")
        self.stored += [item.payload(at) for item in made for at in range(len(item))]

    def abandon(self, error: Exception) -> bool:
        self.abandoned += 1
        return self.another_helps

    def clear(self) -> None:
        self.cleared = True

    def close(self) -> None:
        self.closed = True


class Bench:
    """A writer over such a disk."""

    def __init__(self, folder: Path) -> None:
        self.disk, self.backlog, self.notices = Disk(), Backlog(), Notices()
        self.writer = Writer(folder, self.disk, self.backlog, self.notices)  # type: ignore[arg-type]
        self.acknowledged: list[int] = []

    def put(self, number: int) -> None:
        self.backlog.put(counted(number, 1), lambda: self.acknowledged.append(number))

    def close(self) -> None:
        self.backlog.close()
        self.writer.join()


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.setattr(module, "RETRY", 0.01)
    made = Bench(tmp_path)
    made.writer.start()
    yield made
    made.close()


FULL = OSError(errno.ENOSPC, "as the system says")


def test_acknowledgements_come_after_the_commit(bench: Bench) -> None:
    seen: list[bool] = []
    bench.backlog.put(counted(7, 1), lambda: seen.append(b"7" in bench.disk.stored))
    wait_for(lambda: seen)
    assert seen == [True]
    assert bench.writer.stored == 1


def test_listeners_hear_of_each_commit(bench: Bench) -> None:
    heard = threading.Event()
    bench.writer.on_commit = (heard.set,)
    bench.put(1)
    assert heard.wait(10)


def test_a_callback_that_fails_stops_nothing(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise RuntimeError("not my day")

    bench.writer.on_commit = (fail,)
    bench.backlog.put(counted(1, 1), fail)
    bench.put(2)
    wait_for(lambda: bench.acknowledged == [2])
    assert "not my day" in caplog.text


def test_everything_that_waits_is_stored_at_the_end(bench: Bench) -> None:
    for number in range(500):
        bench.backlog.put(counted(number, 1), None)
    bench.close()
    assert len(bench.disk.stored) == 500
    assert bench.disk.closed


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (FULL, "log-full"),
        (OSError(errno.ENOSPC, "No space left on device"), "log-full"),
        (OSError(errno.EIO, "as the system says"), "log-unwritable"),
        (OSError(errno.EROFS, "as the system says"), "log-unwritable"),
        (OSError(errno.EBUSY, "as the system says"), "log-unwritable"),
        (PermissionError(errno.EACCES, "Permission denied"), "log-unwritable"),
    ],
)
def test_nothing_is_acknowledged_until_the_disk_takes_it(bench: Bench, trouble: Exception, code: str) -> None:
    bench.disk.trouble = trouble
    bench.put(1)
    wait_for(lambda: bench.disk.tries > 3)
    bench.put(2)
    assert bench.acknowledged == []
    assert bench.backlog.waiting == 2
    bench.disk.trouble = None
    wait_for(lambda: bench.acknowledged == [1, 2])
    wait_for(lambda: bench.notices.codes == [code, "log-resumed"])
    assert bench.disk.stored == [b"1", b"2"]


def test_a_full_disk_is_left_in_peace_until_there_is_room(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    room = [0]
    monkeypatch.setattr(module, "free", lambda folder: room[0])
    bench.disk.trouble, bench.disk.once = FULL, True
    bench.put(1)
    wait_for(lambda: bench.notices.codes == ["log-full"])
    bench.writer.clear()  # and may be cleared meanwhile
    assert bench.disk.cleared
    assert bench.disk.tries == 1
    room[0] = 1 << 30
    wait_for(lambda: bench.acknowledged == [1])


def test_messages_dropped_meanwhile_are_told(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.disk.trouble = FULL
    bench.put(1)
    wait_for(lambda: bench.notices.codes == ["log-full"])
    bench.backlog.dropped["disk-full"] = 40
    bench.disk.trouble = None
    wait_for(lambda: len(bench.notices.told) == 2)
    assert "40 with QoS 0 were dropped" in bench.notices.told[1][2]


def test_a_broken_segment_is_replaced_without_a_stop(bench: Bench) -> None:
    bench.disk.trouble, bench.disk.once, bench.disk.another_helps = Damaged("it is cut"), True, True
    bench.put(1)
    wait_for(lambda: bench.acknowledged == [1])
    assert bench.notices.codes == []
    assert bench.disk.abandoned == 1


def test_a_disk_that_breaks_every_segment_is_a_stop(bench: Bench) -> None:
    bench.disk.trouble, bench.disk.another_helps = Damaged("it is cut"), True
    bench.put(1)
    wait_for(lambda: bench.notices.codes == ["log-unwritable"])
    bench.disk.trouble = None
    wait_for(lambda: bench.acknowledged == [1])


def test_closing_on_a_full_disk_gives_the_reserve_and_then_gives_up(bench: Bench, tmp_path: Path) -> None:
    assert (tmp_path / "reserve").exists()
    bench.disk.trouble = FULL
    bench.put(1)
    wait_for(lambda: bench.notices.codes == ["log-full"])
    bench.close()
    assert not (tmp_path / "reserve").exists()
    assert bench.acknowledged == []
    assert bench.backlog.dropped == {"disk-full": 1}
    assert bench.disk.closed


def test_the_reserve_lets_the_last_messages_in(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def record(blocks: Iterable[Block]) -> None:
        if (tmp_path / "reserve").exists():
            raise FULL
        bench.disk.stored += [item.payload(0) for item in blocks]

    monkeypatch.setattr(bench.disk, "record", record)
    bench.put(1)
    wait_for(lambda: bench.notices.codes == ["log-full"])
    bench.close()
    assert bench.acknowledged == [1]


class Waiting:
    """Somebody who waits for an acknowledgement."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def __call__(self) -> None:
        self.heard.append("stored")

    def refuse(self) -> None:
        self.heard.append("refused")


def test_a_log_that_is_closed_refuses(tmp_path: Path) -> None:
    bench, waiting = Bench(tmp_path), Waiting()
    bench.backlog.close()
    bench.backlog.put(block([b"late"]), waiting)
    assert waiting.heard == ["refused"]
    assert bench.backlog.dropped == {"log-closed": 1}


def test_a_block_that_cannot_be_stored_takes_no_other_with_it(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    bench.disk.trouble = FULL  # so that the three come in one transaction
    bench.put(0)
    wait_for(lambda: bench.notices.codes == ["log-full"])
    bench.put(1)
    waiting = Waiting()
    bench.backlog.put(block([b"poison", b"more"]), waiting)
    bench.put(2)
    bench.disk.trouble = None
    wait_for(lambda: bench.acknowledged == [0, 1, 2])
    wait_for(lambda: bench.backlog.waiting == 0)
    assert bench.backlog.dropped == {"log-bug": 2}
    wait_for(lambda: waiting.heard)
    assert waiting.heard == ["refused"], "what comes behind it must not wait for it"
    assert bench.disk.stored == [b"0", b"1", b"2"]
    assert "no such block" in caplog.text


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_dead_writer_lets_nobody_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(tmp_path)
    monkeypatch.setattr(bench.backlog, "done", None)
    bench.writer.start()
    bench.put(1)
    bench.writer.join()
    assert bench.notices.codes == ["log-bug"]
    bench.put(2)
    assert bench.backlog.dropped == {"log-closed": 1}
