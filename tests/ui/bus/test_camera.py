"""Zoom, move, fit."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF

from eventscope.ui.bus.camera import LEAST, MOST, Camera, bounds
from eventscope.ui.viewmodels.bus.curves import Box, Point

BOXES = [Box(0, 0, 100, 50), Box(900, 400, 100, 50)]
ROOM = QRectF(0, 0, 800, 600)


def test_there_and_back() -> None:
    camera = Camera(2.0, 30, -10)
    assert camera.window(camera.point(QPointF(7, 9))) == QPointF(7, 9)


def test_fit_shows_all_and_never_enlarges() -> None:
    camera = Camera()
    camera.fit(BOXES, ROOM)
    assert camera.shows(BOXES, ROOM)
    assert camera.scale < 1
    camera.fit(BOXES[:1], ROOM)
    assert camera.scale == 1
    camera.fit([], ROOM)
    assert camera.scale == 1


def test_zoom_has_bounds_and_keeps_a_place() -> None:
    camera = Camera()
    kept = camera.point(QPointF(100, 100))
    for factor, limit in ((1.5, MOST), (0.5, LEAST)):
        for _ in range(50):
            camera.zoom(factor, QPointF(100, 100))
        assert camera.scale == pytest.approx(limit)
    assert camera.point(QPointF(100, 100)) == pytest.approx(kept)


def test_what_is_kept_comes_back() -> None:
    camera, other = Camera(0.5, 10, 20), Camera()
    assert other.restore(camera.saved())
    assert other.window(Point(10, 10)) == camera.window(Point(10, 10))


@pytest.mark.parametrize("odd", [None, 1, [1, 2], [1, "a", 2], [0, 0, 0], [1e9, 0, 0], [1, 1e9, 0], {"a": 1}])
def test_odd_views_are_left_out(odd: object) -> None:
    assert not Camera().restore(odd)


def test_bounds() -> None:
    assert bounds(BOXES) == QRectF(-50, -25, 1000, 450)
    assert bounds([]) is None
