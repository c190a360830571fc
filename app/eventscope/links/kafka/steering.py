"""Which partitions of a consumer stand still, and from where others go on: by a person, or by a full receiver."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from confluent_kafka import OFFSET_STORED as STORED, TopicPartition

from eventscope.core.errors import BadInput
from eventscope.core.kafka import Partition, Place
from eventscope.links.kafka import places
from eventscope.links.kafka.assignment import GroupReading, TailReading
from eventscope.links.kafka.handoff import Handoff
from eventscope.links.kafka.offsets import Offsets

PATIENCE = 2.0  # seconds for which a full receiver is only waited for


class Steering:
    """Everything here happens on the thread that polls. `assigned` hears where a revived partition goes on."""

    def __init__(
        self,
        client: Any,
        reading: GroupReading | TailReading,
        offsets: Offsets,
        handoff: Handoff,
        assigned: Callable[[dict[Partition, int]], None],
    ) -> None:
        self._client = client
        self._reading = reading
        self._offsets = offsets
        self._handoff = handoff
        self._assigned = assigned
        self._grouped = isinstance(reading, GroupReading)
        self.still = False  # everything stands still
        self._held = False
        self._halted: set[Partition] = set()

    def balance(self) -> None:
        """A receiver that stays behind, or a person, pauses the reading: polling goes on, so the group keeps us.

        A short wait needs no pause, which would throw away what the library has fetched ahead (within `buffer`).
        """
        still = self._held or (not self._handoff.roomy if self.still else self._handoff.full_for(PATIENCE))
        if still != self.still:
            self.still = still
            self.pause(self._client.assignment())

    def pause(self, partitions: list[TopicPartition]) -> None:
        """Partitions that came, or all of them, stand still or go on as is wanted."""
        if not self.still:
            partitions = [item for item in partitions if Partition(item.topic, item.partition) not in self._halted]
        if partitions:
            (self._client.pause if self.still else self._client.resume)(partitions)

    def hold(self, held: bool) -> None:
        """A person wants everything to stand still, or to go on."""
        self._held = held
        self.balance()

    def seek(self, partition: Partition, place: Place) -> None:
        """The partition is assigned anew: the library's own seek does not start one again that stopped."""
        offset = places.resolve(self._client, {partition: place})[partition]
        read = [Partition(item.topic, item.partition) for item in self._client.assignment()]
        if partition not in read:
            raise BadInput("not-read", "{topic}/{n} is not read here.", topic=partition.topic, n=partition.number)
        if self._grouped:
            self._handoff.drop()  # so every other partition goes back to what is done
            positions = self._offsets.forget() | {partition: offset}
            self._offsets.begin({partition: offset})
            self._reading.move(self._client, {item: positions.get(item, STORED) for item in read})
        else:
            self._reading.move(self._client, {partition: offset})
        if self.still:
            self.pause(self._client.assignment())

    def halt(self, partition: Partition) -> None:
        """One partition alone stands still."""
        self._halted.add(partition)
        self._client.pause([TopicPartition(*partition)])

    def revive(self, partition: Partition, place: Place) -> None:
        """Assigned anew like `seek`, but nothing is read twice."""
        offset = places.resolve(self._client, {partition: place})[partition]
        read = self._client.assignment()
        if partition not in {Partition(item.topic, item.partition) for item in read}:
            raise BadInput("not-read", "{topic}/{n} is not read here.", topic=partition.topic, n=partition.number)
        positions = {Partition(item.topic, item.partition): item.offset for item in self._client.position(read)}
        known = {item: at if at >= 0 else self._offsets.begun(item) for item, at in positions.items()}
        self._halted.discard(partition)
        self._offsets.begin({partition: offset})
        self._reading.move(self._client, known | {partition: offset})
        self._assigned({partition: offset})
        if self.still:
            self.pause(self._client.assignment())
        elif self._halted:
            self._client.pause([TopicPartition(*item) for item in self._halted & known.keys()])

    def forget(self, partitions: Iterable[Partition]) -> None:
        """They are read by somebody else: if they come back, they go on."""
        self._halted.difference_update(partitions)

    def stop(self) -> None:
        """Stand still from the next turn on; any thread may say so."""
        self._held = True
