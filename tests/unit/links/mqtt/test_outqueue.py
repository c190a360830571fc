"""The queue of outgoing events: bounded, in order, and honest about what it does not take."""

from __future__ import annotations

import threading

from eventscope.links.mqtt.entries import Entry
from eventscope.links.mqtt.outqueue import BYTES, CLOSED, DOWN, FULL, MESSAGES, OutQueue
from linksinks import draft


def entry(ident: int, qos: int, size: int = 1) -> Entry:
    return Entry(ident, draft("t", bytes(size), qos), 0, 0)


def ids(queue: OutQueue, room: bool = True) -> list[int]:
    found = []
    while (item := queue.pop(room)) is not None:
        found.append(item.receipt)
    return found


def opened() -> OutQueue:
    queue = OutQueue()
    queue.open = True
    return queue


def test_order_over_all_qos() -> None:
    queue = opened()
    for number, qos in enumerate((0, 1, 0, 2, 1, 0)):
        assert queue.put(entry(number, qos)) is None
    assert ids(queue) == [0, 1, 2, 3, 4, 5]


def test_qos_0_passes_a_full_window() -> None:
    queue = opened()
    for number, qos in enumerate((1, 0, 1, 0)):
        queue.put(entry(number, qos))
    assert queue.ready(False)
    assert ids(queue, room=False) == [1, 3]
    assert not queue.ready(False)
    assert queue.ready(True)
    assert ids(queue) == [0, 2]


def test_down_only_qos_1_and_2_wait() -> None:
    queue = OutQueue()
    assert queue.put(entry(1, 0)) is DOWN
    assert queue.put(entry(2, 1)) is None
    assert ids(queue) == [2]


def test_the_bound_is_by_count_and_by_bytes() -> None:
    queue = opened()
    for number in range(MESSAGES):
        assert queue.put(entry(number, 1)) is None
    assert queue.put(entry(-1, 1)) is FULL
    queue.pop(True)
    assert queue.put(entry(-1, 1)) is None
    large = opened()
    assert large.put(entry(1, 1, BYTES)) is None
    assert large.put(entry(2, 0, 1)) is FULL
    large.pop(True)
    assert large.put(entry(2, 0, 1)) is None


def test_what_was_taken_once_goes_back_first_and_beyond_the_bound() -> None:
    queue = opened()
    for number in range(MESSAGES):
        queue.put(entry(number, 1))
    first, second = queue.pop(True), queue.pop(True)
    assert first
    assert second
    queue.put(entry(MESSAGES, 1))
    queue.put_back([first, second])
    assert len(queue) == MESSAGES + 1
    assert ids(queue)[:3] == [0, 1, 2]


def test_a_loss_takes_qos_0_with_it() -> None:
    queue = opened()
    queue.put(entry(1, 0))
    queue.put(entry(2, 1))
    assert [item.receipt for item in queue.lost()] == [1]
    assert queue.put(entry(3, 0)) is DOWN
    assert ids(queue) == [2]


def test_closed_takes_nothing() -> None:
    queue = opened()
    queue.put(entry(1, 0))
    queue.put(entry(2, 1))
    assert [item.receipt for item in queue.close()] == [1, 2]
    assert queue.put(entry(3, 1)) is CLOSED
    assert len(queue) == 0


def test_many_threads_lose_nothing() -> None:
    queue = opened()

    def put(start: int) -> None:
        for number in range(start, start + 2000):
            queue.put(entry(number, number % 2))

    threads = [threading.Thread(target=put, args=(start,)) for start in range(0, 8000, 2000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = ids(queue)
    assert sorted(found) == list(range(8000))
    assert [n for n in found if n < 2000] == list(range(2000))  # each thread's own order is kept
