"""Partitions stand still and go on: one alone, or all of them, whatever else was asked for in between."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from confluent_kafka import TopicPartition

from eventscope.core.errors import BadInput
from eventscope.core.kafka import ConsumerSettings, Partition
from eventscope.links.kafka.assignment import TailReading
from eventscope.links.kafka.handoff import Handoff
from eventscope.links.kafka.offsets import Offsets
from eventscope.links.kafka.steering import Steering

ONE, TWO = Partition("t", 0), Partition("t", 1)


class Client:
    """Has two partitions and knows which of them stand still."""

    def __init__(self) -> None:
        self.still: set[int] = set()

    def assignment(self) -> list[TopicPartition]:
        return [TopicPartition("t", 0), TopicPartition("t", 1)]

    def position(self, asked: list[TopicPartition]) -> list[TopicPartition]:
        return [TopicPartition(item.topic, item.partition, 5) for item in asked]

    def pause(self, given: list[TopicPartition]) -> None:
        self.still |= {item.partition for item in given}

    def resume(self, given: list[TopicPartition]) -> None:
        self.still -= {item.partition for item in given}

    def assign(self, given: list[TopicPartition]) -> None:
        self.still -= {item.partition for item in given}  # as the library does

    incremental_assign = incremental_unassign = assign


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def steering(client: Client) -> Iterator[Steering]:
    def taken(_given: Any) -> None:
        pass

    handoff = Handoff(taken, taken, 8, 1 << 20)
    yield Steering(client, TailReading(ConsumerSettings(("t",))), Offsets(), handoff, taken)
    handoff.stop(1.0)


def test_a_halted_one_stands_still_also_after_all_of_them_stood_still(client, steering) -> None:
    steering.halt(ONE)
    steering.hold(True)
    assert (client.still, steering.still) == ({0, 1}, True)
    steering.hold(False)
    assert client.still == {0}
    steering.forget([ONE])
    steering.hold(True)
    steering.hold(False)
    assert client.still == set()


def test_one_that_is_revived_goes_on_and_the_other_halted_one_does_not(client, steering) -> None:
    steering.halt(ONE)
    steering.halt(TWO)
    steering.revive(ONE, 7)
    assert client.still == {1}


def test_nothing_goes_on_while_all_are_held(client, steering) -> None:
    steering.hold(True)
    steering.seek(ONE, 3)
    assert client.still == {0, 1}


def test_what_is_not_read_cannot_be_moved(steering) -> None:
    for move in (steering.seek, steering.revive):
        with pytest.raises(BadInput, match="t/9 is not read here"):
            move(Partition("t", 9), 3)


def test_a_receiver_that_failed_stops_everything_at_the_next_turn(client, steering) -> None:
    steering.stop()
    assert client.still == set()
    steering.balance()
    assert client.still == {0, 1}
