"""Ending what a broker remembers of a consumer."""

from __future__ import annotations

from typing import Any

import pytest

from consuming import Settled, block
from enginefakes import FakeLink
from eventscope.core.consumer import ConsumerSpec
from eventscope.core.errors import Unavailable
from eventscope.core.news import LinkNews, SubscriptionNews
from eventscope.core.workspace import Connection
from eventscope.engine.consumption import sessions

SPEC = ConsumerSpec("c", "conn", "t")


class Answering(FakeLink):
    """A link that is up at once."""

    state = "up"

    def open(self) -> None:
        super().open()
        told = Settled(1)
        self.sink.on_subscription(SubscriptionNews("conn", "t", "granted"))
        self.sink.on_block("conn", block(1), told)
        assert told.told == 1
        self.sink.on_trouble("conn", "x", "", {})
        self.sink.on_link(LinkNews("conn", self.state, 1))  # type: ignore[arg-type]


def test_a_clean_start_ends_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[FakeLink] = []

    def make(*given: Any) -> FakeLink:
        made.append(Answering(*given))
        return made[-1]

    assert sessions.end(Connection("conn", "B"), SPEC, make, b"pw", "me")
    assert (made[0].connection.clean_start, made[0].connection.session_expiry) == (True, 0)
    assert made[0].calls == [("open", None), ("close", None)]
    monkeypatch.setattr(Answering, "state", "waiting")
    monkeypatch.setattr(sessions, "WITHIN", 0.01)
    assert not sessions.end(Connection("conn", "B"), SPEC, make, None, "me")
    assert made[1].calls[-1] == ("close", None)


def test_a_bus_has_none() -> None:
    assert sessions.end(Connection("b", "Bus", scheme="bus"), SPEC, FakeLink, None, "me")


def test_a_group_that_others_read_too_stays() -> None:
    spec = ConsumerSpec("c", "conn", "t", sharing="hybrid", group="g")
    assert sessions.end(Connection("conn", "K", "kafka"), spec, FakeLink, None, "me")


def test_a_cluster_that_does_not_answer_says_no(monkeypatch: pytest.MonkeyPatch) -> None:
    class Groups:
        def __init__(self, *given: Any) -> None: ...

        def some(self, names: Any) -> None:
            raise Unavailable("unreachable", "Nobody is there.")

    monkeypatch.setattr("eventscope.links.kafka.groups.Groups", Groups)
    assert not sessions.end(Connection("conn", "K", "kafka"), SPEC, FakeLink, None, "me")
