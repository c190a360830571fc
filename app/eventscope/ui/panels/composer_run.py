"""What became of the event that was published last: its receipt, or the progress of its repetition."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QObject, Signal

from eventscope.core.message import Receipt
from eventscope.core.news import PublishingNews, ReceiptNews
from eventscope.core.verbs import Publish, StopPublishing
from eventscope.core.workspace import SavedEvent
from eventscope.ui.desk import Desk

KEPT = 100  # news that came before the answer they belong to


class Run(QObject):
    """One event at a time, or one repetition."""

    begun = Signal()
    receipt = Signal(object)  # Receipt
    progress = Signal(object)  # PublishingNews
    refused = Signal(object)  # EventscopeError
    busy = Signal(bool)  # whether a repetition runs

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._receipt: int | None = None
        self._job: int | None = None
        self._receipts: OrderedDict[int, Receipt] = OrderedDict()
        self._jobs: OrderedDict[int, PublishingNews] = OrderedDict()
        desk.receipts.connect(self._take_receipts)
        desk.publishing.connect(self._take_job)
        desk.engine_lost.connect(self._forget)

    @property
    def running(self) -> bool:
        """Whether a repetition runs."""
        return self._job is not None

    def start(self, event: SavedEvent) -> None:
        """Publish it, once or repeatedly."""
        repeated = (event.repeat, event.burst) != (1, 1)
        then = self._begun_job if repeated else lambda receipt: self._begun(event, receipt)
        self._desk.ask(Publish(event), then, self.refused.emit)

    def stop(self) -> None:
        """End the repetition."""
        if self._job is not None:
            self._desk.ask(StopPublishing(self._job))

    def next_number(self, event: SavedEvent) -> int:
        """Its `seq` when it is published the next time: once, it goes on counting; a repetition begins anew."""
        repeated = (event.repeat, event.burst) != (1, 1)
        return 1 if repeated else self._desk.published[event.name, event.topic] + 1

    def _begun(self, event: SavedEvent, receipt: int) -> None:
        self._desk.published[event.name, event.topic] += 1
        self._receipt = receipt
        self.begun.emit()
        if receipt in self._receipts:
            self.receipt.emit(self._receipts[receipt])

    def _begun_job(self, job: int) -> None:
        self._receipt, self._job = None, job
        self.begun.emit()
        self.busy.emit(True)
        if job in self._jobs:
            self._take_job(self._jobs[job])

    def _take_receipts(self, news: ReceiptNews) -> None:
        for receipt in news.receipts:
            self._receipts[receipt.id] = receipt
            if receipt.id == self._receipt:
                self.receipt.emit(receipt)
        while len(self._receipts) > KEPT:
            self._receipts.popitem(last=False)

    def _take_job(self, news: PublishingNews) -> None:
        self._jobs[news.job] = news
        while len(self._jobs) > KEPT:
            self._jobs.popitem(last=False)
        if news.job != self._job:
            return
        self.progress.emit(news)
        if not news.running:
            self._job = None
            self.busy.emit(False)

    def _forget(self) -> None:
        """Another engine numbers anew."""
        self._job = self._receipt = None
        self._receipts.clear()
        self._jobs.clear()
        self.busy.emit(False)
