"""Asking for the lag of groups: only while somebody wants it, and a failure is no end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import pytest

from consuming import on_loop
from enginebench import until
from eventscope.core.errors import Unavailable
from eventscope.core.kafka import Servers
from eventscope.core.kafkafigures import Group
from eventscope.engine.consumption import lags
from eventscope.engine.consumption.lags import Lags


class Groups:
    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.fails = False

    def some(self, names: Iterable[str], times: bool = False) -> tuple[Group, ...]:
        assert times
        self.asked.append(tuple(names))
        if self.fails:
            raise Unavailable("unreachable", "Nobody is there.")
        return tuple(Group(name, "stable") for name in names)


@pytest.fixture
def groups(monkeypatch: pytest.MonkeyPatch) -> Groups:
    found = Groups()
    monkeypatch.setattr(lags, "EVERY", 0.01)
    monkeypatch.setattr(Lags, "_reach", lambda self: found)
    return found


@on_loop
async def test_groups_that_are_wanted_are_asked_about(groups: Groups) -> None:
    found = Lags(Servers(("x:1",)), None)
    assert found.idle
    found.want("a")
    found.want("b")
    found.want("a")
    await until(lambda: found.latest("b"))
    latest = found.latest("a")
    assert latest is not None
    assert latest[0].id == "a"
    assert found.latest("c") is None
    found.forget("a")
    found.forget("b")
    assert not found.idle
    groups.asked.clear()
    await until(lambda: groups.asked)
    assert groups.asked[0] == ("a",)
    found.forget("a")
    assert found.idle
    await asyncio.sleep(0.03)  # a question under way may still end
    groups.asked.clear()
    await asyncio.sleep(0.05)
    assert groups.asked == []


@on_loop
async def test_a_cluster_that_does_not_answer_is_asked_again(groups: Groups) -> None:
    groups.fails = True
    found = Lags(Servers(("x:1",)), None)
    found.want("a")
    await until(lambda: len(groups.asked) > 2)
    assert found.latest("a") is None
    groups.fails = False
    await until(lambda: found.latest("a"))
    found.forget("a")


@on_loop
async def test_old_news_say_nothing_of_now(groups: Groups, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Lags(Servers(("x:1",)), None)
    found.want("a")
    await until(lambda: found.latest("a"))
    monkeypatch.setattr(lags, "STALE", -1)
    assert found.latest("a") is None
    found.forget("a")
