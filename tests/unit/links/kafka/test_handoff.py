"""Batches wait within bounds; what the receiver does not take is not forgotten in silence."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from eventscope.core.kafka import Record
from eventscope.links.kafka.handoff import Handoff
from servers import wait_until


class Slow:
    def __init__(self) -> None:
        self.go = threading.Event()
        self.got: list[list[Record]] = []
        self.failed: list[Exception] = []
        self.handoff = Handoff(self.receive, self.failed.append, 2, 100)

    def receive(self, batch: list[Record]) -> None:
        assert self.go.wait(10)
        if batch[0].value == b"bad":
            raise ValueError("bad")
        self.got.append(batch)


@pytest.fixture
def slow() -> Iterator[Slow]:
    made = Slow()
    yield made
    made.go.set()
    made.handoff.stop(5)


def batch(value: bytes = b"x") -> list[Record]:
    return [Record("t", 0, 0, 0, "none", None, value, ())]


def test_full_by_number_and_room_again(slow: Slow) -> None:
    slow.handoff.put(batch())
    wait_until(lambda: slow.handoff._busy)
    slow.handoff.put(batch())
    assert not slow.handoff.full
    slow.handoff.put(batch())
    assert slow.handoff.full
    assert not slow.handoff.wait_room(0.01)
    assert not slow.handoff.full_for(1000)
    assert slow.handoff.full_for(0)
    slow.go.set()
    assert slow.handoff.wait_idle(10)
    assert len(slow.got) == 3
    assert slow.handoff.roomy


def test_full_by_bytes(slow: Slow) -> None:
    slow.handoff.put(batch())
    wait_until(lambda: slow.handoff._busy)
    slow.handoff.put(batch(bytes(200)))
    assert slow.handoff.full
    assert slow.handoff.drop() == 1
    assert not slow.handoff.full


def test_a_receiver_that_fails_is_told(slow: Slow) -> None:
    slow.go.set()
    slow.handoff.put(batch(b"bad"))
    slow.handoff.put(batch())
    assert slow.handoff.wait_idle(10)
    assert [str(error) for error in slow.failed] == ["bad"]
    assert len(slow.got) == 1
