"""A choice that shortens its text with an ellipsis where there is no room, and tells it whole on hover."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionComboBox, QStylePainter

from eventscope.ui.forms import Select
from eventscope.ui.theme import theme
from eventscope.ui.widgets import tooltip


class Choice(Select):
    """For names that people give, as those of connections."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        whole = self.currentText()
        room = self.width() - theme.px(40)
        option.currentText = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, room)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        tooltip(self, whole if option.currentText != whole else "")
