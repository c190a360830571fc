"""The window measures its own gaps and tells the engine of notable ones."""

from __future__ import annotations

import pytest

from eventscope.base import clock
from eventscope.core.verbs import ReportWindow
from eventscope.ui.lateness import TICK_MS, Lateness
from ui.fakes import make_desk

MS = 1_000_000


@pytest.fixture
def at(monkeypatch) -> list[int]:
    now = [0]
    monkeypatch.setattr(clock, "mono_ns", lambda: now[0])
    return now


def test_worst_gap_shows_and_is_told(qtbot, at) -> None:
    desk = make_desk()
    late = Lateness(desk)
    late._beat.stop()
    late._report.stop()
    at[0] = 20 * MS
    late._tick()  # the first turn only begins
    at[0] += 500 * MS
    late._tick()
    with qtbot.waitSignal(late.measured) as measured:
        late._tell()
    assert measured.args == [pytest.approx(500 - TICK_MS)]
    assert desk.door.last(ReportWindow).lateness_ms == pytest.approx(500 - TICK_MS)


def test_small_gaps_are_shown_but_not_reported(qtbot, at) -> None:
    desk = make_desk()
    late = Lateness(desk)
    late._beat.stop()
    late._report.stop()
    at[0] = 1 * MS
    late._tick()
    at[0] += 30 * MS
    with qtbot.waitSignal(late.measured) as measured:
        late._tell()
    assert measured.args == [pytest.approx(30 - TICK_MS)]
    assert not desk.door.of(ReportWindow)
