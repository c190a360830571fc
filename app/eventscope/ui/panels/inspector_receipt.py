"""The receipt: what became of an event that this workspace published, stage by stage."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from eventscope.core import visible
from eventscope.core.message import Receipt
from eventscope.core.news import ReceiptNews
from eventscope.ui import words
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.receiptlines import Stage, stages
from eventscope.ui.widgets import Elided, Label, tooltip

KEPT = 200


class ReceiptView(QWidget):
    """Follows the event published last, or the one that belongs to the message shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: OrderedDict[int, Receipt] = OrderedDict()
        self._pinned: int | None = None
        self._topic = Elided("", "muted")
        self._topic.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._reason = Label("", "bad", wrap=True)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        self._rows: dict[str, tuple[Label, Label]] = {}
        for row, name in enumerate(("intended", "sent", "acknowledged", "received")):
            label, value = Label("", "muted"), Label("")
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._rows[name] = (label, value)
            grid.addWidget(label, row, 0)
            grid.addWidget(value, row, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(2)
        heading = Label(self.tr("Receipt"), "heading")
        tooltip(
            heading,
            self.tr(
                "The event published last, or the one that came back as the message above.\n"
                "Times after the first count from the moment it was to leave, on the monotonic clock."
            ),
        )
        head = QHBoxLayout()
        head.addWidget(heading)
        head.addWidget(self._topic, 1)
        column.addLayout(head)
        column.addLayout(grid)
        column.addWidget(self._reason)
        theme.changed.connect(self._dress)
        self._dress()
        self._show()

    def _dress(self) -> None:
        for _, value in self._rows.values():
            value.setFont(theme.mono())

    def take(self, news: ReceiptNews) -> None:
        """Receipts changed."""
        for receipt in news.receipts:
            self._known[receipt.id] = receipt
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        self._show()

    def pin(self, receipt: Receipt | None) -> None:
        """Show the receipt of a message; None for the last one again."""
        self._pinned = receipt.id if receipt else None
        if receipt is not None:
            self._known.setdefault(receipt.id, receipt)
        self._show()

    def receipt(self) -> Receipt | None:
        """The one that is shown."""
        if self._pinned is not None:
            return self._known.get(self._pinned)
        return self._known[max(self._known)] if self._known else None

    def _show(self) -> None:
        receipt = self.receipt()
        self.setVisible(receipt is not None)
        if receipt is None:
            return
        self._topic.setText(visible.elide(visible.show(receipt.topic).text, 400))
        for stage in stages(receipt):
            label, value = self._rows[stage.name]
            label.setText(self._name(stage, receipt))
            value.setText(self._value(stage))
            value.set_kind("" if stage.state == "done" else "muted")
        self._reason.setText(words.sentence(receipt.failed, receipt.words))
        self._reason.set_kind("bad" if receipt.failed else "muted")
        self._reason.setVisible(bool(self._reason.text()))

    def _name(self, stage: Stage, receipt: Receipt) -> str:
        if stage.name == "received" and receipt.receivers:
            return self.tr("received by {n}").format(n=receipt.receivers)
        return {
            "intended": self.tr("intended"),
            "sent": self.tr("sent"),
            "acknowledged": self.tr("acknowledged"),
            "received": self.tr("received"),
        }[stage.name]

    def _value(self, stage: Stage) -> str:
        if stage.state == "waiting":
            return self.tr("not yet")
        if stage.state == "never":
            return self.tr("not at QoS 0") if stage.name == "acknowledged" else self.tr("no")
        return stage.value
