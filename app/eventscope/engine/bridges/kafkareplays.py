"""Dead letters of a transfer that a person sends again: in transactions of their own, looked up after a kill."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from eventscope.core.errors import EventscopeError
from eventscope.core.kafka import NewRecord, Servers
from eventscope.engine.bridges.ends import Failure, Outlet
from eventscope.engine.bridges.kafkadoubts import ID, Doubts
from eventscope.engine.bridges.kafkatarget import REASONS
from eventscope.links.kafka.cluster import Cluster
from eventscope.links.kafka.transactions import Aborted, Lost, Stopped
from eventscope.store.spoolrows import Row

if TYPE_CHECKING:
    from eventscope.engine.bridges.kafkatransfer import KafkaTransfer

log = logging.getLogger(__name__)
BATCH = 100
TICK = 0.5


class Replays:
    """One thread for all routes of a transfer."""

    def __init__(self, transfer: KafkaTransfer, outlets: Sequence[Outlet], name: str) -> None:
        self._transfer = transfer
        self._outlets = outlets
        self._name = name
        self._news = threading.Condition()
        self._ready = self._closing = False
        self._thread: threading.Thread | None = None

    def start(self, servers: Servers, password: bytes | None) -> None:
        """Begin to take."""
        cluster = Cluster(servers, password)
        for outlet in self._outlets:
            outlet.listen(self._wake)
        doubts = [
            Doubts(cluster, password, outlet, self._name, lambda: self._closing, committed=True)
            for outlet in self._outlets
        ]
        self._thread = threading.Thread(target=self._run, args=(doubts,), name="kafka replays", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take no more."""
        with self._news:
            self._closing = True
            self._news.notify_all()
        if self._thread is not None:
            self._thread.join(10.0)

    def _wake(self) -> None:
        with self._news:
            self._ready = True
            self._news.notify_all()

    def _run(self, doubts: list[Doubts]) -> None:
        waiting = [list(outlet.restored) for outlet in self._outlets]
        while not self._closing:
            for index, outlet in enumerate(self._outlets):
                try:
                    if waiting[index]:
                        waiting[index] = doubts[index].settle(waiting[index])
                    rows = waiting[index] or outlet.take(BATCH)
                    waiting[index] = rows
                    if rows:
                        doubts[index].announce(rows)
                        self._send(outlet, doubts[index], rows)
                        waiting[index] = []
                except EventscopeError as error:
                    log.info("replayed dead letters wait: %s", error)
                except (Aborted, Stopped, Lost) as error:
                    log.info("replayed dead letters are sent again: %s", error)
            with self._news:
                self._news.wait_for(lambda: self._ready or self._closing, TICK)
                self._ready = False

    def _send(self, outlet: Outlet, doubts: Doubts, rows: Sequence[Row]) -> None:
        left = {row.id: _record(row, doubts) for row in rows}
        with self._transfer.turn:
            while left:
                sender = self._transfer.sender
                try:
                    sender.begin()
                    failed = sender.send(list(left.values()))
                    if failed:
                        sender.abort()
                    else:
                        sender.commit()
                except Lost as error:
                    self._transfer.renew(error)
                    raise
                if not failed:
                    break
                if any(item.code == "too-large" for item in failed) and self._transfer.alone():
                    continue
                outlet.failed([
                    Failure(item.token, REASONS.get(item.code, item.code), item.words, not item.again)
                    for item in failed
                ])  # fmt: skip
                for item in failed:
                    left.pop(item.token)
        outlet.done(list(left))


def _record(row: Row, doubts: Doubts) -> NewRecord:
    headers = [(name.decode("utf-8", "replace"), value) for name, value in row.headers if name != ID.encode()]
    headers.append((ID, doubts.name(row)))
    return NewRecord(row.id, row.topic.decode("utf-8", "replace"), row.payload, row.key, tuple(headers))
