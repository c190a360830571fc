"""A workspace from elsewhere is opened: what it would do by itself, each part to be allowed by a tick."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from eventscope.core.foreign import Wish
from eventscope.core.visible import elide, show
from eventscope.ui.forms import check
from eventscope.ui.theme import theme
from eventscope.ui.widgets import Label, button

LONGEST = 120  # characters of a name or an address


class ForeignDialog(QDialog):
    """`then` is called with the ids of what was not allowed; Cancel opens nothing."""

    def __init__(
        self, parent: QWidget, path: str, wishes: tuple[Wish, ...], then: Callable[[tuple[str, ...]], object]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Open workspace"))
        self._then = then
        self._boxes: dict[str, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(Label(self.tr("This workspace was not opened here before"), "title", wrap=True))
        words = self.tr(
            "{path} would do the following by itself. Tick what you want; the rest is opened too, but waits until you "
            "start it."
        ).format(path=_text(path))
        column.addWidget(Label(words, wrap=True))
        column.addWidget(self._list(wishes), 1)
        column.addLayout(self._buttons())
        self.setMinimumWidth(theme.px(560))

    def _list(self, wishes: tuple[Wish, ...]) -> QScrollArea:
        inner = QWidget()
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        for wish in wishes:
            box = self._boxes[wish.id] = check(self._title(wish))
            rows.addWidget(box)
            for line in self._lines(wish):
                label = Label(line, "muted", wrap=True)
                label.setContentsMargins(theme.px(26), 0, 0, 0)
                rows.addWidget(label)
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        area.setMinimumHeight(theme.px(160))
        return area

    def _title(self, wish: Wish) -> str:
        if wish.kind == "listen":
            return (
                self.tr("Open the embedded broker as {place} says").format(place=_text(wish.place)).replace("&", "&&")
            )
        reach = self.tr("Connect {name} to {place}").format(name=_text(wish.name), place=_text(wish.place))
        return reach.replace("&", "&&")

    def _lines(self, wish: Wish) -> list[str]:
        texts = {
            "itself": self.tr("by itself, as soon as the workspace opens"),
            "bridge": self.tr("for the bridge {name}"),
            "consumer": self.tr("for the consumer {name}"),
        }
        lines = [texts[kind].format(name=_text(name)) for kind, name in wish.uses]
        if wish.kind == "listen":
            lines.append(self.tr("its file may let others reach the broker over the network"))
        if wish.password:
            lines.append(self.tr("with the password that is stored here for this connection"))
        return lines

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(button(self.tr("Cancel"), self.reject))
        opening = button(self.tr("Open"), self._open, "primary")
        opening.setDefault(True)
        row.addWidget(opening)
        return row

    def _open(self) -> None:
        refused = tuple(ident for ident, box in self._boxes.items() if not box.isChecked())
        self.accept()
        self._then(refused)


def _text(text: str) -> str:
    return show(elide(text, LONGEST)).text
