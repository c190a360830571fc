"""Flows of the graph as they are painted: curves with an arrow, and labels with their figures."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from eventscope.ui.bus import ink, words
from eventscope.ui.bus.ink import Ink
from eventscope.ui.bus.nodes import CENTRE, DETAIL, RADIUS, Dress, Shown
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.bus.curves import Box, Curve, Point, curve, through
from eventscope.ui.viewmodels.bus.graph import WINDOW, Crossing, Flow, Graph

ARROW = 7  # px
APART = 66  # px between a producer or consumer and the label of its flow
LABEL = 16  # px of a line of a label


@dataclass(frozen=True, slots=True)
class Strand:
    """One flow with its curve and the lines of its label, the first of which is its rate."""

    flow: Flow
    curve: Curve
    label: tuple[str, ...] = ()


def strands(graph: Graph, dresses: Mapping[str, Dress], shown: Shown) -> list[Strand]:
    """All flows whose ends are drawn."""
    found = []
    for flow in graph.flows:
        start, end = dresses.get(flow.start), dresses.get(flow.end)
        if start is not None and end is not None:
            labelled = _labelled(flow, start)
            said = words.flow_figures(flow, shown.rates, shown.latency, shown.depth) if labelled else ()
            found.append(Strand(flow, _curve(flow, start, end, dresses), said))
    return found


def _curve(flow: Flow, start: Dress, end: Dress, dresses: Mapping[str, Dress]) -> Curve:
    """What goes into a bridge and what comes out of it are halves of one line, where it leads ahead."""
    halves = None
    if isinstance(end.node, Crossing):
        first = next((dresses[ident] for ident in end.node.targets if ident in dresses), None)
        halves = through(start.box, end.box, first.box) if first else None
        return halves[0] if halves else curve(start.box, end.box)
    if isinstance(start.node, Crossing) and start.node.source in dresses:
        halves = through(dresses[start.node.source].box, start.box, end.box)
    return halves[1] if halves else curve(start.box, end.box)


def _labelled(flow: Flow, start: Dress) -> bool:
    """A bridge with a single target says everything itself, and this window how much it hears in all."""
    if flow.end == WINDOW:
        return False
    if flow.kind == "out":
        return isinstance(start.node, Crossing) and len(start.node.targets) > 1
    return flow.kind != "in"


def path(curve_: Curve) -> QPainterPath:
    """A curve for Qt."""
    made = QPainterPath(QPointF(*curve_.start))
    made.cubicTo(QPointF(*curve_.first), QPointF(*curve_.second), QPointF(*curve_.end))
    return made


def paint_strand(painter: QPainter, strand: Strand, colour: QColor | None = None, width: float = 0.0) -> None:
    """The curve and its arrow; `colour` and `width` for one that stands out."""
    tint = colour or ink.flow_colour(strand.flow)
    pen = ink.line_pen(strand.flow, tint)
    if width:
        pen.setWidthF(width)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path(strand.curve))
    if strand.flow.kind != "in":
        paint_arrow(painter, strand.curve, tint)
    if strand.flow.kind == "member":
        paint_arrow(painter, Curve(*reversed(strand.curve)), tint)


def paint_arrow(painter: QPainter, curve_: Curve, colour: QColor) -> None:
    """At the end of a curve."""
    tip, before = curve_.end, curve_.at(0.96)
    angle = math.atan2(tip.y - before.y, tip.x - before.x)
    wings = [
        QPointF(tip.x - ARROW * math.cos(angle + turn), tip.y - ARROW * math.sin(angle + turn))
        for turn in (0.42, -0.42)
    ]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([QPointF(*tip), *wings]))


def label_place(strand: Strand) -> Point:
    """Near the producer or consumer, where lines lie apart; else in the middle."""
    kind, line = strand.flow.kind, strand.curve
    if kind == "publish":
        return _at(line, line.start.x + APART)
    if kind in ("consume", "out"):
        return _at(line, line.end.x - APART)
    return line.at(0.5)


def _at(line: Curve, x: float) -> Point:
    """The place on a curve with that x, where it has one."""
    low, high = 0.0, 1.0
    if not line.start.x < x < line.end.x:
        return line.at(0.5)
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (middle, high) if line.at(middle).x < x else (low, middle)
    return line.at(low)


def paint_label(painter: QPainter, pen: Ink, strand: Strand, scale: float) -> None:
    """The figures of a flow in a small box on its line."""
    lines = [(text, pen.small if number else pen.heavy) for number, text in enumerate(strand.label) if text]
    if not lines or scale < DETAIL:
        return
    at = label_place(strand)
    width = min(max(pen.width(text, face) for text, face in lines) + 16, 2 * APART - 8)
    box = Box(at.x, at.y, width, LABEL * len(lines) + 4)
    bad = strand.flow.health == "bad"
    paint_tag(painter, box, theme.colour("bad") if bad else theme.colour("line"))
    for number, (text, face) in enumerate(lines):
        room = QRectF(box.left + 6, box.top + 2 + LABEL * number, box.width - 12, LABEL)
        pen.write(painter, room, text, face, theme.colour("text" if face is pen.heavy else "muted"), CENTRE)


def paint_tag(painter: QPainter, box: Box, edge: QColor) -> None:
    """A box on a line."""
    painter.setPen(QPen(edge, 1))
    painter.setBrush(theme.colour("panel"))
    painter.drawRoundedRect(QRectF(box.left, box.top, box.width, box.height), RADIUS, RADIUS)


def paint_ghost(painter: QPainter, pen: Ink, line: Curve, text: str, colour: QColor) -> None:
    """A bridge that is not there: being drawn by hand, or refused."""
    painter.setPen(QPen(colour, 2, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path(line))
    paint_arrow(painter, line, colour)
    if text:
        at = line.at(0.5)
        box = Box(at.x, at.y, min(pen.width(text, pen.heavy) + 20, 220), LABEL + 6)
        paint_tag(painter, box, colour)
        room = QRectF(box.left + 6, box.top, box.width - 12, box.height)
        pen.write(painter, room, text, pen.heavy, theme.colour("text"), CENTRE)
