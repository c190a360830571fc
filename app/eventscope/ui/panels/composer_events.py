"""The saved events of the workspace: search, load, save, rename, delete with undo, order by dragging."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from eventscope.core.verbs import SaveEvents
from eventscope.core.visible import elide, show
from eventscope.core.workspace import SavedEvent
from eventscope.ui.desk import Desk
from eventscope.ui.forms import Form
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.savedevents import SavedEvents
from eventscope.ui.widgets import Empty, Label, button, icon, plain_tooltip

EVENT = Qt.ItemDataRole.UserRole
NAME = 200  # characters drawn


class EventTree(QTreeWidget):
    """Events under their collections; dragging changes order and collection."""

    arranged = Signal(list)
    removed = Signal()
    renamed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setIndentation(theme.px(12))
        self.setUniformRowHeights(True)
        self.setAccessibleName(self.tr("Saved events"))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def show_events(self, events: list[SavedEvent]) -> None:
        """These events, in order."""
        chosen = self.chosen()
        self.clear()
        folders: dict[str, QTreeWidgetItem] = {}
        for event in events:
            item = self._item(event)
            if event.collection and event.collection not in folders:
                folders[event.collection] = self._folder(event.collection)
            if event.collection:
                folders[event.collection].addChild(item)
            else:
                self.addTopLevelItem(item)
            if chosen is not None and (event.name, event.collection) == (chosen.name, chosen.collection):
                self.setCurrentItem(item)
        self.expandAll()

    def _item(self, event: SavedEvent) -> QTreeWidgetItem:
        item = QTreeWidgetItem([show(elide(event.name, NAME)).text])
        item.setData(0, EVENT, event)
        item.setToolTip(0, plain_tooltip(show(f"{event.name}\n{elide(event.topic, NAME)}", lines=True).text))
        item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
        return item

    def _folder(self, name: str) -> QTreeWidgetItem:
        folder = QTreeWidgetItem([show(elide(name, NAME)).text])
        folder.setIcon(0, icon("mdi6.folder-outline"))
        folder.setForeground(0, theme.colour("muted"))
        folder.setFlags(folder.flags() & ~Qt.ItemFlag.ItemIsDragEnabled)
        folder.setData(0, EVENT, name)
        self.addTopLevelItem(folder)
        return folder

    def event_of(self, item: QTreeWidgetItem | None) -> SavedEvent | None:
        """The event of an item; None for a collection."""
        found = item.data(0, EVENT) if item is not None else None
        return found if isinstance(found, SavedEvent) else None

    def chosen(self) -> SavedEvent | None:
        """The selected event."""
        return self.event_of(self.currentItem())

    def dropEvent(self, event: QDropEvent) -> None:
        super().dropEvent(event)
        self.arranged.emit(list(self._read()))

    def _read(self) -> Iterator[SavedEvent]:
        for row in range(self.topLevelItemCount()):
            item = self.topLevelItem(row)
            event = self.event_of(item)
            if event is not None:
                yield replace(event, collection="")
            elif item is not None:
                name = str(item.data(0, EVENT))
                inside = (self.event_of(item.child(place)) for place in range(item.childCount()))
                yield from (replace(one, collection=name) for one in inside if one is not None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.renamed.emit()
        else:
            super().keyPressEvent(event)


class EventList(QWidget):
    """`loaded` with the event a person wants to have in the composer."""

    loaded = Signal(object)

    def __init__(self, desk: Desk, current: Callable[[], SavedEvent], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._current = desk, current
        self.events = SavedEvents()
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search saved events"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setClearButtonEnabled(True)
        self.tree = EventTree()
        self.nothing = Empty(
            self.tr("Events you save appear here, ready to be published again."), self.tr("Save this event"), self.save
        )
        self.said = Label("", "muted")
        self.undo_link = button(self.tr("Undo"), self.undo, "link")
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(self.undo_link)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.search)
        column.addWidget(self.tree, 1)
        column.addWidget(self.nothing, 1)
        column.addLayout(foot)
        self.search.textChanged.connect(self._show)
        self.tree.itemActivated.connect(self._activated)
        self.tree.itemClicked.connect(self._activated)
        self.tree.arranged.connect(self._arranged)
        self.tree.removed.connect(self.remove)
        self.tree.renamed.connect(self.rename)
        self.tree.customContextMenuRequested.connect(self._open_menu)
        self.setMinimumWidth(theme.px(140))
        self._say("")
        self._show()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(220), theme.px(120))

    def take(self, events: tuple[SavedEvent, ...]) -> None:
        """The workspace's events."""
        self.events.take(events)
        self._show()

    # --- what a person does ------------------------------------------------------------------------------------

    def save(self) -> None:
        """Ask for a name and keep what is in the composer."""
        event = self._current()
        name = event.name or self.events.free_name(event.topic)
        self._ask_name(self.tr("Save event"), replace(event, name=name), self._keep)

    def rename(self) -> None:
        """Ask for another name."""
        event = self.tree.chosen()
        if event is not None:
            self._ask_name(self.tr("Rename event"), event, lambda name, folder: self._rename(event, name, folder))

    def remove(self) -> None:
        """Delete the selected event; it can be taken back."""
        event = self.tree.chosen()
        if event is not None:
            self.events.remove(event)
            self._changed(self.tr("Deleted {name}.").format(name=show(elide(event.name, 40)).text))

    def undo(self) -> None:
        """Take the last change back."""
        self.events.undo()
        self._changed("")

    def _keep(self, name: str, folder: str) -> str:
        event = replace(self._current(), name=name.strip(), collection=folder.strip())
        if not event.name:
            return self.tr("Give it a name.")
        self.events.keep(event)
        self._changed(self.tr("Saved {name}.").format(name=show(elide(event.name, 40)).text))
        self.loaded.emit(event)
        return ""

    def _rename(self, event: SavedEvent, name: str, folder: str) -> str:
        if self.events.rename(event, name, folder) is None:
            return self.tr("Another event has this name, or it is empty.")
        self._changed("")
        return ""

    def _arranged(self, events: list[SavedEvent]) -> None:
        if self.events.arrange(events):
            self._changed("")
        else:
            self._show()
            self._say(self.tr("That collection has an event of this name."))

    def _activated(self, item: QTreeWidgetItem) -> None:
        event = self.tree.event_of(item)
        if event is not None:
            self.loaded.emit(event)

    def _open_menu(self, at: QPoint) -> None:
        if self.tree.chosen() is None:
            return
        menu = QMenu(self)
        menu.addAction(self.tr("Rename…"), self.rename)
        menu.addAction(self.tr("Delete"), self.remove)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.tree.viewport().mapToGlobal(at))

    def _ask_name(self, title: str, event: SavedEvent, use: Callable[[str, str], str]) -> None:
        NameDialog(title, event, self.events.collections(), use, self).open()

    # --- showing -----------------------------------------------------------------------------------------------

    def _changed(self, text: str) -> None:
        self._desk.ask(SaveEvents(self.events.events))
        self._say(text)
        self._show()

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.undo_link.setVisible(self.events.can_undo)

    def _show(self) -> None:
        self.tree.show_events(self.events.search(self.search.text()))
        self.tree.setDragEnabled(not self.search.text())
        empty = not self.events.events
        self.tree.setVisible(not empty)
        self.search.setVisible(not empty)
        self.nothing.setVisible(empty)


class NameDialog(QDialog):
    """A name and a collection; `use` takes them or answers what is wrong."""

    def __init__(
        self,
        title: str,
        event: SavedEvent,
        collections: list[str],
        use: Callable[[str, str], str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._use = use
        self.form = Form()
        self.name = self.form.add(self.tr("Name"), QLineEdit(event.name))
        known = ", ".join(show(elide(name, 30)).text for name in collections[:5])
        hint = self.tr("So far: {names}").format(names=known) if known else self.tr("Empty: none")
        self.folder = self.form.add(self.tr("Collection"), QLineEdit(event.collection), hint)
        self.form.finish()
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(self.tr("Cancel"), self.reject))
        done = button(self.tr("Save"), self._done, "primary")
        done.setDefault(True)
        row.addWidget(done)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 12)
        column.addWidget(self.form)
        column.addLayout(row)
        self.resize(theme.px(380), 0)
        self.name.selectAll()

    def _done(self) -> None:
        wrong = self._use(self.name.text(), self.folder.text())
        if wrong:
            self.form.show_error(self.name, wrong)
        else:
            self.accept()
