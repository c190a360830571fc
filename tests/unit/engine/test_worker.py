"""A simulated consumer takes its time, one message after the other, and acknowledges when it is done."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from eventscope.base import clock
from eventscope.core.message import ROW, Block, Receipt
from eventscope.core.news import LinkNews, SubscriptionNews
from eventscope.engine.worker import Bystander, Worker


class Monitor:
    def __init__(self) -> None:
        self.calls: list[str] = []

    def fold(self, connection: str, block: Block, stored: bool = True) -> None:
        assert not stored
        self.calls.append(connection)

    def link_changed(self, news: LinkNews) -> None:
        self.calls.append(news.state)

    def subscription_changed(self, news: SubscriptionNews) -> None:
        self.calls.append(news.state)

    def trouble(self, connection: str, code: str) -> int:
        self.calls.append(code)
        return 1


class Schedule:
    def __init__(self) -> None:
        self.calls: list[tuple[int, Callable[[int], int | None]]] = []

    def at(self, due: int, call: Callable[[int], int | None]) -> None:
        self.calls.append((due, call))


def block(count: int) -> Block:
    return Block(np.zeros(count, ROW), [b"a"], b"")


def test_work_is_done_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "mono_ns", lambda: 1000)
    monitor, schedule, done = Monitor(), Schedule(), []
    worker = Worker(monitor, schedule, 10)  # type: ignore[arg-type]
    worker.on_block("billing-1", block(2), lambda: done.append("a"))
    worker.on_block("billing-1", block(1), lambda: done.append("b"))
    worker.pause(500)
    worker.on_block("billing-1", block(1), lambda: done.append("c"))
    worker.on_block("billing-1", block(1), None)
    assert [due for due, _ in schedule.calls] == [1020, 1030, 1540]
    assert done == []
    assert [call(0) for _, call in schedule.calls] == [None, None, None]
    assert done == ["a", "b", "c"]
    assert monitor.calls == ["billing-1"] * 4


def test_it_knows_whether_its_queue_was_granted() -> None:
    monitor = Monitor()
    worker = Worker(monitor, Schedule(), 10)  # type: ignore[arg-type]
    worker.on_link(LinkNews("billing-1", "up", 1))
    assert not worker.granted
    worker.on_subscription(SubscriptionNews("billing-1", "q", "granted"))
    assert worker.granted
    worker.on_subscription(SubscriptionNews("billing-1", "q", "refused"))
    assert not worker.granted
    assert monitor.calls == ["up", "granted", "refused"]


def test_a_bystander_is_not_measured_and_passes_outcomes_on() -> None:
    monitor, heard, done = Monitor(), [], []
    other = Bystander(monitor, heard.append)  # type: ignore[arg-type]
    other.on_link(LinkNews("shop", "up", 1))
    other.on_subscription(SubscriptionNews("shop", "q", "granted"))
    other.on_block("shop", block(1), lambda: done.append(1))
    other.on_block("shop", block(1), None)
    receipt = Receipt(-1, "t", 0, 0, 0, failed="offline")
    other.on_receipt(receipt)
    assert (heard, done, monitor.calls) == ([receipt], [1], [])
    other.on_trouble("shop", "bad-packet", "It sent nonsense.", {})
    assert monitor.calls == ["bad-packet"]
