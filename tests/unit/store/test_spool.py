from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from eventscope.base import clock
from eventscope.core.errors import Unavailable
from eventscope.store.spool import NAME, Spool
from eventscope.store.spoolrows import Corpse, Drop, Entry, Limits, Marks
from spooling import Wait, entries, payloads, put, settle, spooled
from storing import Notices, wait_for


def test_in_and_out_in_order(tmp_path: Path) -> None:
    with spooled(tmp_path) as spool:
        put(spool, entries(b"1", b"2"))
        put(spool, entries(b"3"))
        rows = spool.take(0, 10)
        assert [row.payload for row in rows] == [b"1", b"2", b"3"]
        assert spool.take(0, 10) == []
        spool.done(row.id for row in rows[:2])
        settle(spool)
        figures = spool.figures()
        assert (figures.queued, figures.routes[0].out, figures.error) == (1, 2, 0)
        assert figures.oldest == rows[2].since


def test_what_was_not_through_comes_again_after_a_restart(tmp_path: Path) -> None:
    with spooled(tmp_path) as spool:
        put(spool, entries(b"1", b"2", b"3", b"4", qos=2), marks=Marks("s", {7: True}, (("t", 0, 9),)))
        one, two, three, _ = spool.take(0, 10)
        wait = Wait()
        spool.sent([(one.id, 11), (two.id, 12), (three.id, 13)])
        spool.received([(two.id, 12)])
        spool.done([three.id], wait)
        wait.result()
        assert spool.epoch == 1
    with spooled(tmp_path) as spool:
        assert [(row.payload, row.state, row.mid) for row in spool.restored] == [(b"1", 1, 11), (b"2", 2, 12)]
        assert spool.inbox("s") == {7}
        assert spool.offsets == {("t", 0): 9}
        assert spool.epoch == 2
        wait_for(lambda: (found := payloads(spool)) and found == [b"4"])
        spool.done(row.id for row in spool.restored)
        settle(spool)
        assert spool.figures().routes[0].out == 3
        assert spool.figures().error == 0
        put(spool, entries(b"5"))
        assert spool.take(0, 1)[0].id == 5


def test_more_than_memory_holds_comes_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eventscope.store.spoollane.ROWS", 10)
    monkeypatch.setattr("eventscope.store.spoolwriter.ROWS", 10)
    numbers = [b"%d" % number for number in range(95)]
    with spooled(tmp_path) as spool:
        news = threading.Event()
        spool.listen(0, news.set)
        for start in range(0, 95, 7):
            put(spool, entries(*numbers[start : start + 7]))
        found: list[bytes | None] = []
        while len(found) < 95:
            rows = spool.take(0, 4)
            if not rows:
                assert news.wait(20)
                news.clear()
            found += [row.payload for row in rows]
            spool.done(row.id for row in rows)
        assert found == numbers


def test_routes_do_not_wait_for_each_other(tmp_path: Path) -> None:
    with spooled(tmp_path) as spool:
        put(spool, entries(b"a", b"b") + entries(b"c", route=1))
        assert payloads(spool, 1) == [b"c"]
        assert payloads(spool, 0) == [b"a", b"b"]


def test_a_full_queue_holds_the_commit_until_there_is_room(tmp_path: Path) -> None:
    with spooled(tmp_path, Limits(messages=3)) as spool:
        put(spool, entries(b"1", b"2"))
        put(spool, entries(b"3", b"4"))  # begins below the limit
        late = Wait()
        spool.put(entries(b"5"), done=late)
        wait_for(lambda: spool.figures().blocked == "queue")
        assert not late.over
        rows = spool.take(0, 2)
        spool.done(row.id for row in rows)
        late.result()
        assert spool.figures().queued == 3
        assert payloads(spool) == [b"3", b"4", b"5"]


def test_marks_alone_pass_a_full_queue(tmp_path: Path) -> None:
    with spooled(tmp_path, Limits(messages=1)) as spool:
        put(spool, entries(b"1"))
        put(spool, [], marks=Marks("s", {1: True}))
        assert spool.inbox("s") == {1}


