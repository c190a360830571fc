"""Courses through a bridge that is made of a list: nothing is counted twice, nothing that is lost is hidden."""

from __future__ import annotations

from collections import deque

import pytest

from eventscope.cli.bench import bridgecourse
from eventscope.cli.bench.bridgecourse import WINDOW, Times, added, await_first, flood, paced
from eventscope.core.errors import Unavailable


class Bridge:
    """Feed and taps in one: what goes in comes out at once, but for the first few."""

    def __init__(self, loses: int = 0) -> None:
        self.loses = loses
        self.sent = self.open = 0
        self.most = 0
        self.near, self.far = Out(), Out()

    def send(self, count: int) -> None:
        for number in range(self.sent, self.sent + count):
            self.near.queue.append(number)
            if number >= self.loses:
                self.far.queue.append(number)
        self.sent += count
        self.most = max(self.most, self.sent - self.far.received)

    def turn(self) -> None: ...


class Out:
    def __init__(self) -> None:
        self.queue: deque[int] = deque()
        self.received = 0
        self.times = Times()
        self.stands = False

    def turn(self, seconds: float) -> int:
        if self.stands:
            return 0
        given = list(self.queue)
        self.queue.clear()
        if given:
            self.times.arrived(given, 1000 * (self.received + 1))
        self.received += len(given)
        return len(given)


def test_the_first_message_is_waited_for_with_others() -> None:
    bridge = Bridge(loses=3)
    await_first(bridge, bridge.far)
    assert (bridge.sent, bridge.far.received) == (4, 1)


def test_a_bridge_that_lets_nothing_through_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridgecourse, "READY", 0.0)
    bridge = Bridge(loses=10**9)
    with pytest.raises(Unavailable, match="No message crossed"):
        await_first(bridge, bridge.far)


def test_a_flood_keeps_its_window_and_marks_both_ends() -> None:
    bridge, marks = Bridge(loses=3), list[int]()
    await_first(bridge, bridge.far)
    crossed = flood(bridge, bridge.far, 0.05, 0.02, lambda: marks.append(bridge.far.received))
    assert crossed.count == marks[1] - marks[0] > 0
    assert crossed.rate == crossed.count / crossed.seconds
    assert bridge.most <= WINDOW + 3
    assert bridge.far.received == bridge.sent - 3


def test_a_bridge_that_stops_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridgecourse, "STALLED", 0.01)
    bridge = Bridge()
    bridge.far.stands = True
    with pytest.raises(Unavailable, match="stopped"):
        flood(bridge, bridge.far, 1.0, 0.5, lambda: None)


def test_a_paced_course_sends_so_many() -> None:
    bridge = Bridge()
    bridge.send(5)
    assert paced(bridge, bridge.near, bridge.far, 1000.0, 0.1, bridge.far.times) == (5, 105)
    assert set(bridge.far.times.at) == set(range(105))


def test_added_is_taken_message_by_message() -> None:
    near, far = Times(), Times()
    for number in range(100):
        near.arrived([number], 1_000_000 * number)
        far.arrived([number], 1_000_000 * number + (2_000_000 if number < 98 else 50_000_000))
        far.arrived([number], 0)  # a second copy changes nothing
    assert added(near, far, 0, 100) == {"p50_added_ms": 2.0, "p99_added_ms": 50.0, "lost": 0}
    assert added(near, far, 98, 102)["lost"] == 2
    assert added(near, far, 200, 201) == {"p50_added_ms": None, "p99_added_ms": None, "lost": 1}
