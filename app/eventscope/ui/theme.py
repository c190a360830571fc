"""Colours, type and measures of the window; `from eventscope.ui.theme import theme` is the one there is.

Everything that paints asks it at the time of painting and repaints on `changed`, so that light, dark and
zoom take effect at once. Measures are in px at 100 % and go through `px`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from eventscope.base import paths
from eventscope.ui.contrast import legible
from eventscope.ui.stylesheet import stylesheet

Choice = Literal["system", "light", "dark"]
DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
GRAPHIC, TEXT = 3.0, 4.5  # least contrast of lines and of texts (WCAG 2.2, 1.4.11 and 1.4.3)


@cache
def tokens() -> dict[str, Any]:
    """The design tokens as their file holds them."""
    return tomllib.loads((paths.resources() / "themes" / "tokens.toml").read_text(encoding="utf-8"))


class Theme(QObject):
    """The look in force. `changed` comes after a change of light and dark, or of zoom."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._choice: Choice = "dark"
        self._zoom = 100
        self.dark = True

    def apply(self, choice: Choice, zoom: int = 100) -> None:
        """Put a look on the application; "system" follows the desktop from now on."""
        self._choice, self._zoom = choice, max(50, min(300, zoom))
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow, Qt.ConnectionType.UniqueConnection)
        self._put()

    def put(self, choice: Choice, zoom: int) -> None:
        """As `apply`, but costs nothing when that look is in force already."""
        if (choice, zoom) != (self._choice, self._zoom):
            self.apply(choice, zoom)

    @property
    def zoom(self) -> int:
        """Percent."""
        return self._zoom

    def colour(self, role: str) -> QColor:
        """A colour by its role in tokens.toml: ground panel raised line text muted accent good warn bad select."""
        return QColor(self._colours()[role])

    def series(self, number: int) -> QColor:
        """The colour of a line or mark of one series (Okabe and Ito), made to stand out on a panel."""
        return self._on_panel(number, GRAPHIC)

    def series_ink(self, number: int) -> QColor:
        """The same colour for texts, legible on a panel."""
        return self._on_panel(number, TEXT)

    def dash(self, number: int) -> Qt.PenStyle:
        """Tells a series apart without colour."""
        return DASHES[number // len(tokens()["series"]["colours"]) % len(DASHES)]

    def px(self, measure: float) -> int:
        """A measure at the present zoom."""
        return round(measure * self._zoom / 100)

    def font(self, size: int | None = None, bold: bool = False) -> QFont:
        """The face of the window with tabular figures; `size` in px at 100 %."""
        font = self._face("ui", size or tokens()["type"]["size"])
        font.setFeature(QFont.Tag("tnum"), 1)
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def small(self, bold: bool = False) -> QFont:
        """Labels, units, second lines."""
        return self.font(tokens()["type"]["small"], bold)

    def number(self) -> QFont:
        """The large figures of the vital signs."""
        return self.font(tokens()["type"]["number"], bold=True)

    def mono(self, size: int | None = None) -> QFont:
        """The monospaced face for payloads and times, without ligatures: every character as it is."""
        font = self._face("mono", size or tokens()["type"]["size"] - 1)
        font.setStyleHint(QFont.StyleHint.Monospace)
        for ligature in ("liga", "calt", "clig"):
            font.setFeature(QFont.Tag(ligature), 0)
        return font

    def _face(self, kind: str, size: int) -> QFont:
        font = QFont(tokens()["type"][kind])
        font.setPixelSize(self.px(size))
        return font

    def _colours(self) -> dict[str, str]:
        colours: dict[str, str] = tokens()["dark" if self.dark else "light"]
        return colours

    def _on_panel(self, number: int, contrast: float) -> QColor:
        colours = tokens()["series"]["colours"]
        return QColor(legible(colours[number % len(colours)], self._colours()["panel"], contrast))

    def _follow(self) -> None:
        if self._choice == "system":
            self._put()

    def _put(self) -> None:
        system_dark = QGuiApplication.styleHints().colorScheme() != Qt.ColorScheme.Light
        self.dark = system_dark if self._choice == "system" else self._choice == "dark"
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.setStyle("Fusion")
        app.setPalette(self._palette())
        app.setFont(self.font())
        icons = (paths.resources() / "icons").as_posix()
        app.setStyleSheet(stylesheet(self._colours(), self.px, icons, "dark" if self.dark else "light"))
        self.changed.emit()

    def _palette(self) -> QPalette:
        palette = QPalette()
        role = QPalette.ColorRole
        for name, roles in {
            "ground": (role.Window,),
            "panel": (role.Base, role.AlternateBase, role.ToolTipBase),
            "raised": (role.Button, role.Midlight, role.Light),
            "line": (role.Mid, role.Dark, role.Shadow),
            "text": (role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.HighlightedText),
            "muted": (role.PlaceholderText,),
            "select": (role.Highlight,),
            "accent": (role.Link, role.LinkVisited, role.BrightText),
        }.items():
            for item in roles:
                palette.setColor(item, self.colour(name))
        for item in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, item, self.colour("muted"))
        return palette


theme = Theme()
