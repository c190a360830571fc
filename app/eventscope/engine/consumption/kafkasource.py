"""Messages of one consumer from Kafka: a member of a group that polls what it has room for."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Sequence

from eventscope.base import clock
from eventscope.core.consumer import ConsumerSpec
from eventscope.core.errors import EventscopeError
from eventscope.core.kafka import ConsumerSettings, Partition, Record, Servers
from eventscope.core.message import connection_tag
from eventscope.engine.consumption.sources import Receiver
from eventscope.links.kafka import blocks
from eventscope.links.kafka.consumer import Consumer
from eventscope.links.kafka.troubles import Trouble

BATCH = 500  # records of one poll at most
Note = Callable[[str], object]  # a violation or failure by its code


class Done:
    """Acknowledges the records of one block; links.base.Stepwise."""

    def __init__(self, consumer: Consumer, given: Sequence[Record]) -> None:
        self._consumer, self._given, self._told = consumer, given, 0

    def __call__(self) -> None:
        """All of them."""
        self.first(len(self._given))

    def first(self, count: int) -> None:
        """The first ones."""
        self._consumer.done(self._given[self._told : count])
        self._told = max(self._told, count)


class KafkaSource:
    """Implements Source and ConsumerSink. A group begins a partition that it has no offset in at its beginning.

    `shy`: nothing is fetched until it is asked for.
    """

    def __init__(
        self,
        spec: ConsumerSpec,
        servers: Servers,
        group: str,
        receiver: Receiver,
        password: bytes | None,
        note: Note,
        shy: bool = False,
    ) -> None:
        self._servers, self._password = servers, password
        self._receiver = receiver
        self._note = note
        self._shy = shy
        self._tag = connection_tag(spec.connection)
        self._settings = ConsumerSettings(
            (spec.filter,), group, first="earliest", batch=min(spec.reach, BATCH), waiting=1, commit_every=0.25
        )
        self._consumer: Consumer | None = None
        self._lock = threading.Lock()
        self._next: dict[Partition, int] = {}
        self._assigned = False

    @property
    def positions(self) -> dict[Partition, int]:
        """The next offset that will be handed out in each partition that is this member's."""
        with self._lock:
            return dict(self._next)

    def open(self) -> None:
        """See Source."""
        self._receiver.standing("connecting")
        try:
            self._consumer = Consumer(self._servers, self, self._settings, self._password)
        except EventscopeError as error:
            params = {key: str(value) for key, value in error.params.items()}
            self._receiver.standing("refused", error.code, str(error), params)
            return
        if self._shy:
            self._consumer.pause()

    def ask(self, count: int) -> None:
        """See Source: polls until so many came."""
        if self._shy and self._consumer is not None:
            self._consumer.resume()

    def close(self, timeout: float = 1.0) -> None:
        """See Source: the group keeps its offsets."""
        if self._consumer is not None:
            self._consumer.close(timeout)

    # --- the consumer tells ------------------------------------------------------------------------------

    def on_records(self, given: list[Record]) -> None:
        """Hand them on as there is room, each partition for itself."""
        for partition, run in itertools.groupby(given, lambda record: Partition(record.topic, record.partition)):
            self._hand(partition, list(run))

    def _hand(self, partition: Partition, run: list[Record]) -> None:
        while run and self._consumer is not None and (room := self._receiver.room()):
            part, run = run[:room], run[room:]
            with self._lock:
                if partition not in self._next:  # it went to another member while they waited for room
                    return
                self._next[partition] = part[-1].offset + 1
            made = blocks.block(part, self._tag, clock.mono_ns(), clock.wall_ns(), 1)
            self._receiver.take(made, Done(self._consumer, part), partition)
        if self._shy and self._consumer is not None and not self._receiver.wanted:
            self._consumer.pause()

    def on_assigned(self, positions: dict[Partition, int]) -> None:
        """Partitions came."""
        with self._lock:
            self._next.update(positions)
            self._assigned = True
        self._receiver.standing("up")

    def on_revoked(self, partitions: tuple[Partition, ...], lost: bool) -> None:
        """Partitions go, and what is in hand of them."""
        with self._lock:
            for partition in partitions:
                self._next.pop(partition, None)
        self._receiver.give_back(lambda item: item.part in partitions)

    def on_standing(self, up: bool, trouble: Trouble | None) -> None:
        """The cluster is reached, or not and why."""
        if up:
            self._receiver.standing("up" if self._assigned else "connecting")
        elif trouble is not None:
            self._receiver.standing("refused" if trouble.lasting else "waiting", trouble.code, trouble.words)
        else:
            self._receiver.standing("waiting")

    def on_trouble(self, trouble: Trouble, partition: Partition | None) -> None:
        """Count; what stops a partition is told."""
        self._note(trouble.code)
        if trouble.lasting:
            self._receiver.standing("refused", trouble.code, trouble.words)
