"""Kafka to Kafka effectively once: records, and the offsets they were read at, in one transaction of the cluster."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import replace

from eventscope.base import clock
from eventscope.core.bus import BridgeSpec
from eventscope.core.errors import EventscopeError
from eventscope.core.kafka import ConsumerSettings, Partition, ProducerSettings, Record
from eventscope.engine.bridges.ends import Endpoint, Inlet, Outlet
from eventscope.engine.bridges.kafkabatch import Batch
from eventscope.engine.bridges.kafkareplays import Replays
from eventscope.engine.bridges.kafkasource import CLOSING, KafkaSource
from eventscope.links.kafka import records as making
from eventscope.links.kafka.transactions import Lost, Stopped, Transactions
from eventscope.links.kafka.troubles import Trouble

log = logging.getLogger(__name__)
CALM = 60.0  # seconds in which a producer may be fenced once, as happens after a long sleep; twice: another one runs
AGAIN = 1.0
SETTINGS = ProducerSettings(largest=64 << 20)


class KafkaTransfer(KafkaSource):
    """Source and targets in one, for a bridge within one cluster: there is no spool but for dead letters.

    The transactional name is that of the bridge, since one transaction holds the records of all its routes and the
    offsets. A batch is planned once and tried until its transaction counts; whether it did is asked of the group's
    offsets where nobody knows. Dead letters are stored before the transaction is committed. The group's offsets are
    the truth, so a group may be reset while the bridge rests.
    """

    def __init__(
        self, endpoint: Endpoint, spec: BridgeSpec, number: int, inlet: Inlet, outlets: Sequence[Outlet], name: str
    ) -> None:
        super().__init__(endpoint, spec, number, inlet, name)
        self._outlets = outlets
        self._turns: dict[Partition, int] = {}  # how often a partition was given to us; absent while it is not ours
        self._lost_at = 0
        self._alone = False  # records go in batches of their own: one was refused as too large
        self._busy = threading.RLock()  # one transaction at a time
        self._sender = self._transactions(spec, name)
        self._replays = Replays(self, outlets, name)

    def _transactions(self, spec: BridgeSpec, name: str) -> Transactions:
        settings = replace(SETTINGS, batch=1) if self._alone else SETTINGS
        ident = name.replace("es-", "eventscope-", 1)
        return Transactions(self._servers, ident, self._password, self._ended, self._waiting, settings)

    # --- SourceEnd ---------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Read, once the transaction that a process before left open is ended."""
        for outlet in self._outlets:
            outlet.standing("connecting")
        await super().start()

    def _begin(self, anew: dict[Partition, int]) -> None:
        with self._busy:
            try:
                self._sender.open()
            except Stopped:
                return
            except Lost as error:
                self._over(error.trouble)
                return
        super()._begin(anew)
        self._replays.start(self._servers, self._password)

    def _settings(self, anew: dict[Partition, int]) -> ConsumerSettings:
        made = super()._settings(anew)
        return replace(made, positions=anew, fallback={}, further=False, commits=False)

    def _close(self) -> None:
        self._replays.close()
        if self._consumer is not None:
            self._consumer.pause()
        in_order = self._busy.acquire(timeout=CLOSING)  # after the transaction under way
        self._closing = True
        if in_order:
            self._busy.release()
        super()._close()
        with self._busy:
            self._sender.close()
        for outlet in self._outlets:
            outlet.standing("down")

    # --- reading -----------------------------------------------------------------------------------------

    def on_assigned(self, positions: dict[Partition, int]) -> None:
        """Where it begins is committed before anything is read: what comes while we are away must be found."""
        for item in positions:
            self._turns[item] = self._turns.get(item, 0) + 1
        if self._consumer is not None:
            self._consumer.begin_now(positions)
        super().on_assigned(positions)

    def on_revoked(self, partitions: tuple[Partition, ...], lost: bool) -> None:
        """What is not committed is read again by whoever has them next."""
        for item in partitions:
            self._turns[item] = self._turns.get(item, 0) + 1
        super().on_revoked(partitions, lost)

    def on_records(self, given: list[Record]) -> None:
        """One transaction."""
        if self._closing or self._broken or not given:
            return
        turns = {item: self._turns.get(item, 0) for item in making.by_partition(given)}
        self._positions.update({item: numbers[-1] + 1 for item, numbers in making.by_partition(given).items()})
        with self._busy:
            Batch(self, given, turns).through()

    # --- the sender --------------------------------------------------------------------------------------

    def renew(self, error: Lost) -> bool:
        """A new producer in place of a lost one; False: it is over."""
        if error.fenced and clock.mono_ns() - self._lost_at < CALM * 1e9 and self._lost_at:
            self._over(error.trouble)
            return False
        if error.fenced:
            self._lost_at = clock.mono_ns()
        self._inlet.note("producers_lost")
        log.info("a transactional producer was lost: %s", error)
        return self.reopen()

    def alone(self) -> bool:
        """Send each record in a batch of its own; False: that is so already, or it is over."""
        if self._alone:
            return False
        self._alone = True
        return self.reopen()

    def reopen(self) -> bool:
        """Close and open anew, as often as it takes."""
        self._sender.close()
        self._sender = self._transactions(self._spec, self._name)
        while not self._closing:
            try:
                self._sender.open()
            except Stopped:
                return False
            except Lost as error:
                if error.fenced or error.trouble.lasting:
                    self._over(error.trouble)
                    return False
                log.info("no transactional producer yet: %s", error)
                self.rest()
            except EventscopeError as error:
                self._over(Trouble(error.code, str(error), lasting=True))
                return False
            else:
                return True
        return False

    def rest(self) -> None:
        """A moment, before something is tried once more."""
        with self._room:
            self._room.wait_for(self._ended, AGAIN)

    def _ended(self) -> bool:
        return self._closing

    def _waiting(self, trouble: Trouble) -> None:
        for outlet in self._outlets:
            outlet.standing("refused" if trouble.lasting else "waiting", trouble.code, trouble.words)

    def _over(self, trouble: Trouble) -> None:
        """Nothing goes on by itself."""
        self._broken = True
        if self._consumer is not None:
            self._consumer.pause()
        self._inlet.standing("refused", trouble.code, trouble.words)
        self._waiting(replace(trouble, lasting=True))

    def on_standing(self, up: bool, trouble: Trouble | None) -> None:
        """The cluster is one for both sides."""
        super().on_standing(up, trouble)
        if up and not self._broken:
            for outlet in self._outlets:
                outlet.standing("up")
        elif trouble is not None:
            self._waiting(trouble)

    @property
    def sender(self) -> Transactions:
        """The producer; used by whoever holds `turn`."""
        return self._sender

    @property
    def turn(self) -> threading.RLock:
        """To be held for a whole transaction."""
        return self._busy
