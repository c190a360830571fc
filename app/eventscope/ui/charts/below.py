"""The consumers below the charts: shown where there is room or somebody wants them, and asked for while they show."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QSplitter, QWidget
from shiboken6 import isValid

from eventscope.core.errors import EventscopeError
from eventscope.core.verbs import GetStreams, SaveSettings, StreamFigures
from eventscope.ui import words
from eventscope.ui.charts.bar import Bar
from eventscope.ui.charts.consumers import Consumers
from eventscope.ui.desk import Desk
from eventscope.ui.theme import theme

ROOMY = 760  # px of the page's height from which on the consumers show without being asked for


class Below:
    """`wanted` is what a person chose, None: as there is room on the `page`."""

    def __init__(self, desk: Desk, consumers: Consumers, bar: Bar, split: QSplitter, page: QWidget) -> None:
        self.wanted: bool | None = None
        self._desk = desk
        self._consumers = consumers
        self._bar = bar
        self._split = split
        self._page = page

    def ask(self) -> None:
        """Ask for their figures, where they show."""
        if self._consumers.isVisible():
            self._ask()

    def _ask(self) -> None:
        self._desk.ask(GetStreams(), self._take, self._failed)

    def choose_definitions(self, definitions: str) -> None:
        """Show the consumers by these definitions; the same once more hides them."""
        state = self._desk.state
        if self._consumers.isVisible() and definitions == self._consumers.definitions:
            self.show(False)
            return
        if state is not None and state.settings.definitions != definitions:
            settings = replace(state.settings, definitions=definitions)  # type: ignore[arg-type]
            self._desk.state = replace(state, settings=settings)
            self._desk.ask(SaveSettings(settings))
        self._consumers.show_definitions(definitions)
        self.show(True)

    def toggle(self) -> None:
        """Show or hide them."""
        self.show(not self._consumers.isVisible())

    def show(self, wanted: bool) -> None:
        """Whatever room there is."""
        self.wanted = wanted
        self.fit()
        if wanted:
            self._ask()

    def follow_settings(self) -> None:
        """Another place may have chosen other definitions, and the page another height."""
        if self._desk.state is not None:
            self._consumers.show_definitions(self._desk.state.settings.definitions)
        self.fit()

    def fit(self) -> None:
        """Show or hide them as there is room, or as somebody chose."""
        roomy = self._page.height() >= theme.px(ROOMY)
        wanted = roomy if self.wanted is None else self.wanted
        if self._consumers.isVisibleTo(self._page) != wanted:
            self._consumers.setVisible(wanted)
            self._size()
        self._bar.show_definitions(self._consumers.definitions if wanted else "")

    def _size(self) -> None:
        height = self._consumers.wanted_height()
        self._split.setSizes([max(self._split.height() - height, 1), height])

    def _take(self, streams: tuple[StreamFigures, ...]) -> None:
        if not isValid(self._consumers):
            return  # the window got other pages (another language) while this was under way
        height = self._consumers.wanted_height()
        self._consumers.take(streams, self._desk.last_consumers.consumers)
        if self._consumers.wanted_height() != height:
            self._size()

    def _failed(self, error: EventscopeError) -> None:
        if isValid(self._bar):
            self._bar.tell(words.error(error), "bad")
