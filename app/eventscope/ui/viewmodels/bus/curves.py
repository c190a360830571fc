"""The lines between nodes as curves: where they leave, how they bend, and how far from one a mouse is."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

CLEAR = 16  # px that a node must lie ahead of another to be reached from its left
STEPS = 16  # pieces of a curve for measuring


class Point(NamedTuple):
    """A place in px."""

    x: float
    y: float


class Box(NamedTuple):
    """A node: its centre, width and height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def left(self) -> float:
        """Its left edge."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.y - self.height / 2

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height / 2

    def holds(self, at: Point) -> bool:
        """Whether a place lies in it."""
        return self.left <= at.x <= self.right and self.top <= at.y <= self.bottom


class Curve(NamedTuple):
    """A cubic Bézier curve."""

    start: Point
    first: Point
    second: Point
    end: Point

    def at(self, share: float) -> Point:
        """The place at a share of the way, 0 to 1."""
        rest = 1 - share
        weights = (rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3)
        return Point(
            sum(weight * point.x for weight, point in zip(weights, self, strict=True)),
            sum(weight * point.y for weight, point in zip(weights, self, strict=True)),
        )

    def distance(self, to: Point) -> float:
        """How far a place is from the curve, in px, near enough for a mouse."""
        points = [self.at(step / STEPS) for step in range(STEPS + 1)]
        return min(_from_piece(to, one, other) for one, other in pairwise(points))


def curve(start: Box, end: Box) -> Curve:
    """From one node to another: ahead from right to left; else below, so that what leads back is seen as such."""
    if end.left >= start.right + CLEAR:
        reach = max(36.0, (end.left - start.right) / 2)
        one, other = Point(start.right, start.y), Point(end.left, end.y)
        return Curve(one, Point(one.x + reach, one.y), Point(other.x - reach, other.y), other)
    if end.top >= start.bottom:
        one = Point(start.x + _aside(start, end), start.bottom)
        other = Point(end.right, end.y)
        return Curve(one, Point(one.x, other.y), Point(max(one.x, other.x + 24), other.y), other)
    if end.bottom <= start.top:
        one, other = Point(start.left, start.y), Point(end.x - _aside(end, start), end.bottom)
        return Curve(one, Point(min(other.x, one.x - 24), one.y), Point(other.x, one.y), other)
    one, other = Point(start.right, start.y), Point(end.left, end.y)
    return Curve(one, Point(one.x + 90, one.y), Point(other.x - 90, other.y), other)


def through(start: Box, chip: Box, end: Box) -> tuple[Curve, Curve] | None:
    """One smooth line that leads ahead through a bridge, as its two halves; None where it does not lead ahead."""
    if not start.right <= chip.x <= end.left or end.left < start.right + CLEAR:
        return None
    reach = max(36.0, (end.left - start.right) / 2)
    one, middle, other = Point(start.right, start.y), Point(chip.x, chip.y), Point(end.left, end.y)
    dx, dy = (other.x - one.x - reach) / 4, (other.y - one.y) / 4
    first = Curve(one, Point(one.x + reach / 2, one.y), Point(middle.x - dx, middle.y - dy), middle)
    return first, Curve(middle, Point(middle.x + dx, middle.y + dy), Point(other.x - reach / 2, other.y), other)


def below(start: Box, end: Box) -> Curve:
    """Back from one node to another, under both."""
    depth = max(start.bottom, end.bottom) + 96
    one, other = Point(start.x, start.bottom), Point(end.x, end.bottom)
    return Curve(one, Point(one.x, depth), Point(other.x, depth), other)


def _aside(place: Box, chip: Box) -> float:
    """How far from the middle of a broker a line leaves for a bridge below it, so that it passes the bridge's side."""
    if abs(place.x - chip.x) >= place.width / 2:
        return 0.0
    return min(chip.width / 2 + 24, place.width / 2 - 12)


def _from_piece(to: Point, one: Point, other: Point) -> float:
    dx, dy = other.x - one.x, other.y - one.y
    length = dx * dx + dy * dy
    share = 0.0 if length == 0 else min(1.0, max(0.0, ((to.x - one.x) * dx + (to.y - one.y) * dy) / length))
    x, y = one.x + share * dx - to.x, one.y + share * dy - to.y
    return float((x * x + y * y) ** 0.5)
