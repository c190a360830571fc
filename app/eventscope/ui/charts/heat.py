"""The latency heat map: one more chart, with a picture instead of lines and a logarithmic axis."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from eventscope.core.verbs import Band, HeatMap
from eventscope.ui.charts.plot import TICK_HEIGHT, Plot
from eventscope.ui.charts.readout import Entry
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels import charts_heat, charts_ticks as ticks
from eventscope.ui.viewmodels.charts_heat import LEVELS, Grid
from eventscope.ui.viewmodels.charts_lines import Chart, Line

NEGATIVE = 14  # px of the strip for clock errors
KEY = 72  # px of the ramp of colours in the header
LISTED = 5  # bands in the box at the cursor


class HeatPlot(Plot):
    """Columns are moments, rows bands of latency, brightness is the share of messages."""

    def __init__(self, label: Callable[[Line], str], parent: QWidget | None = None) -> None:
        super().__init__(Chart("heat", ()), label, parent)
        self._heat: HeatMap | None = None
        self._grid: Grid | None = None

    def show_heat(self, heat: HeatMap | None, bands: Sequence[Band]) -> None:
        """Other counts and marks."""
        self._heat, self.bands = heat, bands
        self._grid = charts_heat.grid(heat)
        self.update()

    def has_data(self) -> bool:
        return self._grid is not None

    def prepare(self, room: QRectF) -> None:
        """The axis follows from the grid."""

    def _map(self, room: QRectF) -> QRectF:
        """Where latencies from 0 up are."""
        strip = theme.px(NEGATIVE) if self._grid and self._grid.negative else 0
        return room.adjusted(0, 0, 0, -strip)

    def value_ticks(self, room: QRectF) -> list[tuple[float, str]]:
        if self._grid is None:
            return []
        inner = self._map(room)
        size = np.log(self._grid.high / self._grid.low)
        found = [
            (inner.bottom() - float(np.log(tick.place / self._grid.low) / size) * inner.height(), tick.label)
            for tick in ticks.log_ticks(self._grid.low, self._grid.high, int(inner.height() / theme.px(TICK_HEIGHT)))
        ]
        if self._grid.negative:
            found.append((room.bottom() - theme.px(NEGATIVE) / 2, "< 0"))
        return found

    def paint_data(self, painter: QPainter, room: QRectF) -> None:
        if self._heat is None or self._grid is None:
            return
        columns, rows = max(int(room.width()), 1), max(int(room.height()), 1)
        x = room.left() + np.arange(columns) + 0.5
        moments = self.start + ((x - room.left()) / room.width() * (self.end - self.start)).astype(np.int64)
        levels = charts_heat.levels(self._heat, moments, self._latencies(room, rows))
        pixels = np.ascontiguousarray(_colours()[levels])
        image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_ARGB32)
        painter.drawImage(room.topLeft().toPoint(), image)

    def _latencies(self, room: QRectF, rows: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """The latency in ns of each row of pixels."""
        assert self._grid is not None
        inner = self._map(room)
        height = inner.bottom() - (room.top() + np.arange(rows) + 0.5)
        found = self._grid.low * (self._grid.high / self._grid.low) ** (height / inner.height())
        return np.where(height < 0, -1.0, found)

    def paint_points(self, painter: QPainter, x: float, at: int) -> None:
        """A column needs no points."""

    def entries(self, at: int) -> list[Entry]:
        """The bands that hold most messages at a moment, the slowest first."""
        heat = self._heat
        if heat is None or not len(heat.times):
            return []
        place = min(int(np.searchsorted(heat.times, at)), len(heat.times) - 1)
        cells = heat.cells[place]
        if abs(int(heat.times[place]) - at) > self._column_width() or not cells.any():
            return []
        fullest = sorted(np.argsort(cells)[-LISTED:].tolist(), reverse=True)
        total = int(cells.sum())
        return [self._entry(heat, each, int(cells[each]), total) for each in fullest if cells[each]]

    def _column_width(self) -> int:
        assert self._heat is not None
        times = self._heat.times
        return 2 * max(int(np.median(np.diff(times))) if len(times) > 1 else 0, ticks.SECOND)

    def _entry(self, heat: HeatMap, band: int, count: int, total: int) -> Entry:
        colour = _colours()[max(int((count / total) ** 0.5 * (LEVELS - 1)), LEVELS // 3)]
        if band == 0:
            label = "< 0"
        else:
            label = _span(int(heat.bands[band - 1]), int(heat.bands[band]))
        share = self.tr("{n} · {share} %").format(n=f"{count:,}", share=f"{100 * count / total:.0f}")
        return Entry(label, share, QColor.fromRgba(int(colour)))


class HeatKey(QWidget):
    """What the colours of the heat map mean: from a few messages to most of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("From few messages to most of them"))
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        metrics = QFontMetrics(theme.small())
        self._few, self._most = self.tr("few"), self.tr("most")
        texts = metrics.horizontalAdvance(self._few) + metrics.horizontalAdvance(self._most)
        self.setFixedSize(texts + theme.px(KEY + 12), theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.small())
        painter.setPen(theme.colour("muted"))
        room, middle = self.rect(), int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(room, middle | int(Qt.AlignmentFlag.AlignLeft), self._few)
        painter.drawText(room, middle | int(Qt.AlignmentFlag.AlignRight), self._most)
        left = QFontMetrics(theme.small()).horizontalAdvance(self._few) + theme.px(6)
        ramp = np.ascontiguousarray(_colours()[1:])
        image = QImage(ramp.data, LEVELS - 1, 1, 4 * (LEVELS - 1), QImage.Format.Format_ARGB32)
        painter.drawImage(QRect(left, room.center().y() - theme.px(3), theme.px(KEY), theme.px(7)), image)
        painter.end()


def _span(low: int, high: int) -> str:
    """A band by its edges: "6.29 – 8.39 ms"."""
    size, unit = (1e9, "s") if high >= 1_000_000_000 else (1e6, "ms") if high >= 100_000 else (1e3, "µs")
    return f"{low / size:.3g} – {high / size:.3g} {unit}"


_cache: dict[bool, np.ndarray[tuple[int], np.dtype[np.uint32]]] = {}


def _colours() -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    """The colour of each level as ARGB: from the panel's ground over blue to the warm end, in steady brightness."""
    if theme.dark not in _cache:
        stops = [QColor(theme.colour("panel")), *map(QColor, STOPS[theme.dark])]
        places = np.linspace(0, LEVELS - 1, len(stops))
        channels = [[getattr(stop, name)() for stop in stops] for name in ("red", "green", "blue")]
        mixed = [np.interp(np.arange(LEVELS), places, channel).astype(np.uint32) for channel in channels]
        ramp = np.uint32(0xFF000000) | (mixed[0] << 16) | (mixed[1] << 8) | mixed[2]
        ramp[0] = 0  # no message: nothing is painted, so that the marks below stay visible
        _cache[theme.dark] = ramp
    return _cache[theme.dark]


# Okabe and Ito's blue, sky blue and orange; on white the same hues from light to dark.
STOPS = {True: ("#0f4c78", "#2f7fb5", "#56b4e9", "#e69f00"), False: ("#bfe1f5", "#56b4e9", "#0072b2", "#8a3b00")}
