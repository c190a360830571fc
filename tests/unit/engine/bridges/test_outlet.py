"""What a target takes from."""

from __future__ import annotations

from typing import Any

import pytest

from bridgefakes import ENDPOINTS, FakeQueue, message, row, spec, to
from eventscope.base import clock
from eventscope.core import marks
from eventscope.core.loops import HOLD, RATE
from eventscope.core.marks import Marks
from eventscope.engine.bridges import works
from eventscope.engine.bridges.defences import Defences
from eventscope.engine.bridges.design import of_bridge
from eventscope.engine.bridges.ends import Failure
from eventscope.engine.bridges.fuse import Fuse
from eventscope.engine.bridges.outlet import SECOND, RouteOutlet
from eventscope.engine.bridges.patience import Patience
from eventscope.engine.bridges.sides import Side
from eventscope.store.spoolrows import pack


def outlet(queue: Any, target: str = "b", defences: Defences | None = None, woken: Any = None) -> RouteOutlet:
    design = of_bridge(spec(to(target)), ENDPOINTS)
    (plan,) = works.plans(design, "me")
    side = Side(ENDPOINTS[target], lambda: None)
    return RouteOutlet(
        0, plan.ways, queue, side, Fuse(), defences or Defences(), Patience(2, lambda: 0.5), woken or (lambda: None)
    )


def test_rows_are_given_and_settled() -> None:
    queue = FakeQueue([row(1), row(2, b"yy"), row(3)])
    made = outlet(queue)
    assert [item.id for item in made.take(2)] == [1, 2]
    assert made.in_flight == 2
    made.done([1, 2])
    assert (made.in_flight, made.moved, made.bytes) == (0, 2, 3)
    assert made.latency.figures().count == 2
    assert queue.calls[-1] == ("done", [1, 2])


def test_nothing_is_given_in_a_pause_or_while_the_breaker_holds() -> None:
    queue = FakeQueue([row(1)])
    made = outlet(queue)
    made.open = False
    assert made.take(1) == []
    made.open = True
    for number in range(RATE + 1):
        made.fuse.arrived(b"t", b"x", number)
    assert made.take(1) == []


def test_while_it_probes_rows_leave_up_to_the_suspect() -> None:
    queue = FakeQueue([row(1, b"other"), row(2), row(3), row(4)])
    made = outlet(queue)
    for number in range(RATE + 1):
        made.fuse.arrived(b"t", b"x", number)
    made.fuse.look(HOLD + RATE)
    made.again()
    assert [item.id for item in made.take(10)] == [1, 2]
    assert made.take(10) == []


def test_failures_are_judged() -> None:
    queue = FakeQueue([row(1), row(2), row(3, tries=1)])
    made = outlet(queue)
    made.take(3)
    made.failed([
        Failure(1, "quota", "Too much.", False),
        Failure(2, "invalid_topic", "Bad.", True),
        Failure(3, "quota", "Too much.", False),
    ])  # fmt: skip
    assert queue.calls[0] == ("retry", 1, 0.25, "quota", "Too much.")
    assert queue.calls[1] == ("bury", 2, "invalid_topic", "Bad.")
    assert queue.calls[2][:3] == ("bury", 3, "retries_exhausted")
    assert made.in_flight == 0


def test_who_listens_is_called_else_the_bridge_is_woken() -> None:
    told: list[str] = []
    queue = FakeQueue()
    made = outlet(queue, woken=lambda: told.append("woken"))
    queue.listeners[0]()
    made.listen(lambda: told.append("ready"))
    queue.listeners[0]()
    made.ignore()
    queue.listeners[0]()
    assert told == ["woken", "ready", "woken"]


def test_copies_for_a_broker_without_properties_are_remembered_as_they_leave() -> None:
    defences = Defences()
    packed = pack(marks.written(Marks("a", 1, ("me@a",))))
    queue = FakeQueue([row(1, packed=packed)], [row(9, b"y", packed=packed, state=1), row(8, route=1)])
    made = outlet(queue, "old", defences)
    broker = ENDPOINTS["old"].broker
    assert defences.restored("z", broker, message(), 10**12) is None
    assert [item.id for item in made.restored] == [9]
    made.take(1)
    now = max(made._told.values())
    assert defences.restored("z", broker, message(), now) is not None
    assert defences.restored("z", broker, message(b"y"), now) is not None
    made.standing("up")  # told a moment ago, so not again
    assert defences.restored("z", broker, message(), now) is None
    made._told[1] -= 20 * 10**9
    made.standing("up")
    assert defences.restored("z", broker, message(), max(made._told.values())) is not None
    made.done([1, 9])
    assert not made._told


def test_the_target_tells_how_large_a_message_may_be() -> None:
    made = outlet(FakeQueue())
    made.largest(77)
    assert [way.largest for way in made.ways] == [77]
    made.note("session_lost")
    assert made._queue.notes == {"session_lost": 1}  # type: ignore[attr-defined]
    assert made.epoch == 3


def test_a_target_that_is_up_and_answers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100 * SECOND]
    monkeypatch.setattr(clock, "mono_ns", lambda: now[0])
    made = outlet(FakeQueue([row(1), row(2)]))
    made.take(1)
    assert made.unanswered(200 * SECOND) == 0.0, "a side that is down says so itself"
    made.standing("up")
    assert made.unanswered(112 * SECOND) == 12.0
    now[0] = 111 * SECOND
    made.take(1)
    assert made.unanswered(112 * SECOND) == 12.0, "that more is sent is no answer"
    made.done([1])
    assert made.unanswered(112 * SECOND) == 1.0
    made.done([2])
    assert made.unanswered(200 * SECOND) == 0.0
