"""Reports of clients become samples, and samples of several clients curves: sums, and the slowest broker."""

from __future__ import annotations

import math

import pytest

from eventscope.core.kafkastatistics import NAN, UNITS, Moment, Report, Sample, curves, later, sample

S = 1_000_000_000
PRODUCER = Report(2.0, 9.0, 5, 1, NAN, sent=100, sent_bytes=1_000, retries=1, errors=2)


def test_totals_become_rates_and_gauges_stay() -> None:
    now = Report(3.0, 8.0, 7, 2, NAN, sent=140, sent_bytes=5_000, retries=2, errors=2)
    found = sample(PRODUCER, now, 2.0)
    assert found[:4] == (3.0, 8.0, 7, 2)
    assert math.isnan(found.lag)
    assert (found.sent, found.sent_bytes, found.retries, found.errors) == (20.0, 2_000.0, 0.5, 0.0)


def test_a_client_that_was_made_anew_has_no_rate_below_zero() -> None:
    assert sample(PRODUCER, Report(sent=3), 2.0).sent == 0.0


def of(**known: float) -> Sample:
    return Sample(**{name: known.get(name, NAN) for name in Sample._fields})


def test_what_the_later_of_two_cannot_tell_is_the_earlier_ones() -> None:
    found = later(of(rtt_p99=4.0, sent=10), of(sent=20))
    assert (found.rtt_p99, found.sent) == (4.0, 20)
    assert later(None, found) is found


def test_every_field_of_a_sample_has_a_curve_and_a_unit() -> None:
    assert [name.replace(".", "_").replace("-", "_") for name in UNITS] == list(Sample._fields)


def test_clients_add_up_and_the_slowest_broker_counts() -> None:
    one, other = of(rtt_p99=4.0, waiting=3, sent=10), of(rtt_p99=9.0, waiting=2, lag=7)
    found = {each.name: each.values.tolist() for each in curves([Moment(S, {1: one, 2: other})])}
    assert found == {"rtt.p99": [9.0], "waiting": [5.0], "sent": [10.0], "lag": [7.0]}


def test_a_report_that_came_late_is_no_dip_and_a_client_that_left_is_gone_then() -> None:
    here, both = {1: of(sent=10)}, {1: of(sent=10), 2: of(sent=5)}
    (sent,) = curves([Moment(n * S, samples) for n, samples in enumerate((both, here, both, here, here))])
    assert sent.values.tolist() == [15, 15, 15, 15, 10]
    assert sent.times.tolist() == [0, S, 2 * S, 3 * S, 4 * S]


@pytest.mark.parametrize("history", [[], [Moment(S, {1: of()})]])
def test_what_nobody_knows_has_no_curve(history) -> None:
    assert curves(history) == ()
