"""Reads back the tail of topics for records that a header names: which of those that nobody reported are there?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from confluent_kafka import Consumer, KafkaError, KafkaException, TopicPartition

from eventscope.base import clock
from eventscope.core.errors import CannotConnect
from eventscope.core.kafka import Partition
from eventscope.links.kafka import options, troubles
from eventscope.links.kafka.cluster import Cluster
from eventscope.links.kafka.records import headers_of

BACK = 100_000  # records of each partition that are read back where no offset is known to begin at
PATIENCE = 10.0  # seconds without anything before the lookup fails
POLL = 0.1
BATCH = 500


@dataclass(slots=True)
class Found:
    """`values` that were found. `whole` False: records were deleted or lie further back than was read."""

    values: set[bytes] = field(default_factory=set)
    whole: bool = True


class Lookup:
    """One question; it waits for its answer and raises EventscopeError. `stop` ends it early."""

    def __init__(
        self,
        cluster: Cluster,
        password: bytes | None,
        header: str,
        wanted: set[bytes],
        stop: Callable[[], bool],
        committed: bool = False,
    ) -> None:
        self._isolation = "read_committed" if committed else "read_uncommitted"
        self._cluster = cluster
        self._password = password
        self._header = header
        self._left = set(wanted)
        self._stop = stop
        self._found = Found()

    def read(self, topics: set[str], floors: Mapping[Partition, int]) -> Found:
        """Every partition of these topics, from its floor to the end that it has now.

        A partition without a floor is read from its beginning where its topic has another (it is new since then),
        else from BACK records before its end. Records of open transactions count, unless only `committed` ones do.
        """
        there = self._cluster.metadata().topics
        partitions = [Partition(name, number) for name in topics & there.keys() for number in there[name].partitions]
        client = self._client()
        try:
            begin = self._begin(client, partitions, floors)
            if begin:
                client.assign([TopicPartition(*item, offset) for item, offset in begin.items()])
                self._read(client, set(begin))
        except KafkaException as error:
            raise troubles.as_error(error) from None
        finally:
            client.close()
        return self._found

    def _client(self) -> Any:
        reading = {
            "group.id": "eventscope-lookup",
            "enable.auto.commit": False,
            "auto.offset.reset": "error",
            "isolation.level": self._isolation,
            "enable.partition.eof": True,
            "queued.max.messages.kbytes": 16 << 10,
        }
        try:
            return Consumer(options.common(self._cluster.servers, self._password) | reading)
        except KafkaException as error:
            raise troubles.as_error(error) from None

    def _begin(self, client: Any, partitions: list[Partition], floors: Mapping[Partition, int]) -> dict[Partition, int]:
        known = {item.topic for item in floors}
        begin = {}
        for item in partitions:
            low, high = client.get_watermark_offsets(TopicPartition(*item), timeout=PATIENCE)
            floor = floors.get(item, 0 if item.topic in known else max(low, high - BACK))
            if floor > high:  # the topic was made anew
                floor = low
            if floor < low or (item.topic not in known and floor > low):
                self._found.whole = False
            if max(floor, low) < high:
                begin[item] = max(floor, low)
        return begin

    def _read(self, client: Any, left: set[Partition]) -> None:
        until = clock.mono_ns() + int(PATIENCE * 1e9)
        while left and self._left and not self._stop():
            messages = client.consume(BATCH, POLL)
            if messages:
                until = clock.mono_ns() + int(PATIENCE * 1e9)
            elif clock.mono_ns() > until:
                sentence = "The records that were sent before could not be read back in time. It is tried again."
                raise CannotConnect("lookup-late", sentence)
            for message in messages:
                self._take(message, left)

    def _take(self, message: Any, left: set[Partition]) -> None:
        error = message.error()
        if error is None:
            self._match(message)
        elif error.code() == KafkaError._PARTITION_EOF:
            left.discard(Partition(message.topic(), message.partition()))
        elif not troubles.explain(error).peer:
            raise troubles.as_error(KafkaException(error), message.topic() or "")

    def _match(self, message: Any) -> None:
        try:
            headers = headers_of(message) or ()
        except (SystemError, UnicodeDecodeError):  # see links.kafka.records: none of ours has such a name
            return
        for name, value in headers:
            if name == self._header and value in self._left:
                self._left.discard(value)
                self._found.values.add(value)
