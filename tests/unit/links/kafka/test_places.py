"""Places become offsets in one question for all partitions."""

from __future__ import annotations

import pytest
from confluent_kafka import KafkaError, KafkaException, TopicPartition

from eventscope.core.errors import CannotConnect
from eventscope.core.kafka import AtTime, Partition
from eventscope.links.kafka import places

A, B, C, D = (Partition("t", number) for number in range(4))


class Library:
    def __init__(self) -> None:
        self.asked: list[list[tuple[int, int]]] = []

    def offsets_for_times(self, asked: list[TopicPartition], timeout: float) -> list[TopicPartition]:
        self.asked.append([(item.partition, item.offset) for item in asked])
        answers = {-1: 100, -2: 7, 5: 42, 6: -1}
        return [TopicPartition(item.topic, item.partition, answers[item.offset]) for item in asked]

    def committed(self, asked: list[TopicPartition], timeout: float) -> list[TopicPartition]:
        return [TopicPartition(item.topic, item.partition, 3 if item.partition else -1001) for item in asked]


def test_all_kinds() -> None:
    library = Library()
    found = places.resolve(library, {A: "earliest", B: 9, C: AtTime(5_000_000), D: AtTime(6_000_000)})
    assert found == {A: 7, B: 9, C: 42, D: 100}
    assert library.asked == [[(0, -2), (2, 5), (3, 6)], [(3, -1)]]


def test_nothing_to_ask() -> None:
    library = Library()
    assert places.resolve(library, {A: 1}) == {A: 1}
    assert places.resolve(library, {}) == {}
    assert library.asked == []


def test_committed_leaves_out_what_never_was() -> None:
    assert places.committed(Library(), [A, B]) == {B: 3}


def test_no_answer_is_an_error_of_ours() -> None:
    class Gone:
        def offsets_for_times(self, *_: object, **__: object) -> None:
            raise KafkaException(KafkaError(KafkaError._TRANSPORT, "gone"))

        committed = offsets_for_times

    with pytest.raises(CannotConnect):
        places.resolve(Gone(), {A: "latest"})
    with pytest.raises(CannotConnect):
        places.committed(Gone(), [A])
