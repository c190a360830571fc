"""What was sent and never reported: looked up, told, sent again."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from eventscope.core.errors import CannotConnect, Unavailable
from eventscope.core.kafka import Partition
from eventscope.engine.bridges import kafkadoubts
from eventscope.engine.bridges.kafkadoubts import WHOLE, Doubts
from eventscope.links.kafka.lookup import Found
from kafkaends import MemoryOutlet, row


class Metadata:
    topics: ClassVar = {"t": type("Topic", (), {"partitions": {0: None, 1: None}})()}


class Cluster:
    servers = None

    def metadata(self) -> Metadata:
        return Metadata()

    def edges(self, partitions: list[Partition]) -> Any:
        return {}, {item: 10 + item.number for item in partitions}


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the lookup is asked, and what it answers ("there", "whole")."""
    asked: dict[str, Any] = {"there": set(), "whole": True}

    class Lookup:
        def __init__(self, *given: Any) -> None:
            asked["wanted"] = given[3]

        def read(self, topics: set[str], floors: Any) -> Found:
            asked.update(topics=topics, floors=floors)
            if "fault" in asked:
                raise asked["fault"]
            return Found(set(asked["there"]), asked["whole"])

    monkeypatch.setattr(kafkadoubts, "Lookup", Lookup)
    monkeypatch.setattr(kafkadoubts, "SETTLING", 0.0)
    return asked


def doubts(outlet: MemoryOutlet, stop: bool = False) -> Doubts:
    return Doubts(Cluster(), None, outlet, "es-b-t0", lambda: stop)  # type: ignore[arg-type]


def test_the_ends_of_a_new_topic_are_stored_before_anything_is_sent() -> None:
    outlet = MemoryOutlet()
    mine = doubts(outlet)
    mine.announce([row(1, "t"), row(2, "new")])
    assert outlet.floors() == {("t", 0): 10, ("t", 1): 11, ("new", WHOLE): 0}
    assert outlet.announced == [1, 2]
    outlet._floors.clear()
    mine.announce([row(3, "t")])
    assert outlet.floors() == {}  # known by now


def test_floors_rise_and_are_kept_from_time_to_time() -> None:
    outlet = MemoryOutlet(floors={("t", 0): 3})
    mine = doubts(outlet)
    mine.reached({(b"t", 0): 8})
    mine.keep(every=1000.0)
    assert outlet.floors() == {("t", 0): 3}
    mine.keep()
    assert outlet.floors() == {("t", 0): 9}


def test_those_that_are_there_are_through_and_the_others_are_left(looked: dict[str, Any]) -> None:
    outlet = MemoryOutlet(floors={("t", 0): 3})
    looked["there"] = {b"es-b-t0:1:2"}
    left = doubts(outlet).settle([row(n, "t") for n in (1, 2, 3)])
    assert [item.id for item in left] == [1, 3]
    assert outlet.through == [2]
    assert outlet.notes == {"duplicates_suppressed": 1}
    assert looked["wanted"] == {b"es-b-t0:1:%d" % n for n in (1, 2, 3)}
    assert (looked["topics"], looked["floors"]) == ({"t"}, {Partition("t", 0): 3})


def test_an_answer_that_is_not_whole_is_counted(looked: dict[str, Any]) -> None:
    outlet = MemoryOutlet()
    looked["whole"] = False
    assert len(doubts(outlet).settle([row(1, "t"), row(2, "t")])) == 2
    assert outlet.notes == {"ambiguous_resends": 2}


def test_nothing_is_told_without_an_answer(looked: dict[str, Any]) -> None:
    outlet = MemoryOutlet()
    looked["fault"] = CannotConnect("unreachable", "Nobody is there.")
    with pytest.raises(CannotConnect):
        doubts(outlet).settle([row(1, "t")])
    assert doubts(outlet, stop=True) is not None
    looked.pop("fault")
    looked["there"] = {b"es-b-t0:1:1"}
    assert doubts(outlet, stop=True).settle([row(1, "t")]) == []
    assert outlet.through == []


def test_a_spool_that_does_not_answer_is_not_waited_for_at_the_end() -> None:
    outlet = MemoryOutlet(floors={("t", 0): 3})
    outlet.sent = lambda pairs, done: None  # type: ignore[method-assign]
    with pytest.raises(Unavailable):
        doubts(outlet, stop=True).announce([row(1, "t")])
