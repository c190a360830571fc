"""The embedded broker at a glance: where it listens, whether it runs, what goes through it; start and stop."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from eventscope.core.broker import BrokerGauges, Ports
from eventscope.core.errors import EventscopeError
from eventscope.core.meter import Meter
from eventscope.core.news import BrokerNews
from eventscope.core.verbs import StartBroker, StopBroker
from eventscope.core.visible import elide, show
from eventscope.ui import figures, words
from eventscope.ui.desk import Desk
from eventscope.ui.dialogs.ask import Choice, ask
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.brokers_rows import reasons, waiting
from eventscope.ui.widgets import Card, Dot, Elided, Label, button, tooltip

NONE = "–"
translate = QCoreApplication.translate


class BrokerHeader(Card):
    """Takes the broker's news; asks before anything waiting is lost."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("", parent, margins=(12, 10, 12, 10))
        self.setAccessibleName(self.tr("Embedded broker"))
        self._desk = desk
        self.ports: Ports | None = desk.state.ports if desk.state else None
        self.gauges: BrokerGauges | None = None
        self._received, self._delivered = Meter(), Meter()
        self._busy = False
        self.dot = Dot("muted")
        self.state = Label("", "muted")
        self.where = Elided("")
        self.where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.start = button(self.tr("Start"), self.ask_start, "primary")
        self.stop = button(self.tr("Stop…"), self.ask_stop)
        self.facts = {name: _Fact(title, how) for name, title, how in _facts()}
        self.note = Label("", "muted", wrap=True)
        self._lay_out()
        self._show("")

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.dot, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(Label(self.tr("Embedded broker"), "strong"))
        top.addWidget(self.state)
        top.addWidget(self.where, 1)
        top.addWidget(self.start)
        top.addWidget(self.stop)
        facts = QHBoxLayout()
        facts.setSpacing(16)
        for fact in self.facts.values():
            facts.addWidget(fact)
        facts.addStretch(1)
        self.body.setSpacing(8)
        self.body.addLayout(top)
        self.body.addLayout(facts)
        self.body.addWidget(self.note)

    # --- news --------------------------------------------------------------------------------------------

    def take(self, item: BrokerNews) -> None:
        """The broker's state and gauges."""
        if item.ports is None or self.ports != item.ports:
            self._received, self._delivered = Meter(), Meter()
        self.ports, self.gauges = item.ports, item.gauges
        if item.gauges is not None:
            for meter, total in ((self._received, item.gauges.received), (self._delivered, item.gauges.delivered)):
                meter.total = total
                meter.read(item.gauges.at)
        self._show(item.words)

    def _show(self, why: str) -> None:
        running = self.ports is not None
        self.dot.show_state("good" if running else "muted", hollow=not running)
        self.state.setText(self.tr("running") if running else self.tr("stopped"))
        self.state.set_kind("good" if running else "muted")
        self.where.setText(addresses(self.ports) if self.ports else show(elide(why, 300)).text)
        self.start.setVisible(not running)
        self.stop.setVisible(running)
        for made in (self.start, self.stop):
            made.setEnabled(not self._busy)
        self.note.setText(notes(self.ports))
        self._show_facts()

    def _show_facts(self) -> None:
        gauges = self.gauges
        values = _values(gauges, self._received.rate, self._delivered.rate) if gauges else {}
        for name, fact in self.facts.items():
            fact.show_value(values.get(name, NONE))
        dropped = sum(gauges.dropped.values()) if gauges else 0
        self.facts["dropped"].value.set_kind("bad" if dropped else "strong")
        if gauges and (dropped or gauges.events):
            tooltip(self.facts["dropped"], "\n".join(filter(None, (reasons(gauges.dropped), reasons(gauges.events)))))

    # --- start and stop ----------------------------------------------------------------------------------

    def ask_start(self) -> None:
        """Start it, or start it again."""
        if self.ports is None and not self._busy:
            self._be_busy(True)
            self._desk.ask(StartBroker(), lambda _ports: self._be_busy(False), self._failed)

    def ask_stop(self) -> None:
        """Say what ends with it, then stop it."""
        if self.ports is not None and not self._busy:
            call = Choice(self.tr("Stop the broker"), self._stop)
            ask(self.window(), self.tr("Stop the embedded broker?"), self._consequence(), [call])

    def _consequence(self) -> str:
        gauges = self.gauges
        clients, sessions, retained = (gauges.connections, gauges.sessions, gauges.retained) if gauges else (0, 0, 0)
        held = waiting(gauges) if gauges else 0
        parts = [
            self.tr("%n client(s) lose their connection.", "", clients),
            self.tr("%n session(s) end,", "", sessions) + " " + self.tr("with %n waiting message(s).", "", held),
            self.tr("%n retained message(s) are forgotten.", "", retained),
            self.tr("For now all of this lives in memory only."),
        ]
        return " ".join(parts)

    def _stop(self) -> None:
        self._be_busy(True)
        self._desk.ask(StopBroker(), lambda _: self._be_busy(False), self._failed)

    def _failed(self, error: EventscopeError) -> None:
        self._be_busy(False)
        self.note.setText(show(elide(words.error(error), 600)).text)
        self.note.set_kind("bad")

    def _be_busy(self, busy: bool) -> None:
        """One order at a time."""
        self._busy = busy
        self.note.set_kind("muted")
        self.start.setEnabled(not busy)
        self.stop.setEnabled(not busy)


