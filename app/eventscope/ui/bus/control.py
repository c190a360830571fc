"""What can be done with a bridge or bus as a whole: run, pause, drain, stop; and a bridge edited or removed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from eventscope.core.verbs import RemoveBridge, SetBridge
from eventscope.ui import figures
from eventscope.ui.desk import Desk
from eventscope.ui.dialogs.ask import Choice, ask
from eventscope.ui.viewmodels.brokers_rows import label
from eventscope.ui.viewmodels.bus.graph import Crossing
from eventscope.ui.viewmodels.bus.hubs import Hub

translate = QCoreApplication.translate
Wanted = Literal["run", "pause", "drain", "stop"]
Steered = Crossing | Hub
STANDING = ("", "disabled", "stopped", "failed", "paused")  # states from which Start makes sense


class Control(QObject):
    """Asks before anything is lost. `edit_wanted` has the name of a bridge."""

    edit_wanted = Signal(str)

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk, self._owner = desk, owner

    def can(self, steered: Steered | None, wanted: Wanted) -> bool:
        """Whether it makes sense now."""
        if steered is None:
            return False
        state = steered.figures.state if steered.figures else ""
        if wanted == "run":
            return state in STANDING or steered.tripped
        if wanted == "stop":
            return state not in ("", "disabled", "stopped")
        if wanted == "drain" and state == "paused":
            return True
        return state not in STANDING and state != "draining"

    def set(self, steered: Steered, wanted: Wanted) -> None:
        """Do it; Stop asks first where messages wait."""
        waiting = steered.figures.queued if steered.figures else 0
        if wanted == "stop" and waiting:
            self._ask_stop(steered, waiting)
        else:
            self._desk.ask(SetBridge(steered.name, wanted))

    def _ask_stop(self, steered: Steered, waiting: int) -> None:
        kept = steered.figures is None or steered.figures.persistent
        title = self.tr("Stop {name} while %n message(s) wait?", "", waiting)
        title = title.replace(str(waiting), figures.count(waiting), 1).format(name=label(steered.name))
        text = (
            self.tr("They stay on disk and go on when it is started again. Drain sends them first and stops then.")
            if kept
            else self.tr("They are in memory only and are lost when it stops. Drain sends them first and stops then.")
        )
        stop = Choice(self.tr("Stop now"), lambda: self._desk.ask(SetBridge(steered.name, "stop")))
        drain = Choice(self.tr("Drain"), lambda: self._desk.ask(SetBridge(steered.name, "drain")), "primary")
        ask(self._owner.window(), title, text, [drain, stop])

    def remove(self, crossing: Crossing) -> None:
        """Ask, saying what is lost, then remove the bridge."""
        each = crossing.figures
        waiting, dead = (each.queued, each.dead) if each else (0, 0)
        title = self.tr("Remove the bridge {name}?").format(name=label(crossing.name))
        text = self.tr("It stops, and the workspace forgets it. The brokers keep what they have.")
        if waiting or dead:
            text = self.tr("{lost} are lost with it. Drain it, or replay them, to keep them.").format(
                lost=_lost(waiting, dead)
            )
        verb = RemoveBridge(crossing.name, force=bool(waiting or dead))
        ask(self._owner.window(), title, text, [Choice(self.tr("Remove"), lambda: self._desk.ask(verb))])

    def menu(self, steered: Steered) -> QMenu:
        """All of it."""
        menu = QMenu(self._owner)
        entries: tuple[tuple[Wanted, str], ...] = (
            ("run", self.start_text(steered)),
            ("pause", self.tr("Pause")),
            ("drain", self.tr("Drain, then stop")),
            ("stop", self.tr("Stop…")),
        )
        for wanted, text in entries:
            made = menu.addAction(text, self._setter(steered, wanted))
            made.setEnabled(self.can(steered, wanted))
        menu.addSeparator()
        if isinstance(steered, Crossing):
            self._add_changes(menu, steered)
        return menu

    def _add_changes(self, menu: QMenu, crossing: Crossing) -> None:
        edit = menu.addAction(self.tr("Edit…"), lambda: self.edit_wanted.emit(crossing.name))
        edit.setEnabled(crossing.spec is not None)
        menu.addAction(self.tr("Remove…"), lambda: self.remove(crossing))

    def _setter(self, steered: Steered, wanted: Wanted) -> Callable[[], None]:
        return lambda: self.set(steered, wanted)

    def start_text(self, steered: Steered) -> str:
        """What Start is called in the present state."""
        if steered.tripped:
            return self.tr("Close the breaker")
        paused = steered.figures is not None and steered.figures.state == "paused"
        return self.tr("Go on") if paused else self.tr("Start")


def _lost(waiting: int, dead: int) -> str:
    parts = []
    if waiting:
        parts.append(
            translate("Bus", "%n waiting message(s)", "", waiting).replace(str(waiting), figures.count(waiting), 1)
        )
    if dead:
        parts.append(translate("Bus", "%n dead letter(s)", "", dead).replace(str(dead), figures.count(dead), 1))
    return translate("Bus", " and ").join(parts)


def advice(steered: Steered) -> str:
    """What to do about a bridge or bus that stands still by itself; "" where nothing has to be done."""
    if steered.tripped:
        return translate(
            "Bus",
            "The breaker is open: the same messages came round again and again, so this route stands still. Narrow a "
            "filter or map the topics apart, then close the breaker.",
        )
    if steered.figures is None:
        return ""
    if steered.figures.error:
        return translate(
            "Bus", "The books of this bridge do not add up: that is a fault in Eventscope. Please report it."
        )
    return {
        "blocked": translate(
            "Bus",
            "Nothing more is taken from the source until there is room: let the target catch up, replay or purge dead "
            "letters, or raise the limits of the queue.",
        ),
        "failed": translate("Bus", "It cannot run as it is written: edit it."),
    }.get(steered.figures.state, "")
