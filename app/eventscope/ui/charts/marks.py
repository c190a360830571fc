"""The key to the marks in the charts: shows a swatch and a word for each kind that is in sight, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from eventscope.core.verbs import Band
from eventscope.ui.charts import brush, names
from eventscope.ui.theme import theme
from eventscope.ui.widgets import tooltip

SWATCH, GAP, SPACING = 10, 5, 12


class MarkKey(QWidget):
    """`show_bands` tells it what the charts hold; what finds no room is counted and on hover."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kinds: list[str] = []
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.hide()
        theme.changed.connect(self.updateGeometry)

    def show_bands(self, bands: Iterable[Band], start: int, end: int) -> None:
        """The marks there are, and the stretch of time in sight (monotonic ns)."""
        seen = {band.kind for band in bands if band.end >= start and band.start <= end}
        kinds = [*(kind for kind in names.MARKS if kind in seen), *sorted(seen - names.MARKS.keys())]
        if kinds == self.kinds:
            return
        self.kinds = kinds
        lines = [": ".join(filter(None, (names.mark(kind), names.mark_how(kind)))) for kind in kinds]
        tooltip(self, "\n".join(lines))
        self.setAccessibleName(self.tr("Marks in the charts: {kinds}").format(kinds=", ".join(map(names.mark, kinds))))
        self.setAccessibleDescription("\n".join(lines))
        self.setVisible(bool(kinds))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(sum(self._widths(self.kinds)), theme.px(20))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(30), theme.px(20))

    def _widths(self, kinds: Sequence[str]) -> list[int]:
        metrics = QFontMetrics(theme.small())
        return [theme.px(SWATCH + GAP + SPACING) + metrics.horizontalAdvance(names.mark(kind)) for kind in kinds]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.small())
        x, last = 0, theme.px(24)
        for place, (kind, width) in enumerate(zip(self.kinds, self._widths(self.kinds), strict=True)):
            rest = len(self.kinds) - place
            if x + width > self.width() - (last if rest > 1 else -theme.px(SPACING)):
                self._word(painter, x, f"+{rest}")
                break
            self._swatch(
                painter, QRect(x, (self.height() - theme.px(SWATCH)) // 2, theme.px(SWATCH), theme.px(SWATCH)), kind
            )
            self._word(painter, x + theme.px(SWATCH + GAP), names.mark(kind))
            x += width
        painter.end()

    def _word(self, painter: QPainter, x: int, text: str) -> None:
        painter.setPen(theme.colour("muted"))
        painter.drawText(QRect(x, 0, self.width() - x, self.height()), int(Qt.AlignmentFlag.AlignVCenter), text)

    def _swatch(self, painter: QPainter, room: QRect, kind: str) -> None:
        """A band as the charts draw it: a shade between two edges."""
        role = names.MARKS.get(kind, "muted")
        painter.fillRect(room, brush.faint(role, 0.3))
        for x in (room.left(), room.right()):
            painter.fillRect(QRect(x, room.top(), 1, room.height()), brush.faint(role, 0.8))