class _Fact(QWidget):
    """A label with its figure below."""

    def __init__(self, title: str, how: str) -> None:
        super().__init__()
        self.title, self.value = Label(title, "muted"), Label(NONE, "strong")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.title)
        column.addWidget(self.value)
        tooltip(self, how)

    def minimumSizeHint(self) -> QSize:
        """Figures that move do not push their neighbours."""
        return super().minimumSizeHint().expandedTo(QSize(theme.px(68), 0))

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def show_value(self, text: str) -> None:
        """Another figure."""
        self.value.setText(text)
        self.setAccessibleName(f"{self.title.text()}: {text}")


def _facts() -> list[tuple[str, str, str]]:
    return [
        ("uptime", translate("Brokers", "Up for"), translate("Brokers", "Since the broker's process started")),
        (
            "clients",
            translate("Brokers", "Clients"),
            translate("Brokers", "Open connections; sessions without one are counted apart"),
        ),
        (
            "subscriptions",
            translate("Brokers", "Subscriptions"),
            translate("Brokers", "Of all sessions, offline ones too"),
        ),
        (
            "waiting",
            translate("Brokers", "Waiting"),
            translate("Brokers", "Messages queued for clients and shared groups"),
        ),
        (
            "retained",
            translate("Brokers", "Retained"),
            translate("Brokers", "Retained messages and the memory they take"),
        ),
        (
            "in",
            translate("Brokers", "In"),
            translate("Brokers", "Messages that clients published, over the last second"),
        ),
        ("out", translate("Brokers", "Out"), translate("Brokers", "Messages sent to clients, over the last second")),
        (
            "dropped",
            translate("Brokers", "Dropped"),
            translate("Brokers", "Messages given up since the start, by reason"),
        ),
        ("memory", translate("Brokers", "Memory"), translate("Brokers", "Of the broker's process")),
    ]


def _values(gauges: BrokerGauges, received: float, delivered: float) -> dict[str, str]:
    offline = gauges.sessions - gauges.connections
    clients = figures.count(gauges.connections)
    if offline > 0:
        clients = translate("Brokers", "{n} + {offline} offline").format(n=clients, offline=figures.count(offline))
    retained = figures.count(gauges.retained)
    return {
        "uptime": figures.seconds(round(gauges.uptime)),
        "clients": clients,
        "subscriptions": figures.count(gauges.subscriptions),
        "waiting": figures.count(waiting(gauges)),
        "retained": f"{retained} · {figures.size(gauges.retained_bytes)}" if gauges.retained else retained,
        "in": figures.rate(received) or "0/s",
        "out": figures.rate(delivered) or "0/s",
        "dropped": figures.count(sum(gauges.dropped.values())),
        "memory": figures.size(gauges.rss) if gauges.rss else NONE,
    }


def addresses(ports: Ports) -> str:
    """Every listener as a URL, the plain one first."""
    known = (("mqtt", ports.mqtt), ("mqtts", ports.mqtts), ("ws", ports.ws), ("wss", ports.wss))
    host = f"[{ports.address}]" if ":" in ports.address else ports.address
    return " · ".join(f"{scheme}://{host}:{port}" for scheme, port in known if port is not None)


def notes(ports: Ports | None) -> str:
    """What one should know: who can reach it, and what ends with it."""
    memory = translate(
        "Brokers", "Sessions, queues and retained messages live in memory for now: they end with the broker."
    )
    if ports is None:
        return memory
    if ports.address in ("127.0.0.1", "::1", "localhost"):
        reach = translate("Brokers", "Open without a password, on this machine only (loopback).")
    else:
        reach = translate("Brokers", "Open to other machines at {address}; its users sign in with a password.")
    return f"{reach.format(address=show(ports.address).text)} {memory}"
