from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from eventscope.core.deadletter import DeadLetter
from eventscope.store.spool import Spool
from eventscope.store.spoolrows import Corpse, Drop, Entry, as_it_came
from spooling import Wait, entries, payloads, put, spooled
from storing import wait_for

BAD = Entry(1, b"\xff/t", b"\x00\xfe", b"k", ((b"h", None),), 2, True, b"\x26raw", "mid=5")


def died(spool: Spool, *bodies: bytes) -> None:
    put(spool, entries(*bodies))
    for row in spool.take(0, 100):
        wait = Wait()
        spool.retry(row.id, 0.0, "quota", "first")
        spool.take(0, 0)
        wait_for(lambda id_=row.id: any(item.id == id_ for item in spool.take(0, 1)))
        spool.bury(row.id, "not_authorized", "second \ud800", wait)
        wait.result()


def test_a_letter_keeps_its_bytes_and_every_error(tmp_path: Path) -> None:
    with spooled(tmp_path) as spool:
        put(spool, [], corpses=[Corpse(BAD, "invalid_topic", "not UTF-8")])
        died(spool, b"x")
    with spooled(tmp_path) as spool:
        first, second = spool.dead.page()
        assert (first.topic, first.payload, first.key, first.headers) == (BAD.topic, BAD.payload, BAD.key, BAD.headers)
        assert (first.qos, first.retain, first.properties, first.source) == (2, True, b"\x26raw", "mid=5")
        assert [(item.reason, item.words) for item in first.errors] == [("invalid_topic", "not UTF-8")]
        assert [item.words for item in second.errors] == ["first", "second \\ud800"]
        assert second.errors[0].at <= second.errors[1].at <= second.died
        assert spool.dead.reasons() == {"invalid_topic": 1, "not_authorized": 1}
        assert [letter.id for letter in spool.dead.page(after=first.id)] == [second.id]
        assert [letter.id for letter in spool.dead.page(reason="invalid_topic")] == [first.id]
        assert [letter.id for letter in spool.dead.page(route=0)] == [second.id]
        assert spool.figures().error == 0


def test_replay_with_an_edit(tmp_path: Path) -> None:
    with spooled(tmp_path) as spool:
        put(spool, [], corpses=[Corpse(BAD, "invalid_topic", "no")])
        (letter,) = spool.dead.page()
        assert spool.dead.replay([letter.id, 999], {"topic": b"good", "payload": b"longer than it was"}) == 1
        assert spool.dead.page() == []
        (row,) = spool.take(1, 10)
        assert (row.topic, row.payload, row.properties, row.headers) == (
            b"good", b"longer than it was", b"\x26raw", ((b"h", None),)
        )  # fmt: skip
        assert row.id > letter.id
        figures = spool.figures()
        assert (figures.queued, figures.dead, figures.bytes, figures.error) == (1, 0, row.size, 0)
        wait = Wait()
        spool.bury(row.id, "loop", "again", wait)
        wait.result()
        assert [item.words for item in spool.dead.page()[0].errors] == ["no", "again"]


def test_purge_some_and_all(tmp_path: Path) -> None:
    with spooled(tmp_path) as spool:
        put(spool, [], corpses=[Corpse(BAD, "loop", "x")] * 3)
        ids = [letter.id for letter in spool.dead.page()]
        assert spool.dead.purge(ids[:1]) == 1
        assert spool.dead.purge() == 2
        figures = spool.figures()
        assert (figures.dead, figures.dead_bytes, dict(figures.routes[1].dropped)) == (0, 0, {"purged": 3})
        assert figures.error == 0


def test_export_loses_no_byte(tmp_path: Path) -> None:
    with spooled(tmp_path) as spool:
        put(spool, [], corpses=[Corpse(BAD, "loop", "x"), Corpse(BAD._replace(topic=b"t", payload=None), "loop", "x")])
        first, second = map(json.loads, spool.dead.export())
    assert base64.b64decode(first["topic"]) == BAD.topic
    assert base64.b64decode(first["payload"]) == BAD.payload
    assert "topic-text" not in first
    assert (second["topic-text"], second["payload"], second["headers"]) == ("t", None, [["aA==", None]])
    assert first["errors"][0]["words"] == "x"


def test_replay_passes_a_full_queue(tmp_path: Path) -> None:
    with spooled(tmp_path) as spool:
        put(spool, [], corpses=[Corpse(BAD._replace(route=0), "loop", "x")])
        spool._books.limits = spool._books.limits.__class__(messages=1)
        put(spool, entries(b"1"))
        spool.dead.replay([letter.id for letter in spool.dead.page()])
        assert payloads(spool) == [b"1", BAD.payload]


def test_letters_come_in_anew_as_a_plan_says(tmp_path: Path) -> None:
    with spooled(tmp_path) as spool:
        raw = [
            Corpse(Entry(-1, b"t", b"%d" % number, order=as_it_came(2)), "invalid_topic", "No.") for number in range(4)
        ]
        put(spool, [], corpses=raw)
        letters = spool.dead.page()
        assert [letter.came_by for letter in letters] == [2] * 4

        def plan(letter: DeadLetter) -> tuple[list[Entry], list[Drop], list[Corpse]]:
            number = int(letter.payload or b"")
            entry = Entry(number, b"x", letter.payload)
            return [([entry, entry._replace(route=1)], [], []), ([], [Drop(0, "dropped", "filtered")], []),
                    ([], [], [Corpse(entry, "too_large", "Large.")]), ([], [], [])][number]  # type: ignore[return-value]  # fmt: skip

        assert spool.dead.arrive([letter.id for letter in letters[:3]], plan) == 3
        figures = spool.figures()
        assert (figures.queued, figures.dead, figures.error) == (2, 2, 0)
        assert sum(route.incoming for route in figures.routes.values()) == 5
        assert {letter.reason: letter.came_by for letter in spool.dead.page()} == {
            "invalid_topic": 2,
            "too_large": None,
        }
        assert [row.payload for row in spool.take(0, 9)] == [b"0"]
    with spooled(tmp_path) as spool:
        assert spool.figures().error == 0
        wait_for(lambda: spool.oldest(0) and spool.oldest(1))
        assert [row.route for row in (*spool.take(0, 9), *spool.take(1, 9))] == [0, 1]


def test_a_plan_that_fails_changes_nothing(tmp_path: Path) -> None:
    with spooled(tmp_path) as spool:
        put(spool, [], corpses=[Corpse(Entry(0, b"t", b"x", order=as_it_came(0)), "unreadable", "No.")])
        (letter,) = spool.dead.page()
        with pytest.raises(ZeroDivisionError):
            spool.dead.arrive([letter.id], lambda found: 1 / 0)  # type: ignore[arg-type, return-value]
        assert spool.dead.page() == [letter]
        assert spool.figures().error == 0
