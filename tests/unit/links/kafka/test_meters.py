"""Reports of clients are kept by cluster, step by step, for ten minutes and no longer."""

from __future__ import annotations

import json

import pytest

from eventscope.base import clock
from eventscope.core.kafka import Servers
from eventscope.core.kafkastatistics import KEPT
from eventscope.links.kafka import meters
from eventscope.links.kafka.meters import Meter, history

STEP = 2_000_000_000
HERE = Servers(("b:9092", "a:9092"))


class Time:
    now = 1_000 * STEP


@pytest.fixture(autouse=True)
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    made = Time()
    monkeypatch.setattr(clock, "mono_ns", lambda: made.now)
    monkeypatch.setattr(meters, "_history", {})
    return made


def said(sent: int) -> str:
    return json.dumps({"type": "producer", "txmsgs": sent})


def sent(addresses: tuple[str, ...]) -> list[list[float]]:
    return [sorted(sample.sent for sample in moment.samples.values()) for moment in history(addresses)]


def test_clients_of_one_cluster_stand_side_by_side_however_it_is_addressed(time: Time) -> None:
    one, other, elsewhere = Meter(HERE), Meter(Servers(("a:9092", "b:9092"))), Meter(Servers(("c:9092",)))
    for turn in (1, 2):
        time.now += STEP
        for meter, rate in ((one, 10), (other, 20), (elsewhere, 99)):
            meter.take(said(2 * rate * turn))
    assert sent(("a:9092", "b:9092")) == [[10.0, 20.0]] * 2
    assert sent(("c:9092",)) == [[99.0]] * 2
    assert sent(("d:9092",)) == []


def test_two_reports_within_a_step_leave_the_later_one(time: Time) -> None:
    meter = Meter(HERE)
    for total in (5, 25):
        time.now += STEP // 4
        meter.take(said(total))
    assert sent(HERE.addresses) == [[40.0]]


def test_ten_minutes_are_kept_also_when_nothing_comes_any_more(time: Time) -> None:
    meter = Meter(HERE)
    for turn in range(2 * KEPT):
        time.now += STEP
        meter.take(said(turn))
    assert KEPT - 1 <= len(history(HERE.addresses)) <= KEPT
    time.now += KEPT * STEP
    assert history(HERE.addresses) == ()
    assert meters._history == {}
