"""The payload as text, in windows of 256 KiB that are wrapped by us: no payload is too large or too long to show."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextBlock
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from eventscope.core.textwindow import COLUMNS, TextWindow, window
from eventscope.ui import figures
from eventscope.ui.widgets import Elided, IconButton, Pill, PlainView, tooltip

WRAPPED = 1  # state of a text block that goes on from the one before


class WindowView(PlainView):
    """Shows one TextWindow; what is copied has no line break that was not in the payload."""

    def show_window(self, shown: TextWindow) -> None:
        """Another window."""
        self.setPlainText("\n".join(shown.lines))
        document = self.document()
        for number in shown.wrapped:
            document.findBlockByNumber(number).setUserState(WRAPPED)

    def createMimeDataFromSelection(self) -> QMimeData:
        cursor, data = self.textCursor(), QMimeData()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        block = self.document().findBlock(start)
        pieces: list[str] = []
        while block.isValid() and block.position() <= end:
            if pieces and block.userState() != WRAPPED:
                pieces.append("\n")
            pieces.append(_part(block, start, end))
            block = block.next()
        data.setText("".join(pieces))
        return data


def _part(block: QTextBlock, start: int, end: int) -> str:
    at = block.position()
    return block.text()[max(0, start - at) : max(0, end - at)]


class PayloadView(QWidget):
    """Pages through a payload, or through its laid out form where there is one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._raw = b""
        self._pretty: bytes | None = None
        self._window = window(b"")
        self._starts: list[int] = [0]
        self._about = ""
        self.view = WindowView()
        self.view.setAccessibleName(self.tr("Payload"))
        self.view.setCornerWidget(QWidget())  # Fusion would draw a square between the two scroll bars
        self.laid_out = Pill(self.tr("Laid out"), checked=True)
        tooltip(self.laid_out, self.tr("JSON with line breaks and indents; off: exactly as it came"))
        self.laid_out.clicked.connect(self._first_page)
        self.about = Elided("", "muted")
        self.back = IconButton("mdi6.chevron-left", self.tr("Previous part"), self._previous)
        self.forth = IconButton("mdi6.chevron-right", self.tr("Next part"), self._next)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 4, 0, 0)
        foot.setSpacing(4)
        foot.addWidget(self.about, 1)
        foot.addWidget(self.back)
        foot.addWidget(self.forth)
        foot.addWidget(self.laid_out)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addLayout(foot)

    def show_payload(self, raw: bytes, about: str = "") -> None:
        """Another payload, as it came; `about` is a word on what it is."""
        self._raw, self._pretty, self._about = raw, None, about
        self._first_page()

    def offer(self, pretty: bytes | None, about: str) -> None:
        """The same payload laid out, once it is read (None: it stays as it came), and what it is."""
        self._pretty, self._about = pretty, about
        if pretty is not None and self.laid_out.isChecked():
            self._first_page()
        else:
            self._tell()

    @property
    def _source(self) -> bytes:
        return self._pretty if self._pretty is not None and self.laid_out.isChecked() else self._raw

    def _first_page(self) -> None:
        self._starts = [0]
        self._show()

    def _next(self) -> None:
        if self._window.end < self._window.size:
            self._starts.append(self._window.end)
            self._show()

    def _previous(self) -> None:
        if len(self._starts) > 1:
            self._starts.pop()
            self._show()

    def _show(self) -> None:
        self._window = window(self._source, self._starts[-1])
        self.view.show_window(self._window)
        self._tell()

    def _tell(self) -> None:
        shown = self._window
        self.laid_out.setVisible(self._pretty is not None)
        paged = not shown.whole
        self.back.setVisible(paged)
        self.forth.setVisible(paged)
        self.back.setEnabled(len(self._starts) > 1)
        self.forth.setEnabled(shown.end < shown.size)
        parts = [self._about] if self._about else []
        if paged:
            parts.append(
                self.tr("bytes {start} to {end} of {size}").format(
                    start=figures.count(shown.start), end=figures.count(shown.end), size=figures.count(shown.size)
                )
            )
        if shown.marked:
            parts.append(self.tr("hidden characters shown as marks"))
        if shown.wrapped:
            parts.append(self.tr("long lines wrapped at {n}").format(n=COLUMNS))
        self.about.setText(" · ".join(parts))
