"""The list of subscriptions: what was asked, what was granted, how much comes."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from eventscope.core.broker import GroupGauge
from eventscope.core.news import BrokerNews, Summary
from eventscope.core.topics import share
from eventscope.core.verbs import Subscribe, Unsubscribe
from eventscope.core.visible import elide, show
from eventscope.core.workspace import EMBEDDED, Connection, Subscription
from eventscope.ui import figures, words
from eventscope.ui.actions import Command
from eventscope.ui.desk import Desk
from eventscope.ui.dialogs.subscription import SubscriptionDialog
from eventscope.ui.rows import HEIGHT, Row, RowList
from eventscope.ui.theme import theme
from eventscope.ui.widgets import Card, Deck, Empty

EVERY = 500_000_000  # ns between two looks at the rates
Key = tuple[str, str]  # connection id, filter


class SubscriptionsPanel(QWidget):
    """Reads `desk.subscription`, `desk.link`, `desk.summary`, `desk.broker` and the state."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._last = 0
        self._groups: tuple[GroupGauge, ...] = ()
        self.list = RowList(self.tr("Subscriptions"))
        self._build()
        desk.state_changed.connect(self._show)
        desk.subscription.connect(self._show)
        desk.link.connect(self._show)
        desk.summary.connect(self._take)
        desk.broker.connect(self._take_broker)
        self._show()

    def commands(self) -> list[Command]:
        """For menu, palette and shortcuts."""
        return [Command("subscriptions.new", self.tr("New subscription…"), self.add, "Ctrl+Shift+N")]

    def wanted_height(self) -> int:
        """What shows all rows."""
        return self.list.wanted_height() + theme.px(48)

    def _build(self) -> None:
        card = Card(self.tr("Subscriptions"), margins=(4, 4, 4, 4))
        card.add_action("mdi6.plus", self.tr("New subscription (Ctrl+Shift+N)"), self.add)
        empty = Empty(
            self.tr("Topic filters that you subscribe to show here. Nothing is subscribed unasked."),
            self.tr("New subscription"),
            self.add,
        )
        self._stack = Deck()
        self._stack.addWidget(empty)
        self._stack.addWidget(self.list)
        card.body.addWidget(self._stack)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        self.list.setMinimumHeight(theme.px(HEIGHT))
        self.list.opened.connect(self.edit)
        self.list.toggled.connect(self._toggle)
        self.list.removed.connect(self.remove)
        self.list.menu_wanted.connect(self._menu)

    # --- news ------------------------------------------------------------------------------------------

    def _take(self, item: Summary) -> None:
        if 0 <= item.at - self._last < EVERY:
            return
        self._last = item.at
        self._show()

    def _take_broker(self, item: BrokerNews) -> None:
        self._groups = item.gauges.groups if item.gauges else ()

    def _show(self) -> None:
        pairs = [(item, wanted) for item in self._desk.connections() for wanted in item.subscriptions]
        self.list.put([self._row(item, wanted) for item, wanted in pairs])
        self._stack.setCurrentIndex(1 if pairs else 0)

    def _row(self, item: Connection, wanted: Subscription) -> Row:
        state, level = self._state(item, wanted)
        dot, hollow = self._dot(item, wanted, level)
        parts = [wanted.filter] if wanted.alias else []
        parts += [state, self._members(item, wanted), *_options(wanted)]
        if sum(bool(other.subscriptions) for other in self._desk.connections()) > 1:
            parts.append(item.name)
        summary = self._desk.last_summary
        rate = summary.subscription_rates.get(f"{item.id}\x00{wanted.filter}", 0.0) if summary else 0.0
        detail = " · ".join(filter(None, parts))
        hover = f"{wanted.filter}\n{detail}"
        title = wanted.alias or wanted.filter
        return Row((item.id, wanted.filter), title, detail, figures.rate(rate), dot, hollow, level, hover)

    def _state(self, item: Connection, wanted: Subscription) -> tuple[str, str]:
        """What is so, in words, and the role of its colour; never "granted" before the broker said it."""
        asked = f"QoS {wanted.qos}"
        if not wanted.enabled:
            return self.tr("paused · {qos}").format(qos=asked), "muted"
        said = self._desk.granted.get((item.id, wanted.filter))
        if said is not None and said.state == "refused":
            return words.sentence("", said.words) or self.tr("The broker refused it."), "bad"
        if not self._is_up(item):
            return self.tr("waits for the connection · {qos}").format(qos=asked), "muted"
        if said is None or said.state != "granted":
            return self.tr("asked for · {qos}").format(qos=asked), "muted"
        if said.granted_qos is not None and said.granted_qos < wanted.qos:
            return self.tr("QoS {granted} granted, {asked} asked").format(
                granted=said.granted_qos, asked=wanted.qos
            ), "warn"
        return asked, "muted"

    def _dot(self, item: Connection, wanted: Subscription, level: str) -> tuple[str, bool]:
        if level == "bad":
            return "bad", False
        said = self._desk.granted.get((item.id, wanted.filter))
        granted = said is not None and said.state == "granted" and self._is_up(item) and wanted.enabled
        return f"series:{wanted.colour}", not granted

    def _members(self, item: Connection, wanted: Subscription) -> str:
        group, inner = share(wanted.filter)
        if group is None:
            return ""
        if item.id == EMBEDDED:
            for gauge in self._groups:
                if (gauge.group, gauge.filter) == (group, inner):
                    return self.tr("%n member(s)", "", gauge.members)
        return self.tr("shared group {name}").format(name=group)

    def _is_up(self, item: Connection) -> bool:
        link = self._desk.links.get(item.id)
        return link is not None and link.state == "up"

    # --- what a person asks ------------------------------------------------------------------------------

    def add(self, filter_: str = "") -> SubscriptionDialog | None:
        """The dialog for a new subscription, perhaps with a filter in it."""
        items = self._desk.connections()
        if not items:
            return None
        known = {item.id for item in items}
        ident = self._desk.current if self._desk.current in known else items[0].id
        return self._open(ident, Subscription(filter_) if filter_ else None)

    def edit(self, key: Key) -> SubscriptionDialog | None:
        """The dialog for one that is there."""
        wanted = self._get(key)
        return self._open(key[0], wanted) if wanted else None

    def remove(self, key: Key) -> None:
        """Unsubscribe and forget; can be undone."""
        wanted = self._get(key)
        if wanted is None:
            return
        self._desk.ask(Unsubscribe(*key))
        text = self.tr("Removed the subscription {filter}.").format(filter=show(elide(key[1], 80)).text)
        self._desk.offer.emit(text, self.tr("Undo"), lambda: self._desk.ask(Subscribe(key[0], wanted)))

    def _open(self, ident: str, wanted: Subscription | None) -> SubscriptionDialog:
        known = wanted is not None and self._get((ident, wanted.filter)) is not None
        dialog = SubscriptionDialog(self._desk, ident, wanted, self.window(), known)
        dialog.open()
        return dialog

    def _get(self, key: Key) -> Subscription | None:
        for item in self._desk.connections():
            if item.id == key[0]:
                return next((wanted for wanted in item.subscriptions if wanted.filter == key[1]), None)
        return None

    def _toggle(self, key: Key) -> None:
        if wanted := self._get(key):
            self._desk.ask(Subscribe(key[0], replace(wanted, enabled=not wanted.enabled)))

    def _menu(self, key: Key, at: QPoint) -> None:
        self.menu(key).popup(at)

    def menu(self, key: Key) -> QMenu:
        """What can be done with a subscription."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        wanted = self._get(key)
        inner = share(key[1])[1]
        menu.addAction(self.tr("Filter messages by it"), lambda: self._desk.topic_chosen.emit(inner))
        menu.addSeparator()
        text = self.tr("Pause") if wanted and wanted.enabled else self.tr("Subscribe again")
        menu.addAction(text, lambda: self._toggle(key))
        menu.addAction(self.tr("Edit…"), lambda: self.edit(key))
        menu.addAction(self.tr("Copy filter"), lambda: QGuiApplication.clipboard().setText(key[1]))
        menu.addSeparator()
        menu.addAction(self.tr("Remove"), lambda: self.remove(key))
        return menu


def _options(wanted: Subscription) -> list[str]:
    """Options of MQTT 5 that differ from the usual."""
    return [
        name
        for name, on in (
            ("No Local", wanted.no_local),
            ("Retain As Published", wanted.retain_as_published),
            (f"Retain Handling {wanted.retain_handling}", wanted.retain_handling),
            (f"ID {wanted.identifier}", wanted.identifier is not None),
        )
        if on
    ]
