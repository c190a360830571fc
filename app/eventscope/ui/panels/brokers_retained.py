"""Retained messages of the embedded broker: listed by prefix, cleared after a counted question, put back if wanted."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QMenu, QWidget

from eventscope.base import clock
from eventscope.core.broker import BrokerGauges, RetainedInfo
from eventscope.core.verbs import ClearRetained, GetRetained, RestoreRetained
from eventscope.ui import figures
from eventscope.ui.desk import Desk
from eventscope.ui.dialogs.ask import Choice, ask
from eventscope.ui.models.keyed_rows import Column
from eventscope.ui.panels.brokers_listing import Listing
from eventscope.ui.viewmodels.brokers_rows import RetainedRow, label, retained_rows, whole

LIMIT = 1000  # messages listed
LIGHT = 4 << 20  # bytes retained in all up to which the list is fetched every second
HEAVY_EVERY = 10  # seconds between two fetches of more than that
NAMED = 20  # topics that a question lists
TYPING_MS = 250
translate = QCoreApplication.translate


class RetainedTab(Listing[RetainedRow]):
    """The search field holds a prefix, which the broker looks up: there may be more than are listed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Retained messages"),
            retained_columns(),
            lambda row: row.info.topic,
            self.tr("Messages published with Retain show here: the broker keeps the last one of each topic."),
            self.tr("Beginning of a topic"),
            parent,
        )
        self._desk = desk
        self._total = self._bytes = 0
        self._looks = 0
        self._cleared: tuple[RetainedInfo, ...] = ()
        self.clear_button = self.add_button(self.tr("Clear retained…"), self.clear_selected)
        self.clear_button.setEnabled(False)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self.refresh_wanted)
        self.table.removed.connect(self.clear_selected)

    # --- showing -----------------------------------------------------------------------------------------

    def request(self) -> GetRetained:
        """What to ask the broker for."""
        return GetRetained(self.search.text(), LIMIT)

    def due(self) -> bool:
        """Called once a second: whether it is time to ask again. Payloads come along, so large ones seldom."""
        self._looks += 1
        return self._bytes <= LIGHT or self._looks % HEAVY_EVERY == 1

    def take_gauges(self, gauges: BrokerGauges | None) -> None:
        """How many there are in all; a change is worth another look."""
        total, size = (gauges.retained, gauges.retained_bytes) if gauges else (0, 0)
        changed = (total, size) != (self._total, self._bytes)
        self._total, self._bytes = total, size
        if changed:
            self._looks = 0
            self._show()

    def take(self, infos: tuple[RetainedInfo, ...]) -> None:
        """What the broker answered."""
        self.rows.put(retained_rows(infos, clock.mono_ns()))
        self._enable()
        self._show()

    def searched(self, text: str) -> None:
        """Ask the broker, a moment after the last letter."""
        self._typing.start()

    def holds(self, row: RetainedRow, text: str) -> bool:
        return row.info.topic.startswith(text)

    def words(self) -> str:
        parts = [self.tr("{size} in all").format(size=figures.size(self._bytes))] if self._total else []
        if self._bytes > LIGHT:
            parts.append(self.tr("looked up every {n} s").format(n=HEAVY_EVERY))
        shown = len(self.rows.rows)
        if shown < self._total:
            text = self.tr("{n} of {total} listed")
            if shown >= LIMIT:
                text = self.tr("the first {n} of {total} listed: type the beginning of a topic for others")
            parts.insert(0, text.format(n=figures.count(shown), total=figures.count(self._total)))
        return " · ".join(parts)

    def menu(self) -> QMenu:
        menu = super().menu()
        menu.addAction(self.tr("Clear retained…"), self.clear_selected)
        if self._cleared:
            menu.addAction(self.tr("Restore what was cleared last"), self.restore)
        return menu

    def _selected(self) -> None:
        super()._selected()
        self._enable()

    # --- clearing ----------------------------------------------------------------------------------------

    def clear_selected(self) -> None:
        """Ask, then clear the retained messages of the selected topics."""
        topics = tuple(str(key) for key in self.table.selected())
        if not topics:
            return
        names = [label(topic) for topic in topics[:NAMED]]
        more = [self.tr("and {n} more").format(n=figures.count(len(topics) - NAMED))] if len(topics) > NAMED else []
        title = self.tr("Clear %n retained message(s)?", "", len(topics))
        text = self.tr("New subscribers no longer get them. Clearing can be undone.")
        call = Choice(self.tr("Clear retained"), lambda: self._clear(topics))
        ask(self.window(), title, text, [call], "\n".join(names + more))

    def _clear(self, topics: tuple[str, ...]) -> None:
        self._desk.ask(ClearRetained(topics), self._gone)

    def _gone(self, cleared: tuple[RetainedInfo, ...]) -> None:
        self._cleared = cleared
        self.refresh_wanted.emit()
        text = self.tr("Cleared %n retained message(s).", "", len(cleared))
        self._desk.offer.emit(text, self.tr("Undo"), self.restore)

    def restore(self) -> None:
        """Put back what was cleared last, where nothing newer has come."""
        if self._cleared:
            back, self._cleared = self._cleared, ()
            self._desk.ask(RestoreRetained(back), lambda _: self.refresh_wanted.emit())

    def _enable(self) -> None:
        self.clear_button.setEnabled(bool(self.table.selected()))


def retained_columns() -> list[Column[RetainedRow]]:
    """Of the retained messages."""
    return [
        Column(
            "topic",
            translate("Brokers", "Topic"),
            lambda row: row.topic,
            lambda row: row.info.topic,
            stretch=True,
            hover=_retained_hover,
        ),
        Column(
            "payload",
            translate("Brokers", "Payload"),
            lambda row: row.preview or translate("Brokers", "‹empty›"),
            lambda row: row.info.payload[:64],
            width=420,
            rank=1,
            mono=True,
        ),
        Column("qos", translate("Brokers", "QoS"), lambda row: str(row.info.qos), right=True, width=56),
        Column(
            "size",
            translate("Brokers", "Size"),
            lambda row: figures.size(len(row.info.payload)),
            lambda row: len(row.info.payload),
            right=True,
            width=86,
        ),
        Column(
            "age",
            translate("Brokers", "Age"),
            lambda row: figures.seconds(row.age(clock.mono_ns())),
            lambda row: row.age(0),
            right=True,
            width=86,
        ),
        Column(
            "expires",
            translate("Brokers", "Expires in"),
            lambda row: figures.seconds(max(row.info.expires_in, 0.0)) if row.info.expires_in is not None else "",
            lambda row: row.info.expires_in,
            right=True,
            width=92,
            rank=2,
        ),
    ]


def _retained_hover(row: RetainedRow) -> str:
    sizes = translate("Brokers", "{payload} of payload, {properties} of properties").format(
        payload=figures.size(len(row.info.payload)), properties=figures.size(len(row.info.properties))
    )
    return f"{whole(row.info.topic)}\n{sizes}"
