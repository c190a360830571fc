"""Rows of an at-most-once bridge that were taken and not tried are the next again."""

from __future__ import annotations

from eventscope.engine.bridges.memoryqueue import MemoryQueue
from eventscope.store.spoolrows import Entry, Limits


def test_the_next_again() -> None:
    made = MemoryQueue(Limits(messages=4), lambda call: call())
    told: list[int] = []
    done: list[Exception | None] = []
    made.listen(0, lambda: told.append(1))
    made.put([Entry(0, b"t", b"%d" % n) for n in range(4)])
    rows = made.take(0, 3)
    later = made.take(0, 1)
    told.clear()
    made.back([row.id for row in rows[1:]], done.append)
    made.back([later[0].id])
    assert done == [None]
    assert told
    made.back([later[0].id, 999])  # no longer on their way: nothing happens
    made.done([rows[0].id])
    assert [row.payload for row in made.take(0, 10)] == [b"1", b"2", b"3"]
    figures = made.figures()
    assert (figures.routes[0].out, figures.queued, figures.error) == (1, 3, 0)
