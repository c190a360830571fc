"""Marks come back as they were written, and forged ones can only stop a message."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from eventscope.core.marks import HOP_LIMIT, NAMES, Marks, crossed, maybe_in, parse, stopped, written
from eventscope.core.stamp import stamp_properties

words = st.from_regex(r"[A-Za-z0-9._-]{1,12}", fullmatch=True)


@given(st.lists(st.tuples(words, words), min_size=1, max_size=12))
def test_a_path_comes_back(steps: list[tuple[str, str]]) -> None:
    marks = None
    for bridge, broker in steps:
        marks = crossed(marks, bridge, broker)
        assert parse(dict(written(marks))) == marks
    assert marks is not None
    assert marks.origin == steps[0][1]
    assert marks.hops == len(steps)
    assert marks.path == tuple(f"{bridge}@{broker}" for bridge, broker in steps)[-HOP_LIMIT:]


@given(st.binary(max_size=30), st.binary(max_size=30), st.binary(max_size=200))
def test_forged_marks_never_raise(origin: bytes, hops: bytes, path: bytes) -> None:
    marks = parse({b"es-origin": origin, b"es-hops": hops, b"es-path": path})
    assert marks is None or (marks.hops >= len(marks.path) and len(marks.path) <= HOP_LIMIT)
    assert isinstance(stopped(marks, "me", "a", "b", None), str)


def test_no_marks_stop_nothing() -> None:
    assert parse({}) is None
    assert stopped(None, "me", "a", "b", None) == ""


@pytest.mark.parametrize(
    ("marks", "limit", "words"),
    [
        (Marks("x", 1, ("me@x",)), None, "this bridge before"),
        (Marks("b", 1, ("one@b",)), None, "at the target before"),
        (Marks("x", 2, ("one@x", "two@b")), None, "at the target before"),
        (Marks("x", 8, ("one@x",)), None, "limit"),
        (Marks("x", 2, ("one@x", "two@y")), 2, "limit"),
        (Marks("x", 1, ("me@x",)), 5, "this bridge before"),
        (Marks("b", 1, ("one@b",)), 5, ""),
        (Marks("x", 1, ("one@x",)), None, ""),
    ],
)
def test_what_stops_a_message(marks: Marks, limit: int | None, words: str) -> None:
    said = stopped(marks, "me", "a", "b", limit)
    assert words in said
    assert bool(said) is bool(words)


def test_a_route_within_one_broker_is_no_return() -> None:
    assert stopped(Marks("a", 1, ("one@a",)), "me", "a", "a", None) == ""


def test_the_quick_look_finds_every_mark_and_passes_stamps_by() -> None:
    assert all(maybe_in(b"&\x00" + name) for name in NAMES)
    assert not any(maybe_in(name.encode()) for name, _ in stamp_properties("s", 1, 2, 3, 4, "12345678"))