def test_closing_refuses_what_waits(tmp_path: Path) -> None:
    late = Wait()
    with spooled(tmp_path, Limits(messages=1)) as spool:
        put(spool, entries(b"1"))
        spool.put(entries(b"2"), done=late)
    with pytest.raises(Unavailable):
        late.result()
    with pytest.raises(Unavailable):
        spool.put(entries(b"3"))


@pytest.mark.parametrize(
    ("policy", "kept", "dropped", "dead"),
    [("drop-oldest", [b"2", b"3", b"4"], 1, 0), ("drop-newest", [b"1", b"2", b"3"], 1, 0),
     ("to-dead-letters", [b"1", b"2", b"3"], 0, 1)],
)  # fmt: skip
def test_policies_of_a_full_queue(tmp_path: Path, policy: str, kept: list[bytes], dropped: int, dead: int) -> None:
    with spooled(tmp_path, Limits(messages=3, when_full=policy)) as spool:  # type: ignore[arg-type]
        put(spool, entries(b"1", b"2", b"3"))
        put(spool, entries(b"4"))
        figures = spool.figures()
        route = figures.routes[0]
        assert (dict(route.dropped).get("queue_full", 0), route.dead, figures.error) == (dropped, dead, 0)
        assert payloads(spool) == kept
        if dropped:
            assert spool.firsts()["queue_full"][2] == (b"1" if policy == "drop-oldest" else b"4")


def test_one_batch_beyond_the_limit_keeps_its_newest(tmp_path: Path) -> None:
    with spooled(tmp_path, Limits(messages=3, when_full="drop-oldest")) as spool:
        put(spool, entries(b"0"))
        put(spool, entries(*[b"%d" % number for number in range(1, 9)]))
        assert payloads(spool) == [b"6", b"7", b"8"]
        assert dict(spool.figures().routes[0].dropped) == {"queue_full": 6}
        assert spool.figures().error == 0
        assert spool.firsts()["queue_full"][2] == b"0"
    with spooled(tmp_path) as spool:
        wait_for(lambda: spool.oldest(0))
        assert payloads(spool) == [b"6", b"7", b"8"]


def test_a_limit_in_bytes(tmp_path: Path) -> None:
    with spooled(tmp_path, Limits(bytes=10, when_full="drop-newest")) as spool:
        put(spool, entries(b"x" * 20, b"y"))
        assert payloads(spool) == [b"x" * 20]


def test_rows_on_their_way_are_not_dropped_for_room(tmp_path: Path) -> None:
    with spooled(tmp_path, Limits(messages=1, when_full="drop-oldest")) as spool:
        put(spool, entries(b"1"))
        rows = spool.take(0, 1)
        put(spool, entries(b"2"))
        put(spool, entries(b"3"))
        assert payloads(spool) == [b"3"]
        spool.done(row.id for row in rows)
        settle(spool)
        assert spool.figures().error == 0


def test_what_expires_is_counted(tmp_path: Path) -> None:
    with spooled(tmp_path) as spool:
        put(spool, [Entry(0, b"t", b"old", expires=clock.steady_ns() - 1), Entry(0, b"t", b"new")])
        wait_for(lambda: spool.figures().routes[0].expired or payloads(spool) is None)
        settle(spool)
        assert spool.figures().routes[0].expired == 1
        assert spool.figures().error == 0


def test_drops_of_the_plan_and_of_the_source(tmp_path: Path) -> None:
    with spooled(tmp_path) as spool:
        drops = [Drop(None, "dropped", "filtered", 3, b"t", b"first"), Drop(0, "loop_stopped", "loop", 2)]
        put(spool, [], drops=drops)
        put(spool, [], drops=[Drop(None, "dropped", "filtered", 1, b"t", b"second")])
        figures = spool.figures()
        assert dict(figures.routes[-1].dropped) == {"filtered": 4}
        assert figures.routes[0].loop_stopped == 2
        assert figures.error == 0
        assert spool.firsts()["filtered"][1:] == (b"t", b"first")


