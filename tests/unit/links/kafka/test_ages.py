"""The next record of each place is looked at once, however many groups stand there."""

from __future__ import annotations

from typing import Any

from confluent_kafka import TopicPartition

from eventscope.core.kafka import Partition
from eventscope.links.kafka import ages


class Message:
    def __init__(self, partition: int, time: int) -> None:
        self._partition, self._time = partition, time

    def topic(self) -> str:
        return "t"

    def partition(self) -> int:
        return self._partition

    def timestamp(self) -> tuple[int, int]:
        return (1 if self._time else 0), self._time

    def error(self) -> None:
        return None


class Reader:
    """Gives two records for each partition that is assigned, as a broker would before the pause is heard."""

    def __init__(self) -> None:
        self.waiting: list[Message] = []
        self.paused: list[int] = []

    def assign(self, given: list[TopicPartition]) -> None:
        self.waiting = [Message(item.partition, item.offset * 10) for item in given for _ in range(2)]

    def poll(self, timeout: float) -> Any:
        return self.waiting.pop(0) if self.waiting else None

    def pause(self, given: list[TopicPartition]) -> None:
        self.paused += [item.partition for item in given]

    def unassign(self) -> None:
        pass


def test_times_of_the_records_at_each_place() -> None:
    reader = Reader()
    found = ages._first_times(reader, {Partition("t", 0): 5, Partition("t", 1): 0}, 2**63)
    assert found == {(Partition("t", 0), 5): 50_000_000}  # the other has no time of its own
    assert reader.paused == [0, 1]


def test_the_time_is_over() -> None:
    assert ages._first_times(Reader(), {Partition("t", 0): 5}, 0) == {}
