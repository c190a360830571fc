"""Arrays become polygons without losing a point, and infinities harm nobody."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage, QPainter

from eventscope.ui.charts import brush
from eventscope.ui.viewmodels.charts_lines import Line


def test_every_point_arrives() -> None:
    x, y = np.arange(1000.0), np.arange(1000.0) ** 1.5
    made = brush.polygon(x, y)
    assert [(point.x(), point.y()) for point in made.toList()] == list(zip(x.tolist(), y.tolist(), strict=True))
    assert brush.polygon(np.zeros(0), np.zeros(0)).isEmpty()


def test_what_is_far_away_stays_drawable() -> None:
    made = brush.polygon(np.array([0.0, np.inf]), np.array([-np.inf, 1e300])).toList()
    assert all(abs(point.x()) < 1e6 and abs(point.y()) < 1e6 for point in made)


def test_a_lonely_point_can_be_seen(qapp) -> None:
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    line = Line("x", 0, "solid", "exact", np.array([0]), np.array([1.0]))
    painter.setPen(brush.pen(line))
    brush.draw(painter, np.array([10.0]), np.array([10.0]), line.runs())
    painter.end()
    assert any(image.pixel(x, y) == brush.colour(line).rgb() for x in range(20) for y in range(20))


def test_lines_are_one_px_wide_whatever_their_dash(qapp) -> None:
    for dash in ("solid", "long", "dash", "dots", "dashdot"):
        line = Line("x", 0, dash, "exact", np.zeros(0, np.int64), np.zeros(0))
        assert brush.pen(line).width() == 1
        assert brush.pen(line, dimmed=True).color().alpha() < 255
