"""The places of a ranking of topics as a Qt list: rows stay, what they show moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from eventscope.core.ranking import Measure, Ranked, Traffic
from eventscope.ui import figures
from eventscope.ui.models.topics import HOVER, LABEL, bounded
from eventscope.ui.widgets import plain_tooltip

Index = QModelIndex | QPersistentModelIndex
translate = QCoreApplication.translate


class FloodRows(QAbstractListModel):
    """Shows `places`; figures that move emit no change, who paints them repaints."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.places: list[Ranked] = []
        self.by: Measure = "rate"

    def put(self, places: Sequence[Ranked], by: Measure) -> None:
        """Show these."""
        self.by = by
        before, after = len(self.places), len(places)
        if after < before:
            self.beginRemoveRows(QModelIndex(), after, before - 1)
            self.places = list(places)
            self.endRemoveRows()
        elif after > before:
            self.beginInsertRows(QModelIndex(), before, after - 1)
            self.places = list(places)
            self.endInsertRows()
        else:
            self.places = list(places)

    def row_of(self, key: tuple[bytes, bool]) -> int:
        """The row of a place, -1 where it has none."""
        return next((row for row, place in enumerate(self.places) if key_of(place) == key), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self.places)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        place = self.places[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return title(place)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(self._hover(place))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            row = translate("TopicsPanel", "place {n}").format(n=index.row() + 1)
            return ", ".join((row, title(place), share(place.share), self.detail(place)))
        return None

    def detail(self, place: Ranked) -> str:
        """Messages and bytes, now or since the start as the measure is."""
        return traffic(place.traffic, self.by)

    def _hover(self, place: Ranked) -> str:
        lines = [bounded(place.topic, HOVER) + ("/…" if place.below else "")]
        if place.below:
            words = translate("TopicsPanel", "{n} topics below it, together")
            lines.append(words.format(n=figures.count(place.topics)))
        now, since = traffic(place.traffic, "rate"), traffic(place.traffic, "count")
        lines.append(translate("TopicsPanel", "Now: {traffic}").format(traffic=now))
        lines.append(translate("TopicsPanel", "Since the start: {traffic}").format(traffic=since))
        return "\n".join(lines)


def key_of(place: Ranked) -> tuple[bytes, bool]:
    """What tells places apart."""
    return place.topic, place.below


def title(place: Ranked) -> str:
    """The topic, or the branch with what stands for all below it."""
    name = bounded(place.topic, LABEL)
    return f"{name}/…" if place.below else name or translate("TopicsPanel", "‹empty›")


def traffic(found: Traffic, by: Measure) -> str:
    """820/s · 160 KB/s, or what it was since the start."""
    if by in ("rate", "byte-rate"):
        return f"{figures.rate(found.rate) or '0/s'} · {figures.size(found.byte_rate)}/s"
    messages = translate("TopicsPanel", "{n} messages").format(n=figures.count(found.count))
    return f"{messages} · {figures.size(found.size)}"


def share(value: float) -> str:
    """41 %, 0.3 %, and never 0 for something."""
    percent = 100 * value
    return f"{percent:.0f} %" if percent >= 9.95 else f"{percent:.1f} %" if percent >= 0.05 else "<0.1 %"
