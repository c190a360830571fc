"""The columns of the consumers' table."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from eventscope.core.consumer import ConsumerFigures
from eventscope.core.visible import elide, show
from eventscope.ui import figures
from eventscope.ui.consumers import texts
from eventscope.ui.models.keyed_rows import Column
from eventscope.ui.viewmodels.consumers_rows import ConsumerRow

translate = QCoreApplication.translate
RowColumn = Column[ConsumerRow]


def columns() -> list[RowColumn]:
    """From left to right."""
    return [*_who(), *_how_much(), *_how_well()]


def _who() -> list[RowColumn]:
    def name(row: ConsumerRow) -> str:
        return show(elide(row.name, 60)).text

    def place(row: ConsumerRow) -> str:
        return show(elide(row.connection, 60)).text or texts.NONE

    return [
        Column("name", translate("Consumers", "Consumer"), name, lambda row: row.name, stretch=True, hover=_about),
        Column("state", translate("Consumers", "State"), texts.state, width=84, hover=texts.why, role=_level),
        Column("connection", translate("Consumers", "Connection"), place, width=120, rank=6),
        Column("mode", translate("Consumers", "Mode"), texts.mode, width=64, rank=2),
        Column("sharing", translate("Consumers", "Sharing"), texts.sharing, width=120, rank=4),
    ]


def _how_much() -> list[RowColumn]:
    return [
        _figure("rate", translate("Consumers", "Rate"), lambda told: told.rate_in, _rate, translate(
            "Consumers", "Messages that came into hand, a second, over the last second."
        )),
        Column(
            "waiting", translate("Consumers", "Waiting"), texts.waiting,
            lambda row: row.figures.queued if row.figures else None,
            right=True, width=80, hover=texts.waiting_more,
            how=translate("Consumers", "Messages that wait at the broker; ~ estimated, ≈ reported by a foreign one."),
        ),
        _figure("holding", translate("Consumers", "In hand"), lambda told: told.holding, figures.count, translate(
            "Consumers", "Received and not acknowledged: at most its window."
        ), texts.book, 3),
        _figure("done", translate("Consumers", "Done"), lambda told: told.done, figures.count, translate(
            "Consumers", "Worked on, or pulled, and acknowledged."
        ), texts.book, 5),
    ]  # fmt: skip


def _how_well() -> list[RowColumn]:
    return [
        _figure("utilisation", translate("Consumers", "Util."), lambda told: told.utilisation, texts.share, translate(
            "Consumers",
            "ρ = arrival rate ÷ (servers × service rate), over the last ten seconds. Above 100 % the queue grows.\n"
            "Only pretended work has a known service rate.",
        ), texts.little, 1),
        _figure("p99", translate("Consumers", "p99"), lambda told: told.latency.p99, texts.time, translate(
            "Consumers", "From the intended send time to the end of the work, since the start."
        ), texts.split),
    ]  # fmt: skip


def _figure(
    ident: str,
    title: str,
    value: Callable[[ConsumerFigures], float | None],
    text: Callable[[float], str],
    how: str,
    hover: Callable[[ConsumerFigures], str] | None = None,
    rank: int = 0,
) -> RowColumn:
    def found(row: ConsumerRow) -> float | None:
        return value(row.figures) if row.figures is not None else None

    def shown(row: ConsumerRow) -> str:
        number = found(row)
        return texts.NONE if number is None else text(number)

    def more(row: ConsumerRow) -> str:
        return hover(row.figures) if hover is not None and row.figures is not None else ""

    return Column(ident, title, shown, found, right=True, width=80, rank=rank, how=how, hover=more)


def _rate(value: float) -> str:
    return figures.rate(value) or "0/s"


def _level(row: ConsumerRow) -> str:
    return row.level


def _about(row: ConsumerRow) -> str:
    lines = [show(elide(row.name, 200)).text, show(elide(row.spec.filter, 500)).text]
    if row.figures is not None and row.figures.received:
        lines += [texts.book(row.figures), texts.split(row.figures), texts.little(row.figures)]
    return "\n".join(lines)
