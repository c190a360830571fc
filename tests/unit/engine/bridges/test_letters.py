"""Dead letters for people: as they are, or planned anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from bridgefakes import ENDPOINTS, spec, to
from eventscope.core.deadletter import DeadEdit
from eventscope.core.errors import BadInput
from eventscope.engine.bridges import works
from eventscope.engine.bridges.defences import Defences
from eventscope.engine.bridges.design import of_bridge
from eventscope.engine.bridges.fuse import Fuse
from eventscope.engine.bridges.letters import PAGE, BridgeLetters
from eventscope.engine.bridges.memoryqueue import MemoryQueue
from eventscope.engine.bridges.planner import Planner
from eventscope.engine.bridges.queue import Morgue
from eventscope.store.spoolrows import Corpse, Entry, Limits, as_it_came


def letters(raw: int = 0, ready: int = 0, known: bool = True) -> tuple[BridgeLetters, MemoryQueue]:
    """So many that lie as they came (a JSON number each), and as they were to be sent."""
    queue = MemoryQueue(Limits(), lambda call: call())
    corpses = [
        Corpse(Entry(0, b"t", b"%d" % number, order=as_it_came(0)), "unreadable", "No.") for number in range(raw)
    ]
    corpses += [Corpse(Entry(0, b"ready", b"%d" % number), "quota", "Much.") for number in range(ready)]
    queue.put([], corpses=corpses)
    design = of_bridge(spec(to(topic="x/{topic}", when="payload >= 0", on_error="dead-letter")), ENDPOINTS)
    plans = works.plans(design, "me")
    made = works.planners(design, plans, [Fuse()], Defences(), queue, lambda: None) if known else []

    @contextmanager
    def opened() -> Iterator[tuple[Morgue, Sequence[Planner]]]:
        yield queue.dead, made

    return BridgeLetters("ab", opened), queue


def sent(queue: MemoryQueue) -> list[tuple[bytes, bytes | None]]:
    return [(row.topic, row.payload) for row in queue.take(0, 9_999)]


def test_replay_all_in_their_order() -> None:
    found, queue = letters(raw=PAGE + 20, ready=3)
    assert found.replay(None) == PAGE + 23
    topics = [topic for topic, _ in sent(queue)]
    assert topics.count(b"x/t") == PAGE + 20
    assert topics.count(b"ready") == 3
    assert found.page() == []
    assert queue.figures().error == 0


def test_replay_some_changed() -> None:
    found, queue = letters(raw=2, ready=2)
    first, _, third, _ = found.page()
    assert found.replay([first.id, third.id, 999], DeadEdit(payload=b"77", topic=b"new")) == 2
    assert sorted(sent(queue)) == [(b"new", b"77"), (b"x/new", b"77")]


def test_what_dies_again_comes_no_second_time() -> None:
    found, queue = letters(raw=3)
    assert found.replay(None, DeadEdit(payload=b"no number")) == 3
    assert found.reasons() == {"unreadable": 3}
    assert sent(queue) == []


def test_what_nobody_can_plan_stays() -> None:
    found, _ = letters(raw=1, ready=1, known=False)
    with pytest.raises(BadInput, match="Export them"):
        found.replay(None)
    assert len(found.page()) == 2


def test_pages_purge_and_export() -> None:
    found, _ = letters(raw=3)
    assert len(found.page(0, 10**9)) == 3
    assert len(list(found.export())) == 3
    assert found.purge([found.page()[0].id]) == 1
    assert found.purge() == 2
