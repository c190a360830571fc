"""A member of a Kafka group as a consumer's source: pieces that fit, pauses, partitions that go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from consuming import on_loop, running
from eventscope.core.consumer import ConsumerSpec
from eventscope.core.errors import BadInput
from eventscope.core.kafka import Partition, Record, Servers
from eventscope.engine.consumption import kafkasource
from eventscope.engine.consumption.kafkasource import Done, KafkaSource
from eventscope.engine.consumption.running import Running
from eventscope.links.kafka.troubles import Trouble


class Consumer:
    def __init__(self, *given: Any) -> None:
        self.settings = given[2]
        self.calls: list[str] = []
        self.finished: list[int] = []

    def done(self, given: Sequence[Record]) -> None:
        self.finished += [record.offset for record in given]

    def pause(self) -> None:
        self.calls.append("pause")

    def resume(self) -> None:
        self.calls.append("resume")

    def close(self, timeout: float) -> None:
        self.calls.append("close")


@pytest.fixture(autouse=True)
def _fake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kafkasource, "Consumer", Consumer)


P0, P1 = Partition("t", 0), Partition("t", 1)


def records(partition: int, first: int, count: int) -> list[Record]:
    return [
        Record("t", partition, offset, 1, "create", None, b"%d" % offset, ()) for offset in range(first, first + count)
    ]


def made(**settings: Any) -> tuple[KafkaSource, Running, Consumer]:
    shy = settings.pop("shy", False)
    found = running(shy=shy, **{"mode": "pull", **settings})
    source = KafkaSource(
        ConsumerSpec("c", "k", "t", window=4), Servers(("x:1",)), "g", found, None, lambda code: 1, shy
    )
    found.ask = source.ask
    source.open()
    assert isinstance(source._consumer, Consumer)
    return source, found, source._consumer


@on_loop
async def test_records_come_in_pieces_of_one_partition_each() -> None:
    source, found, consumer = made(window=10)
    source.on_assigned({P0: 5, P1: 0})
    source.on_records(records(0, 5, 2) + records(1, 0, 3))
    assert found.holding == 5
    assert source.positions == {P0: 7, P1: 3}
    given = await found.pull(9, 0, False)
    assert [item.message.payload for item in given] == [b"5", b"6", b"0", b"1", b"2"]
    found.acknowledge((given[0].token,), True)
    assert consumer.finished == [5]
    found.acknowledge((given[2].token, given[3].token), True)
    assert consumer.finished == [5, 0, 1]


@on_loop
async def test_it_reads_as_a_member_that_misses_nothing() -> None:
    _, _, consumer = made()
    assert (consumer.settings.topics, consumer.settings.group) == (("t",), "g")
    assert (consumer.settings.first, consumer.settings.batch) == ("earliest", 4)


@on_loop
async def test_a_partition_that_goes_takes_its_records_along() -> None:
    source, found, _ = made(window=10)
    source.on_assigned({P0: 0, P1: 0})
    source.on_records(records(0, 0, 2) + records(1, 0, 3))
    source.on_revoked((P1,), False)
    assert (found.holding, found.tally.returned, source.positions) == (2, 3, {P0: 2})
    source.on_records(records(1, 3, 2))  # was under way
    assert found.tally.received == 5


@on_loop
async def test_unasked_nothing_is_read() -> None:
    source, found, consumer = made(shy=True, window=10)
    assert consumer.calls == ["pause"]
    source.on_assigned({P0: 0})
    assert await found.pull(2, 0, False) == ()
    assert consumer.calls == ["pause", "resume"]
    source.on_records(records(0, 0, 2))
    assert consumer.calls == ["pause", "resume", "pause"]
    assert found.holding == 2


@on_loop
async def test_its_standing_is_told() -> None:
    source, found, _ = made()
    assert found.state.state == "connecting"
    source.on_standing(True, None)
    assert found.state.state == "connecting"  # until partitions are assigned
    source.on_assigned({})
    assert found.state.state == "up"
    source.on_standing(False, Trouble("unreachable", "Gone."))
    assert (found.state.state, found.state.code) == ("waiting", "unreachable")
    source.on_standing(False, Trouble("login", "No.", lasting=True))
    assert found.state.state == "refused"
    source.on_standing(True, None)
    assert found.state.state == "up"
    source.on_trouble(Trouble("offset-gone", "Gone.", lasting=True), P0)
    assert (found.state.state, found.state.code) == ("refused", "offset-gone")


@on_loop
async def test_settings_that_cannot_work_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: Any) -> None:
        raise BadInput("bad-file", "No such file {name}.", name="x")

    monkeypatch.setattr(kafkasource, "Consumer", refuse)
    found = running()
    source = KafkaSource(ConsumerSpec("c", "k", "t"), Servers(("x:1",)), "g", found, None, lambda code: 1)
    source.open()
    source.ask(1)
    source.close()
    assert (found.state.state, found.state.code, found.state.params) == ("refused", "bad-file", {"name": "x"})


@on_loop
async def test_closing_keeps_the_group() -> None:
    source, _, consumer = made()
    source.close()
    assert consumer.calls == ["close"]


def test_records_are_done_in_steps() -> None:
    consumer = Consumer(0, 0, 0)
    done = Done(consumer, records(0, 0, 4))  # type: ignore[arg-type]
    done.first(2)
    done()
    assert consumer.finished == [0, 1, 2, 3]
