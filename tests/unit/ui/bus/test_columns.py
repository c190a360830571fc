"""Layers from left to right, with circles cut."""

from __future__ import annotations

from hypothesis import given, strategies as st

from eventscope.ui.viewmodels.bus.columns import columns

NODES = list("abcdef")
LINKS = st.dictionaries(st.sampled_from(NODES), st.lists(st.sampled_from(NODES), max_size=4), max_size=6)


def test_a_chain_and_the_longest_way() -> None:
    assert columns("abcd", {"a": ["b", "d"], "b": ["c"], "c": ["d"]}) == {"a": 0, "b": 1, "c": 2, "d": 3}  # type: ignore[arg-type]


def test_a_circle_begins_with_its_first_node() -> None:
    assert columns(["a", "b"], {"a": ["b"], "b": ["a"]}) == {"a": 0, "b": 1}
    assert columns(["a"], {"a": ["a"]}) == {"a": 0}


def test_a_circle_that_is_led_into_begins_there() -> None:
    assert columns(["c", "b", "a"], {"a": ["b"], "b": ["c"], "c": ["b"]}) == {"a": 0, "b": 1, "c": 2}


@given(LINKS)
def test_every_node_has_a_column(links: dict[str, list[str]]) -> None:
    found = columns(NODES, links)
    assert set(found) == set(NODES)
    assert all(0 <= column < len(NODES) for column in found.values())
