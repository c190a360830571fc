"""Columns hide by rank, the payload takes what is left, and odd states are left out."""

from __future__ import annotations

import itertools

import pytest

from eventscope.ui.viewmodels.columns import COLUMNS, LEAST, MOST, Columns


def ids(room: int, columns: Columns | None = None) -> list[str]:
    return [item.column.id for item in (columns or Columns()).place(room)]


def test_all_that_are_wanted_fill_the_room_exactly() -> None:
    placed = Columns().place(1200)
    assert [item.column.id for item in placed] == [item.id for item in COLUMNS if item.shown]
    assert placed[-1].x + placed[-1].width == 1200
    for left, right in itertools.pairwise(placed):
        assert left.x + left.width == right.x


def test_the_lesser_hide_first_and_the_topic_never() -> None:
    assert "marks" not in ids(760)
    assert ids(560) == ["time", "topic", "payload", "latency"]
    assert ids(100) == ["topic"]


def test_latency_outlives_the_payload_and_texts_shrink_before_they_hide() -> None:
    assert ids(390) == ["time", "topic", "payload", "latency"]
    assert ids(330) == ["time", "topic", "latency"]
    assert ids(190) == ["topic", "latency"]
    for room in (190, 250, 330, 390, 450, 590, 778, 1200):
        placed = Columns().place(room)
        assert placed[-1].column.id == "latency"
        assert placed[-1].x + placed[-1].width == room
        assert placed[-1].width >= 88


def test_the_smallest_window_shows_latency_at_any_zoom() -> None:
    assert "latency" in [item.column.id for item in Columns().place(590, zoom=1.4)]


def test_zoom_counts() -> None:
    assert len(Columns().place(900, zoom=2.0)) < len(Columns().place(900, zoom=1.0))


def test_a_person_chooses() -> None:
    columns = Columns()
    columns.want("connection", True)
    columns.want("gap", False)
    columns.want("topic", False)
    assert ids(2000, columns)[:3] == ["time", "connection", "topic"]
    columns.resize("topic", 1)
    assert columns.width("topic") == LEAST
    columns.resize("topic", 10**9)
    assert columns.width("topic") == MOST


def test_without_the_stretching_one_the_topic_takes_the_rest() -> None:
    columns = Columns()
    columns.want("payload", False)
    placed = columns.place(1500)
    assert placed[-1].column.id == "latency"
    assert placed[-1].width == columns.width("latency")
    assert placed[-1].x + placed[-1].width == 1500


def test_state_comes_back() -> None:
    columns, other = Columns(), Columns()
    columns.want("connection", True)
    columns.resize("size", 99)
    other.restore(columns.state())
    assert other.state() == columns.state()
    other.reset()
    assert other.state() == Columns().state()


@pytest.mark.parametrize(
    "state", [{}, {"widths": {"size": "wide", "nonsense": 5}}, {"shown": 7}, {"shown": ["nonsense"]}]
)
def test_odd_states(state: dict[str, object]) -> None:
    columns = Columns()
    columns.restore(state)
    assert "topic" in ids(1200, columns)
