"""Dead letters in memory."""

from __future__ import annotations

import json

from eventscope.core.deadletter import DeadLetter
from eventscope.engine.bridges.memoryqueue import MemoryQueue
from eventscope.store.spoolrows import Corpse, Drop, Entry, Limits, as_it_came


def morgue(count: int = 3, **limits: int) -> MemoryQueue:
    made = MemoryQueue(Limits(**limits), lambda call: call())
    corpses = [
        Corpse(Entry(number % 2, b"t", b"%d" % number, order=as_it_came(0)), "unreadable", "No.")
        for number in range(count)
    ]
    made.put([], corpses=corpses)
    return made


def test_pages_reasons_and_export() -> None:
    dead = morgue().dead
    first, second, third = dead.page()
    assert [first.payload, second.payload, third.payload] == [b"0", b"1", b"2"]
    assert (first.came_by, first.errors[0].words) == (0, "No.")
    assert [letter.id for letter in dead.page(first.id, 1)] == [second.id]
    assert [letter.id for letter in dead.page(route=1)] == [second.id]
    assert dead.page(reason="other") == []
    assert dead.reasons() == {"unreadable": 3}
    assert [json.loads(line)["reason"] for line in dead.export()] == ["unreadable"] * 3


def test_replay_with_an_edit() -> None:
    made = morgue()
    ids = [letter.id for letter in made.dead.page()]
    assert made.dead.replay([ids[0], 999], {"payload": b"mended"}) == 1
    assert [row.payload for row in made.take(0, 9)] == [b"mended"]
    assert made.figures().error == 0


def test_arriving_anew_counts_once() -> None:
    made = morgue()

    def plan(letter: DeadLetter) -> tuple[list[Entry], list[Drop], list[Corpse]]:
        if letter.payload == b"0":
            return [Entry(0, b"x", b"0")], [], []
        if letter.payload == b"1":
            return [], [Drop(1, "dropped", "filtered")], []
        return [], [], [Corpse(Entry(0, b"t", b"2"), "unreadable", "Again no.")]

    assert made.dead.arrive([letter.id for letter in made.dead.page()], plan) == 3
    figures = made.figures()
    assert (figures.queued, figures.dead, figures.error) == (1, 1, 0)
    assert sum(route.incoming for route in figures.routes.values()) == 3
    assert made.dead.page()[0].errors[0].words == "Again no."


def test_no_room_is_counted() -> None:
    made = morgue(5, dead_messages=2)
    figures = made.figures()
    assert figures.dead == 2
    assert sum(dict(route.dropped)["dead_letters_full"] for route in figures.routes.values()) == 3
    assert figures.error == 0


def test_purge() -> None:
    made = morgue()
    first = made.dead.page()[0].id
    assert made.dead.purge([first]) == 1
    assert made.dead.purge() == 2
    assert made.dead.purge() == 0
    assert made.figures().error == 0
