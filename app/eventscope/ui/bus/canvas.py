"""The graph under mouse and keyboard: what is painted can be walked through, moved, zoomed and joined."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent

from eventscope.ui.bus import words
from eventscope.ui.bus.drawing import Drawing
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.bus import walk
from eventscope.ui.viewmodels.bus.curves import Point
from eventscope.ui.viewmodels.bus.layout import Spot
from eventscope.ui.widgets import tooltip

WHEEL, KEY = 1.15, 1.25
NUDGE = 20  # px that Shift and an arrow move a node
WAYS: dict[int, walk.Way] = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}


class Canvas(Drawing):
    """Arrows walk, Enter opens, Del removes, + - 0 zoom; a mouse chooses, moves, and draws bridges."""

    # --- mouse ---------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.RightButton:
            self.hand.press(event)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.hand.over
        self.hand.move(event)
        if self.hand.doing == "pan":
            self.own_view = True
        if self.hand.over != over:
            self._hover()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.RightButton:
            self.hand.release(event)
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = self.camera.point(event.position())
        ident = self.node_at(at) or self.line_at(at)
        if ident:
            self.opened.emit(ident)
        else:
            self.fit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = self.camera.point(QPointF(event.pos()))
        ident = self.node_at(at) or self.line_at(at)
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            ident, place = self.selected, self.mapToGlobal(self._centre(self.selected))
        self.choose(ident)
        self.menu_wanted.emit(ident, place)

    def _centre(self, ident: str) -> QPoint:
        dress = self.dresses.get(ident)
        return self.camera.window(Point(dress.box.x, dress.box.y)).toPoint() if dress else self.rect().center()

    def _hover(self) -> None:
        dress = self.dresses.get(self.hand.over)
        standing = self.graph.standings.get(self.hand.over)
        lines_ = [line for line in (*dress.lines, words.why(standing) if standing else "") if line] if dress else []
        tooltip(self, "\n".join(lines_))
        self.setCursor(Qt.CursorShape.PointingHandCursor if dress else Qt.CursorShape.ArrowCursor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120
        if steps:
            self._zoom(WHEEL**steps, event.position())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self.hand.leave()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.own_view:
            self.fit()

    def _zoom(self, factor: float, at: QPointF) -> None:
        self.own_view = True
        self.camera.zoom(factor, at, theme.zoom / 100)
        self.update()

    # --- keyboard ------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Shift and arrows move the node, + - 0 zoom, Enter opens, Del removes, Esc lets go."""
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        middle = QPointF(self.rect().center())
        if key in WAYS and shift:
            self._nudge(WAYS[key])
        elif key in WAYS:
            self._walk(WAYS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.selected:
            self.opened.emit(self.selected)
        elif key == Qt.Key.Key_Delete and self.selected:
            self.removed.emit(self.selected)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self._zoom(1 / KEY if key == Qt.Key.Key_Minus else KEY, middle)
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key == Qt.Key.Key_Escape and self._let_go():
            self.update()
        else:
            super().keyPressEvent(event)

    def _let_go(self) -> bool:
        if self.hand.cancel():
            return True
        had = bool(self.selected)
        self.choose("")
        return had

    def _walk(self, way: walk.Way) -> None:
        self.choose(walk.step(self.graph, self.layout_.spots, self.selected, way))
        dress = self.dresses.get(self.selected)
        if dress is None:
            return
        inner = self._room().adjusted(24, 24, -24, -24)
        at = self.camera.window(Point(dress.box.x, dress.box.y))
        if not inner.contains(at):
            self.own_view = True
            self.camera.pan(
                min(max(at.x(), inner.left()), inner.right()) - at.x(),
                min(max(at.y(), inner.top()), inner.bottom()) - at.y(),
            )

    def _nudge(self, way: walk.Way) -> None:
        spot = self.layout_.spots.get(self.selected)
        if spot is not None:
            dx = {"left": -NUDGE, "right": NUDGE}.get(way, 0)
            dy = {"up": -NUDGE, "down": NUDGE}.get(way, 0)
            self.put(self.selected, Spot(spot.x + dx, spot.y + dy))
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.selected and event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.choose(walk.first(self.graph, self.layout_.spots))
