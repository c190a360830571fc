"""Lag where the figures do not fit together."""

from __future__ import annotations

from concurrent.futures import Future
from types import SimpleNamespace
from typing import Any

import pytest
from confluent_kafka import ConsumerGroupTopicPartitions, KafkaError, KafkaException

from eventscope.core.errors import BadInput
from eventscope.core.kafka import Partition
from eventscope.core.kafkafigures import Group, PartitionLag
from eventscope.links.kafka import groups

HERE = Partition("t", 0)


@pytest.mark.parametrize(
    ("committed", "earliest", "latest", "lag", "words"),
    [
        (3, 0, 10, 7, ""),
        (10, 0, 10, 0, ""),
        (None, 0, 10, None, groups.NEVER),
        (3, 0, None, None, groups.UNKNOWN_END),
        (30, 0, 10, 0, groups.ANEW),
        (3, 8, 10, 2, groups.GONE),
    ],
)
def test_lag(committed: int | None, earliest: int, latest: int | None, lag: int | None, words: str) -> None:
    found = groups._lag(HERE, committed, earliest, latest, "member")
    assert (found.lag, found.words, found.member) == (lag, words, "member")


def test_lag_in_time() -> None:
    def aged(item: PartitionLag) -> float | None:
        group = Group("g", "empty", partitions=(item,))
        return groups._aged(group, {(HERE, 8): 4_000_000_000}, 10_000_000_000).partitions[0].time_lag

    assert aged(PartitionLag(HERE, 8, 0, 10, 2)) == 6.0
    assert aged(PartitionLag(HERE, 3, 8, 10, 2)) == 6.0  # the next that is there
    assert aged(PartitionLag(HERE, 10, 0, 10, 0)) == 0.0
    assert aged(PartitionLag(HERE, 9, 0, 10, 1)) is None  # could not be read in time
    assert aged(PartitionLag(HERE, None, 0, 10, None)) is None


def test_offsets_outside_are_refused() -> None:
    groups._check(HERE, 5, 5, 10)
    groups._check(HERE, 10, 5, 10)
    for offset in (4, 11):
        with pytest.raises(BadInput, match="holds offsets 5 to 10"):
            groups._check(HERE, offset, 5, 10)


class Admin:
    """A cluster that has just started: its coordinator still loads, `loading` times."""

    def __init__(self, loading: int) -> None:
        self.loading = loading
        self.asked: list[str] = []

    def describe_consumer_groups(self, names: list[str], request_timeout: float) -> dict[str, Future[str]]:
        return {name: self._answer(f"describe {name}") for name in names}

    def list_consumer_group_offsets(self, groups_: list[Any], request_timeout: float) -> dict[str, Future[Any]]:
        assert self.loading == 0, "asked for offsets while the coordinator loads, the library crashes"
        future: Future[Any] = Future()
        future.set_result(ConsumerGroupTopicPartitions("g", []))
        self.asked.append("offsets")
        return {"g": future}

    def _answer(self, what: str) -> Future[str]:
        self.asked.append(what)
        future: Future[str] = Future()
        if self.loading:
            self.loading -= 1
            future.set_exception(KafkaException(KafkaError(KafkaError.COORDINATOR_LOAD_IN_PROGRESS)))
        else:
            future.set_result("described")
        return future


class Loading:
    """A cluster with one partition."""

    def __init__(self, admin: Admin, wait: float = 10.0) -> None:
        self.admin, self.wait = admin, wait

    def answer(self, future: Future[Any], topic: str = "") -> Any:
        return future.result(0)

    def metadata(self) -> Any:
        return SimpleNamespace(topics={"t": SimpleNamespace(partitions={0: None})})

    def edges(self, partitions: Any) -> Any:
        return dict.fromkeys(partitions, 0), dict.fromkeys(partitions, 9)


def test_a_coordinator_that_still_loads_is_asked_again_and_offsets_only_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(groups, "AGAIN", 0.001)
    admin = Admin(loading=3)
    plan = groups.Groups(Loading(admin)).plan("g", "t", 4)  # type: ignore[arg-type]
    assert [move.after for move in plan.moves] == [4]
    assert admin.asked == ["describe g"] * 4 + ["offsets"]


def test_one_that_never_ends_to_load_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "AGAIN", 0.001)
    with pytest.raises(KafkaException):
        groups.Groups(Loading(Admin(10**9), wait=0.05)).plan("g", "t", 4)  # type: ignore[arg-type]
