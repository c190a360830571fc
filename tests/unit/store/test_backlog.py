from __future__ import annotations

import threading

import pytest

from eventscope.store import backlog
from eventscope.store.backlog import Backlog, weight
from storing import counted, wait_for


def test_entries_come_out_in_order_and_count_until_they_are_done() -> None:
    waiting = Backlog()
    first, second = counted(0, 3), counted(3, 2)
    waiting.put(first, None)
    waiting.put(second, print)
    entries = waiting.take()
    assert entries == [(first, None), (second, print)]
    assert waiting.waiting == 5
    waiting.done(entries)
    assert (waiting.waiting, waiting.bytes) == (0, 0)


def test_an_empty_block_is_acknowledged_and_nothing_else() -> None:
    waiting = Backlog()
    called: list[int] = []
    waiting.put(counted(0, 0), None)
    waiting.put(counted(0, 0), lambda: called.append(1))
    waiting.close()
    assert waiting.take() == []
    assert called == [1]


@pytest.mark.parametrize(("messages", "size"), [(10, 1 << 20), (1 << 20, weight(counted(0, 10)))])
def test_put_waits_while_it_is_full(messages: int, size: int) -> None:
    waiting = Backlog(messages, size)
    waiting.put(counted(0, 10), None)
    sender = threading.Thread(target=waiting.put, args=(counted(10, 1), None))
    sender.start()
    sender.join(0.05)
    assert sender.is_alive()
    waiting.done(waiting.take())
    sender.join(10)
    assert waiting.waiting == 1


def test_a_block_larger_than_the_limit_gets_in_when_nothing_else_waits() -> None:
    waiting = Backlog(messages=5)
    waiting.put(counted(0, 50), None)
    assert waiting.waiting == 50


def test_one_transaction_takes_a_bounded_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backlog, "BATCH", 1000)
    waiting = Backlog()
    for _ in range(10):
        waiting.put(counted(0, 1, size=500), None)
    taken = []
    while len(taken) < 10:
        entries = waiting.take()
        assert 0 < len(entries) < 5
        taken += entries
        waiting.done(entries)
    assert waiting.waiting == 0


def test_a_stopped_disk_drops_what_nobody_acknowledges_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backlog, "PATIENCE", 0.05)
    waiting = Backlog(messages=10)
    waiting.put(counted(0, 10), None)
    waiting.stop()
    waiting.put(counted(10, 3), None)
    assert waiting.dropped == {"disk-full": 3}
    waiting.go()
    waiting.done(waiting.take())
    waiting.put(counted(13, 3), None)
    assert waiting.waiting == 3


def test_a_sender_that_already_waits_hears_of_the_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backlog, "PATIENCE", 0.05)
    waiting = Backlog(messages=10)
    waiting.put(counted(0, 10), None)
    sender = threading.Thread(target=waiting.put, args=(counted(10, 4), None))
    sender.start()
    waiting.stop()
    sender.join(10)
    assert waiting.dropped == {"disk-full": 4}


def test_what_wants_an_acknowledgement_waits_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backlog, "PATIENCE", 0.01)
    waiting = Backlog(messages=10)
    waiting.put(counted(0, 10), None)
    waiting.stop()
    sender = threading.Thread(target=waiting.put, args=(counted(10, 1), print))
    sender.start()
    sender.join(0.1)
    assert sender.is_alive()
    waiting.close()
    sender.join(10)
    assert waiting.dropped == {"log-closed": 1}


def test_given_up_entries_are_counted_with_the_reason() -> None:
    waiting = Backlog()
    waiting.put(counted(0, 3), None)
    waiting.done(waiting.take(), "disk-full")
    assert waiting.dropped == {"disk-full": 3}
    assert waiting.waiting == 0


def test_closed_it_still_gives_what_waits_and_then_nothing() -> None:
    waiting = Backlog()
    waiting.put(counted(0, 3), None)
    waiting.close()
    waiting.put(counted(3, 2), None)
    assert len(waiting.take()) == 1
    assert waiting.take() == []
    assert waiting.dropped == {"log-closed": 2}


def test_a_poke_wakes_the_writer_once() -> None:
    waiting = Backlog()
    results: list[int] = []

    def writer() -> None:
        results.append(len(waiting.take()))
        waiting.rest(60)
        results.append(-1)

    thread = threading.Thread(target=writer)
    thread.start()
    waiting.poke()
    wait_for(lambda: results == [0])
    waiting.poke()
    thread.join(10)
    assert results == [0, -1]
