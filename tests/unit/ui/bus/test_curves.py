"""Curves leave at the right, arrive at the left, and lead back below."""

from __future__ import annotations

import pytest

from eventscope.ui.viewmodels.bus.curves import Box, Point, curve, through

LEFT, RIGHT = Box(0, 0, 100, 40), Box(400, 80, 100, 40)


def test_ahead_is_from_edge_to_edge() -> None:
    line = curve(LEFT, RIGHT)
    assert (line.start, line.end) == (Point(50, 0), Point(350, 80))
    assert line.at(0) == line.start
    assert line.at(1) == line.end
    assert line.at(0.5) == pytest.approx((200, 40))


def test_a_bridge_on_the_way_joins_two_halves() -> None:
    chip = Box(200, 40, 80, 30)
    halves = through(LEFT, chip, RIGHT)
    assert halves is not None
    assert halves[0].end == halves[1].start == (200, 40)
    assert halves[0].at(0.5) == pytest.approx(curve(LEFT, RIGHT).at(0.25))
    assert halves[1].at(0.5) == pytest.approx(curve(LEFT, RIGHT).at(0.75))


def test_what_does_not_lead_ahead_has_no_halves() -> None:
    assert through(RIGHT, Box(200, 40, 80, 30), LEFT) is None
    assert through(LEFT, Box(900, 40, 80, 30), RIGHT) is None


def test_back_goes_below() -> None:
    chip = Box(200, 200, 80, 30)
    into, out = curve(RIGHT, chip), curve(chip, LEFT)
    assert (into.start, into.end) == (Point(400, 100), Point(240, 200))
    assert (out.start, out.end) == (Point(160, 200), Point(0, 20))


def test_round_one_broker_passes_the_bridge_at_both_sides() -> None:
    chip = Box(0, 120, 60, 30)
    into, out = curve(LEFT, chip), curve(chip, LEFT)
    assert into.start.x > 0 > out.end.x


def test_distance_is_that_of_the_nearest_point() -> None:
    line = curve(LEFT, Box(400, 0, 100, 40))
    assert line.distance(Point(200, 30)) == pytest.approx(30)
    assert line.distance(Point(50, 0)) == pytest.approx(0)


def test_a_box_knows_what_it_holds() -> None:
    assert LEFT.holds(Point(50, 20))
    assert not LEFT.holds(Point(51, 0))
    assert (LEFT.left, LEFT.right, LEFT.top, LEFT.bottom) == (-50, 50, -20, 20)
