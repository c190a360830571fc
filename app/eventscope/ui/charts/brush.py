"""The pens of the charts: colour and dash of a line, and arrays turned into polygons without a loop."""

from __future__ import annotations

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.charts_lines import Dash, Line

# In widths of the pen. "dash" is for what is estimated or merely meant, so it is the most broken of all.
DASHES: dict[Dash, list[float]] = {"long": [14, 3], "dash": [5, 4], "dots": [2, 2], "dashdot": [10, 3, 2, 3]}
# The same for the short pieces in a legend, drawn two px wide.
SAMPLES: dict[Dash, list[float]] = {"long": [3, 1], "dash": [2, 1.5], "dots": [1, 1], "dashdot": [3, 1, 1, 1]}
_FAR = 50_000.0  # px; the painter clips, but not infinities
_DIMMED = 70


def colour(line: Line) -> QColor:
    """Of its line."""
    return theme.colour("muted") if line.colour is None else theme.series(line.colour)


def ink(line: Line) -> QColor:
    """Of its name."""
    return theme.colour("muted") if line.colour is None else theme.series_ink(line.colour)


def faint(role: str, share: float) -> QColor:
    """A colour of the theme mixed into the panel's ground: opaque, because what is translucent costs ten times more."""
    one, other = theme.colour(role), theme.colour("panel")
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return QColor(*(round(share * a + (1 - share) * b) for a, b in pairs))


def pen(line: Line, dimmed: bool = False) -> QPen:
    """One px wide whatever the zoom: wider lines cost six times as much to draw."""
    shade = colour(line)
    if dimmed:
        shade.setAlpha(_DIMMED)
    made = QPen(shade, 1)
    made.setCosmetic(True)
    if line.dash in DASHES:
        made.setStyle(Qt.PenStyle.CustomDashLine)
        made.setDashPattern(DASHES[line.dash])
    return made


def polygon(x: NDArray[np.float64], y: NDArray[np.float64]) -> QPolygonF:
    """Points at (x, y), both of shape (n,), written straight into the polygon's memory."""
    made = QPolygonF()
    if not len(x):
        return made
    made.resize(len(x))
    memory = shiboken6.VoidPtr(made.data(), 16 * len(x), True)  # type: ignore[call-arg, arg-type]
    points = np.frombuffer(memory, np.float64).reshape(-1, 2)  # type: ignore[call-overload]
    np.clip(x, -_FAR, _FAR, out=points[:, 0])
    np.clip(y, -_FAR, _FAR, out=points[:, 1])
    return made


def draw(painter: QPainter, x: NDArray[np.float64], y: NDArray[np.float64], runs: list[slice]) -> None:
    """Each run of points as a line of its own; a lonely point as a dot."""
    for run in runs:
        if run.stop - run.start > 1:
            painter.drawPolyline(polygon(x[run], y[run]))
        else:
            painter.drawEllipse(QPointF(x[run.start], y[run.start]), 1.0, 1.0)
