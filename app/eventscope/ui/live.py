"""The Live page: connections, subscriptions and topics at the left, messages in the middle, inspector and composer."""

from __future__ import annotations

import base64
from typing import Any

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDockWidget, QMainWindow, QWidget

from eventscope.ui.actions import Command
from eventscope.ui.desk import Desk
from eventscope.ui.fold import Fold
from eventscope.ui.panels.composer import ComposerPanel
from eventscope.ui.panels.connections import ConnectionsPanel
from eventscope.ui.panels.inspector import InspectorPanel
from eventscope.ui.panels.messages import MessagesPanel
from eventscope.ui.panels.retained import Retained
from eventscope.ui.panels.subscriptions import SubscriptionsPanel
from eventscope.ui.panels.topics import TopicsPanel
from eventscope.ui.theme import theme
from eventscope.ui.widgets import PAGE_KEYS

LAYOUT = 1  # version of what saveState holds
NARROW = 1300  # px of the page below which the inspector folds
LEFT, RIGHT, BOTTOM = 264, 360, 180
LEFT_LEAST, LEFT_SHARE = 180, 0.22  # where room is short the left column is a share of the page
TOPICS, GAP = 150, 8
CRAMPED = 1060  # px of the page below which the composer lies below the inspector, too


class LivePage(QMainWindow):
    """Panels are docks: they move, float and hide while "Arrange panels" is on; the arrangement is kept."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Widget)
        self._desk = desk
        self._arranged = False  # by a person, who is not to be overruled
        self._wanted: QByteArray | None = None  # an arrangement that waits for the page to have its size
        self.arranging = False
        self.connections = ConnectionsPanel(desk)
        self.subscriptions = SubscriptionsPanel(desk)
        self.topics = TopicsPanel(desk)
        self.messages, self.inspector, self.composer = MessagesPanel(desk), InspectorPanel(desk), ComposerPanel(desk)
        self.fold = Fold(self.inspector, self.tr("Inspector"), RIGHT)
        self.retained = Retained(desk, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.setDockNestingEnabled(True)
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self.setCentralWidget(self.messages)
        left, right, bottom = (
            Qt.DockWidgetArea.LeftDockWidgetArea,
            Qt.DockWidgetArea.RightDockWidgetArea,
            Qt.DockWidgetArea.BottomDockWidgetArea,
        )
        self.docks = [
            self._dock("connections", self.tr("Connections"), self.connections, left),
            self._dock("subscriptions", self.tr("Subscriptions"), self.subscriptions, left),
            self._dock("topics", self.tr("Topics"), self.topics, left),
            self._dock("inspector", self.tr("Inspector"), self.fold, right),
            self._dock("composer", self.tr("Composer"), self.composer, bottom),
        ]
        self.set_arranging(False)

    def _dock(self, name: str, title: str, panel: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        dock.setWidget(panel)
        self.addDockWidget(area, dock)
        return dock

    def _connect(self) -> None:
        self.topics.subscribe_wanted.connect(self.subscriptions.add)
        self.topics.clear_wanted.connect(self.retained.clear)
        self.messages.subscribe_wanted.connect(self._subscribe)
        self.messages.table.opened.connect(self._open_message)
        self._desk.state_changed.connect(self._fit)
        self.fold.changed.connect(self._fit_soon)
        theme.changed.connect(self._fit_soon)

    # --- what a person asks ------------------------------------------------------------------------------

    def commands(self) -> list[Command]:
        """Of all panels, and those that arrange them."""
        out: list[Command] = []
        for panel in self._panels():
            out += panel.commands()
        out.append(Command("live.next", self.tr("Go to the next panel"), lambda: self._go(1), "F6"))
        out.append(Command("live.previous", self.tr("Go to the panel before"), lambda: self._go(-1), "Shift+F6"))
        out.append(Command("live.compose", self.tr("Go to the composer"), self.focus_composer, "Ctrl+E"))
        out.append(Command("live.fold", self.tr("Open or fold the inspector"), self.fold.toggle, "Ctrl+I"))
        out.append(Command("live.arrange", self.tr("Arrange panels"), lambda: self.set_arranging(not self.arranging)))
        out.append(Command("live.reset", self.tr("Put all panels back"), self.reset))
        out += [self._toggle(dock) for dock in self.docks]
        return out

    def _toggle(self, dock: QDockWidget) -> Command:
        text = self.tr("Show or hide {panel}").format(panel=dock.windowTitle())
        return Command(f"live.show.{dock.objectName()}", text, lambda: self._show_dock(dock))

    def _show_dock(self, dock: QDockWidget) -> None:
        dock.setVisible(dock.isHidden())
        self._arranged = True

    def set_arranging(self, on: bool) -> None:
        """Give each panel a bar to move, float and close it by; without, panels cannot be moved by accident."""
        self.arranging = on
        self._arranged = self._arranged or on
        for dock in self.docks:
            bar = None if on else QWidget(dock)
            dock.setTitleBarWidget(bar)  # type: ignore[arg-type]

    def focus_composer(self) -> None:
        """Where an event of one's own begins."""
        dock = self.docks[-1]
        dock.show()
        self.composer.setFocus()

    def _panels(self) -> tuple[Any, ...]:
        return (self.connections, self.subscriptions, self.topics, self.messages, self.composer, self.inspector)

    def _go(self, step: int) -> None:
        """Move the keyboard to the next panel that shows; F6 is the key for it elsewhere, too."""
        places = [self.connections.list, self.subscriptions.list, self.topics.place(), self.messages.table]
        shown = [place for place in (*places, self.composer.topic, self.inspector) if place.isVisible()]
        here = QApplication.focusWidget()
        at = next((n for n, place in enumerate(shown) if here is not None and _inside(here, place)), -1)
        if shown:
            place = shown[(at + step) % len(shown)]
            place.setFocus()
            if isinstance(place, QAbstractItemView) and not place.currentIndex().isValid():
                place.setCurrentIndex(place.model().index(0, 0))

    def _subscribe(self) -> None:
        self.subscriptions.add()

    def _open_message(self, _line: object) -> None:
        self.fold.set_folded(False)

    # --- arrangement -------------------------------------------------------------------------------------

    def reset(self) -> None:
        """The arrangement of the first start."""
        areas = [Qt.DockWidgetArea.LeftDockWidgetArea] * 3
        areas += [Qt.DockWidgetArea.RightDockWidgetArea, Qt.DockWidgetArea.BottomDockWidgetArea]
        for dock, area in zip(self.docks, areas, strict=True):
            dock.setFloating(False)
            self.addDockWidget(area, dock)
            dock.show()
        self._arranged = False
        self._fit()

    def save_state(self) -> dict[str, Any]:
        """What the workspace keeps of this page."""
        out: dict[str, Any] = {}
        if self._arranged:
            out["docks"] = base64.b64encode(self.saveState(LAYOUT).data()).decode("ascii")
        for name, panel in self._keepers():
            out[name] = panel.save_state()
        return out

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take a saved arrangement; anything odd in it is left out."""
        docks = state.get("docks")
        if isinstance(docks, str):
            self._wanted = QByteArray.fromBase64(docks.encode("ascii", "replace"))
        for name, panel in self._keepers():
            if isinstance(state.get(name), dict):
                panel.restore_state(state[name])
        self._fit_soon()

    def _keepers(self) -> list[tuple[str, MessagesPanel | ComposerPanel | Fold | TopicsPanel]]:
        return [
            ("messages", self.messages),
            ("composer", self.composer),
            ("topics", self.topics),
            ("inspector", self.fold),
        ]

    def event(self, event: QEvent) -> bool:
        """Who presses in a gap between panels moves one; presses that no panel wanted come here as well."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            self._arranged = self._arranged or self.childAt(event.position().toPoint()) is None
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the message table that nothing else on this page wanted."""
        if event.modifiers() or event.key() not in PAGE_KEYS:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Space:
            self.messages.toggle_pause()
        else:
            self.messages.newest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_soon()

    def _fit_soon(self) -> None:
        """Once the layout knows what changed."""
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """Sizes of the first arrangement; one that a person made is left alone."""
        self.fold.set_narrow(self.width() < theme.px(NARROW))
        if self._wanted is not None and self.isVisible():
            self._arranged = self.restoreState(self._wanted, LAYOUT)
            self._wanted = None
            self._open_inspector()
        cramped = self.width() < theme.px(CRAMPED)
        below = Qt.DockWidgetArea.BottomDockWidgetArea if cramped else Qt.DockWidgetArea.RightDockWidgetArea
        if self.corner(Qt.Corner.BottomRightCorner) != below:
            self.setCorner(Qt.Corner.BottomRightCorner, below)
        if self._arranged or self.arranging:
            return
        self._settle()
        lists = self.docks[:3]
        self.resizeDocks(lists, self._heights(), Qt.Orientation.Vertical)
        left = max(theme.px(LEFT_LEAST), min(theme.px(LEFT), round(self.width() * LEFT_SHARE)))
        columns = [lists[0], self.docks[3]]
        self.resizeDocks(columns, [left, self.fold.wanted_width()], Qt.Orientation.Horizontal)
        self.resizeDocks([self.docks[4]], [theme.px(BOTTOM)], Qt.Orientation.Vertical)

    def _settle(self) -> None:
        """What a panel asked for reaches this page from layout to layout, a turn of the loop for each: not later."""
        for holder in (self.fold, *self.docks, self):
            if (layout := holder.layout()) is not None:
                layout.activate()

    def _heights(self) -> list[int]:
        """Of the left column: two lists as high as their rows need while the topics keep enough, else a third each."""
        room, topics = self.height() - 2 * theme.px(GAP), theme.px(TOPICS)
        heights = [panel.wanted_height() for panel in (self.connections, self.subscriptions)]
        if sum(heights) + topics > room:
            heights = [min(height, room // 3) for height in heights]
        return [*heights, max(topics, room - sum(heights))]

    def _open_inspector(self) -> None:
        """An inspector that was saved folded opens as wide as it should be."""
        if not self.fold.folded and self.fold.width() < self.fold.wanted_width():
            self.resizeDocks([self.docks[3]], [self.fold.wanted_width()], Qt.Orientation.Horizontal)


def _inside(widget: QWidget, place: QWidget) -> bool:
    return widget is place or place.isAncestorOf(widget)
