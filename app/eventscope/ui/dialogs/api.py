"""The HTTP API from the window: on and off, where it answers, how a program uses it, and what it refuses."""

from __future__ import annotations

import sys

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from eventscope.core.apiaddress import ApiAddress
from eventscope.core.errors import EventscopeError
from eventscope.core.news import ApiNews
from eventscope.core.verbs import StartApi, State, StopApi
from eventscope.ui import words
from eventscope.ui.desk import Desk
from eventscope.ui.forms import Form, Number, Wrong
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels import apiexamples
from eventscope.ui.widgets import Dot, IconButton, Label, PlainView, button

translate = QCoreApplication.translate


class ApiDialog(QDialog):
    """Follows `desk.api`. No token is ever shown: the files that hold them are named."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("HTTP API"))
        self.resize(theme.px(640), theme.px(600))
        self._desk = desk
        self.dot, self.state = Dot(), Label("", "strong")
        self.switch = button("", self._turn, "primary")
        self.form = Form()
        self.port = self.form.add(
            self.tr("Port"), Number(0, 65_535), self.tr("On this computer only. 0 takes any free one.")
        )
        self.port.set_value(0)
        self.used = self._used()
        self._lay_out()
        desk.api.connect(self._news)
        desk.state_changed.connect(self._whole_state)
        self._show(desk.api_address)

    # --- layout ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        about = self.tr(
            "Programs on this computer can ask Eventscope for everything that this window can: publish, pull, bridges, "
            "consumers, figures, news. It is off until you switch it on, and off again when Eventscope ends."
        )
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.dot)
        head.addWidget(self.state)
        head.addStretch(1)
        head.addWidget(self.switch)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Label(self.tr("HTTP API"), "title"))
        column.addWidget(Label(about, wrap=True))
        column.addLayout(head)
        column.addWidget(self.form)
        column.addWidget(self.used, 1)
        column.addWidget(Label(self.tr("What is refused"), "strong"))
        column.addWidget(Label(refused(), "muted", wrap=True))
        column.addStretch()
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button(self.tr("Close"), self.accept))
        column.addLayout(foot)

    def _used(self) -> Form:
        """How it is used: only there while it is on."""
        form = Form()
        self.address = self._shown(form, self.tr("Address"))
        self.tokens = self._shown(
            form, self.tr("Token file"), self.tr("Only your user can read it. Its tokens end when the API does.")
        )
        self.header = self._shown(
            form,
            self.tr("Header file"),
            self.tr("For curl -H @FILE: a token on a command line could be read by every user."),
        )
        self.examples = PlainView()
        self.examples.setMinimumHeight(theme.px(110))
        form.add(self.tr("Try it"), self.examples, "", (_copier(self.examples, self.tr("Copy")),))
        return form

    def _shown(self, form: Form, label: str, note: str = "") -> QLineEdit:
        field = QLineEdit()
        field.setReadOnly(True)
        return form.add(label, field, note, (_copier(field, self.tr("Copy")),))

    # --- on and off --------------------------------------------------------------------------------------

    def _turn(self) -> None:
        self.form.clear_errors()
        if self._desk.api_address is not None:
            self._desk.ask(StopApi(), self._turned, self._failed)
            return
        try:
            verb = StartApi(self.port.number())
        except Wrong as wrong:
            self.form.show_error(wrong.field, wrong.sentence)
            return
        self.switch.setEnabled(False)  # FastAPI takes half a second to come
        self._desk.ask(verb, self._turned, self._failed)

    def _turned(self, answer: ApiAddress | None) -> None:
        self._desk.api_address = answer
        self._show(answer)

    def _failed(self, problem: EventscopeError) -> None:
        self._show(self._desk.api_address)
        self.form.show_error(self.port, words.error(problem))

    def _news(self, item: ApiNews) -> None:
        self._show(item.address)

    def _whole_state(self, item: State) -> None:
        self._show(item.api)

    def _show(self, address: ApiAddress | None) -> None:
        on = address is not None
        self.switch.setEnabled(True)
        self.switch.setText(self.tr("Switch off") if on else self.tr("Switch on"))
        self.dot.show_state("good" if on else "muted", hollow=not on)
        self.port.setEnabled(not on)
        self.used.setVisible(on)
        if address is None:
            self.state.setText(self.tr("Off: nothing listens."))
            return
        self.state.setText(self.tr("On at {address}").format(address=address.url))
        self.port.setText(apiexamples.port_of(address))
        for field, text in (
            (self.address, address.url),
            (self.tokens, address.token_file),
            (self.header, address.header_file),
        ):
            field.setText(text)
            field.setCursorPosition(0)
        lines = [text for _, text in apiexamples.commands(address, sys.platform == "win32")]
        self.examples.setPlainText("\n".join(lines))


def _copier(field: QLineEdit | PlainView, text: str) -> IconButton:
    def copy() -> None:
        QGuiApplication.clipboard().setText(field.text() if isinstance(field, QLineEdit) else field.toPlainText())

    return IconButton("mdi6.content-copy", text, copy, size=28)


def refused() -> str:
    """What the API says no to, and why."""
    return "\n".join(
        (
            translate("ApiDialog", "• Other computers: it listens on 127.0.0.1 and ::1 alone."),
            translate(
                "ApiDialog",
                "• Web pages, whatever their address: a page that you visit could otherwise reach this port.",
            ),
            translate(
                "ApiDialog",
                "• Requests without a token of the file, or with one in the address; after ten wrong ones wrong tokens "
                "wait for 30 s.",
            ),
            translate(
                "ApiDialog", "• Bodies that are no JSON or larger than 1 MiB, and more than 64 connections at once."
            ),
            translate("ApiDialog", "Changes and refusals are kept in an audit log whose lines are chained by hashes."),
        )
    )
