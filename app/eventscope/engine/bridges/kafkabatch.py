"""One batch of a transfer: planned once, sent in transactions until one of them counts."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from eventscope.base import clock
from eventscope.core.bus import BusMessage, Outgoing
from eventscope.core.errors import EventscopeError
from eventscope.core.kafka import Delivery, NewRecord, Partition, Record
from eventscope.engine.bridges.ends import Planned
from eventscope.engine.bridges.kafkasource import message
from eventscope.engine.bridges.kafkatarget import REASONS
from eventscope.links.kafka import records as making
from eventscope.links.kafka.transactions import Aborted, Lost, Stopped
from eventscope.links.kafka.troubles import Trouble

if TYPE_CHECKING:
    from eventscope.engine.bridges.kafkatransfer import KafkaTransfer

log = logging.getLogger(__name__)
SETTLED = 10.0  # seconds for dead letters to be stored while a transaction is open


class Batch:
    """Records of one turn: planned once, sent until they count, or until their partitions are no longer ours."""

    def __init__(self, transfer: KafkaTransfer, given: list[Record], turns: dict[Partition, int]) -> None:
        self._transfer = transfer
        self._given = given
        self._turns = turns
        self._inlet = transfer._inlet
        self._planned = self._inlet.plan([message(record) for record in given])
        self._failures: dict[int, tuple[str, str]] = {}  # copies that never get through, by their index
        self._stored: threading.Event | None = None
        self._errors: list[Exception] = []

    def through(self) -> None:
        """Until they count."""
        transfer, tried = self._transfer, False
        while not transfer._closing and not transfer._broken:
            try:
                if tried and self._counted():
                    break
                tried = True
                if self._try():
                    break
            except Aborted as error:
                log.info("a transaction was taken back: %s", error)
                self._inlet.note("transactions_aborted")
                transfer.rest()
            except Lost as error:
                if not transfer.renew(error):
                    return
            except Stopped:
                return
            except EventscopeError as error:  # the group's offsets could not be asked
                log.info("a transfer waits: %s", error)
                transfer.rest()
        else:
            return
        assert transfer._consumer is not None
        transfer._consumer.done(self._given)

    def _counted(self) -> bool:
        """Whether a transaction whose end nobody knows was committed, or nothing of it is ours any more."""
        transfer = self._transfer
        assert transfer._consumer is not None
        offsets = making.by_partition(self._given)
        ours = [item for item in offsets if transfer._turns.get(item, 0) == self._turns[item]]
        committed = transfer._consumer.committed(ours)
        left = {item for item in ours if committed.get(item, -1) <= offsets[item][-1]}
        if left and len(left) < len(offsets):
            self._keep(left)
        return not left

    def _keep(self, left: set[Partition]) -> None:
        """Go on with these partitions only."""
        self._given = [record for record in self._given if Partition(*record[:2]) in left]

        def ours(item: BusMessage) -> bool:
            return Partition(item.topic.decode(), item.partition or 0) in left

        kept = [index for index, (source, _) in enumerate(self._planned.copies) if ours(source)]
        self._failures = {kept.index(index): why for index, why in self._failures.items() if index in kept}
        copies = [self._planned.copies[index] for index in kept]
        self._planned = Planned(copies, [item for item in self._planned.exits if ours(item[0])])

    def _try(self) -> bool:
        """One transaction; whether it counts."""
        transfer = self._transfer
        sender, consumer = transfer.sender, transfer._consumer
        assert consumer is not None
        sender.begin()
        failed = sender.send(self._records())
        if failed:
            sender.abort()
            self._blame(failed)
            return False
        if not self._settled():
            sender.abort()
            self._settled(wait=True)
            return False
        offsets = {item: numbers[-1] + 1 for item, numbers in making.by_partition(self._given).items()}
        sender.offsets(offsets, consumer.membership)
        sender.commit()
        return True

    def _records(self) -> list[NewRecord]:
        made = []
        for index, (_, copy) in enumerate(self._planned.copies):
            if index in self._failures:
                continue
            record = as_record(index, copy)
            if isinstance(record, str):
                self._failures[index] = ("serialisation", record)
            else:
                made.append(record)
        return made

    def _blame(self, failed: Sequence[Delivery]) -> None:
        """Those that never get through; a batch that is too large is first sent one by one."""
        for item in failed:
            if item.code == "too-large" and self._transfer.alone():
                return
            if not item.again:
                self._failures[item.token] = (REASONS.get(item.code, item.code.replace("-", "_")), item.words)
        if all(item.again for item in failed):
            self._transfer.rest()

    def _settled(self, wait: bool = False) -> bool:
        """Whether the books and the dead letters are stored; they are written once."""
        if self._stored is None:
            self._stored = threading.Event()
            failures = [(index, *why) for index, why in self._failures.items()]
            self._inlet.crossed(self._planned, failures, self._done)
        began = clock.mono_ns()
        while not self._stored.wait(0.1):
            if self._transfer._closing:
                raise Stopped
            if not wait and clock.mono_ns() - began > SETTLED * 1e9:
                return False
        if self._errors:
            raise Stopped
        return True

    def _done(self, error: Exception | None) -> None:
        if error is not None:
            self._errors.append(error)
            if not self._transfer._closing:
                log.error("the books of a transfer could not be written", exc_info=error)
                words = f"Dead letters could not be stored ({error}). Stop the bridge and start it again."
                self._transfer._over(Trouble("not-stored", words, lasting=True))
        assert self._stored is not None
        self._stored.set()


def as_record(token: int, copy: Outgoing) -> NewRecord | str:
    """A copy as a record, or why it cannot be one."""
    try:
        headers: tuple[tuple[str, Any], ...] = tuple((name.decode(), value) for name, value in copy.headers)
    except UnicodeDecodeError:
        return "The name of a header is no UTF-8."
    if any("\0" in name for name, _ in headers):
        return "The name of a header has a NUL in it."
    return NewRecord(token, copy.topic, copy.payload, copy.key, headers)
