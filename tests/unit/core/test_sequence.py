"""Sequences: loss, duplicates, reordering, late arrivals and restarts are exact, whatever comes in what order."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings, strategies as st

from eventscope.core.sequence import LEAP, WINDOW, Sequence, Totals

GRACE = 5_000_000_000


class Run:
    """A sequence fed one by one; message n is intended for n ms, time passes by what is said."""

    def __init__(self, *seqs: int, ordered: bool = True) -> None:
        self.totals = Totals()
        self.sequence: Sequence | None = None
        self.ordered = ordered
        self.feed(*seqs)

    def feed(self, *seqs: int, now: int = 0, dup: bool = False, later: int = 0) -> Totals:
        for seq in seqs:
            mono = seq * 1_000_000 + later
            if self.sequence is None:
                self.sequence = Sequence(self.totals, seq, mono, now)
            else:
                self.sequence.one(seq, mono, dup, now, GRACE, self.ordered)
            self.balance()
        return self.totals

    def balance(self) -> None:
        t = self.totals
        assert t.sent == t.unique + t.lost + t.outstanding
        assert self.sequence is not None
        assert t.outstanding == self.sequence.missing.bit_count()

    def expire(self, now: int = GRACE) -> Totals:
        assert self.sequence is not None
        self.sequence.expire(now)
        self.balance()
        return self.totals


def test_in_order_nothing_is_wrong() -> None:
    totals = Run(*range(5, 100)).totals
    assert (totals.sent, totals.unique) == (95, 95)
    assert totals == Totals(sent=95, unique=95)


def test_a_gap_is_outstanding_and_after_the_grace_lost() -> None:
    run = Run(0, 1, 4)
    assert run.totals.outstanding == 2
    assert run.expire(GRACE - 1).lost == 0
    assert run.expire(GRACE).lost == 2
    assert run.totals.outstanding == 0


def test_what_comes_within_the_grace_is_reordered_and_not_lost() -> None:
    run = Run(0, 1, 4, 2, 3)
    assert (run.totals.reordered, run.totals.displacement) == (2, 2)
    assert run.expire().lost == 0


def test_what_comes_after_it_is_late_and_lost_no_longer() -> None:
    run = Run(0, 2)
    run.expire()
    totals = run.feed(1)
    assert (totals.lost, totals.late, totals.unique, totals.reordered) == (0, 1, 3, 1)


def test_duplicates_are_split_by_the_dup_flag() -> None:
    run = Run(0, 1, 2, 1)
    totals = run.feed(2, dup=True)
    assert (totals.duplicates, totals.flagged, totals.unique) == (2, 1, 3)


def test_members_of_a_group_have_no_order() -> None:
    totals = Run(0, 3, 1, 2, ordered=False).totals
    assert (totals.reordered, totals.displacement, totals.unique) == (0, 0, 4)


def test_a_restart_is_no_loss_and_no_duplicate() -> None:
    run = Run(*range(10))
    totals = run.feed(*range(4), later=60_000_000_000)
    assert (totals.restarts, totals.lost, totals.duplicates) == (1, 0, 0)
    assert (totals.sent, totals.unique) == (14, 14)


def test_what_was_missing_before_a_restart_is_lost() -> None:
    run = Run(0, 5)
    totals = run.feed(0, later=60_000_000_000)
    assert (totals.restarts, totals.lost, totals.outstanding) == (1, 4, 0)


def test_a_leap_that_nobody_can_lose_is_a_restart() -> None:
    totals = Run(0, 1, LEAP + 5).totals
    assert (totals.restarts, totals.lost) == (1, 0)


def test_messages_before_the_first_one_are_taken_in() -> None:
    run = Run(10, 8, 7)
    assert (run.totals.sent, run.totals.unique, run.totals.outstanding) == (4, 3, 1)
    assert run.totals.duplicates == 0
    assert run.feed(9).outstanding == 0
    assert run.feed(8).duplicates == 1


def test_a_gap_wider_than_the_window_is_lost_at_once_where_it_does_not_fit() -> None:
    run = Run(0, 3 * WINDOW)
    assert run.totals.outstanding == WINDOW - 1  # one place is the new message's own
    assert run.totals.lost == 2 * WINDOW
    totals = run.feed(1)  # too old to say what it is
    assert (totals.beyond, totals.duplicates, totals.late) == (1, 0, 0)
    assert run.expire().lost == 3 * WINDOW - 1


def test_what_leaves_the_window_undecided_is_lost() -> None:
    run = Run(0, 2)
    assert run.sequence is not None
    run.sequence.run(3, WINDOW + 10, 10**15, 0, GRACE)
    run.balance()
    assert (run.totals.lost, run.totals.outstanding) == (1, 0)
    assert (run.sequence.missing, run.sequence.lost) == (0, 0)


def test_a_run_is_taken_whole_or_not_at_all() -> None:
    totals = Totals()
    sequence = Sequence(totals, 0, 0, 0)
    assert sequence.run(1, 500, 500, 0, GRACE)
    assert not sequence.run(400, 200, 700, 0, GRACE)
    assert totals.unique == 501
    assert sequence.run(511, 5, 700, 0, GRACE)
    assert (totals.unique, totals.outstanding) == (506, 10)


def test_retained_copies_are_no_duplicates_but_fill_what_is_missing() -> None:
    totals = Totals()
    sequence = Sequence(totals, 0, 0, 0)
    sequence.one(2, 2, False, 0, GRACE)
    assert not sequence.retained(2, 2, 0, GRACE)
    assert not sequence.retained(0, 0, 0, GRACE)
    assert sequence.retained(1, 1, 0, GRACE)
    assert sequence.retained(3, 3, 0, GRACE)
    assert (totals.unique, totals.duplicates, totals.outstanding) == (4, 0, 0)


def test_forgetting_awaits_nothing_and_loses_nothing() -> None:
    run = Run(0, 5)
    assert run.sequence is not None
    run.sequence.forget()
    assert (run.totals.sent, run.totals.unique, run.totals.lost, run.totals.outstanding) == (2, 2, 0, 0)


def test_under_way_is_what_the_producer_reported_and_nobody_got() -> None:
    run = Run(0, 1, 4)
    assert run.sequence is not None
    assert run.sequence.waiting == 0  # nothing was reported
    run.sequence.published = 9
    assert run.sequence.waiting == 5 + 2
    run.feed(2, 9)
    assert run.sequence.waiting == 1 + 4


def arrivals_of(rng: Random) -> tuple[list[int], int]:
    """(numbers in order of arrival, how many of 0.. were dropped): the first and the last always come."""
    count = rng.randint(2, 80)
    dropped = set(rng.sample(range(1, count - 1), rng.randint(0, (count - 2) // 3)))
    order = [seq for seq in range(count) if seq not in dropped]
    for _ in range(rng.randint(0, 8) if len(order) > 3 else 0):  # hold some back
        at = rng.randint(1, len(order) - 2)
        order.insert(rng.randint(at, len(order) - 2), order.pop(at))
    for seq in rng.choices(order, k=rng.randint(0, 8)):  # and double some
        order.insert(rng.randint(order.index(seq) + 1, len(order)), seq)
    return order, len(dropped)


def behind(order: list[int]) -> int:
    """How many first copies come after a higher number [RFC 4737, 3.3]."""
    firsts = list(dict.fromkeys(order))
    return sum(seq < max(firsts[: at + 1]) for at, seq in enumerate(firsts))


@settings(max_examples=10_000, deadline=None)
@given(st.integers(min_value=0))
def test_exactly_k_faults_are_found(seed: int) -> None:
    order, dropped = arrivals_of(Random(seed))
    run = Run(*order)
    totals = run.expire()
    assert totals.lost == dropped
    assert totals.duplicates == len(order) - len(set(order))
    assert totals.reordered == behind(order)
    assert totals.unique == len(set(order))
    assert totals.sent == max(order) + 1
    assert (totals.restarts, totals.late, totals.beyond) == (0, 0, 0)
