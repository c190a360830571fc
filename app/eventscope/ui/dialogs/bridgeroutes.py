"""The routes of a bridge: a list with an order that matters, and a form for the chosen one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from eventscope.core.bus import Route, Target
from eventscope.core.workspace import Connection
from eventscope.ui.dialogs.bridgeroute import RouteForm
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.brokers_rows import label
from eventscope.ui.widgets import IconButton, Label


class RoutesTab(QWidget):
    """`changed` comes with every change of a route or of their order."""

    changed = Signal()

    def __init__(
        self, connections: Sequence[Connection], mapping: Callable[[str], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._mapping = mapping  # of the topic, for a target by its name
        self._routes: list[Route] = []
        self._loading = False
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Routes"))
        self.form = RouteForm(connections)
        self._build()
        watch(self.form, self._edited)
        self.form.target.currentIndexChanged.connect(self._other_target)
        self.list.currentRowChanged.connect(self._show)

    def _build(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(4)
        tools.addWidget(Label(self.tr("Routes"), "heading"))
        tools.addStretch(1)
        self.add_button = IconButton("mdi6.plus", self.tr("Another route"), self.add, size=24)
        self.remove_button = IconButton("mdi6.minus", self.tr("Take this route out"), self.remove, size=24)
        self.up_button = IconButton("mdi6.arrow-up", self.tr("Earlier"), lambda: self.move_route(-1), size=24)
        self.down_button = IconButton("mdi6.arrow-down", self.tr("Later"), lambda: self.move_route(1), size=24)
        for made in (self.add_button, self.remove_button, self.up_button, self.down_button):
            tools.addWidget(made)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(4)
        left.addLayout(tools)
        left.addWidget(self.list, 1)
        left.addWidget(
            Label(
                self.tr("Point-to-point asks them in this order: the first whose condition holds."), "muted", wrap=True
            )
        )
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self.form)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 12, 0, 0)
        row.setSpacing(16)
        side = QWidget()
        side.setLayout(left)
        side.setFixedWidth(theme.px(176))
        row.addWidget(side)
        row.addWidget(area, 1)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)

    # --- what it shows ---------------------------------------------------------------------------------------

    def load(self, routes: Sequence[Route], hybrid: bool) -> None:
        """Show routes."""
        self._routes = list(routes)
        self.form.hybrid = hybrid
        self._fill(0)

    def set_hybrid(self, hybrid: bool) -> None:
        """Groups are of mode hybrid only."""
        self.form.hybrid = hybrid
        self.form.adapt()

    def routes(self) -> tuple[Route, ...]:
        """What is shown."""
        return tuple(self._routes)

    def choose(self, number: int) -> None:
        """Bring a route to the front."""
        if 0 <= number < len(self._routes):
            self.list.setCurrentRow(number)

    def field(self, key: str) -> QWidget | None:
        """The field that a complaint is about."""
        return self.form.fields.get(key)

    def _fill(self, chosen: int) -> None:
        self._loading = True
        self.list.clear()
        for number, route in enumerate(self._routes, 1):
            self.list.addItem(_title(number, route))
        self._loading = False
        self.list.setCurrentRow(min(chosen, len(self._routes) - 1))
        self._enable()

    def _show(self, number: int) -> None:
        if self._loading or not 0 <= number < len(self._routes):
            return
        self._loading = True
        self.form.clear_errors()
        self.form.load(self._routes[number])
        self._loading = False
        self._enable()

    def _enable(self) -> None:
        at, count = self.list.currentRow(), len(self._routes)
        self.remove_button.setEnabled(count > 1)
        self.up_button.setEnabled(at > 0)
        self.down_button.setEnabled(0 <= at < count - 1)

    # --- what a person does ------------------------------------------------------------------------------------

    def add(self) -> None:
        """One more, to the same target."""
        last = self._routes[-1].to.connection if self._routes else ""
        self._routes.append(Route(Target(last, self._mapping(last))))
        self._fill(len(self._routes) - 1)
        self.changed.emit()

    def remove(self) -> None:
        """Take the chosen one out."""
        at = self.list.currentRow()
        if len(self._routes) > 1 and at >= 0:
            del self._routes[at]
            self._fill(at)
            self.changed.emit()

    def move_route(self, step: int) -> None:
        """The chosen one earlier or later."""
        at = self.list.currentRow()
        if 0 <= at + step < len(self._routes):
            self._routes[at], self._routes[at + step] = self._routes[at + step], self._routes[at]
            self._fill(at + step)
            self.changed.emit()

    def _other_target(self) -> None:
        """A topic that nobody changed follows the kind of the target."""
        at = self.list.currentRow()
        if self._loading or not 0 <= at < len(self._routes):
            return
        target = str(self.form.target.value() or "")
        if self.form.topic.text() in ("", "{topic}", "{dotted}", "{slashed}"):
            self.form.topic.setText(self._mapping(target))

    def _edited(self) -> None:
        at = self.list.currentRow()
        if self._loading or not 0 <= at < len(self._routes):
            return
        self._routes[at] = self.form.route()
        item = self.list.item(at)
        if item is not None:
            item.setText(_title(at + 1, self._routes[at]))
        self.changed.emit()


def _title(number: int, route: Route) -> str:
    return f"{number}  {label(route.to.connection)} · {label(route.to.topic)}"


def watch(form: QWidget, call: Callable[[], object]) -> None:
    """Call whenever a field of a form changes."""
    for field in form.findChildren(QLineEdit):
        field.textChanged.connect(lambda _text: call())
    for choice in form.findChildren(QComboBox):
        choice.currentIndexChanged.connect(lambda _index: call())
    for box in form.findChildren(QAbstractButton):
        box.toggled.connect(lambda _on: call())