def test_a_name_counts_once(tmp_path: Path) -> None:
    with spooled(tmp_path) as spool:
        put(spool, entries(b"1", dedupe=b"x", origin="o") + entries(b"2", dedupe=b"x", origin="p"))
        put(spool, entries(b"3", dedupe=b"x", origin="o"))
    with spooled(tmp_path) as spool:
        put(spool, entries(b"4", dedupe=b"x", origin="p"))
        assert dict(spool.figures().routes[0].dropped) == {"duplicate": 2}
        wait_for(lambda: payloads(spool) == [b"1", b"2"])
        assert spool.figures().error == 0


def test_a_row_is_tried_again_and_gives_way_to_others(tmp_path: Path) -> None:
    with spooled(tmp_path) as spool:
        news = threading.Event()
        spool.listen(0, news.set)
        put(spool, entries(b"1", topic=b"a") + entries(b"2", topic=b"a") + entries(b"3", topic=b"b"))
        (first,) = spool.take(0, 1)
        wait = Wait()
        spool.retry(first.id, 0.05, "quota", "full", wait)
        wait.result()
        assert payloads(spool) == [b"3"]
        found: list[int] = []
        while not found:
            assert news.wait(20)
            news.clear()
            found += [row.id for row in spool.take(0, 1)]
        assert found == [first.id]
        spool.done(found)
        settle(spool)
        assert payloads(spool) == [b"2"]
        assert spool.figures().notes["retries"] == 1


def test_dead_letters_that_find_no_room_stop_their_route(tmp_path: Path) -> None:
    with spooled(tmp_path, Limits(dead_messages=1)) as spool:
        put(spool, entries(b"1", b"2", b"3") + entries(b"other", route=1))
        one, two = spool.take(0, 2)
        spool.bury(one.id, "quota", "a")
        spool.bury(two.id, "quota", "b")
        wait_for(lambda: spool.figures().blocked == "dead-letters")
        assert payloads(spool) == []
        assert payloads(spool, 1) == [b"other"]
        assert spool.dead.purge() == 1
        wait_for(lambda: spool.figures().blocked == "")
        wait_for(lambda: payloads(spool) == [b"3"])
        figures = spool.figures()
        assert (figures.dead, dict(figures.routes[0].dropped), figures.error) == (1, {"purged": 1}, 0)


def test_a_corpse_waits_for_room_among_the_dead(tmp_path: Path) -> None:
    with spooled(tmp_path, Limits(dead_messages=1)) as spool:
        corpse = Corpse(Entry(0, b"\xff", b"bad"), "invalid_topic", "no")
        put(spool, [], corpses=[corpse])
        late = Wait()
        spool.put([], corpses=[corpse], done=late)
        wait_for(lambda: spool.figures().blocked == "dead-letters")
        assert not late.over
        spool.dead.purge()
        late.result()


def test_an_entry_that_cannot_be_stored_takes_no_other_with_it(tmp_path: Path) -> None:
    with spooled(tmp_path) as spool:
        bad, good = Wait(), Wait()
        spool.put([Entry(0, b"t", b"x", qos=None)], done=bad)  # type: ignore[arg-type]
        spool.put(entries(b"y"), done=good)
        good.result()
        with pytest.raises(sqlite3.IntegrityError):
            bad.result()
        assert payloads(spool) == [b"y"]
        assert spool.figures().error == 0


@pytest.mark.parametrize("content", [b"", b"rubbish" * 500])
def test_a_damaged_spool_is_set_aside_and_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    notices = Notices()
    with spooled(tmp_path, notices=notices) as spool:
        put(spool, entries(b"1"))
    assert notices.codes == ["spool-damaged"]
    assert (tmp_path / f"{NAME}.damaged-1").read_bytes() == content


