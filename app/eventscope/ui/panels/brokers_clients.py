"""Clients and sessions of the embedded broker: who is there, what waits for each, and throwing one out."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QWidget

from eventscope.core.broker import BrokerGauges, ClientInfo
from eventscope.core.verbs import DisconnectClient
from eventscope.ui.desk import Desk
from eventscope.ui.dialogs.ask import Choice, ask
from eventscope.ui.panels.brokers_clientcolumns import client_columns
from eventscope.ui.panels.brokers_listing import Listing
from eventscope.ui.viewmodels.brokers_rows import ClientRow, client_rows, reasons

NAMED = 20  # clients that a question lists


class ClientsTab(Listing[ClientRow]):
    """Gauges come unasked, descriptions when the page asks."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Clients and sessions"),
            client_columns(),
            lambda row: row.gauge.client,
            self.tr("Clients that connect to the embedded broker show here, and sessions that wait for theirs."),
            self.tr("Part of a client id, user or address"),
            parent,
        )
        self._desk = desk
        self._gauges: BrokerGauges | None = None
        self._infos: tuple[ClientInfo, ...] = ()
        self.throw_out = self.add_button(self.tr("Disconnect…"), self.disconnect_selected)
        self.throw_out.setEnabled(False)
        self.table.removed.connect(self.disconnect_selected)

    def take_gauges(self, gauges: BrokerGauges | None) -> None:
        """Newer gauges."""
        self._gauges = gauges
        self._put()

    def take(self, infos: tuple[ClientInfo, ...]) -> None:
        """Newer descriptions."""
        self._infos = infos
        self._put()

    def holds(self, row: ClientRow, text: str) -> bool:
        return row.holds(text)

    def words(self) -> str:
        offline = sum(not row.gauge.connected for row in self.rows.rows)
        parts = [super().words(), self.tr("%n offline session(s)", "", offline) if offline else ""]
        return " · ".join(filter(None, parts))

    def of_row(self, row: ClientRow) -> str:
        return ", ".join([row.name, *reasons(row.gauge.dropped).splitlines()]) if row.dropped else ""

    def menu(self) -> QMenu:
        menu = super().menu()
        menu.addAction(self.tr("Disconnect…"), self.disconnect_selected).setEnabled(bool(self._connected()))
        return menu

    def disconnect_selected(self) -> None:
        """Ask, then close the connections of the selected clients."""
        chosen = self._connected()
        if not chosen:
            return
        title = self.tr("Disconnect %n client(s)?", "", len(chosen))
        names = [row.name for row in chosen[:NAMED]]
        more = [self.tr("and {n} more").format(n=len(chosen) - NAMED)] if len(chosen) > NAMED else []
        call = Choice(self.tr("Disconnect"), lambda: self._disconnect([row.gauge.client for row in chosen]))
        ask(self.window(), title, self._consequence(chosen), [call], "\n".join(names + more))

    def _consequence(self, chosen: list[ClientRow]) -> str:
        ending = [row for row in chosen if row.info is None or row.info.session_expiry == 0]
        waiting = sum(row.gauge.queued + row.gauge.in_flight for row in ending)
        text = self.tr("The embedded broker closes their connections; most clients connect again by themselves.")
        if waiting:
            lost = self.tr("%n message(s) that wait for sessions which end with the connection are lost.", "", waiting)
            text += " " + lost
        return text

    def _disconnect(self, clients: list[str]) -> None:
        for client in clients:
            self._desk.ask(DisconnectClient(client), lambda _: self.refresh_wanted.emit())

    def _connected(self) -> list[ClientRow]:
        """The selected ones that are connected."""
        return [row for row in self.chosen() if row.gauge.connected]

    def _selected(self) -> None:
        super()._selected()
        self._enable()

    def _put(self) -> None:
        self.put(client_rows(self._gauges, self._infos))
        self._enable()

    def _enable(self) -> None:
        self.throw_out.setEnabled(bool(self._connected()))
