"""Saves what the page shows: asks where, fetches the data undecimated, and says on the page how it ended."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from eventscope.base import clock
from eventscope.core.errors import EventscopeError
from eventscope.core.verbs import ChartData, GetChart
from eventscope.ui import words
from eventscope.ui.charts import saving
from eventscope.ui.panels.status import workspace_name
from eventscope.ui.viewmodels import charts_csv
from eventscope.ui.viewmodels.charts_ticks import date_text

if TYPE_CHECKING:
    from eventscope.ui.charts.page import ChartsPage

WIDEST = 100_000  # more points than the engine keeps of any curve
translate = QCoreApplication.translate


class Export:
    """Belongs to one page."""

    def __init__(self, page: ChartsPage) -> None:
        self._page = page
        self.dialog: QFileDialog | None = None  # the one that was opened last

    def picture(self) -> None:
        """The charts as they are on the screen now, whatever moves while the dialog is open."""
        content = saving.picture(self._page.wall, self._caption())
        title = translate("Charts", "Save as picture")
        name = self._name(".png")
        self.dialog = saving.ask(
            self._page.window(), title, name, "PNG (*.png)", lambda path: self._write(path, content)
        )

    def data(self) -> None:
        """The stretch that is shown, as fine as the engine gives it: 10,000 points of a curve at once."""
        now = clock.mono_ns()
        start, end = self._page.time.at(now)
        title, name = translate("Charts", "Save data"), self._name(".csv")
        verb = GetChart(start, end, WIDEST)
        self.dialog = saving.ask(self._page.window(), title, name, "CSV (*.csv)", lambda path: self._fetch(path, verb))

    def _fetch(self, path: Path, verb: GetChart) -> None:
        self._page.desk.ask(verb, lambda data: self._write(path, _encode(data)), self._fail)

    def _write(self, path: Path, content: bytes) -> None:
        try:
            self._page.bar.tell(saving.write(path, content))
        except EventscopeError as error:
            self._fail(error)

    def _fail(self, error: EventscopeError) -> None:
        self._page.bar.tell(words.error(error), "bad")

    def _stretch(self) -> tuple[str, str]:
        """Start and end in local time."""
        data = self._page.data
        start, end = self._page.time.at(data.now if data else clock.mono_ns())
        offset = data.wall_offset if data else 0
        return date_text(start + offset), date_text(end + offset)

    def _caption(self) -> str:
        start, end = self._stretch()
        state = self._page.desk.state
        name = workspace_name(state) if state else ""
        return " · ".join(filter(None, ("Eventscope", name, f"{start} – {end}")))

    def _name(self, suffix: str) -> str:
        """As in eventscope-20261123-120105.png."""
        stamp = self._stretch()[1][:19].replace("-", "").replace(":", "").replace("T", "-")
        return f"eventscope-{stamp}{suffix}"


def _encode(data: ChartData) -> bytes:
    return charts_csv.text(data).encode("utf-8", "backslashreplace")
