"""The list of connections: state, address, rate; connect, edit and remove."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from eventscope.base import clock
from eventscope.core.news import BrokerNews, LinkNews, Summary
from eventscope.core.verbs import Connect, Disconnect, RemoveConnection
from eventscope.core.visible import show
from eventscope.core.workspace import EMBEDDED, Connection
from eventscope.ui import figures, words
from eventscope.ui.actions import Command
from eventscope.ui.desk import Desk
from eventscope.ui.dialogs.ask import Choice, ask
from eventscope.ui.dialogs.connection import ConnectionDialog
from eventscope.ui.panels import connections_losses
from eventscope.ui.rows import HEIGHT, Row, RowList
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels import connacklines
from eventscope.ui.widgets import Card, Deck, Empty

EVERY = 500_000_000  # ns between two looks at the rates
DOTS = {"up": ("good", False), "connecting": ("warn", True), "waiting": ("warn", False), "refused": ("bad", False)}
_MQTT = ("mqtt", "mqtts", "ws", "wss")  # which have versions


class ConnectionsPanel(QWidget):
    """Reads `desk.link`, `desk.summary`, `desk.broker` and the state."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._last = 0
        self._clients: int | None = None
        self._address = ""
        self._ended: dict[str, LinkNews] = {}  # why a connection broke the last time
        self.list = RowList(self.tr("Connections"))
        self._build()
        self._countdown = QTimer(self)
        self._countdown.setInterval(1000)
        self._countdown.timeout.connect(self._show)
        desk.state_changed.connect(self._show)
        desk.link.connect(self._take_link)
        desk.summary.connect(self._take)
        desk.broker.connect(self._take_broker)
        self._show()

    def commands(self) -> list[Command]:
        """For menu, palette and shortcuts."""
        return [Command("connections.new", self.tr("New connection…"), self.add, "Ctrl+N")]

    def wanted_height(self) -> int:
        """What shows all rows."""
        return self.list.wanted_height() + theme.px(48)

    def _build(self) -> None:
        card = Card(self.tr("Connections"), margins=(4, 4, 4, 4))
        card.add_action("mdi6.plus", self.tr("New connection (Ctrl+N)"), self.add)
        empty = Empty(self.tr("Brokers that you connect to show here."), self.tr("New connection"), self.add)
        self._stack = Deck()
        self._stack.addWidget(empty)
        self._stack.addWidget(self.list)
        card.body.addWidget(self._stack)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        self.list.setMinimumHeight(theme.px(HEIGHT))
        self.list.chosen.connect(self._desk.choose_connection)
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

    def _take_link(self, item: LinkNews) -> None:
        """A reason outlives the next try: a connection that is taken over and over is up in between."""
        if item.state in ("waiting", "refused"):
            self._ended[item.connection] = item
        elif item.state == "down":
            self._ended.pop(item.connection, None)
        self._show()

    def _take_broker(self, item: BrokerNews) -> None:
        ports = item.ports
        clients = item.gauges.connections if item.gauges else None
        address = f"{ports.address}:{ports.mqtt}" if ports and ports.mqtt else ""
        if (clients, address) != (self._clients, self._address):
            self._clients, self._address = clients, address
            self._show()

    def _show(self) -> None:
        items = self._desk.connections()
        self.list.put([self._row(item) for item in items])
        self._stack.setCurrentIndex(1 if items else 0)
        waiting = any(link.state == "waiting" for link in self._desk.links.values())
        if waiting != self._countdown.isActive():
            self._countdown.start() if waiting else self._countdown.stop()

    def _row(self, item: Connection) -> Row:
        link = self._desk.links.get(item.id)
        dot, hollow = DOTS.get(link.state if link else "down", ("muted", True))
        detail, level = self._detail(item, link)
        summary = self._desk.last_summary
        rate = summary.connection_rates.get(item.id, 0.0) if summary else 0.0
        lost = connections_losses.lines(summary.losses.get(item.id)) if summary else []
        said = (*lost, self._reason(item, link), self._who(link), *self._server(link))
        hover = "\n".join(filter(None, (item.name, self._where(item), *said)))
        return Row(item.id, item.name, detail, figures.rate(rate), dot, hollow, level, hover)

    def _detail(self, item: Connection, link: LinkNews | None) -> tuple[str, str]:
        """The second line and the role of its colour."""
        state = link.state if link else "down"
        if state == "connecting":
            return self.tr("connecting to {where}…").format(where=self._where(item)), "muted"
        if link and state == "waiting":
            left = max(0, ((link.retry_at or 0) - clock.mono_ns()) / 1e9)
            text = self.tr("reconnecting in {s} s").format(s=math.ceil(left)) if left else self.tr("reconnecting…")
            return " · ".join(filter(None, (text, self._why(link)))), "warn"
        if state == "refused":
            return self._why(link), "bad"
        if state == "down":
            return self.tr("disconnected · {where}").format(where=self._where(item)), "muted"
        if item.tls.insecure and item.scheme in ("mqtts", "wss"):
            return self.tr("certificate not verified · {where}").format(where=self._where(item)), "bad"
        summary = self._desk.last_summary
        lost = connections_losses.short(summary.losses.get(item.id)) if summary else ""
        return " · ".join(filter(None, (lost, self._up(item)))), "bad" if lost else "muted"

    def _up(self, item: Connection) -> str:
        if item.id == EMBEDDED and self._clients is not None:
            return f"{self._where(item)} · " + self.tr("%n client(s)", "", self._clients)
        if item.scheme == "bus":
            return self.tr("joins %n connection(s)", "", len(item.members))
        return f"{self._where(item)} · v{item.version}" if item.scheme in _MQTT else self._where(item)

    def _where(self, item: Connection) -> str:
        if item.id == EMBEDDED and self._address:
            return self._address
        scheme = "" if item.scheme == "mqtt" else f"{item.scheme}://"
        return f"{scheme}{item.host}" if "," in item.host else f"{scheme}{item.host}:{item.port}"

    def _why(self, link: LinkNews | None) -> str:
        return words.sentence(link.code, link.words, link.params) if link and (link.code or link.words) else ""

    def _reason(self, item: Connection, link: LinkNews | None) -> str:
        """Why it is not up, or why it was not before."""
        if why := self._why(link):
            return why
        before = self._why(self._ended.get(item.id))
        return self.tr("It broke before: {why}").format(why=before) if before else ""

    def _who(self, link: LinkNews | None) -> str:
        return self.tr("Client ID {name}").format(name=link.client_id) if link and link.client_id else ""

    def _server(self, link: LinkNews | None) -> list[str]:
        """What the broker told about itself when it let us in."""
        if link is None or link.state != "up" or not link.server:
            return []
        return ["", self.tr("The broker says:"), *connacklines.lines(link.server)]

    # --- what a person asks ------------------------------------------------------------------------------

    def add(self) -> ConnectionDialog:
        """The dialog for a new connection."""
        return self._open(None)

    def edit(self, key: str) -> ConnectionDialog | None:
        """The dialog for one that is there."""
        item = self._get(key)
        return self._open(item) if item else None

    def remove(self, key: str) -> None:
        """Forget a connection, after a question."""
        item = self._get(key)
        if item is None:
            return
        text = self.tr("Its subscriptions and its password are forgotten. Messages that are stored stay.")
        title = self.tr("Remove {name}?").format(name=show(item.name).text)
        call = Choice(self.tr("Remove"), lambda: self._desk.ask(RemoveConnection(key)))
        ask(self.window(), title, text, [call])

    def _open(self, item: Connection | None) -> ConnectionDialog:
        dialog = ConnectionDialog(self._desk, item, self.window())
        dialog.open()
        return dialog

    def _get(self, key: str) -> Connection | None:
        return next((item for item in self._desk.connections() if item.id == key), None)

    def _connected(self, key: str) -> bool:
        link = self._desk.links.get(key)
        return link is not None and link.state in ("up", "connecting", "waiting")

    def _toggle(self, key: str) -> None:
        self._desk.ask(Disconnect(key) if self._connected(key) else Connect(key))

    def _menu(self, key: str, at: QPoint) -> None:
        self.menu(key).popup(at)

    def menu(self, key: str) -> QMenu:
        """What can be done with a connection."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        link, item = self._desk.links.get(key), self._get(key)
        if link and link.state == "waiting":
            menu.addAction(self.tr("Try now"), lambda: self._desk.ask(Connect(key)))
        text = self.tr("Disconnect") if self._connected(key) else self.tr("Connect")
        menu.addAction(text, lambda: self._toggle(key))
        menu.addSeparator()
        menu.addAction(self.tr("Edit…"), lambda: self.edit(key))
        if item is not None:
            copy = replace(item, id="", name=self.tr("{name} copy").format(name=item.name), has_password=False)
            menu.addAction(self.tr("Duplicate…"), lambda: self._open(copy))
            menu.addAction(self.tr("Copy address"), lambda: _copy(self._where(item)))
        menu.addSeparator()
        menu.addAction(self.tr("Remove…"), lambda: self.remove(key))
        return menu


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
