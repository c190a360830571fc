"""What became of each event of a volley stands in its columns, and is told once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from eventscope.core.message import Draft
from eventscope.core.volley import Volley

DRAFT = Draft("c", "a/b", b"hello", qos=1)
Told = list[tuple[int, int, str]]


def volley(count: int, told: Told, drafts: Draft | list[Draft] = DRAFT, times: list[int] | None = None) -> Volley:
    intended = None if times is None else np.array(times, np.int64)
    return Volley(drafts, intended, count, (10, 20), lambda *news: told.append(news))


def test_stages_of_qos_1() -> None:
    told: Told = []
    made = volley(3, told, times=[1, 2, 3])
    made.number(0, 2, "s.1", 7)
    made.left(slice(0, 2), 100)
    made.tell()
    assert told == []  # nothing has come to its end
    made.settled([1], 200, 0x10, "nobody")
    made.settled([0], 300, 0x87, "no")
    made.failed(slice(2, None), "closed", "Gone.")
    made.tell()
    made.tell()
    assert told == [(1, 2, "Gone.")]
    first, second, third = (made.receipt(n) for n in range(3))
    assert (first.sent, first.acknowledged, first.failed, first.reason, first.words) == (
        100,
        300,
        "refused",
        0x87,
        "no",
    )
    assert (second.acknowledged, second.failed, second.reason, second.words) == (200, "", 0x10, "nobody")
    assert (third.sent, third.acknowledged, third.failed, third.words) == (None, None, "closed", "Gone.")
    assert (first.queued, first.wall, first.topic, first.qos) == (1, 11, "a/b", 1)  # meant to leave 9 ns before
    assert made.draft(2) == replace(DRAFT, intended=3)
    assert (made.size, made.offered) == (5, 15)


def test_qos_0_ends_when_it_left() -> None:
    told: Told = []
    made = volley(2, told, replace(DRAFT, qos=0))
    made.left(slice(0, 2), 5)
    made.left(slice(0, 2), 6)
    made.tell()
    assert told == [(2, 0, "")]
    assert made.sent.tolist() == [5, 5]


def test_an_answer_before_the_batch_is_wholly_sent_still_has_both_times() -> None:
    made = volley(2, [])
    made.settled([0], 7)
    made.left(slice(0, 2), 9)
    assert made.sent.tolist() == [7, 9]


def test_each_its_own_draft() -> None:
    drafts = [replace(DRAFT, topic=f"t/{n}", payload=b"x" * n) for n in range(4)]
    made = volley(4, [], drafts)
    for n in range(4):
        made.number(n, n + 1, "s.1", 0)
    assert made.find("t/2", 0, "s.1") == 2
    assert made.find("t/2", 1, "s.1") is None
    assert made.find("t/2", 0, "s.2") is None
    assert made.receipt(2).topic == "t/2"
    assert made.draft(3) == drafts[3]
    assert (made.size, made.offered) == (6, 6)
