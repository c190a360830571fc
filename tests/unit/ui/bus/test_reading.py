"""Everything that the side panel reads out of a bridge."""

from __future__ import annotations

from dataclasses import replace

from eventscope.base import clock
from eventscope.core.busfigures import SignsFigures
from eventscope.ui.viewmodels.bus.reading import Reading, balance, readings, troubles
from ui.fakebus import bridge, busy, edge, latency, one_side_down, side


def of(found: list[Reading], section: str, name: str, of_: str = "") -> Reading:
    return next(item for item in found if item.key == (section, of_, name))


def test_keys_tell_rows_apart() -> None:
    for each in (*busy().figures, *one_side_down().figures):
        keys = [item.key for item in readings(each, "automatic")]
        assert len(keys) == len(set(keys))


def test_the_books_add_up_or_say_by_how_much_they_do_not() -> None:
    good = edge(0, side("Lab"), out=5, queued=2, dead=1, expired=1, loop_stopped=3, dropped={"queue_full": 4})
    assert balance(good) == 0
    each = bridge("x", side("Lab"), good)
    assert of(readings(each), "books", "law").code == "exact"
    wrong = replace(each, edges=(replace(good, incoming=99),))
    law = of(readings(wrong), "books", "law")
    assert (law.code, law.value, law.level) == ("wrong", "83", "bad")
    assert of(readings(replace(each, error=2)), "books", "law").value == "2"


def test_reasons_stand_beside_their_counts() -> None:
    each = bridge("x", side("Lab"), edge(0, side("Lab"), dropped={"full": 7}), nowhere={"filtered": 12})
    found = readings(each)
    assert of(found, "books", "full", "dropped").value == "7"
    assert of(found, "books", "filtered", "nowhere").value == "12"


def test_nothing_measured_is_said_so() -> None:
    each = bridge("x", side("Lab"), edge(0, side("Lab"), latency=replace(latency(), p99=None)), queued=0)
    found = readings(each)
    assert of(found, "flow", "p99").value == "–"
    assert of(found, "flow", "oldest").value == "–"


def test_what_waits_and_does_not_leave_stands_out() -> None:
    found = readings(one_side_down().figures[0])
    assert of(found, "flow", "waiting").value == "8,310 / 100,000"
    assert of(found, "flow", "waiting").level == of(found, "flow", "out").level == "warn"
    full = replace(one_side_down().figures[0], queued=99_000)
    assert of(readings(full), "flow", "waiting").level == "bad"


def test_several_routes_have_a_section_each_and_share_sides() -> None:
    kafka = side("Kafka", "kafka")
    each = bridge("x", side("Lab"), edge(0, kafka, "a", group="g", when="true"), edge(1, kafka, "b"))
    found = readings(each)
    assert of(found, "route", "group", "1").value == "g"
    assert of(found, "route", "gives", "2").value == "b"
    assert [item.of for item in found if item.section == "target" and item.name == "connection"] == ["1"]


def test_notes_without_a_count_are_left_out() -> None:
    each = bridge("x", side("Lab"), edge(0, side("Lab"), unreadable=3), notes={"retries": 0, "duplicates": 2})
    assert [(item.name, item.value) for item in readings(each) if item.section == "notes"] == [
        ("duplicates", "2"), ("unreadable", "3"),
    ]  # fmt: skip


def test_memory_only_is_a_warning() -> None:
    each = bridge("x", side("Lab"), edge(0, side("Lab")), persistent=False)
    found = readings(each)
    assert of(found, "delivery", "kept").level == "warn"
    assert not [item for item in found if item.name == "commit"]


def test_troubles_are_told_once_each() -> None:
    found = troubles(one_side_down().figures[0])
    assert [(whose, code) for whose, code, _, _ in found] == [("", "target-down"), ("Kafka staging", "kafka-timeout")]
    assert troubles(busy().figures[0]) == []


def test_signs_of_life_have_a_section_where_they_are_wanted() -> None:
    plain = bridge("x", side("Lab"), edge(0, side("Lab"), beat=1_400_000))
    assert not [item for item in readings(plain) if item.section == "signs"]
    each = replace(plain, signs=SignsFigures("told", "heard", 5, 9, 8, clock.wall_ns(), 700_000))
    found = readings(each)
    assert of(found, "signs", "announced").level == of(found, "signs", "beat").level == "good"
    assert of(found, "signs", "source-beat").value == "0.70 ms"
    assert of(found, "signs", "whole-beat").value == "1.4 ms"
    none = readings(replace(each, signs=SignsFigures("", "waiting", 5)))
    assert [item.value for item in none if item.section == "signs"] == ["", "–", "–", "1.4 ms"]


def test_what_is_not_allowed_is_told() -> None:
    signs = SignsFigures("refused", code="voice-refused", words="No.", params={"connection": "Lab"})
    each = bridge("x", side("Lab"), edge(0, side("Lab")), signs=signs)
    assert troubles(each) == [("", "voice-refused", "No.", {"connection": "Lab"})]
    assert of(readings(each), "signs", "announced").level == "warn"
