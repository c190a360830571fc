"""The payload as hex and ASCII, a bounded window at a time, with an offset to jump to."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from eventscope.core import hexdump
from eventscope.core.errors import BadInput
from eventscope.ui import figures, words
from eventscope.ui.widgets import Elided, IconButton, PlainView, set_property

NARROW = 80  # characters; below it 8 bytes a line are shown


class HexView(QWidget):
    """Pages through bytes; only what is in sight is made into text, and only when the tab is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._raw = b""
        self._start = 0
        self._width = hexdump.WIDTH
        self._stale = True
        self.view = PlainView()
        self.view.setAccessibleName(self.tr("Hex"))
        self.view.setCornerWidget(QWidget())  # Fusion would draw a square between the two scroll bars
        self.offset = QLineEdit()
        self.offset.setPlaceholderText(self.tr("Offset"))
        self.offset.setAccessibleName(self.tr("Offset to go to"))
        self.offset.returnPressed.connect(self._jump)
        self.about = Elided("", "muted")
        self.back = IconButton("mdi6.chevron-left", self.tr("Previous part"), lambda: self._page(-1))
        self.forth = IconButton("mdi6.chevron-right", self.tr("Next part"), lambda: self._page(1))
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 4, 0, 0)
        foot.setSpacing(4)
        foot.addWidget(self.about, 1)
        foot.addWidget(self.back)
        foot.addWidget(self.forth)
        foot.addWidget(self.offset)
        self.offset.setMaximumWidth(110)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addLayout(foot)

    def show_payload(self, raw: bytes) -> None:
        """Other bytes."""
        self._raw, self._start = raw, 0
        self.offset.clear()
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitting() != self._width:
            self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        if self._stale:
            self._draw()

    def _fitting(self) -> int:
        letters = self.width() / max(1, self.view.fontMetrics().horizontalAdvance("0"))
        return hexdump.WIDTH if letters >= NARROW else hexdump.WIDTH // 2

    def _page(self, way: int) -> None:
        self._start = max(0, min(self._start + way * hexdump.WINDOW, max(0, len(self._raw) - 1)))
        self._draw()

    def _jump(self) -> None:
        try:
            self._start = hexdump.parse_offset(self.offset.text(), len(self._raw))
        except BadInput as error:
            set_property(self.offset, "wrong", True)
            self.about.setText(words.error(error))
            return
        self._draw()

    def _draw(self) -> None:
        self._stale = not self.isVisible()
        if self._stale:
            return
        self._width = self._fitting()
        set_property(self.offset, "wrong", False)
        self.view.setPlainText(hexdump.text(self._raw, self._start, width=self._width))
        size, end = len(self._raw), min(len(self._raw), self._start + hexdump.WINDOW)
        paged = size > hexdump.WINDOW
        for item in (self.back, self.forth, self.offset):
            item.setVisible(paged)
        self.back.setEnabled(self._start > 0)
        self.forth.setEnabled(end < size)
        count = figures.count
        part = self.tr("bytes {start} to {end} of {size}").format(
            start=count(self._start), end=count(end), size=count(size)
        )
        self.about.setText(part if paged else self.tr("{size} bytes").format(size=count(size)))
