"""The lag of consumer groups as queues."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from eventscope.core.errors import CannotConnect
from eventscope.core.kafka import Partition, Servers
from eventscope.core.kafkafigures import Group, PartitionLag
from eventscope.core.metrics import QueueFigures
from eventscope.engine import lags
from eventscope.engine.lags import Lags
from eventscope.links.kafka import ours
from eventscope.links.kafka.ours import Reader

HERE, THERE = Servers(("here:9092",)), Servers(("there:9092",))


def group(name: str, *each: int) -> Group:
    return Group(name, "stable", partitions=tuple(
        PartitionLag(Partition("t", number), 1, 0, 1 + lag, lag, lag / 2) for number, lag in enumerate(each)
    ))  # fmt: skip


class Answers(Lags):
    """Clusters that answer from a table."""

    def __init__(self, table: dict[Any, Any], tell: Any = lambda figures: None) -> None:
        super().__init__(tell)
        self.table = table

    def _groups(self, place: Any, names: list[str]) -> Any:
        return self.table.get(place[0], ())


def test_depth_is_the_sum_and_age_the_greatest() -> None:
    asked = Answers({HERE: [group("g", 4, 6)]}).ask([Reader(HERE, None, "g")])
    assert asked == [QueueFigures("g", "kafka", 10, "reported", oldest=3.0, max_depth=10)]


def test_the_greatest_depth_is_remembered() -> None:
    watch = Answers({HERE: [group("g", 9)]})
    watch.ask([Reader(HERE, None, "g")])
    watch.table = {HERE: [group("g", 0)]}
    (queue,) = watch.ask([Reader(HERE, None, "g")])
    assert (queue.depth, queue.max_depth) == (0, 9)


def test_groups_of_one_name_at_two_clusters_are_told_apart() -> None:
    readers = [Reader(HERE, None, "g"), Reader(THERE, None, "g")]
    names = {item.name for item in Answers({HERE: [group("g", 1)], THERE: [group("g", 2)]}).ask(readers)}
    assert names == {"g @ here:9092", "g @ there:9092"}


def test_a_cluster_that_does_not_answer_has_no_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: Any) -> Any:
        raise CannotConnect("unreachable", "Nobody is there.")

    monkeypatch.setattr("eventscope.links.kafka.cluster.Cluster", gone)
    assert Lags(lambda figures: None).ask([Reader(HERE, None, "g")]) == []


def test_readers_are_counted_by_group() -> None:
    reader = Reader(HERE, b"secret", "mine")
    before = ours.readers()
    ours.enter(reader)
    ours.enter(reader)
    ours.leave(reader)
    assert set(ours.readers()) - set(before) == {reader}
    assert "secret" not in repr(ours.readers())
    ours.leave(reader)
    assert ours.readers() == before


def test_an_end_of_reading_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lags, "EVERY", 0.001)
    told: list[int] = []
    reader = Reader(HERE, None, "g")

    async def watch() -> None:
        watching = Answers({HERE: [group("g", 1)]}, lambda figures: told.append(len(figures)))
        monkeypatch.setattr(ours, "readers", lambda: (reader,) if len(told) < 2 else ())
        watching.start()
        async with asyncio.timeout(5):
            while len(told) < 3:
                await asyncio.sleep(0.001)
        await asyncio.sleep(0.02)
        watching.stop()

    asyncio.run(watch())
    assert told == [1, 1, 0]