def test_a_torn_page_is_noticed(tmp_path: Path) -> None:
    with spooled(tmp_path) as spool:
        for number in range(40):
            put(spool, entries(b"%d" % number * 500))
    file = tmp_path / NAME
    with sqlite3.connect(file) as db:
        db.execute("UPDATE meta SET value = 0 WHERE name = 'closed'")  # as after a kill
    db.close()
    raw = bytearray(file.read_bytes())
    raw[4096 * 12 : 4096 * 20] = b"\xff" * 4096 * 8
    file.write_bytes(raw)
    notices = Notices()
    with spooled(tmp_path, notices=notices) as spool:
        put(spool, entries(b"1"))
    assert notices.codes == ["spool-damaged"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE counts SET n = 'abc'",
        "UPDATE queue SET since = 'abc'",
        "UPDATE queue SET state = 1, source = CAST(x'ff' AS TEXT)",
        "UPDATE meta SET value = 'abc' WHERE name = 'epoch'",
        f"UPDATE meta SET value = {2**63 - 1} WHERE name = 'epoch'",
        "UPDATE sqlite_sequence SET seq = 'abc'",
        "ALTER TABLE dead DROP COLUMN reason",
        "CREATE TRIGGER t AFTER INSERT ON queue BEGIN DELETE FROM queue; END",
    ],
)
def test_one_that_holds_what_we_never_write_is_set_aside(tmp_path: Path, statement: str) -> None:
    with spooled(tmp_path) as spool:
        put(spool, entries(b"1"))
    with sqlite3.connect(tmp_path / NAME) as db:
        db.execute(statement)
    db.close()
    notices = Notices()
    with spooled(tmp_path, notices=notices) as spool:
        put(spool, entries(b"2"))
    assert notices.codes == ["spool-damaged"]


def test_a_view_without_an_end_is_not_asked(tmp_path: Path) -> None:
    with spooled(tmp_path):
        pass
    with sqlite3.connect(tmp_path / NAME) as db:
        db.execute("DROP TABLE counts")
        endless = (
            "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT 1 AS route, 'in' AS name, n FROM r"
        )
        db.execute(f"CREATE VIEW counts AS {endless}")
    db.close()
    notices = Notices()
    with spooled(tmp_path, notices=notices):
        pass
    assert notices.codes == ["spool-damaged"]


def test_torn_pages_of_one_that_was_closed_are_noticed_too(tmp_path: Path) -> None:
    with spooled(tmp_path) as spool:
        for number in range(40):
            put(spool, entries(b"%d" % number * 500))
    file = tmp_path / NAME
    raw = bytearray(file.read_bytes())
    raw[4096 * 12 :] = b"\xff" * (len(raw) - 4096 * 12)
    file.write_bytes(raw)
    notices = Notices()
    with spooled(tmp_path, notices=notices) as spool:
        put(spool, entries(b"1"))
    assert notices.codes == ["spool-damaged"]


def test_one_of_a_newer_version_is_kept(tmp_path: Path) -> None:
    with spooled(tmp_path):
        pass
    with sqlite3.connect(tmp_path / NAME) as db:
        db.execute("PRAGMA user_version=9")
    db.close()
    notices = Notices()
    with spooled(tmp_path, notices=notices):
        pass
    assert notices.codes == ["spool-newer"]
    assert (tmp_path / f"{NAME}.newer-1").exists()


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Unavailable, match="Make the folder writable"):
        Spool.open(tmp_path / "file", Limits(), Notices())


def test_rows_of_a_route_that_changed_begin_among_the_dead(tmp_path: Path) -> None:
    with spooled(tmp_path) as spool:
        put(spool, entries(b"1", b"2") + entries(b"3", route=1))
    words = {0: "", 1: "It leads elsewhere now."}
    spool = Spool.open(tmp_path, Limits(), Notices(), words.__getitem__)
    try:
        wait_for(lambda: spool.oldest(0))
        assert payloads(spool) == [b"1", b"2"]
        (letter,) = spool.dead.page()
        assert (letter.payload, letter.reason, letter.route) == (b"3", "route_changed", 1)
        assert letter.errors[0].words == words[1]
        assert spool.figures().error == 0
        assert spool.take(1, 9) == []
    finally:
        spool.close()


def test_the_oldest_row_of_a_route_and_the_time_of_commits(tmp_path: Path) -> None:
    with spooled(tmp_path) as spool:
        assert spool.oldest(0) == 0
        put(spool, entries(b"1"))
        before = spool.oldest(0)
        put(spool, entries(b"2"))
        assert 0 < before <= clock.steady_ns()
        assert spool.oldest(0) == before
        (row,) = spool.take(0, 1)
        assert spool.oldest(0) == before
        spool.done([row.id])
        settle(spool)
        assert spool.oldest(0) >= before
        count, spent = spool.commits
        assert count >= 3
        assert spent > 0
