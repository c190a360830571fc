"""From places in the drawing to places in the window and back: how far it is zoomed and where it was moved to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from eventscope.ui.viewmodels.bus.curves import Box, Point

LEAST, MOST = 0.08, 2.5
MARGIN = 28  # px around the drawing when all of it is shown


@dataclass
class Camera:
    """`scale` in window px for one px of the drawing; `x`, `y` is where the drawing's origin is in the window."""

    scale: float = 1.0
    x: float = MARGIN
    y: float = MARGIN

    def point(self, at: QPointF) -> Point:
        """A place in the window as one in the drawing."""
        return Point((at.x() - self.x) / self.scale, (at.y() - self.y) / self.scale)

    def window(self, at: Point) -> QPointF:
        """A place in the drawing as one in the window."""
        return QPointF(at.x * self.scale + self.x, at.y * self.scale + self.y)

    def zoom(self, factor: float, at: QPointF, unit: float = 1.0) -> None:
        """Larger or smaller; what is at a place in the window stays there. `unit` is the scale of 100 %."""
        kept = self.point(at)
        self.scale = min(MOST * unit, max(LEAST * unit, self.scale * factor))
        self.x, self.y = at.x() - kept.x * self.scale, at.y() - kept.y * self.scale

    def pan(self, dx: float, dy: float) -> None:
        """Move the drawing by px of the window."""
        self.x, self.y = self.x + dx, self.y + dy

    def fit(self, boxes: Iterable[Box], room: QRectF, unit: float = 1.0) -> None:
        """Show all of it, in the middle, no larger than 100 %."""
        whole = bounds(boxes)
        if whole is None or room.width() <= 2 * MARGIN or room.height() <= 2 * MARGIN:
            return
        across = (room.width() - 2 * MARGIN) / max(whole.width(), 1.0)
        down = (room.height() - 2 * MARGIN) / max(whole.height(), 1.0)
        self.scale = max(LEAST * unit, min(unit, across, down))
        self.x = room.center().x() - whole.center().x() * self.scale
        self.y = room.center().y() - whole.center().y() * self.scale

    def shows(self, boxes: Iterable[Box], room: QRectF) -> bool:
        """Whether all of it is within the window."""
        whole = bounds(boxes)
        if whole is None:
            return True
        corner, size = self.window(Point(whole.left(), whole.top())), whole.size() * self.scale
        return room.adjusted(4, 4, -4, -4).contains(QRectF(corner, size))

    def saved(self) -> list[float]:
        """What the workspace keeps."""
        return [round(self.scale, 4), round(self.x, 1), round(self.y, 1)]

    def restore(self, state: object) -> bool:
        """Take what was kept; False for anything odd."""
        if not (isinstance(state, list) and len(state) == 3 and all(isinstance(each, int | float) for each in state)):
            return False
        scale, x, y = (float(each) for each in state)
        if not (LEAST / 4 <= scale <= MOST * 4 and abs(x) < 1e5 and abs(y) < 1e5):
            return False
        self.scale, self.x, self.y = scale, x, y
        return True


def bounds(boxes: Iterable[Box]) -> QRectF | None:
    """The smallest rectangle around all of them."""
    found = list(boxes)
    if not found:
        return None
    left, top = min(box.left for box in found), min(box.top for box in found)
    right, bottom = max(box.right for box in found), max(box.bottom for box in found)
    return QRectF(left, top, right - left, bottom - top)
