"""Rows that were taken and not tried come again in their order, behind whatever of their key is tried again."""

from __future__ import annotations

import time
from pathlib import Path

from hypothesis import given, strategies as st

from eventscope.store.spoollane import Lane
from eventscope.store.spoolrows import Row
from servers import wait_until
from spooling import Wait, entries, put, spooled


def row(id_: int, key: bytes = b"k", tries: int = 0, due: int = 0) -> Row:
    return Row(id_, 1, 0, b"t", b"%d" % id_, key, b"", 1, 0, b"", "", 0, b"", id_, 1, tries=tries, due=due)


def lane(*rows: Row) -> Lane:
    made = Lane(0)
    made.committed(rows)
    return made


def ids(of: Lane, count: int = 100, now: int = 0) -> list[int]:
    return [item.id for item in of.take(count, now, 0)[0]]


def test_first_again() -> None:
    made = lane(*[row(n) for n in range(1, 6)])
    taken = made.take(3, 0, 0)[0]
    made.back(taken)
    made.back(taken)  # no longer on their way: nothing happens
    assert made.taken == {}
    assert ids(made) == [1, 2, 3, 4, 5]


def test_behind_one_that_is_tried_again() -> None:
    made = lane(*[row(n) for n in range(1, 6)], row(6, b"other"))
    one, two, three = made.take(3, 0, 0)[0]
    made.retry(one._replace(tries=1, due=50))
    four = made.take(1, 0, 0)[0]  # 4 waits behind 1, 5 too: 6 comes
    assert [item.id for item in four] == [6]
    made.back([two, three])
    assert ids(made, now=49) == []
    again = made.take(10, 50, 0)[0]
    assert [item.id for item in again] == [1]
    made.gone(1)
    assert ids(made) == [2, 3, 4, 5]


def test_one_that_was_tried_comes_by_its_time() -> None:
    made = lane(row(1), row(2))
    one, two = made.take(2, 0, 0)[0]
    made.retry(one._replace(tries=1, due=50))
    made.back([two])
    (again,) = made.take(5, 50, 0)[0]
    made.back([again])
    assert made.due() == 50
    assert ids(made, now=60) == [1]
    made.gone(1)
    assert ids(made) == [2]


@given(st.lists(st.sampled_from([b"a", b"b", b"c"]), min_size=1, max_size=30), st.data())
def test_each_key_keeps_its_order(keys: list[bytes], data: st.DataObject) -> None:
    """Whatever is taken, given back, tried again and delivered: what is delivered of a key comes in order."""
    made = lane(*[row(n, key) for n, key in enumerate(keys, 1)])
    through: dict[bytes, list[int]] = {}
    now = 0
    for _ in range(400):
        now += 1
        found, _ = made.take(data.draw(st.integers(1, 4)), now, 0)
        stuck: set[bytes] = set()
        back = []
        for item in found:
            if item.lane_key in stuck:
                back.append(item)
                continue
            what = data.draw(st.sampled_from(["done", "retry", "back"])) if now < 300 else "done"
            if what == "done":
                made.gone(item.id)
                through.setdefault(item.lane_key, []).append(item.id)
                continue
            stuck.add(item.lane_key)
            if what == "retry":
                made.retry(item._replace(tries=item.tries + 1, due=now + 3))
            else:
                back.append(item)
        made.back(back)
        if sum(map(len, through.values())) == len(keys):
            break
    assert through == {key: [n for n, each in enumerate(keys, 1) if each == key] for key in set(keys)}


def test_in_a_spool_after_what_failed_before(tmp_path: Path) -> None:
    with spooled(tmp_path) as spool:
        put(spool, entries(b"1", b"2", b"3"))
        one, two, three = spool.take(0, 3)
        back = Wait()
        spool.retry(one.id, 0.2, "quota", "full")
        spool.back([two.id, three.id], back)
        back.result()
        put(spool, entries(b"4"))
        assert spool.take(0, 10) == [], "they wait for the first"
        (again,) = wait_until(lambda: spool.take(0, 10))
        assert (again.payload, again.tries) == (b"1", 1)
        spool.done([again.id])
        found = wait_until(lambda: spool.take(0, 10))
        while len(found) < 3:
            found += spool.take(0, 10)
        assert [item.payload for item in found] == [b"2", b"3", b"4"]
        assert [item.tries for item in found] == [0, 0, 0]
        wait_until(lambda: spool.figures().queued == 3)
        assert spool.figures().routes[0].out == 1


def test_a_row_that_is_due_and_not_taken_does_not_keep_the_spool_busy(tmp_path: Path) -> None:
    """As in a pause: it is told now and then, not all the time."""
    with spooled(tmp_path) as spool:
        put(spool, entries(b"1"))
        told: list[float] = []
        spool.listen(0, lambda: told.append(time.monotonic()))
        (one,) = spool.take(0, 1)
        done = Wait()
        spool.retry(one.id, 0.0, "quota", "full", done)
        done.result()
        wait_until(lambda: told)
        wait_until(lambda: len(told) >= 3)
        assert told[2] - told[0] > 0.4, "told at each look, which are half a second apart"
        assert [item.id for item in spool.take(0, 1)] == [one.id]
