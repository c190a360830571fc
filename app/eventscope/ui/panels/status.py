"""The status bar: honest counts at the left, what it all costs at the right."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from eventscope.core.apiaddress import ApiAddress
from eventscope.core.metrics import Counts
from eventscope.core.news import ApiNews, Summary, WorkspaceNews
from eventscope.core.verbs import State
from eventscope.core.visible import elide, show
from eventscope.ui import figures
from eventscope.ui.desk import Desk
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels import apiexamples
from eventscope.ui.widgets import Label, button, tooltip
from eventscope.ui.workspaces import keeps_itself

EVERY = 250_000_000  # ns between two looks
LATE = 100.0  # ms from which on the window's own lateness is worth a colour
translate = QCoreApplication.translate


class StatusPanel(QFrame):
    """Received, stored, shown, dropped, broken; the API while it is on; window, engine, log, workspace."""

    api_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self._desk = desk
        self._last = 0
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 0, 12, 0)
        self._row.setSpacing(18)
        self.received, self.stored, self.shown, self.dropped, self.violations = (self._label() for _ in range(5))
        self._row.addStretch(1)
        self.api = button("", self.api_wanted.emit, "link", self)
        self._row.addWidget(self.api)
        self.window_late, self.engine, self.log, self.workspace = (self._label() for _ in range(4))
        self._explain()
        self._show_workspace(desk.state)
        self._show_api(desk.api_address)
        self._show_violations(0)
        desk.api.connect(self._take_api)
        desk.summary.connect(self._take)
        desk.state_changed.connect(self._show_workspace)
        desk.workspace.connect(self._modified)
        self._dress()
        theme.changed.connect(self._dress)

    def show_lateness(self, worst_ms: float) -> None:
        """The worst lateness of this window's event loop in the last ten seconds."""
        self.window_late.setText(self.tr("window {ms} ms late at most").format(ms=round(worst_ms)))
        self.window_late.set_kind("warn" if worst_ms >= LATE else "muted")

    def _label(self) -> Label:
        made = Label("", "muted", self)
        self._row.addWidget(made)
        return made

    def _explain(self) -> None:
        tooltip(
            self.received,
            self.tr(
                "Messages that our subscriptions received since the engine started. The log may hold older ones, too."
            ),
        )
        tooltip(self.stored, self.tr("What is in the message log; the rest is on its way there."))
        tooltip(self.shown, self.tr("What the message table can show: everything that the log still keeps."))
        tooltip(
            self.violations,
            self.tr("Breaches of the protocol by a peer, and faults that were survived; notices told of each kind."),
        )
        tooltip(self.window_late, self.tr("The longest gap between two turns of this window's loop in ten seconds."))
        tooltip(self.engine, self.tr("CPU time of the engine in percent of one core, and its memory."))
        tooltip(self.log, self.tr("Size of the message log and its limit; the oldest messages go first."))

    def _take(self, item: Summary) -> None:
        if 0 <= item.at - self._last < EVERY:
            return
        self._last = item.at
        counts = item.counts
        self.received.setText(self.tr("received {n} this run").format(n=figures.count(counts.received)))
        _settle(self.stored, _stored(counts, item.throughput.delivered))
        self.shown.setText(_shown(counts, max(0, item.newest - item.oldest + 1)))
        self._show_dropped(counts)
        self._show_violations(counts.violations)
        cpu, rss = round(item.process.cpu), figures.size(item.process.rss)
        self.engine.setText(self.tr("engine {cpu} % · {memory}").format(cpu=cpu, memory=rss))
        used, limit = figures.size(item.log_bytes), figures.size(item.log_limit)
        self.log.setText(self.tr("log {used} of {limit}").format(used=used, limit=limit))

    def _show_dropped(self, counts: Counts) -> None:
        total = sum(counts.dropped.values())
        self.dropped.setText(self.tr("dropped {n}").format(n=figures.count(total)))
        self.dropped.set_kind("bad" if total else "muted")
        lines = [f"{figures.count(number)}  {reason}" for reason, number in counts.dropped.items()]
        tooltip(self.dropped, "\n".join(lines) or self.tr("Nothing was dropped."))

    def _show_violations(self, number: int) -> None:
        """There while there is something to tell: peers that keep to the protocol are the rule."""
        self.violations.setVisible(number > 0)
        self.violations.setText(self.tr("violations {n}").format(n=figures.count(number)))
        self.violations.set_kind("warn")

    def _take_api(self, item: ApiNews) -> None:
        self._show_api(item.address)

    def _show_api(self, address: ApiAddress | None) -> None:
        self.api.setVisible(address is not None)
        if address is not None:
            self.api.setText(self.tr("API on port {port}").format(port=apiexamples.port_of(address)))
            tooltip(self.api, self.tr("Programs on this computer can use {url}.").format(url=address.url))

    def _show_workspace(self, state: State | None) -> None:
        if state is not None:
            self._name(state, state.modified)
            self._show_api(state.api)

    def _modified(self, item: WorkspaceNews) -> None:
        if self._desk.state is not None:
            self._name(self._desk.state, item.modified)

    def _name(self, state: State, modified: bool) -> None:
        modified = modified and not keeps_itself(state.path)
        self.workspace.setText(("● " if modified else "") + workspace_name(state))
        note = self.tr("Changed since it was saved.") if modified else self.tr("Saved.")
        tooltip(self.workspace, f"{show(state.path).text}\n{note}")

    def _dress(self) -> None:
        self.setFixedHeight(theme.px(26))
        self.stored.setMinimumWidth(0)


def workspace_name(state: State) -> str:
    """How a workspace is called: by its name, else by its file."""
    if state.workspace.demo:
        return translate("StatusPanel", "demo workspace")
    return show(elide(state.workspace.name or PurePath(state.path).stem, 60)).text


def _stored(counts: Counts, rate: float) -> str:
    """What is still on its way to the disk is told exactly, and stands out once it is more than a second's worth."""
    if not counts.waiting:
        return translate("StatusPanel", "stored all")
    waiting = figures.count(counts.waiting)
    if counts.waiting <= max(1.0, rate):
        return translate("StatusPanel", "stored all but {waiting}").format(waiting=waiting)
    return translate("StatusPanel", "stored {n}, {waiting} waiting").format(
        n=figures.count(counts.stored), waiting=waiting
    )


def _settle(label: Label, text: str) -> None:
    """Show a text that changes all the time without moving what stands beside it: the label never becomes narrower."""
    label.setText(text)
    label.setMinimumWidth(max(label.minimumWidth(), label.sizeHint().width()))


def _shown(counts: Counts, kept: int) -> str:
    if kept >= counts.stored:
        return translate("StatusPanel", "shown all")
    return translate("StatusPanel", "shown newest {n}").format(n=figures.count(kept))
