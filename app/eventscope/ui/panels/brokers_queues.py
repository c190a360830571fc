"""Queues of the embedded broker: one for each client, one for each shared group, all counted exactly."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from eventscope.core.broker import BrokerGauges
from eventscope.core.news import Summary
from eventscope.ui import figures
from eventscope.ui.models.keyed_rows import Column
from eventscope.ui.panels.brokers_columns import dropped, number, oldest, sized
from eventscope.ui.panels.brokers_listing import Listing
from eventscope.ui.viewmodels.brokers_rows import Peaks, QueueRow, queue_rows, reasons, whole

translate = QCoreApplication.translate


class QueuesTab(Listing[QueueRow]):
    """Lives on gauges alone; every figure is counted by the broker."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Queues"),
            queue_columns(),
            lambda row: row.key,
            self.tr("What waits for each client and each shared group of the embedded broker shows here."),
            self.tr("Part of a client, group or filter"),
            parent,
        )
        self._peaks = Peaks()

    def take_gauges(self, gauges: BrokerGauges | None, summary: Summary | None) -> None:
        """Newer gauges; the summary knows depths from before this page was open."""
        if summary is not None:
            self._peaks.take(summary.queues)
        self.put(queue_rows(gauges, self._peaks))

    def holds(self, row: QueueRow, text: str) -> bool:
        return row.holds(text)

    def of_row(self, row: QueueRow) -> str:
        return ", ".join([_queue_name(row), *reasons(row.gauge.dropped).splitlines()]) if row.dropped else ""

    def words(self) -> str:
        # A group's messages wait once for all members, so clients and groups add up without counting twice.
        waiting = sum(row.gauge.queued for row in self.rows.rows)
        text = self.tr("%n message(s) waiting, counted exactly", "", waiting).replace(
            str(waiting), figures.count(waiting), 1
        )
        return " · ".join(filter(None, (super().words(), text)))


def queue_columns() -> list[Column[QueueRow]]:
    """Of clients' queues and shared groups."""
    return [
        Column(
            "name", translate("Brokers", "Queue"), _queue_name, lambda row: row.key, stretch=True, hover=_queue_hover
        ),
        Column("kind", translate("Brokers", "Of"), _queue_kind, lambda row: row.group, width=104, rank=5),
        Column(
            "depth",
            translate("Brokers", "Depth"),
            lambda row: figures.count(row.gauge.queued),
            lambda row: row.gauge.queued,
            right=True,
            width=160,
            share=lambda row: row.share,
            how=translate(
                "Brokers", "Messages waiting now. The bar compares it with the deepest that any queue has been."
            ),
        ),
        number("greatest", translate("Brokers", "Max. depth"), lambda row: row.greatest, 92, 2),
        number("in-flight", translate("Brokers", "In flight"), lambda row: row.gauge.in_flight, 76, 3),
        sized("bytes", translate("Brokers", "Bytes"), lambda row: row.gauge.bytes),
        oldest(lambda row: row.gauge.oldest if row.gauge.queued or row.gauge.in_flight else None),
        number("delivered", translate("Brokers", "Delivered"), lambda row: row.gauge.delivered, 96, 1),
        dropped(lambda row: row.gauge.dropped),
        Column(
            "members",
            translate("Brokers", "Share per member"),
            _members,
            lambda row: len(row.shares) or None,
            width=300,
            rank=1,
            hover=_members_hover,
            how=translate("Brokers", "Which part of the group's messages each member got, since the broker started."),
        ),
    ]


def _queue_name(row: QueueRow) -> str:
    return f"{row.name} · {row.filter}" if row.group else row.name


def _queue_kind(row: QueueRow) -> str:
    return translate("Brokers", "shared group") if row.group else translate("Brokers", "client")


def _queue_hover(row: QueueRow) -> str:
    return "\n".join(whole(part) for part in row.key[1:] if part)


def _members(row: QueueRow) -> str:
    return ", ".join(f"{whole(name)[:40]} {100 * share:.0f} %" for name, _, share in row.shares[:6])


def _members_hover(row: QueueRow) -> str:
    lines = [f"{100 * share:5.1f} %  {figures.count(count)}  {whole(name)}" for name, count, share in row.shares[:30]]
    return "\n".join(lines)
