"""The queue of at most once: bounded, and every message in its books."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, strategies as st

from eventscope.base import clock
from eventscope.core.errors import Unavailable
from eventscope.engine.bridges.memoryqueue import MemoryQueue
from eventscope.store.spoolcounts import NOWHERE
from eventscope.store.spoolrows import Corpse, Drop, Entry, Limits


def at_once(call: Callable[[], None]) -> None:
    call()


def queue(**limits: Any) -> MemoryQueue:
    return MemoryQueue(Limits(**limits), at_once)


def entries(*numbers: int, route: int = 0, **more: Any) -> list[Entry]:
    return [Entry(route, b"t", b"%d" % number, **more) for number in numbers]


def payloads(made: MemoryQueue, count: int = 100) -> list[bytes | None]:
    return [row.payload for row in made.take(0, count)]


def test_in_and_out_in_order() -> None:
    made, ready, done = queue(), [], []
    made.listen(0, lambda: ready.append(1))
    made.put(entries(1, 2, 3), done=done.append)
    assert (ready, done) == ([1], [None])
    rows = made.take(0, 2)
    assert [row.payload for row in rows] == [b"1", b"2"]
    assert made.figures().queued == 3
    made.done([row.id for row in rows])
    figures = made.figures()
    assert (figures.routes[0].out, figures.queued, figures.error) == (2, 1, 0)
    assert made.oldest(0) > 0
    assert made.oldest(1) == 0


def test_the_oldest_makes_room() -> None:
    made = queue(messages=2, when_full="drop-oldest")
    made.put(entries(1, 2))
    made.put(entries(3, 4, 5))
    assert payloads(made) == [b"4", b"5"]
    assert made.figures().routes[0].dropped == (("queue_full", 3),)


def test_the_newest_is_dropped_or_buried() -> None:
    made = queue(messages=2, when_full="drop-newest")
    made.put(entries(1, 2, 3))
    assert payloads(made) == [b"1", b"2"]
    made = queue(messages=2, when_full="to-dead-letters")
    made.put(entries(1, 2, 3))
    (letter,) = made.dead.page()
    assert (letter.payload, letter.reason) == (b"3", "queue_full")
    assert made.figures().error == 0


def test_block_lets_the_source_wait_in_order() -> None:
    made, done = queue(messages=2), []
    for number in range(3):
        made.put(entries(2 * number, 2 * number + 1), done=lambda error, number=number: done.append((number, error)))
    assert done == [(0, None)]
    assert made.figures().blocked == "queue"
    for _ in range(3):
        made.done([row.id for row in made.take(0, 2)])
    assert [number for number, _ in done] == [0, 1, 2]
    assert made.figures().routes[0].out == 6
    assert made.figures().blocked == ""


def test_what_is_over_leaves_and_is_counted() -> None:
    made = queue()
    made.put(entries(1, expires=1) + entries(2, expires=clock.steady_ns() + 10**12))
    assert payloads(made) == [b"2"]
    assert made.figures().routes[0].expired == 1


def test_age_is_a_limit() -> None:
    made = queue(age=1e-9)
    made.put(entries(1))
    assert payloads(made) == []
    assert made.figures().routes[0].expired == 1


def test_what_may_have_arrived_is_not_sent_twice() -> None:
    made = queue()
    made.put(entries(1, 2))
    first, second = made.take(0, 2)
    made.retry(first.id, 1.0, "quota", "Too much.")
    made.bury(second.id, "invalid_topic", "Bad.")
    made.bury(99, "x", "y")
    figures = made.figures()
    assert figures.routes[0].dropped == (("quota", 1),)
    assert (figures.dead, figures.error) == (1, 0)


def test_drops_and_corpses_are_in_the_books() -> None:
    made = queue()
    made.put([], drops=[Drop(None, "dropped", "filtered", 3), Drop(0, "loop_stopped", "loop", 2)],
             corpses=[Corpse(Entry(NOWHERE, b"t", b"bad"), "invalid_topic", "Bad.")])  # fmt: skip
    figures = made.figures()
    assert figures.routes[NOWHERE].dropped == (("filtered", 3),)
    assert figures.routes[0].loop_stopped == 2
    assert figures.error == 0
    assert made.dead.reasons() == {"invalid_topic": 1}


def test_closing_counts_what_is_lost_and_refuses_what_waits() -> None:
    made, done = queue(messages=1), []
    made.put(entries(1))
    made.put(entries(2), done=done.append)
    made.close()
    figures = made.figures()
    assert figures.routes[0].dropped == (("stopped", 1),)
    assert (figures.queued, figures.error) == (0, 0)
    assert [type(error) for error in done] == [ConnectionAbortedError]
    with pytest.raises(Unavailable):
        made.put(entries(3))


def test_it_has_what_a_spool_has() -> None:
    made, done = queue(), []
    made.sent([(1, 1)], done.append)
    made.received([(1, 1)], done.append)
    made.note("duplicates", 2)
    assert done == [None, None]
    assert made.figures().notes == {"duplicates": 2}
    assert made.inbox("s") == set()
    assert (made.restored, made.offsets, made.epoch, made.commits) == ((), {}, 0, (0, 0))


def settle(made: MemoryQueue, step: str, ident: int) -> None:
    if step == "done":
        made.done([ident])
    elif step == "drop":
        made.drop([ident], "x")
    else:
        made.bury(ident, "y", "z")


@given(
    st.lists(st.sampled_from(["put", "take", "done", "drop", "bury", "replay", "purge"]), max_size=40),
    st.sampled_from(["block", "drop-oldest", "drop-newest", "to-dead-letters"]),
)
def test_the_books_always_hold(steps: list[str], policy: str) -> None:
    made = queue(messages=3, when_full=policy, dead_messages=4)
    taken: list[int] = []
    for number, step in enumerate(steps):
        if step == "put":
            made.put(entries(number, number, route=number % 2))
        elif step == "take":
            taken += [row.id for row in made.take(number % 2, 2)]
        elif step in ("done", "drop", "bury") and taken:
            ident = taken.pop(0)
            settle(made, step, ident)
        elif step == "replay":
            made.dead.replay([letter.id for letter in made.dead.page()])
        elif step == "purge":
            made.dead.purge()
        assert made.figures().error == 0
    made.close()
    assert made.figures().error == 0
    assert made.figures().queued == 0
