from __future__ import annotations

from collections import Counter

from eventscope.store.spoolcounts import (
    BYTES,
    DEAD,
    EXPIRED,
    IN,
    LOOP_STOPPED,
    NOWHERE,
    OUT,
    QUEUED,
    Counts,
    Deltas,
    lasting,
)  # fmt: skip


def test_the_law_names_every_column() -> None:
    counts = Counts()
    deltas: Deltas = Counter({(0, IN): 10, (0, OUT): 1, (0, QUEUED): 2, (0, DEAD): 3, (0, EXPIRED): 1})
    deltas += Counter({(0, LOOP_STOPPED): 1, (0, "dropped:a"): 1, (0, "dropped:b"): 1, (0, BYTES): 99})
    counts.add(deltas)
    figures = counts.figures(5, 2, "")
    route = figures.routes[0]
    assert route.error == figures.error == 0
    assert route.dropped == (("a", 1), ("b", 1))
    assert (figures.queued, figures.bytes, figures.dead, figures.oldest, figures.epoch) == (2, 99, 3, 5, 2)


def test_a_missing_message_is_an_error_of_the_books() -> None:
    counts = Counts()
    counts.add(Counter({(0, IN): 2, (0, OUT): 1, (1, OUT): 1}))
    assert counts.figures(0, 1, "").error == 2


def test_nothing_waits_means_no_age() -> None:
    assert Counts().figures(123, 1, "").oldest == 0


def test_only_what_is_not_counted_anew_is_written() -> None:
    deltas: Deltas = Counter({(0, IN): 2, (0, QUEUED): 2, (0, BYTES): 9, (NOWHERE, "dropped:x"): 1, (1, OUT): 0})
    assert sorted(lasting(deltas)) == [(NOWHERE, "dropped:x", 1), (0, IN, 2)]


def test_totals_and_notes() -> None:
    counts = Counts()
    counts.load([(0, IN, 4), (1, IN, 5)], [(0, QUEUED, 4), (1, QUEUED, 5)])
    counts.note("retries")
    counts.note("retries", 2)
    assert counts.total(IN) == counts.total(QUEUED) == 9
    assert counts.figures(0, 1, "disk").notes == {"retries": 3}
