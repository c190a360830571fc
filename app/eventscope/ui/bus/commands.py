"""What can be done on the Bus page, for menu and palette; those for a bridge or bus are about the selected one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from eventscope.ui.actions import Command
from eventscope.ui.bus.control import Wanted
from eventscope.ui.viewmodels.bus.graph import Crossing

if TYPE_CHECKING:
    from eventscope.ui.bus.page import BusPage

translate = QCoreApplication.translate


def commands(page: BusPage) -> list[Command]:
    """All of them."""
    control = page.side.control

    def of_bridge(call: Callable[[Crossing], object]) -> Callable[[], None]:
        def run() -> None:
            node = page.selected()
            if isinstance(node, Crossing):
                call(node)

        return run

    def wanted(name: Wanted) -> Callable[[], None]:
        def turn() -> None:
            steered = page.steered()
            if steered is not None and control.can(steered, name):
                control.set(steered, name)

        return turn

    def shown(tab: QWidget) -> Callable[[], None]:
        return of_bridge(lambda _each: page.open_tab(tab))

    return [
        Command("bus.new-bridge", translate("Bus", "New bridge…"), page.new_bridge, "Ctrl+B"),
        Command("bus.edit", translate("Bus", "Bridge: edit…"), of_bridge(lambda each: page.edit(each.name))),
        Command("bus.run", translate("Bus", "Bridge or bus: start, go on, close the breaker"), wanted("run")),
        Command("bus.pause", translate("Bus", "Bridge or bus: pause"), wanted("pause")),
        Command("bus.drain", translate("Bus", "Bridge or bus: drain, then stop"), wanted("drain")),
        Command("bus.stop", translate("Bus", "Bridge or bus: stop…"), wanted("stop")),
        Command("bus.remove", translate("Bus", "Bridge: remove…"), of_bridge(control.remove)),
        Command("bus.dry-run", translate("Bus", "Bridge: dry run"), shown(page.side.dry_run)),
        Command("bus.dead", translate("Bus", "Bridge: dead letters"), shown(page.side.dead)),
        Command("bus.fit", translate("Bus", "Graph: show all of it"), page.canvas.fit),
        Command("bus.arrange", translate("Bus", "Graph: arrange anew"), page.canvas.arrange),
        Command("bus.fold", translate("Bus", "Graph: open or fold the panel beside it"), page.fold.toggle),
        Command("bus.graph", translate("Bus", "Bus: graph"), lambda: page.show_view("graph")),
        Command("bus.consumers", translate("Bus", "Bus: consumers"), lambda: page.show_view("consumers")),
    ]
