"""Branches are the first levels of topics; a topic that ends there is one of its own."""

from __future__ import annotations

import pytest

from eventscope.engine.branches import Branches, branch


@pytest.mark.parametrize(
    ("topic", "levels", "name"),
    [
        (b"a/b/c", 0, b"a/b/c"),
        (b"a/b/c", 1, b"a/"),
        (b"a/b/c", 2, b"a/b/"),
        (b"a/b/c", 3, b"a/b/c"),
        (b"a", 1, b"a"),
        (b"a/", 1, b"a/"),  # the second level is empty: it lies below a
        (b"a/", 2, b"a/"),  # and is itself a topic of two levels
        (b"/a/b", 1, b"/"),
        (b"//", 2, b"//"),
    ],
)
def test_names(topic: bytes, levels: int, name: bytes) -> None:
    assert branch(topic, levels) == name


def test_topics_join_and_later_ones_find_their_branch() -> None:
    branches = Branches(1, b"")
    topics = [b"a/1", b"b/1", b"a/2"]
    assert branches.grow(topics, 3).tolist() == [0, 1, 0]
    topics += [b"b", b"b/9"]
    assert branches.grow(topics, 5).tolist() == [0, 1, 0, 2, 1]
    assert branches.names == [b"a/", b"b/", b"b"]
    assert list(branches.sizes) == [2, 2, 1]


def test_only_topics_that_hold_the_text() -> None:
    branches = Branches(1, b"7")
    assert branches.grow([b"a/7", b"b/8", b"c/17"], 3).tolist() == [0, -1, 1]
    assert branches.names == [b"a/", b"c/"]


def test_a_list_that_is_longer_than_its_figures_waits() -> None:
    assert Branches(0, b"").grow([b"a", b"b"], 1).tolist() == [0]
