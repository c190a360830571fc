"""The fields of a bus in the connection dialog: which connections it joins, and what it carries."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from eventscope.core.errors import EventscopeError
from eventscope.core.topics import check_filter
from eventscope.core.visible import show
from eventscope.core.workspace import Connection
from eventscope.ui import words
from eventscope.ui.forms import Area, Wrong, check
from eventscope.ui.theme import theme

FEW = 2
_NOT = ("bus", "http", "https")  # nobody can subscribe at an HTTP address


class Members(QWidget):
    """Connections to tick."""

    def __init__(self, others: tuple[Connection, ...]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(4)
        self.boxes = {item.id: check(show(item.name).text) for item in others if item.scheme not in _NOT}
        for box in self.boxes.values():
            column.addWidget(box)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))

    def load(self, item: Connection) -> None:
        """Tick those that it joins."""
        for ident, box in self.boxes.items():
            box.setChecked(ident in item.members)

    def value(self) -> tuple[str, ...]:
        """Their ids; raises Wrong for fewer than two."""
        found = tuple(ident for ident, box in self.boxes.items() if box.isChecked())
        if len(found) < FEW:
            raise Wrong(self, self.tr("A bus joins at least two connections. Add them first, then tick them."))
        return found


class Filters(Area):
    """MQTT filters, one a line."""

    def __init__(self) -> None:
        super().__init__(theme.px(56))

    def load(self, item: Connection) -> None:
        """Show them."""
        self.setPlainText("\n".join(item.filters))

    def value(self) -> tuple[str, ...]:
        """What stands there; raises Wrong."""
        found = tuple(line.strip() for line in self.toPlainText().splitlines() if line.strip())
        if not found:
            raise Wrong(self, self.tr("Write at least one filter; # carries everything."))
        for filter_ in found:
            try:
                check_filter(filter_)
            except EventscopeError as error:
                raise Wrong(self, words.error(error)) from None
        return found
