"""Everything a message says besides its payload: flags, MQTT 5 properties, user properties, its stamp."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHeaderView, QMenu, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from eventscope.core.visible import elide
from eventscope.ui.panels.messages_copy import copy
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.inspection import Fact
from eventscope.ui.widgets import plain_tooltip

CELL = 600  # characters drawn; the whole value is on hover and is what gets copied


class FactsView(QWidget):
    """Two columns under section headings; item views draw plain text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = QTreeWidget()
        self.view.setColumnCount(2)
        self.view.setHeaderHidden(True)
        self.view.setRootIsDecorated(False)
        self.view.setIndentation(0)
        self.view.setUniformRowHeights(True)
        self.view.setAccessibleName(self.tr("Properties"))
        self.view.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.view.header().setMaximumSectionSize(theme.px(200))
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)
        QShortcut(QKeySequence.StandardKey.Copy, self.view, self._copy, context=Qt.ShortcutContext.WidgetShortcut)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self.view)
        self._facts: Sequence[Fact] = ()
        theme.changed.connect(self._dress)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Other facts."""
        self._facts = facts
        self.view.clear()
        section = ""
        for fact in facts:
            if fact.section != section:
                section = fact.section
                self.view.addTopLevelItem(self._heading(section))
            self.view.addTopLevelItem(self._item(fact))

    def _dress(self) -> None:
        self.show_facts(self._facts)

    def _heading(self, section: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([self._sections()[section].upper()])
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(0, theme.small(bold=True))
        item.setForeground(0, theme.colour("muted"))
        item.setFirstColumnSpanned(True)
        return item

    def _item(self, fact: Fact) -> QTreeWidgetItem:
        name = fact.name if fact.given else self._names()[fact.name]
        item = QTreeWidgetItem([elide(name, CELL), elide(fact.value, CELL)])
        item.setForeground(0, theme.colour("muted"))
        item.setForeground(1, theme.colour(fact.level))
        item.setFont(1, theme.mono())
        item.setToolTip(0, plain_tooltip(name))
        item.setToolTip(1, plain_tooltip(fact.value))
        item.setData(1, Qt.ItemDataRole.UserRole, fact.value)
        return item

    def _open_menu(self, at: QPoint) -> None:
        if self.view.currentItem() is None:
            return
        menu = QMenu(self)
        menu.addAction(self.tr("Copy value"), self._copy)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(at))

    def _copy(self) -> None:
        item = self.view.currentItem()
        if item is not None:
            copy(item.data(1, Qt.ItemDataRole.UserRole) or "")

    def _sections(self) -> dict[str, str]:
        return {
            "message": self.tr("Message"),
            "properties": self.tr("MQTT 5 properties"),
            "user": self.tr("User properties"),
            "stamp": self.tr("Stamp of Eventscope"),
        }

    def _names(self) -> dict[str, str]:
        return {
            "connection": self.tr("Connection"),
            "version": self.tr("MQTT version"),
            "qos": self.tr("QoS"),
            "retain": self.tr("Retain"),
            "dup": self.tr("DUP"),
            "damaged": self.tr("Topic not valid"),
            "outgoing": self.tr("Sent by this workspace"),
            "size": self.tr("Payload bytes"),
            "properties-size": self.tr("Property bytes"),
            "id": self.tr("Number in the log"),
            "wrong": self.tr("Cannot be read"),
            "payload-format": self.tr("Payload Format Indicator"),
            "message-expiry": self.tr("Message Expiry Interval"),
            "content-type": self.tr("Content Type"),
            "response-topic": self.tr("Response Topic"),
            "correlation-data": self.tr("Correlation Data"),
            "topic-alias": self.tr("Topic Alias"),
            "subscription-ids": self.tr("Subscription Identifier"),
            "more": self.tr("Not shown here"),
            "stream": self.tr("Stream"),
            "sequence": self.tr("Sequence"),
            "due": self.tr("To be sent at"),
            "sent": self.tr("Sent at"),
            "boot": self.tr("Clock of"),
            "latency": self.tr("Latency"),
        }
