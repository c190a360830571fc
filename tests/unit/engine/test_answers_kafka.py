"""Verbs about Kafka: each asks the cluster of its connection, and a move is told."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from eventscope.core import verbs
from eventscope.core.errors import BadInput
from eventscope.core.kafka import AtTime, Partition
from eventscope.core.kafkafigures import Move, Reset
from eventscope.core.news import Notice
from eventscope.engine.answers import ANSWERS
from eventscope.engine.feed import Feed
from eventscope.links.kafka import groups

PLAN = Reset("g", (Move(Partition("t", 0), 1, 2),))


class Groups:
    """What `links.kafka.groups` does, said back."""

    def __init__(self, cluster: Any, password: bytes | None) -> None:
        assert password == b"secret"

    def all(self, times: bool) -> Any:
        return "all", times

    def some(self, names: Any, times: bool) -> Any:
        return "some", names, times

    def plan(self, *asked: Any) -> Any:
        return asked

    def reset(self, plan: Reset) -> Reset:
        return Reset(plan.group, plan.moves, done=True)


class Engine:
    """The engine as these verbs see it."""

    def __init__(self) -> None:
        self.feed = Feed()
        self.told: list[Any] = []
        self.feed.listen(self.told.append)
        self.asked: list[str] = []
        self.clusters = self

    async def ask(self, ident: str, question: Any) -> Any:
        self.asked.append(ident)
        cluster = SimpleNamespace(describe=lambda: "described", topics=lambda internal: ("topics", internal))
        return question(cluster, b"secret")


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setattr(groups, "Groups", Groups)
    return Engine()


def do(engine: Engine, verb: Any) -> Any:
    from eventscope.engine import answers_kafka  # noqa: F401  # declares them

    return asyncio.run(ANSWERS[type(verb)](engine, verb))  # type: ignore[arg-type]


def test_each_asks_its_cluster(engine: Engine) -> None:
    assert do(engine, verbs.GetCluster("c")) == "described"
    assert do(engine, verbs.GetKafkaTopics("c", True)) == ("topics", True)
    assert do(engine, verbs.GetKafkaGroups("c")) == ("all", True)
    assert do(engine, verbs.GetKafkaGroups("c", ("g",), False)) == ("some", ("g",), False)
    assert engine.asked == ["c"] * 4


def test_a_place_is_read_before_anybody_is_asked(engine: Engine) -> None:
    assert do(engine, verbs.PlanOffsets("c", "g", "t", "5", (0, 1))) == ("g", "t", 5, (0, 1))
    (_, _, when, _) = do(engine, verbs.PlanOffsets("c", "g", "t", "-15m"))
    assert isinstance(when, AtTime)
    asked = len(engine.asked)
    with pytest.raises(BadInput, match="no place"):
        do(engine, verbs.PlanOffsets("c", "g", "t", "somewhere"))
    assert len(engine.asked) == asked


def test_a_move_is_told(engine: Engine) -> None:
    assert do(engine, verbs.MoveOffsets("c", PLAN)).done
    (notice,) = engine.told
    assert isinstance(notice, Notice)
    assert (notice.code, notice.params) == ("offsets-moved", {"group": "g", "n": "1"})
