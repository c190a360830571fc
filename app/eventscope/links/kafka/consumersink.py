"""What hears of a consumer of Kafka."""

from __future__ import annotations

from typing import Protocol

from eventscope.core.kafka import Partition, Record
from eventscope.links.kafka.troubles import Trouble


class ConsumerSink(Protocol):
    """Hears of a consumer; all but `on_records` must return at once."""

    def on_records(self, given: list[Record]) -> None:
        """Records in order for each partition, from a thread of their own.

        It may block: reading pauses then, while the group is kept. In a group each record is to be told to `done`
        when it is safe.
        """

    def on_assigned(self, positions: dict[Partition, int]) -> None:
        """These partitions are read now, each from this offset on."""

    def on_revoked(self, partitions: tuple[Partition, ...], lost: bool) -> None:
        """These are read no longer; where `lost` nothing could be committed any more."""

    def on_standing(self, up: bool, trouble: Trouble | None) -> None:
        """The cluster is reached, or not and why."""

    def on_trouble(self, trouble: Trouble, partition: Partition | None) -> None:
        """Something was wrong; with a partition and `lasting`, that one stopped."""
