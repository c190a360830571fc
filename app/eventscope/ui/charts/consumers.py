"""The table of consumers: latency percentiles and the five figures, by the textbook and by the design article."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from eventscope.core.consumer import ConsumerFigures
from eventscope.core.verbs import StreamFigures
from eventscope.core.visible import elide, show
from eventscope.ui import figures
from eventscope.ui.charts import streamwords
from eventscope.ui.datatable import ROW, DataTable
from eventscope.ui.models.keyed_rows import Column, KeyedRows
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.charts_lines import group_parts
from eventscope.ui.viewmodels.charts_streams import Worked, parts, textbook, with_work
from eventscope.ui.widgets import Card, Deck, Empty, Label, tooltip

NONE = "–"
LONGEST = 8  # rows before it scrolls
translate = QCoreApplication.translate
StreamColumn = Column[StreamFigures]


class Consumers(Card):
    """One row for each consumer, members of a shared group before their sum. `closed`: its cross was pressed."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Consumers"), parent, margins=(4, 4, 4, 4))
        self.note = Label("", "muted")
        self.header.insertWidget(1, self.note)
        self.add_action("mdi6.close", self.tr("Hide the consumers"), self.closed.emit)
        self.definitions = ""
        self._worked: dict[str, ConsumerFigures] = {}
        self._totals: dict[str, int] = {}  # messages received by group
        self.table = DataTable(
            self.tr("Consumers"), KeyedRows[StreamFigures](columns("textbook", self._worked, self._totals), _key)
        )
        self.empty = Empty(self.tr("Each consumer of stamped messages shows here, with its latency since the start."))
        self._stack = Deck()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        self.body.addWidget(self._stack)
        self.show_definitions("textbook")

    def show_definitions(self, definitions: str) -> None:
        """ "textbook", "simple" or "both"."""
        if definitions == self.definitions:
            return
        self.definitions = definitions
        rows = self.table.rows
        rows.beginResetModel()
        rows.columns = columns(definitions, self._worked, self._totals)
        rows.endResetModel()
        self.table.fit()
        self.note.setText(streamwords.note(definitions))
        tooltip(self.note, self.tr("Hover over a heading or a figure: how it is computed."))

    def take(self, streams: tuple[StreamFigures, ...], consumers: tuple[ConsumerFigures, ...] = ()) -> None:
        """Newer figures; `consumers` are our own ones, whose latency ends with their work."""
        self._worked.clear()  # the columns look into it
        self._worked.update((item.name, item) for item in consumers)
        self._totals.clear()
        self._totals.update((item.group, item.received) for item in streams if item.group == item.consumer)
        self.table.rows.put([self._whole(item) for item in streams])
        self._stack.setCurrentIndex(1 if streams else 0)

    def _whole(self, item: StreamFigures) -> StreamFigures:
        told = self._worked.get(item.consumer) if item.group != item.consumer else None
        return item if told is None else with_work(item, told)

    def wanted_height(self) -> int:
        """What shows all rows, within reason."""
        return theme.px(ROW) * (min(max(len(self.table.rows.rows), 3), LONGEST) + 1) + theme.px(48)


def _key(item: StreamFigures) -> tuple[str, bool]:
    return item.consumer, item.group == item.consumer


def columns(definitions: str, worked: Worked, totals: Mapping[str, int]) -> list[StreamColumn]:
    """Of "textbook", "simple" or "both", in which each figure of the article stands after what it really is.

    `worked` are our own consumers, whose latency is known part by part; `totals` what each group received in all.
    """
    own = [_name(), _received(totals)]
    if definitions == "simple":
        return [*own, *_simple("").values()]
    book, simple = _textbook(), _simple(" *")
    if definitions == "textbook":
        return [*own, *_integrity(), *_latency(), *_parts(worked), *book.values()]
    pairs = {
        "utilisation": "a-throughput",
        "depth": "a-queue",
        "headroom": "a-scale",
        "drain": "a-rate",
    }
    mixed = [each for name, column in book.items() for each in (column, simple.get(pairs.get(name, ""))) if each]
    return [*own, *_latency(), *_parts(worked), simple["a-latency"], *mixed]


def _name() -> StreamColumn:
    return Column(
        "consumer",
        translate("Streams", "Consumer"),
        _consumer,
        lambda item: (item.group or item.consumer, item.group == item.consumer, item.consumer),
        stretch=True,
        hover=lambda item: show(elide(item.consumer, 500)).text,
    )


def _consumer(item: StreamFigures) -> str:
    if item.group and item.group == item.consumer:
        group = show(elide(group_parts(item.consumer)[0], 60)).text
        return translate("Streams", "{name}, the whole group").format(name=group)
    return ("   " if item.group else "") + show(elide(item.consumer, 60)).text


def _received(totals: Mapping[str, int]) -> StreamColumn:
    """With the share of each member in what its group received."""

    def share(item: StreamFigures) -> float:
        whole = totals.get(item.group, 0) if item.group != item.consumer else 0
        return item.received / whole if whole else 0.0

    def hover(item: StreamFigures) -> str:
        part = share(item)
        return translate("Streams", "{share} of its group").format(share=f"{100 * part:.1f} %") if part else ""

    plain = _count("received", translate("Streams", "Received"), lambda item: item.received, 6)
    return replace(plain, share=share, hover=hover)


