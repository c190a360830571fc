"""The columns of the message table: widths, what hides first when there is little room, and their saved state."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

LEAST, MOST = 28, 2000


@dataclass(frozen=True, slots=True)
class Column:
    """Widths in px at 100 %. Where there is no room the highest `rank` hides first; rank 0 never does.

    Before a column of rank `KEPT` or less hides, those with a `least` width shrink to it.
    """

    id: str
    width: int
    align: Literal["left", "right"]
    rank: int
    shown: bool = True
    stretch: bool = False
    least: int = 0


KEPT = 3
COLUMNS = (
    Column("time", 134, "left", 2),
    Column("gap", 68, "right", 6),
    Column("connection", 110, "left", 8, shown=False),
    Column("topic", 190, "left", 0, least=96),
    Column("payload", 140, "left", 3, stretch=True, least=64),
    Column("size", 62, "right", 5),
    Column("qos", 44, "right", 4),
    Column("marks", 52, "left", 7),
    Column("latency", 88, "right", 1),
)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a column is drawn, in px."""

    column: Column
    x: int
    width: int


class Columns:
    """Which columns are wanted and how wide; `place` says where they are for a given room."""

    def __init__(self) -> None:
        self._by_id = {column.id: column for column in COLUMNS}
        self.reset()

    def wanted(self, ident: str) -> bool:
        """Whether a person wants to see it (it may hide for want of room)."""
        return ident in self._wanted

    def want(self, ident: str, shown: bool) -> None:
        """Show or hide; the topic stays."""
        if shown:
            self._wanted.add(ident)
        elif self._by_id[ident].rank:
            self._wanted.discard(ident)

    def width(self, ident: str) -> int:
        """The width a person gave it."""
        return self._width[ident]

    def resize(self, ident: str, width: int) -> None:
        """Another width."""
        self._width[ident] = max(LEAST, min(MOST, width))

    def reset(self) -> None:
        """As at first."""
        self._width = {column.id: column.width for column in COLUMNS}
        self._wanted = {column.id for column in COLUMNS if column.shown}

    def place(self, room: int, zoom: float = 1.0) -> list[Placed]:
        """The columns that fit into `room` px, from left to right; the stretching one takes what is left."""
        chosen = [column for column in COLUMNS if column.id in self._wanted]
        while (worst := max(chosen, key=lambda column: column.rank)).rank and self._need(chosen, worst, zoom) > room:
            chosen.remove(worst)
        placed, x = [], 0
        for column, width in zip(chosen, self._widths(chosen, room, zoom), strict=True):
            placed.append(Placed(column, x, width))
            x += width
        return placed

    def _need(self, chosen: list[Column], worst: Column, zoom: float) -> int:
        """The room for these columns; shrunk ones where only those are left that should be kept."""
        measure = self._least if worst.rank <= KEPT else self._px
        return sum(measure(column, zoom) for column in chosen)

    def _widths(self, chosen: list[Column], room: int, zoom: float) -> list[int]:
        """Spare room goes to the stretching column, or to the topic; what is short is shared by those that shrink."""
        widths = {column.id: self._px(column, zoom) for column in chosen}
        spare = room - sum(widths.values())
        if spare < 0:
            loose = {column.id: widths[column.id] - self._least(column, zoom) for column in chosen}
            share = min(1.0, -spare / (sum(loose.values()) or 1))
            widths = {ident: width - math.floor(share * loose[ident]) for ident, width in widths.items()}
            spare = room - sum(widths.values())
        taker = next((column.id for column in chosen if column.stretch), "topic")
        widths[taker] = max(widths[taker] + spare, LEAST)
        return list(widths.values())

    def state(self) -> dict[str, Any]:
        """What to save."""
        return {"widths": dict(self._width), "shown": sorted(self._wanted)}

    def restore(self, state: dict[str, Any]) -> None:
        """Take a saved state; what it does not know, or is no number, stays as it is."""
        for ident, width in dict(state.get("widths", {})).items():
            if ident in self._by_id and isinstance(width, int):
                self.resize(ident, width)
        shown = state.get("shown")
        if isinstance(shown, list):
            for ident in self._by_id:
                self.want(ident, ident in shown)

    def _least(self, column: Column, zoom: float) -> int:
        return min(self._px(column, zoom), round((column.least or self._width[column.id]) * zoom))

    def _px(self, column: Column, zoom: float) -> int:
        return round(self._width[column.id] * zoom)
