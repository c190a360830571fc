"""The subscription dialog: filter, QoS, colour and every option that MQTT 5 knows."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from eventscope.core.topics import check_filter, has_wildcard, levels, share
from eventscope.core.verbs import Subscribe, Unsubscribe
from eventscope.core.visible import elide, show
from eventscope.core.workspace import Connection, Subscription
from eventscope.ui import figures
from eventscope.ui.desk import Desk
from eventscope.ui.dialogs.ask import Choice, ask
from eventscope.ui.forms import Form, Number, Select, Wrong, check, checked_by
from eventscope.ui.theme import theme, tokens
from eventscope.ui.widgets import Label, button, paint_dot

translate = QCoreApplication.translate
MAX_IDENTIFIER = 268_435_455


class SubscriptionDialog(QDialog):
    """Add a subscription, beginning with `subscription`; where that one is `known` already, change it."""

    def __init__(
        self,
        desk: Desk,
        connection: str = "",
        subscription: Subscription | None = None,
        parent: QWidget | None = None,
        known: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._old = subscription if known else None
        self._build()
        self.connection.set_value(connection)
        self.connection.setEnabled(self._old is None)
        self._load(subscription or Subscription("", colour=self._next_colour()))
        self._adapt()

    def _build(self) -> None:
        title = self.tr("Edit subscription") if self._old else self.tr("New subscription")
        self.setWindowTitle(title)
        self.resize(theme.px(480), theme.px(480))
        self.form = form = Form()
        names = [(item.id, show(elide(item.name, 80)).text) for item in self._desk.connections()]
        self.connection = form.add(self.tr("Connection"), Select(names))
        self.filter = form.add(self.tr("Topic filter"), QLineEdit())
        self.filter.setPlaceholderText("orders/#")
        self.hint = Label("", "muted", wrap=True)
        self.qos = form.add("QoS", Select(_qos()))
        self.colour = form.add(self.tr("Colour"), Select([]))
        self.colour.setIconSize(QSize(theme.px(12), theme.px(12)))
        for number in range(len(tokens()["series"]["colours"])):
            self.colour.addItem(_swatch(number), str(number + 1), number)
        self.alias = form.add(
            self.tr("Alias"), QLineEdit(), self.tr("How it is called here; the broker never sees it.")
        )
        self.no_local = form.add("No Local", check(self.tr("Leave out what this connection published itself")))
        self.as_published = form.add("Retain As Published", check(self.tr("Keep the retain flag as it was sent")))
        self.handling = form.add("Retain Handling", Select(_handling()))
        self.handling.setMinimumContentsLength(32)
        self.identifier = form.add(
            self.tr("Identifier"), Number(1, MAX_IDENTIFIER, optional=True, hint=self.tr("none"))
        )
        form.finish()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Label(title, "title"))
        column.addWidget(form, 1)
        column.addWidget(self.hint)
        column.addLayout(self._buttons())
        self.filter.textChanged.connect(self._show_hint)
        self.connection.currentIndexChanged.connect(self._adapt)
        self.filter.setFocus()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(self.tr("Cancel"), self.reject))
        text = self.tr("Save") if self._old else self.tr("Subscribe")
        self.go = button(text, self._accept, "primary")
        self.go.setDefault(True)
        row.addWidget(self.go)
        return row

    def _load(self, item: Subscription) -> None:
        self._enabled = item.enabled
        self.filter.setText(item.filter)
        self.qos.set_value(item.qos)
        self.colour.set_value(item.colour)
        self.alias.setText(item.alias)
        self.no_local.setChecked(item.no_local)
        self.as_published.setChecked(item.retain_as_published)
        self.handling.set_value(item.retain_handling)
        self.identifier.set_value(item.identifier)

    def subscription(self) -> Subscription:
        """What the fields say; raises Wrong."""
        checked_by(check_filter, self.filter)
        shared = share(self.filter.text())[0] is not None
        if shared and self.no_local.isChecked():
            raise Wrong(self.no_local, self.tr("A shared subscription cannot use No Local."))
        return Subscription(
            self.filter.text(),
            self.qos.value(),
            self.colour.value(),
            self.alias.text().strip(),
            self.no_local.isChecked(),
            self.as_published.isChecked(),
            self.handling.value(),
            self.identifier.value(),
            self._enabled,
        )

    def _accept(self) -> None:
        self.form.clear_errors()
        try:
            item = self.subscription()
        except Wrong as wrong:
            self.form.show_error(wrong.field, wrong.sentence)
            wrong.field.setFocus()
            return
        if takes_all(item.filter) and not (self._old and takes_all(self._old.filter)):
            ask(
                self,
                self.tr("Subscribe to everything?"),
                self._cost(),
                [Choice(self.go.text(), lambda: self._send(item))],
            )
        else:
            self._send(item)

    def _send(self, item: Subscription) -> None:
        connection = self.connection.value()
        if self._old is not None and self._old.filter != item.filter:
            self._desk.ask(Unsubscribe(connection, self._old.filter))
        self._desk.ask(Subscribe(connection, item))
        self.accept()

    def _cost(self) -> str:
        summary = self._desk.last_summary
        limit = figures.size(summary.log_limit) if summary else "2 GB"
        return self.tr(
            "The broker will send every message that it carries, and every retained message at once. On a busy broker "
            "that is much traffic for it, for the network and for this computer; the log keeps the newest {limit}. "
            "A narrower filter such as orders/# costs less."
        ).format(limit=limit)

    def _adapt(self) -> None:
        five = (item := self._chosen()) is None or item.version == "5"
        for field in (self.no_local, self.as_published, self.handling, self.identifier):
            field.setEnabled(five)
        self._show_hint()

    def _chosen(self) -> Connection | None:
        return next((item for item in self._desk.connections() if item.id == self.connection.value()), None)

    def _show_hint(self) -> None:
        text = self.filter.text()
        self.hint.setText(self._again() if self._is_known(text) else hint(text))

    def _is_known(self, filter_: str) -> bool:
        """Whether a new subscription would take the place of one that is there."""
        chosen = self._chosen()
        return self._old is None and any(item.filter == filter_ for item in (chosen.subscriptions if chosen else ()))

    def _again(self) -> str:
        return self.tr("This connection is subscribed to it already; the options above take the place of those it has.")

    def _next_colour(self) -> int:
        used = [item.colour for connection in self._desk.connections() for item in connection.subscriptions]
        return min(range(len(tokens()["series"]["colours"])), key=lambda number: (used.count(number), number))


def hint(filter_: str) -> str:
    """What a filter means, in a sentence, while it is being typed."""
    group, inner = share(filter_)
    if group is not None:
        text = translate("SubscriptionDialog", "Shared: each message goes to one member of the group {group} only.")
        return text.format(group=show(elide(group or "…", 60)).text)
    if takes_all(inner):
        return translate("SubscriptionDialog", "Everything but topics that begin with $.")
    if inner and has_wildcard(inner):
        return translate("SubscriptionDialog", "+ stands for one level, # for all that follow.")
    return translate("SubscriptionDialog", "For a shared subscription write $share/group/filter.")


def takes_all(filter_: str) -> bool:
    """Whether a filter takes (nearly) everything a broker has: "#", "+/#" and the like, shared or not."""
    inner = share(filter_)[1]
    return inner.endswith("#") and all(level in ("+", "#") for level in levels(inner))


def _qos() -> list[tuple[int, str]]:
    return [
        (0, translate("SubscriptionDialog", "0 · at most once")),
        (1, translate("SubscriptionDialog", "1 · at least once")),
        (2, translate("SubscriptionDialog", "2 · exactly once")),
    ]


def _handling() -> list[tuple[int, str]]:
    return [
        (0, translate("SubscriptionDialog", "send retained messages at each subscribe")),
        (1, translate("SubscriptionDialog", "only if the subscription is new")),
        (2, translate("SubscriptionDialog", "never send retained messages")),
    ]


def _swatch(number: int) -> QIcon:
    side = theme.px(12)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_dot(painter, pixmap.rect().toRectF(), f"series:{number}")
    painter.end()
    return QIcon(pixmap)
