"""Which topics are wanted, and what a group's member does with its partitions."""

from __future__ import annotations

import re
from typing import Any

import pytest
from confluent_kafka import KafkaError, KafkaException, TopicPartition

from eventscope.core.kafka import ConsumerSettings, Partition
from eventscope.links.kafka import assignment
from eventscope.links.kafka.assignment import GroupReading, matches, pattern
from eventscope.links.kafka.troubles import Trouble


@pytest.mark.parametrize(
    ("topics", "name", "wanted"),
    [
        (("orders",), "orders", True),
        (("orders",), "orders2", False),
        (("orders.*",), "orders.eu", True),
        (("orders.*",), "ordersXeu", False),
        (("*",), "__consumer_offsets", False),
        (("__consumer_offsets",), "__consumer_offsets", True),
        (("*.eu",), "a.b.eu", True),
    ],
)
def test_matches(topics: tuple[str, ...], name: str, wanted: bool) -> None:
    assert matches(topics, name) is wanted


def test_patterns_are_regular_expressions_for_the_library() -> None:
    assert pattern("plain.name") == "plain.name"
    assert pattern("a.*") == r"^a\..*$"
    assert re.fullmatch(pattern("a[b]*"), "a[b]c")


class Heard:
    def __init__(self) -> None:
        self.said: list[Any] = []

    def assigned(self, positions: dict[Partition, int]) -> None:
        self.said.append(positions)

    def revoked(self, partitions: tuple[Partition, ...], lost: bool) -> None:
        self.said.append((partitions, lost))

    def trouble(self, trouble: Trouble) -> None:
        self.said.append(trouble)


class Library:
    def __init__(self) -> None:
        self.calls: dict[str, Any] = {}
        self.given: list[tuple[int, int]] = []

    def subscribe(self, topics: list[str], **calls: Any) -> None:
        self.calls = calls

    def committed(self, asked: list[TopicPartition], timeout: float) -> list[TopicPartition]:
        return [TopicPartition("t", item.partition, 50 if item.partition == 1 else -1001) for item in asked]

    def offsets_for_times(self, asked: list[TopicPartition], timeout: float) -> list[TopicPartition]:
        assert [item.offset for item in asked] == [-2]
        return [TopicPartition("t", item.partition, 5) for item in asked]

    def assign(self, given: list[TopicPartition]) -> None:
        self.given = [(item.partition, item.offset) for item in given]

    def unassign(self) -> None:
        self.given = []


def test_own_positions_then_the_groups_then_where_to_begin() -> None:
    library, heard = Library(), Heard()
    reading = GroupReading(ConsumerSettings(("t",), "g", first="earliest", positions={Partition("t", 0): 7}))
    reading.begin(library, heard)
    library.calls["on_assign"](library, [TopicPartition("t", number) for number in range(3)])
    assert library.given == [(0, 7), (1, 50), (2, 5)]
    assert heard.said == [{Partition("t", 0): 7, Partition("t", 1): 50, Partition("t", 2): 5}]
    library.calls["on_lost"](library, [TopicPartition("t", 0)])
    assert heard.said[1] == ((Partition("t", 0),), True)
    assert library.given == []


class Silent(Library):
    """Does not answer at first."""

    def __init__(self) -> None:
        super().__init__()
        self.silent = True

    def committed(self, asked: list[TopicPartition], timeout: float) -> list[TopicPartition]:
        if self.silent:
            raise KafkaException(KafkaError(KafkaError._TIMED_OUT))
        return super().committed(asked, timeout)


def test_nothing_is_read_before_it_is_known_where_to_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assignment, "AGAIN", 0)
    library, heard = Silent(), Heard()
    reading = GroupReading(ConsumerSettings(("t",), "g", first="earliest"))
    reading.begin(library, heard)
    library.calls["on_assign"](library, [TopicPartition("t", 1)])
    assert library.given == []
    assert [item.code for item in heard.said] == ["timeout"]
    library.silent = False
    reading.refresh(library, heard)
    assert library.given == [(1, 50)]
    assert heard.said[1:] == [{Partition("t", 1): 50}]
    reading.refresh(library, heard)
    assert len(heard.said) == 2


@pytest.mark.parametrize(
    ("own", "further", "fallback", "expected"),
    [
        ({1: 70}, False, {}, 70),
        ({1: 30}, False, {}, 30),  # our own place goes before the group's, wherever it lies
        ({1: 70}, True, {}, 70),
        ({1: 30}, True, {}, 50),  # the group read on without us
        ({}, True, {1: 30}, 50),
        ({0: 70}, True, {0: 30}, 70),
        ({}, True, {0: 30}, 30),  # the group has no place there
        ({}, False, {}, 5),
    ],
)
def test_whose_place_counts(own: dict[int, int], further: bool, fallback: dict[int, int], expected: int) -> None:
    number = 0 if {*own, *fallback} <= {0} else 1
    library, heard = Library(), Heard()
    settings = ConsumerSettings(
        ("t",), "g", first="earliest", further=further,
        positions={Partition("t", item): at for item, at in own.items()},
        fallback={Partition("t", item): at for item, at in fallback.items()},
    )  # fmt: skip
    reading = GroupReading(settings)
    reading.begin(library, heard)
    library.calls["on_assign"](library, [TopicPartition("t", number)])
    assert library.given == [(number, expected)]


def test_what_is_new_once_reading_has_begun_is_read_from_its_beginning() -> None:
    class Ends(Library):
        def offsets_for_times(self, asked: list[TopicPartition], timeout: float) -> list[TopicPartition]:
            return [TopicPartition("t", item.partition, -item.offset) for item in asked]

    library = Ends()
    reading = GroupReading(ConsumerSettings(("t",), "g", first="latest", late="earliest"))
    reading.begin(library, Heard())
    library.calls["on_assign"](library, [TopicPartition("t", 0)])
    assert library.given == [(0, 1)]  # -1 asks for the end
    library.calls["on_assign"](library, [TopicPartition("t", 2)])
    assert library.given == [(2, 2)]  # -2 for the beginning
