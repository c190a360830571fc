from __future__ import annotations

import threading
from pathlib import Path

import pytest

from eventscope.core.workspace import Retention
from eventscope.store.log import Log
from storing import Notices, counted, fill, opened, payloads, wait_for


def numbers(first: int, count: int) -> list[bytes]:
    return [b"%d" % n for n in range(first, first + count)]


def test_an_empty_log(tmp_path: Path) -> None:
    with opened(tmp_path / "log") as log:
        assert log.newest < log.oldest
        assert (log.stored, log.waiting, log.dropped, log.bytes, log.temporary) == (0, 0, {}, 0, False)
        assert log.folder == tmp_path / "log"
        assert log.message(1) is None
        assert log.limit == Retention().bytes


def test_ids_and_messages_continue_over_sessions(tmp_path: Path) -> None:
    for session in range(3):
        with opened(tmp_path) as log:
            fill(log, counted(10 * session, 10))
            assert (log.oldest, log.newest, log.stored) == (1, 10 * session + 10, 10)
            assert payloads(log) == numbers(0, 10 * session + 10)


def test_nothing_is_written_before_the_first_message(tmp_path: Path) -> None:
    with opened(tmp_path):
        pass
    assert [item.suffix for item in tmp_path.iterdir() if item.suffix == ".segment"] == []


def test_a_trickle_is_visible_without_waiting_for_more(tmp_path: Path) -> None:
    with opened(tmp_path) as log:
        for number in range(5):
            log.put(counted(number, 1))
            wait_for(lambda number=number: log.newest == number + 1)
            assert log.page(number + 1, 1).heads == (b"%d" % number,)


def test_readers_and_writers_at_once(tmp_path: Path) -> None:
    total, errors, done = 20_000, [], threading.Event()
    with opened(tmp_path) as log:

        def read() -> None:
            while not done.is_set():
                page = log.page(max(log.newest - 100, 1), 100)
                wanted = [b"%d" % (ident - 1) for ident in page.rows["id"].tolist()]
                if list(page.heads) != wanted:
                    errors.append((wanted, page.heads))
                at = (log.oldest + log.newest) // 2
                found = log.message(at)
                if found is not None and found.payload != b"%d" % (at - 1):
                    errors.append((at, found))

        readers = [threading.Thread(target=read) for _ in range(2)]
        for reader in readers:
            reader.start()
        for at in range(0, total, 50):
            log.put(counted(at, 50))
        wait_for(lambda: log.stored == total)
        done.set()
        for reader in readers:
            reader.join()
        assert errors == []
        assert payloads(log) == numbers(0, total)


def test_many_senders_lose_nothing(tmp_path: Path) -> None:
    acknowledged: list[int] = []

    def send(sender: int) -> None:
        for at in range(50):
            log.put(counted(1000 * sender + at, 1), lambda number=1000 * sender + at: acknowledged.append(number))

    with opened(tmp_path) as log:
        log._backlog._limits = 10, 1 << 20
        senders = [threading.Thread(target=send, args=(number,)) for number in range(4)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
    wanted = [1000 * sender + at for sender in range(4) for at in range(50)]
    assert sorted(acknowledged) == wanted
    with opened(tmp_path) as log:
        found = [int(item) for item in payloads(log)]
    assert sorted(found) == wanted
    for sender in range(4):
        assert [n for n in found if n // 1000 == sender] == wanted[50 * sender : 50 * sender + 50]


def test_close_stores_what_waits(tmp_path: Path) -> None:
    log = Log.open(tmp_path, Retention(), Notices())
    for at in range(0, 5000, 10):
        log.put(counted(at, 10))
    log.close()
    log.close()
    log.put(counted(0, 3))
    assert log.dropped == {"log-closed": 3}
    with opened(tmp_path) as log:
        assert payloads(log) == numbers(0, 5000)


def test_clear_forgets_and_ids_go_on(tmp_path: Path) -> None:
    heard: list[int] = []
    with opened(tmp_path) as log:
        fill(log, counted(0, 10))
        log.listen(lambda: heard.append(log.oldest))
        log.clear()
        assert (log.oldest, log.newest, log.message(5)) == (11, 10, None)
        assert heard == [11]
        fill(log, counted(10, 5))
        assert payloads(log) == numbers(10, 5)
        assert (log.oldest, log.newest) == (11, 15)


def test_retention_can_be_changed_while_it_runs(tmp_path: Path) -> None:
    with opened(tmp_path, Retention(bytes=64 << 20)) as log:
        for at in range(40):
            fill(log, counted(100 * at, 100, size=2000))
        assert log.forgotten == 0
        log.retention = Retention(bytes=2 << 20)
        fill(log, *(counted(0, 100, size=2000) for _ in range(30)))
        wait_for(lambda: log.forgotten > 0)
        assert log.limit == 2 << 20
        assert log.oldest == log.forgotten + 1
        assert payloads(log)[-1].strip() == b"99"


def test_retention_is_kept_when_a_log_is_opened(tmp_path: Path) -> None:
    for at in range(3):
        with opened(tmp_path) as log:
            fill(log, counted(at, 1))
    with opened(tmp_path, Retention(bytes=1)) as log:
        assert (log.oldest, log.newest) == (4, 3)


def test_a_second_log_on_the_same_folder_keeps_its_own(tmp_path: Path) -> None:
    notices = Notices()
    with opened(tmp_path) as first:
        fill(first, counted(0, 3))
        with opened(tmp_path, notices=notices) as second:
            assert second.temporary
            fill(second, counted(100, 2))
            assert payloads(second) == numbers(100, 2)
            folder = second.folder
        assert not folder.exists()
        assert payloads(first) == numbers(0, 3)
    assert notices.codes == ["log-in-use"]


@pytest.mark.parametrize("damage", ["garbage", "empty", "truncated", "folder"])
def test_whatever_lies_in_the_folder_the_log_opens_and_goes_on(tmp_path: Path, damage: str) -> None:
    for at in range(2):
        with opened(tmp_path) as log:
            fill(log, counted(10 * at, 10))
    newest = sorted(tmp_path.glob("*.segment"))[-1]
    whole = newest.read_bytes()
    newest.unlink()
    if damage == "folder":
        newest.mkdir()
    else:
        newest.write_bytes({"garbage": b"\xa5" * 9999, "empty": b"", "truncated": whole[:-50]}[damage])
    notices = Notices()
    with opened(tmp_path, notices=notices) as log:
        assert payloads(log) == numbers(0, 10)
        fill(log, counted(50, 5))
        assert payloads(log) == numbers(0, 10) + numbers(50, 5)
    assert notices.codes == ["log-damaged"]
    with opened(tmp_path, notices=notices) as log:
        assert len(payloads(log)) == 15
    assert notices.codes == ["log-damaged"]


def test_memory_does_not_grow_with_what_is_stored(tmp_path: Path) -> None:
    with opened(tmp_path, Retention(bytes=4 << 20)) as log:
        for _ in range(60):
            fill(log, counted(0, 1000, size=200))  # one transaction each: how many share one is a matter of speed
            # The open segment is far below the limit, and what is too much goes with the transaction that made it so.
            assert log.bytes <= 4 << 20
            assert log._cache.bytes <= 16 << 20
        assert log.forgotten > 30_000
        wait_for(lambda: log._backlog.bytes == 0)  # given back after it was counted as stored
