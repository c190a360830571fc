"""A search sees every topic once, in slices, and finds what a look at everything would find."""

from __future__ import annotations

import pytest

from eventscope.ui.viewmodels import topichits
from eventscope.ui.viewmodels.topichits import Hits

NAMES = [b"a/1", b"b/12", b"a/12", b"c"]


def found(hits: Hits) -> list[bytes]:
    while hits.left:
        hits.look()
    return [NAMES[topic] for topic in hits.found]


def test_nothing_is_looked_for_until_something_is_wanted() -> None:
    assert Hits(NAMES).left == 0


def test_it_finds_in_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topichits, "SLICE", 2)
    hits = Hits(NAMES)
    hits.want(b"1")
    hits.look()
    assert (hits.found, hits.left) == ([0, 1], 2)
    assert found(hits) == [b"a/1", b"b/12", b"a/12"]


@pytest.mark.parametrize("before", [b"", b"1", b"12", b"zz", b"a"])
@pytest.mark.parametrize("looked", [0, 1, 9])
def test_from_one_text_to_another(before: bytes, looked: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topichits, "SLICE", 2)
    hits = Hits(NAMES)
    hits.want(before)
    for _ in range(looked):
        if hits.left:
            hits.look()
    hits.want(b"12")
    assert found(hits) == [b"b/12", b"a/12"]
    hits.want(b"")
    assert (hits.found, hits.left) == ([], 0)


def test_names_that_come_later_are_looked_at_too() -> None:
    names = [b"x1"]
    hits = Hits(names)
    hits.want(b"x")
    hits.look()
    names.append(b"x2")
    assert hits.left == 1
    hits.look()
    assert hits.found == [0, 1]
