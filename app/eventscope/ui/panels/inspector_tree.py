"""The payload as a JSON tree, with what JSON readers disagree about named above it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QStackedLayout, QTreeView, QVBoxLayout, QWidget

from eventscope.core.errors import EventscopeError
from eventscope.core.jsondocument import Document
from eventscope.core.visible import elide, show
from eventscope.ui import figures, words
from eventscope.ui.models.jsontree import JsonTree
from eventscope.ui.panels.messages_copy import copy
from eventscope.ui.theme import theme
from eventscope.ui.widgets import PAGE_KEYS, Label

translate = QCoreApplication.translate
SMALL = 200  # nodes; smaller documents are shown opened


class _Tree(QTreeView):
    """Leaves to the page what only selects here."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in PAGE_KEYS and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)


class TreeTab(QWidget):
    """A document, or the sentence why there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self.model = JsonTree(self)
        self.view = _Tree()
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.tr("JSON tree"))
        self.view.setUniformRowHeights(True)
        self.view.setIndentation(theme.px(14))
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.view.header().resizeSection(0, theme.px(140))
        self.oddities = Label("", "warn", wrap=True)
        self.oddities.setContentsMargins(0, 4, 0, 4)
        self.why = Label("", "muted", wrap=True)
        self.why.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.why.setContentsMargins(0, 8, 0, 0)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.oddities)
        column.addWidget(self.view, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.why)
        self._stack.addWidget(inside)

    def show_document(self, document: Document) -> None:
        """A payload that is JSON."""
        self._document = document
        self.model.show(document)
        self.view.expandToDepth(3 if len(document) <= SMALL else 0)
        text = odd_words(document)
        self.oddities.setText(text)
        self.oddities.setVisible(bool(text))
        self._stack.setCurrentIndex(1)

    def show_reason(self, error: EventscopeError) -> None:
        """A payload that is none, and why."""
        self._say(words.error(error))

    def wait(self) -> None:
        """It is being read."""
        self._say(self.tr("Reading…"))

    def _say(self, text: str) -> None:
        self._document = None
        self.model.show(None)
        self.why.setText(text)
        self._stack.setCurrentIndex(0)

    def _open_menu(self, at: QPoint) -> None:
        menu = self.menu(self.model.node(self.view.indexAt(at)))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(at))

    def menu(self, node: int) -> QMenu:
        """What can be done with a node."""
        menu = QMenu(self)
        document = self._document
        if document is not None:
            menu.addAction(self.tr("Copy value"), lambda: copy(document.string(node)))
            menu.addAction(self.tr("Copy path"), lambda: copy(document.path(node)))
        return menu


def odd_words(document: Document) -> str:
    """What is odd in a document, in words; "" for nothing."""
    counts: dict[str, int] = {}
    for item in document.oddities:
        counts[item.kind] = counts.get(item.kind, 0) + 1
    first = {item.kind: item.detail for item in reversed(document.oddities)}
    lines = [_oddity(kind, figures.count(count), first[kind]) for kind, count in counts.items()]
    if document.unlisted:
        lines.append(translate("Inspector", "{n} more of these.").format(n=figures.count(document.unlisted)))
    return "\n".join(lines)


def _oddity(kind: str, count: str, detail: str) -> str:
    sentences = {
        "duplicate-key": translate(
            "Inspector", "Names given twice: {n} (first “{detail}”). All are shown; most readers keep the last."
        ),
        "big-number": translate(
            "Inspector", "Numbers that programs would round: {n} (first {detail}). Shown as written."
        ),
        "not-json": translate(
            "Inspector", "Not JSON (RFC 8259): {detail}, {n} times. Other programs may refuse this payload."
        ),
        "surrogate": translate("Inspector", "Half surrogate pairs: {n}. Many programs cannot read them."),
        "bom": translate("Inspector", "Begins with a byte order mark, which JSON should not."),
    }
    return sentences[kind].format(n=count, detail=show(elide(detail, 60)).text)
