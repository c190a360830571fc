"""An engine that dies is started again, in bounds, and its state is read anew."""

from __future__ import annotations

import pytest

from eventscope.core.verbs import GetState
from eventscope.ui import lifeline as module
from eventscope.ui.desk import Desk
from eventscope.ui.lifeline import Lifeline
from ui.fakes import FakeDoor, state


class Engine:
    def __init__(self) -> None:
        self.client = FakeDoor({GetState: state()})
        self.closed: list[float] = []

    def close(self, timeout: float = 3.0) -> int:
        self.closed.append(timeout)
        return 0


class Starter:
    def __init__(self) -> None:
        self.engines: list[Engine] = []

    def __call__(self, wake) -> Engine:
        self.engines.append(Engine())
        return self.engines[-1]


@pytest.fixture
def starter() -> Starter:
    return Starter()


@pytest.fixture
def life(qapp, starter, monkeypatch) -> Lifeline:
    monkeypatch.setattr(module, "PAUSE_MS", 0)
    desk = Desk()
    made = Lifeline(desk, starter, desk)
    made.start()
    return made


def die(life: Lifeline, starter: Starter) -> None:
    starter.engines[-1].client.lost = True
    life._desk.wake()


def test_start_reads_the_state(life, starter) -> None:
    assert life._desk.state == state()
    assert life._desk.door is starter.engines[0].client


def test_a_dead_engine_is_replaced_and_that_is_told(life, starter, qtbot) -> None:
    with qtbot.waitSignals([life.lost, life.again]):
        die(life, starter)
    assert len(starter.engines) == 2
    assert starter.engines[0].closed
    assert life._desk.door is starter.engines[1].client


def test_it_gives_up_after_three_and_starts_again_when_asked(life, starter, qtbot) -> None:
    for _ in range(2):
        with qtbot.waitSignal(life.again):
            die(life, starter)
    with qtbot.waitSignal(life.gave_up):
        die(life, starter)
    assert len(starter.engines) == 3
    with qtbot.waitSignal(life.again):
        life.start_again()
    assert len(starter.engines) == 4


def test_close_ends_the_engine_once(life, starter) -> None:
    life.close(1.0)
    life.close(1.0)
    assert starter.engines[0].closed == [1.0]
