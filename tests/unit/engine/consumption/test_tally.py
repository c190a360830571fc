"""The book of a consumer: the parts of the latency add up, and blocks count as single messages do."""

import numpy as np
import pytest

from consuming import SECOND, block
from eventscope.core.message import DUP, NO_LATENCY, STAMPED, WALL_LATENCY
from eventscope.core.stampblock import Stamps
from eventscope.engine.consumption.held import held
from eventscope.engine.consumption.tally import Part, Tally

MS = 10**6


def stamps(count: int, lag: int) -> Stamps:
    """Each was due at 5 s and sent `lag` ns later."""
    numbers = np.full(count, 5 * SECOND, np.int64)
    return Stamps(
        rows=np.arange(count), source=np.zeros(count, np.int64), sources=[(b"s", b"b")], seq=np.arange(count),
        due=numbers, sent=numbers + lag, mono=numbers, latency=np.full(count, 9 * MS, np.int64),
        wall=np.zeros(count, bool),
    )  # fmt: skip


def test_the_parts_of_the_latency_add_up() -> None:
    tally = Tally()
    given, said = block(1, mono=6 * SECOND, latency=9 * MS), stamps(1, 2 * MS)
    tally.take(given, said)
    (item,) = held(given, said, None)
    tally.finish(item, 6 * SECOND + 4 * MS, 6 * SECOND + 14 * MS)
    means = [part.mean for part in (tally.send_lag, tally.transit, tally.waiting, tally.service)]
    assert means == [2 * MS, 7 * MS, 4 * MS, 10 * MS]
    assert tally.total.mean == sum(each or 0 for each in means) == 23 * MS


def test_many_at_once_count_like_one_by_one() -> None:
    given, said = block(40, mono=6 * SECOND, latency=9 * MS), stamps(40, 2 * MS)
    now = 6 * SECOND + 3 * MS
    at_once, single = Tally(), Tally()
    at_once.take(given, said)
    at_once.at_once(given, said, now)
    single.take(given, said)
    for item in held(given, said, None):
        single.finish(item, now, now)
    for name in ("total", "send_lag", "transit", "waiting", "service"):
        assert getattr(at_once, name).figures() == getattr(single, name).figures(), name
    assert (at_once.received, at_once.done) == (single.received, single.done) == (40, 40)
    assert at_once.residence.check(30 * SECOND) == single.residence.check(30 * SECOND)


def test_what_has_no_stamp_has_waiting_and_service_only() -> None:
    tally = Tally()
    given = block(3)
    tally.take(given, None)
    tally.at_once(given, None, 2 * SECOND)
    assert tally.total.figures().count == tally.transit.figures().count == 0
    assert tally.waiting.figures().count == 3


def test_a_clock_error_is_counted_and_left_out() -> None:
    tally = Tally()
    given = block(1, mono=SECOND, latency=-5 * SECOND, flags=STAMPED | WALL_LATENCY)
    tally.take(given, None)
    tally.at_once(given, None, SECOND)
    found = tally.total.figures()
    assert (found.count, found.negative, found.wall) == (0, 1, 1)


def test_failed_work_has_no_latency_but_took_time() -> None:
    tally = Tally()
    given = block(1, mono=SECOND, latency=MS)
    tally.take(given, None)
    (item,) = held(given, None, None)
    tally.finish(item, SECOND, SECOND + 30 * MS, failed=True, attempts=3, took=30 * MS)
    assert (tally.failed, tally.done, tally.retried, tally.busy) == (1, 0, 2, 30 * MS)
    assert tally.total.figures().count == 0
    assert tally.service.mean == 30 * MS


def test_redelivered_messages_are_counted() -> None:
    tally = Tally()
    tally.take(block(3, flags=DUP), None)
    tally.take(block(2), None)
    assert (tally.received, tally.redelivered) == (5, 3)


def test_rates_are_of_the_last_second() -> None:
    tally = Tally()
    tally.read(SECOND)
    tally.take(block(100), None)
    tally.at_once(block(60), None, 2 * SECOND)
    tally.read(2 * SECOND)
    assert tally.rates == (100.0, 60.0)


def test_a_part_without_values_has_no_mean() -> None:
    part = Part()
    part.many(np.array([], np.int64))
    assert part.mean is None
    part.one(-1)
    assert part.figures().negative == 1
    with pytest.raises(TypeError):
        part.figures(unknown=1)
    assert NO_LATENCY < 0
