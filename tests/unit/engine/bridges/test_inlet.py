"""What a source puts: planned, stored, counted, acknowledged."""

from __future__ import annotations

from typing import Any

from bridgefakes import ENDPOINTS, FakeQueue, message, spec, to
from eventscope.core.bus import BusMessage
from eventscope.core.errors import Unavailable
from eventscope.engine.bridges import works
from eventscope.engine.bridges.defences import Defences
from eventscope.engine.bridges.design import of_bridge
from eventscope.engine.bridges.ends import Planned
from eventscope.engine.bridges.fuse import Fuse
from eventscope.engine.bridges.inlet import SourceInlet
from eventscope.engine.bridges.sides import Side
from eventscope.store.spoolrows import Drop, Marks


def inlet(queue: Any, heard: Any = None, hub: bool = False) -> SourceInlet:
    design = of_bridge(spec(to(when="payload.a > 0", on_error="dead-letter"), to()), ENDPOINTS)
    fuses = [Fuse(), Fuse()]
    made = works.planners(design, works.plans(design, "me"), fuses, Defences(), queue, lambda: None)
    return SourceInlet(made[0], queue, None if hub else Side(ENDPOINTS["a"], lambda: None), heard)


def test_a_batch_is_one_transaction_with_its_marks() -> None:
    queue, told, heard = FakeQueue(), [], []
    made = inlet(queue, lambda number, messages: heard.append((number, list(messages))))
    marks = Marks("s", {1: True})
    batch = [message(b'{"a": 1}'), message(b"no")]
    made.put(batch, marks, told.append)
    ((entries, given, drops, corpses),) = queue.puts
    assert [(entry.route, entry.payload) for entry in entries] == [(0, b'{"a": 1}'), (1, b'{"a": 1}'), (1, b"no")]
    assert given == marks
    assert not drops
    assert [corpse.entry.payload for corpse in corpses] == [b"no"]
    assert told == [None]
    assert (made.incoming, made.bytes, made.lag.figures().count) == (2, 10, 2)
    assert heard == [(0, batch)]


def test_what_is_not_stored_is_neither_counted_nor_heard() -> None:
    class Closed(FakeQueue):
        def put(self, *arguments: Any, **named: Any) -> None:
            raise Unavailable("spool-closed", "Closed.")

    told: list[Exception | None] = []
    heard: list[object] = []
    made = inlet(Closed(), lambda *news: heard.append(news))
    made.put([message()], None, told.append)
    assert [type(error) for error in told] == [Unavailable]
    assert (made.incoming, heard) == (0, [])


def test_dropped_messages_are_nowhere() -> None:
    queue = FakeQueue()
    made = inlet(queue)
    made.dropped("qos0_overflow", 5, message(b"first"))
    made.dropped("qos0_overflow", 1, None)
    assert queue.puts[0][2] == [Drop(None, "dropped", "qos0_overflow", 5, b"t", b"first")]
    assert queue.puts[1][2] == [Drop(None, "dropped", "qos0_overflow", 1, b"", b"")]
    assert made.incoming == 6


def test_a_transfer_books_what_it_sent_itself() -> None:
    queue, told = FakeQueue(), []
    made = inlet(queue)
    planned = made.plan([message(b'{"a": 1}'), message(b"no")])
    made.crossed(planned, [(1, "too_large", "Too large.")], told.append)
    ((entries, _, drops, corpses),) = queue.puts
    assert not entries
    assert sorted(drops) == [Drop(0, "out", "", 1), Drop(1, "out", "", 1)]
    assert {(corpse.entry.route, corpse.reason) for corpse in corpses} == {(1, "too_large"), (0, "unreadable")}
    assert told == [None]
    assert made.incoming == 2


def test_nothing_crossed() -> None:
    queue = FakeQueue()
    inlet(queue).crossed(Planned([], []), [], lambda error: None)
    assert queue.puts == [([], None, [], [])]


def test_what_the_end_tells_goes_to_side_and_queue() -> None:
    queue = FakeQueue()
    made = inlet(queue)
    made.standing("waiting", "closed", "It closed.", {"x": "1"})
    made.subscribed(False, "No.")
    made.note("duplicates", 2)
    assert made.side is not None
    assert (made.side.state, made.side.code, made.side.granted) == ("waiting", "closed", False)
    assert queue.notes == {"duplicates": 2}
    assert made.inbox("s") == {7}
    assert made.offsets() == {}


def test_the_hub_of_a_bus_has_no_side() -> None:
    made = inlet(FakeQueue(), hub=True)
    made.standing("up")
    made.subscribed(True)
    made.put([BusMessage("mqtt", b"t", b"x")])
    assert made.incoming == 1