def _count(ident: str, title: str, value: Callable[[StreamFigures], int], rank: int = 0, bad: str = "") -> StreamColumn:
    return Column(
        ident,
        title,
        lambda item: figures.count(value(item)),
        value,
        right=True,
        width=96 if ident == "received" else 72,
        rank=rank,
        how=streamwords.how(ident),
        role=(lambda item: bad if value(item) else "muted") if bad else None,
    )


def _integrity() -> list[StreamColumn]:
    return [
        _count("lost", translate("Streams", "Lost"), lambda item: item.integrity.lost, 0, "bad"),
        _count("duplicates", translate("Streams", "Dup."), lambda item: item.integrity.duplicates, 5, "warn"),
        _count("reordered", translate("Streams", "Reord."), lambda item: item.integrity.reordered, 5, "warn"),
    ]


def _latency() -> list[StreamColumn]:
    names = (("p50", 0), ("p90", 5), ("p99", 0), ("p999", 7), ("max", 4))
    return [_percentile(name, rank) for name, rank in names]


def _percentile(name: str, rank: int) -> StreamColumn:
    def value(item: StreamFigures) -> int | None:
        found: int | None = getattr(item.latency, name)
        return found

    def text(item: StreamFigures) -> str:
        found = value(item)
        return NONE if found is None else ("~" if item.latency.wall else "") + figures.span(found)

    title = "p99.9" if name == "p999" else name
    return Column(
        name, title, text, value, right=True, width=78, rank=rank, how=streamwords.how(name), hover=streamwords.latency
    )


def _parts(worked: Worked) -> list[StreamColumn]:
    """Where the time goes, in the mean; the first to hide where room is scarce."""
    titles = {
        "lag": translate("Streams", "Send lag"),
        "transit": translate("Streams", "Transit"),
        "waits": translate("Streams", "Waits"),
        "service": translate("Streams", "Service"),
    }
    return [_part(name, title, worked) for name, title in titles.items()]


def _part(name: str, title: str, worked: Worked) -> StreamColumn:
    def value(item: StreamFigures) -> float | None:
        return parts(item, worked)[name]

    def text(item: StreamFigures) -> str:
        found = value(item)
        return NONE if found is None else figures.span(found)

    return Column(name, title, text, value, right=True, width=78, rank=6, how=streamwords.how(name))


def _figure(
    ident: str,
    title: str,
    value: Callable[[StreamFigures], float | None],
    text: Callable[[float], str],
    rank: int = 0,
    simple: bool = False,
) -> StreamColumn:
    def shown(item: StreamFigures) -> str:
        found = value(item)
        return NONE if found is None else text(found)

    return Column(
        ident,
        title,
        shown,
        value,
        right=True,
        width=92,
        rank=rank,
        how=streamwords.how(ident),
        hover=lambda item: streamwords.inputs(ident, item),
        role=(lambda item: "muted") if simple else None,
    )


def _textbook() -> dict[str, StreamColumn]:
    found = [
        _figure("throughput", translate("Streams", "Throughput"), lambda item: item.delivered_rate, _rate),
        _figure("utilisation", translate("Streams", "Utilisation"), lambda item: textbook(item).utilisation, _share, 1),
        _figure("little", translate("Streams", "Depth X·W"), lambda item: textbook(item).little, _plain, 1),
        _figure("depth", translate("Streams", "Depth meas."), lambda item: textbook(item).depth, _plain, 2),
        _figure("headroom", translate("Streams", "Headroom"), lambda item: textbook(item).headroom, _times, 2),
        _figure("drain", translate("Streams", "Drains in"), lambda item: textbook(item).drain, figures.seconds, 2),
    ]
    return {column.id: column for column in found}


def _simple(mark: str) -> dict[str, StreamColumn]:
    """The article's; `mark` tells them from the textbook's where both stand side by side."""
    grey = bool(mark)
    found = [
        _figure(
            "a-throughput",
            translate("Streams", "Throughput") + mark,
            lambda item: item.article.throughput,
            _plain,
            1,
            grey,
        ),
        _figure(
            "a-latency",
            translate("Streams", "Latency") + mark,
            lambda item: item.article.latency,
            figures.span,
            1,
            grey,
        ),
        _figure(
            "a-queue",
            translate("Streams", "Queue len.") + mark,
            lambda item: item.article.queue_length,
            _plain,
            1,
            grey,
        ),
        _figure(
            "a-rate", translate("Streams", "Thr. rate") + mark, lambda item: item.article.throughput_rate, _per, 1, grey
        ),
        _figure(
            "a-scale",
            translate("Streams", "Scalability") + mark,
            lambda item: item.article.scalability,
            _times,
            1,
            grey,
        ),
    ]
    return {column.id: column for column in found}


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value >= 99.5 else f"{value:.2f}" if value < 9.995 else f"{value:.1f}"


def _rate(value: float) -> str:
    return f"{_plain(value)}/s"


def _per(value: float) -> str:
    return f"{_plain(value)} 1/s"


def _times(value: float) -> str:
    return f"{_plain(value)}×"


def _share(value: float) -> str:
    return f"{100 * value:.0f} %"
