"""Fonts, pens and icons of the graph: made once for each look, because it is painted ten times a second."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from eventscope.ui.theme import theme, tokens
from eventscope.ui.viewmodels.bus.graph import Flow, Health
from eventscope.ui.viewmodels.bus.parties import Party
from eventscope.ui.viewmodels.bus.places import Place
from eventscope.ui.widgets import icon

WIDTHS = ((1_000.0, 3.0), (50.0, 2.2), (0.05, 1.7))  # messages a second, px of a line
STYLES: dict[Health, Qt.PenStyle] = {
    "good": Qt.PenStyle.SolidLine,
    "idle": Qt.PenStyle.SolidLine,
    "wait": Qt.PenStyle.DashLine,
    "bad": Qt.PenStyle.DashLine,
    "off": Qt.PenStyle.DotLine,
}
MARKS: dict[Health, str] = {"wait": "mdi6.timer-sand", "bad": "mdi6.alert-circle-outline", "off": "mdi6.pause"}
KINDS = {
    "mqtt": "mdi6.server",
    "kafka": "mdi6.layers-triple-outline",
    "http": "mdi6.webhook",
    "bus": "mdi6.transit-connection-variant",
}
PARTIES = {
    ("producer", "window"): "mdi6.application-outline",
    ("consumer", "window"): "mdi6.application-outline",
    ("consumer", "group"): "mdi6.account-group-outline",
    ("consumer", "workspace"): "mdi6.tray-arrow-down",
}


def font(bold: bool = False, small: bool = False) -> QFont:
    """A face in px of the drawing: the zoom of the window is in the painter already."""
    made = theme.small(bold) if small else theme.font(bold=bold)
    made.setPixelSize(tokens()["type"]["small" if small else "size"])
    return made


class Ink:
    """What is the same for all nodes in one painting."""

    def __init__(self) -> None:
        self.strong, self.small, self.heavy = font(bold=True), font(small=True), font(bold=True, small=True)
        self.metrics = {id(each): QFontMetricsF(each) for each in (self.strong, self.small, self.heavy)}

    def write(
        self, painter: QPainter, room: QRectF, text: str, face: QFont, colour: QColor, align: Qt.AlignmentFlag
    ) -> None:
        """One line, shortened where it does not fit."""
        metrics = self.metrics[id(face)]
        if metrics.horizontalAdvance(text) > room.width():
            text = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
        painter.setFont(face)
        painter.setPen(colour)
        painter.drawText(room, int(align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), text)

    def width(self, text: str, face: QFont) -> float:
        """Of a text, in px of the drawing."""
        return self.metrics[id(face)].horizontalAdvance(text)


def line_pen(flow: Flow, colour: QColor) -> QPen:
    """Thicker for more messages; dashed where it waits, dotted where it stands still."""
    rate = max(flow.rate or 0.0, flow.back or 0.0)
    width = next((px for least, px in WIDTHS if rate >= least), 1.3)
    return QPen(colour, width, STYLES[flow.health], Qt.PenCapStyle.FlatCap)


def flow_colour(flow: Flow) -> QColor:
    """By what it does while it flows, else by how it fares."""
    if flow.health in ("wait", "bad"):
        return theme.colour("warn" if flow.health == "wait" else "bad")
    if flow.health != "good":
        return faint("muted", 0.55)
    if flow.kind == "publish":
        return theme.series(0)
    return theme.series(2) if flow.kind == "consume" else theme.colour("accent")


def stripe(node: Place | Party, health: Health) -> QColor:
    """The mark at the left of a node: what it is while all is well, else how it fares."""
    if health in ("wait", "bad"):
        return theme.colour("warn" if health == "wait" else "bad")
    if health == "off":
        return faint("muted", 0.6)
    if isinstance(node, Place):
        return theme.colour("accent")
    return theme.series(0 if node.role == "producer" else 2)


def symbol(node: Place | Party) -> str:
    """The icon of a node."""
    if isinstance(node, Place):
        return KINDS[node.kind]
    usual = "mdi6.export-variant" if node.role == "producer" else "mdi6.tray-arrow-down"
    return PARTIES.get((node.role, node.kind), usual)


def faint(role: str, share: float) -> QColor:
    """A colour of the theme, partly through."""
    colour = theme.colour(role)
    colour.setAlphaF(share)
    return colour


def draw_icon(painter: QPainter, name: str, role: str, room: QRectF, scale: float) -> None:
    """An icon, sharp at the scale of the drawing."""
    side = max(8, round(room.width() * scale * painter.device().devicePixelRatioF()))
    painter.drawPixmap(room, _icon(name, role, side, theme.colour(role).name()), QRectF(0, 0, side, side))


@lru_cache(maxsize=512)
def _icon(name: str, role: str, side: int, _colour: str) -> QPixmap:
    """`_colour` only tells looks apart."""
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    icon(name, role).paint(painter, 0, 0, side, side)
    painter.end()
    return made
