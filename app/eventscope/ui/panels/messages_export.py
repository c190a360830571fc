"""Messages to a file: asks where to, shows how far it is, and can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QWidget

from eventscope.core.news import ExportNews
from eventscope.core.verbs import ExportMessages, StopExport
from eventscope.core.visible import elide, show
from eventscope.ui import figures
from eventscope.ui.desk import Desk
from eventscope.ui.panels.messages_progress import Progress
from eventscope.ui.theme import theme
from eventscope.ui.widgets import Elided, button

NAME = 60  # characters of a file's name


class Exporting(QFrame):
    """A strip that is there while an export runs; how it ended is a notice. `filter_text`: what the table shows."""

    def __init__(self, desk: Desk, filter_text: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        self._desk = desk
        self._filter_text = filter_text
        self._export = 0
        self.text = Elided("")
        self.bar = Progress()
        self.bar.setFixedWidth(theme.px(120))
        self.stop = button(self.tr("Stop"), self._stop, "link")
        self.stop.setAccessibleName(self.tr("Stop the export"))
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 4, 2)
        row.addWidget(self.text, 1)
        row.addWidget(self.bar)
        row.addWidget(self.stop)
        self.hide()
        desk.export.connect(self._take)
        desk.engine_lost.connect(self.hide)

    def ask(self) -> QFileDialog:
        """Where to? A file that is there is never replaced."""
        title = self.tr("Export the messages that match the filter") if self._filter_text() else self._all()
        dialog = QFileDialog(self.window(), title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        lines, table = self.tr("JSON lines, every byte kept (*.jsonl)"), self.tr("CSV for spreadsheets (*.csv)")
        dialog.setNameFilters([lines, table])
        dialog.setDefaultSuffix("jsonl")
        dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix("csv" if kind == table else "jsonl"))
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.selectFile(self.tr("messages"))
        dialog.fileSelected.connect(self.export_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _all(self) -> str:
        return self.tr("Export all messages")

    def export_to(self, path: str) -> None:
        """Begin; the name's ending says what kind of file it is."""
        form: Literal["jsonl", "csv"] = "csv" if path.lower().endswith(".csv") else "jsonl"
        self._desk.ask(ExportMessages(path, form, self._filter_text()))

    def _take(self, news: ExportNews) -> None:
        self._export = news.export
        name = elide(show(news.path.replace("\\", "/").rpartition("/")[2]).text, NAME)
        words = self.tr("Exporting to {name}: {scanned} of {n} looked at, {written} written")
        self.text.setText(
            words.format(
                name=name,
                scanned=figures.count(news.scanned),
                n=figures.count(news.total),
                written=figures.count(news.written),
            )
        )
        self.bar.show_part(news.scanned, news.total)
        self.setVisible(news.running)

    def _stop(self) -> None:
        self._desk.ask(StopExport(self._export))
