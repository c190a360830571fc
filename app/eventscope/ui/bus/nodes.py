"""Nodes of the graph as they are painted: what they say was put into words before, so that painting is only paint."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from eventscope.ui.bus import ink, words
from eventscope.ui.bus.ink import Ink
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.brokers_rows import label
from eventscope.ui.viewmodels.bus.curves import Box
from eventscope.ui.viewmodels.bus.graph import Crossing, Graph, Health
from eventscope.ui.viewmodels.bus.layout import Spot, size
from eventscope.ui.viewmodels.bus.parties import Party
from eventscope.ui.viewmodels.bus.places import Place

RADIUS, EDGE, SIGN = 6, 3, 16  # px: corners, the mark at the left, icons
LINE = 16  # px of a line of a bridge
PORT = 6  # px: half of the handle from which a bridge is drawn
DETAIL = 0.45  # scale below which small texts are left out
LEFT, CENTRE = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True, slots=True)
class Dress:
    """One node in words; `roles` colour its lines from the second on."""

    node: Place | Party | Crossing
    box: Box
    health: Health
    lines: tuple[str, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """Which figures a person wants to see."""

    rates: bool = True
    latency: bool = True
    depth: bool = True


def dresses(graph: Graph, spots: dict[str, Spot], shown: Shown, now: int) -> dict[str, Dress]:
    """All nodes with their words."""
    return {node.id: _dress(graph, node, spots[node.id], shown, now) for node in graph.nodes() if node.id in spots}


def _dress(graph: Graph, node: Place | Party | Crossing, spot: Spot, shown: Shown, now: int) -> Dress:
    box = Box(spot.x, spot.y, *size(node))
    if isinstance(node, Crossing):
        role = words.ROLES[node.health] if node.health in ("wait", "bad") else "muted"
        third, its_role = words.crossing_trouble(node, shown.depth)
        second = words.crossing_figures(node, shown.rates, shown.latency)
        return Dress(node, box, node.health, (label(node.name), second, third), (role, its_role))
    if isinstance(node, Place):
        standing = graph.standings[node.id]
        third, role = words.place_figures(node, standing, shown.rates, shown.depth, now)
        health: Health = "bad" if node.lost else standing.health
        return Dress(node, box, health, (label(node.name), words.place_about(node), third), ("muted", role))
    health = next((flow.health for flow in graph.flows if node.id in (flow.start, flow.end)), "idle")
    return Dress(node, box, health, (words.party_name(node), words.party_about(node)), ("muted",))


def shape(dress: Dress, scale: float) -> QRectF:
    """A node's rectangle for Qt; a bridge is as high as its lines."""
    box = dress.box
    if isinstance(dress.node, Crossing):
        lines = sum(bool(line) for line in dress.lines) if scale >= DETAIL else 1
        box = box._replace(height=min(box.height, LINE * lines + 10))
    return QRectF(box.left, box.top, box.width, box.height)


def paint_node(painter: QPainter, pen: Ink, dress: Dress, scale: float, marked: str = "") -> None:
    """`marked`: "" or the role of the colour of its frame (chosen, below the mouse, part of a path)."""
    painter.setPen(_frame(dress, marked))
    if isinstance(dress.node, Crossing):
        painter.setBrush(theme.colour("panel"))
        painter.drawRoundedRect(shape(dress, scale), RADIUS, RADIUS)
        _paint_bridge(painter, pen, dress, scale)
    else:
        painter.setBrush(theme.colour("raised"))
        painter.drawRoundedRect(shape(dress, scale), RADIUS, RADIUS)
        _paint_thing(painter, pen, dress, dress.node, scale)


def _frame(dress: Dress, marked: str) -> QPen:
    if marked:
        return QPen(theme.colour(marked), 2)
    bridge = isinstance(dress.node, Crossing)
    role = words.ROLES[dress.health] if dress.health in ("wait", "bad") else "muted" if bridge else "line"
    colour = ink.faint(role, 0.55) if role == "muted" else theme.colour(role)
    style = Qt.PenStyle.SolidLine if dress.health in ("good", "idle") else ink.STYLES[dress.health]
    return QPen(colour, 1.2, style)


def _paint_thing(painter: QPainter, pen: Ink, dress: Dress, node: Place | Party, scale: float) -> None:
    box, text = dress.box, theme.colour("text")
    painter.fillRect(QRectF(box.left, box.top + 8, EDGE, box.height - 16), ink.stripe(node, dress.health))
    ink.draw_icon(painter, ink.symbol(node), "muted", QRectF(box.left + 14, box.top + 10, SIGN, SIGN), scale)
    left, room = box.left + 38, box.width - 38 - 10
    sign = ink.MARKS.get(dress.health, "")
    if sign:
        place = QRectF(box.right - 24, box.top + 9, SIGN, SIGN)
        ink.draw_icon(painter, sign, words.ROLES[dress.health], place, scale)
        room -= 18
    pen.write(painter, QRectF(left, box.top + 8, room, 20), dress.lines[0], pen.strong, text, LEFT)
    if scale < DETAIL:
        return
    muted = theme.colour("muted")
    pen.write(painter, QRectF(left, box.top + 27, box.width - 48, 17), dress.lines[1], pen.small, muted, LEFT)
    if len(dress.lines) > 2:
        place = QRectF(box.left + 14, box.top + 50, box.width - 24, 18)
        pen.write(painter, place, dress.lines[2], pen.small, theme.colour(dress.roles[1]), LEFT)


def _paint_bridge(painter: QPainter, pen: Ink, dress: Dress, scale: float) -> None:
    box = dress.box
    lines = [(dress.lines[0], pen.heavy, theme.colour("text"))]
    if scale >= DETAIL:
        pairs = zip(dress.lines[1:], dress.roles, strict=True)
        lines += [(text, pen.small, theme.colour(role)) for text, role in pairs if text]
    top = box.y - len(lines) * LINE / 2
    sign = ink.MARKS.get(dress.health, "")
    for number, (text, face, colour) in enumerate(lines):
        room = QRectF(box.left + 8, top + LINE * number, box.width - 16, LINE)
        if number == 0 and sign:
            wide = min(pen.width(text, face), room.width() - 18)
            place = QRectF(box.x - wide / 2 - 16, room.top() + 2, 12, 12)
            ink.draw_icon(painter, sign, words.ROLES[dress.health], place, scale)
            room.adjust(18, 0, -18 if wide < room.width() - 36 else 0, 0)
        pen.write(painter, room, text, face, colour, CENTRE)


def paint_port(painter: QPainter, box: Box, hot: bool) -> None:
    """The handle at the right of a broker from which a bridge is drawn."""
    painter.setPen(QPen(theme.colour("accent"), 1.5))
    painter.setBrush(theme.colour("accent") if hot else theme.colour("panel"))
    painter.drawEllipse(QPointF(box.right, box.y), PORT, PORT)
    painter.setPen(QPen(theme.colour("panel") if hot else theme.colour("accent"), 1.5))
    painter.drawLine(QPointF(box.right - 3, box.y), QPointF(box.right + 3, box.y))
    painter.drawLine(QPointF(box.right, box.y - 3), QPointF(box.right, box.y + 3))


def paint_number(painter: QPainter, pen: Ink, box: Box, number: int, colour: QColor) -> None:
    """Which step of a path a node is."""
    place = QRectF(box.left - 9, box.top - 9, 18, 18)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(place)
    pen.write(painter, place, str(number), pen.heavy, theme.colour("panel"), CENTRE)
