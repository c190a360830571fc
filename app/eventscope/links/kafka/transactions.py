"""Records and offsets in one transaction: all of them count for readers of what is committed, or none."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NoReturn

import confluent_kafka
from confluent_kafka import KafkaError, KafkaException, TopicPartition

from eventscope.core.kafka import Delivery, NewRecord, Partition, ProducerSettings, Servers
from eventscope.links.kafka import options, troubles
from eventscope.links.kafka.troubles import Trouble

log = logging.getLogger(__name__)
TIMEOUT = 60.0  # seconds after which the cluster itself ends a transaction
ASK = 5.0  # seconds for one answer; asked again after it
AGAIN = 0.2  # seconds between two tries
FENCED = (
    "Another process sends under the transactional name {name!r}, and this one may send no more. Look whether the "
    "bridge runs twice; stop one of the two, then start the other."
)
_FENCED = frozenset({"_FENCED", "PRODUCER_FENCED", "INVALID_PRODUCER_EPOCH", "FENCED_INSTANCE_ID"})
_LIMITS = {"transaction.timeout.ms": int(TIMEOUT * 1e3)}


class Aborted(Exception):
    """The transaction came to nothing, and was taken back; it may be tried again."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.words)
        self.trouble = trouble


class Lost(Exception):
    """The producer is of no more use; nobody knows whether its last transaction counts. `fenced`: another took over."""

    def __init__(self, trouble: Trouble, fenced: bool = False) -> None:
        super().__init__(trouble.words)
        self.trouble = trouble
        self.fenced = fenced


class Stopped(Exception):
    """`stop` answered True while the cluster was waited for."""


class Transactions:
    """A producer with a transactional name; one thread calls, and waits. A second one of that name fences this one.

    `stop` is asked while it waits. `troubles` hears of the way to the cluster, on the thread that calls.
    """

    def __init__(
        self,
        servers: Servers,
        name: str,
        password: bytes | None,
        stop: Callable[[], bool],
        troubled: Callable[[Trouble], None] = lambda trouble: None,
        settings: ProducerSettings | None = None,
        make: Callable[[dict[str, Any]], Any] = confluent_kafka.Producer,
    ) -> None:
        self.name = name
        self._stop = stop
        self._troubled = troubled
        # What the cluster takes back when a transaction ends by time must not be given up later.
        settings = replace(settings or ProducerSettings(), timeout=TIMEOUT / 2, acks="all", idempotent=True)
        self._configuration = options.common(servers, password) | options.producer(settings) | _LIMITS
        self._configuration |= {"transactional.id": name, "error_cb": self._heard}
        self._make = make
        self._client: Any = None
        self._gate = threading.Event()

    def open(self) -> None:
        """A new producer: fences the one before, and ends what that left open. Waits for the cluster.

        Raises Stopped, Lost where this is refused for good, EventscopeError for settings that cannot work.
        """
        try:
            self._client = self._make(dict(self._configuration))
        except KafkaException as error:
            raise troubles.as_error(error) from None
        self._call(self._client.init_transactions, ASK)

    def begin(self) -> None:
        """Everything sent from now on belongs to one transaction."""
        self._call(self._client.begin_transaction)

    def send(self, records: Sequence[NewRecord]) -> list[Delivery]:
        """Send and wait for the answers; those that failed. Then the transaction can only be aborted.

        After the first failure the library sends nothing more of it, so the others are not waited for.
        """
        failed: list[Delivery] = []
        for record in records:
            self._put(record, failed)
        while self._left() and not failed:
            self._look()
        return failed

    def _left(self) -> int:
        """How many answers are still to come, after a moment."""
        try:
            return int(self._client.flush(AGAIN))
        except KafkaException as error:  # a FATAL one
            self._raise(troubles.of(error))

    def offsets(self, positions: Mapping[Partition, int], membership: Any) -> None:
        """Commit these as the group's, with the transaction; `membership` is Consumer.membership."""
        offsets = [TopicPartition(*item, offset) for item, offset in positions.items()]
        self._call(self._client.send_offsets_to_transaction, offsets, membership, ASK)

    def commit(self) -> None:
        """Make it count. Raises Aborted, Lost (nobody knows), Stopped."""
        self._call(self._client.commit_transaction, ASK)

    def abort(self) -> None:
        """Take it back. Raises Lost, Stopped."""
        try:
            self._call(self._client.abort_transaction, ASK)
        except Aborted as error:  # there is nothing to be taken back
            log.debug("abort: %s", error)

    def close(self) -> None:
        """Give up what is open; the next `open` of this name takes it back."""
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(KafkaException):  # a FATAL one, again
                client.purge()
                client.flush(AGAIN)

    # --- inside ------------------------------------------------------------------------------------------

    def _put(self, record: NewRecord, failed: list[Delivery]) -> None:
        more: dict[str, Any] = {} if record.partition is None else {"partition": record.partition}
        told = partial(self._told, record.token, failed)
        while True:
            try:
                self._client.produce(
                    record.topic, record.value, record.key, headers=list(record.headers), on_delivery=told, **more
                )
            except BufferError:
                self._look()
                self._left()
            except KafkaException as error:
                failed.append(self._refused(record, troubles.of(error)))
                return
            else:
                return

    def _refused(self, record: NewRecord, error: KafkaError) -> Delivery:
        if error.fatal() or error.txn_requires_abort() or error.name() == "_STATE":
            self._raise(error)
        trouble = troubles.explain(error, record.topic)
        return Delivery(record.token, -1, -1, trouble.code, trouble.words, not trouble.lasting)

    @staticmethod
    def _told(token: int, failed: list[Delivery], error: KafkaError | None, message: Any) -> None:
        if error is not None:
            trouble = troubles.explain(error, message.topic())
            failed.append(Delivery(token, -1, -1, trouble.code, trouble.words, not trouble.lasting))

    def _call(self, call: Callable[..., None], *arguments: Any) -> None:
        while True:
            try:
                call(*arguments)
            except KafkaException as exception:
                error = troubles.of(exception)
                if not error.retriable():
                    self._raise(error)
                self._troubled(troubles.explain(error))
                self._look()
                self._gate.wait(AGAIN)
            else:
                return

    def _raise(self, error: KafkaError) -> NoReturn:
        if error.name() in _FENCED:
            raise Lost(Trouble("fenced", FENCED.format(name=self.name), lasting=True), fenced=True)
        trouble = troubles.explain(error)
        if error.txn_requires_abort() and not error.fatal():
            self.abort()
            raise Aborted(trouble)
        raise Lost(trouble)

    def _look(self) -> None:
        if self._stop():
            raise Stopped

    def _heard(self, error: KafkaError) -> None:
        trouble = troubles.explain(error)
        if trouble.peer:
            self._troubled(trouble)
