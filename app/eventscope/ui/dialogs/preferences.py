"""Preferences: look, language, zoom, definitions; what is chosen shows at once."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from eventscope.core.visible import show
from eventscope.core.workspace import Settings
from eventscope.ui.desk import Desk
from eventscope.ui.forms import Form, Select
from eventscope.ui.theme import theme
from eventscope.ui.widgets import Label, button

ZOOMS = (80, 90, 100, 110, 125, 150, 175, 200)


class PreferencesDialog(QDialog):
    """`changed` carries the new settings at every change; the window applies and keeps them."""

    changed = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Preferences"))
        self.resize(theme.px(480), theme.px(360))
        assert desk.state is not None
        self._settings = desk.state.settings
        form = Form()
        self.look = form.add(self.tr("Look"), Select(self._looks()))
        self.language = form.add(self.tr("Language"), Select(self._languages()))
        self.zoom = form.add(self.tr("Zoom"), Select([(value, f"{value} %") for value in ZOOMS]))
        self.definitions = form.add(
            self.tr("Definitions"),
            Select(self._definitions()),
            self.tr("How throughput, latency, queue length and scalability are computed; F1 lists the formulas."),
        )
        note = self.tr("Messages are kept in {folder}.").format(folder=show(desk.state.log_folder).text)
        form.finish()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.addWidget(Label(self.tr("Preferences"), "title"))
        column.addWidget(form, 1)
        column.addWidget(Label(note, "muted", wrap=True))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(self.tr("Close"), self.accept))
        column.addLayout(row)
        self._load(self._settings)
        for field in (self.look, self.language, self.zoom, self.definitions):
            field.currentIndexChanged.connect(self._changed)

    def _load(self, settings: Settings) -> None:
        self.look.set_value(settings.theme)
        self.language.set_value(settings.language)
        if self.zoom.findData(settings.zoom) < 0:
            self.zoom.addItem(f"{settings.zoom} %", settings.zoom)
        self.zoom.set_value(settings.zoom)
        self.definitions.set_value(settings.definitions)

    def _changed(self) -> None:
        self._settings = replace(
            self._settings,
            theme=self.look.value(),
            language=self.language.value(),
            zoom=self.zoom.value(),
            definitions=self.definitions.value(),
        )
        self.changed.emit(self._settings)

    def _looks(self) -> list[tuple[str, str]]:
        return [("system", self.tr("as the system")), ("light", self.tr("light")), ("dark", self.tr("dark"))]

    def _languages(self) -> list[tuple[str, str]]:
        return [("system", self.tr("as the system")), ("en", "English"), ("zh_CN", "简体中文")]

    def _definitions(self) -> list[tuple[str, str]]:
        return [("textbook", self.tr("textbook")), ("simple", self.tr("simple")), ("both", self.tr("both"))]
