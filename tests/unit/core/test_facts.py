from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from hypothesis import given, strategies as st

from eventscope.core import query
from eventscope.core.facts import Facts, Summary
from eventscope.core.message import NO_LATENCY, Block
from storing import WALL, Item, block

SMALL = st.text("aAbB/é", max_size=5).map(str.encode)
LATENCY = st.sampled_from([NO_LATENCY, -5_000_000, 0, 5_000_000, 7_000_000])
ITEMS = st.lists(
    st.builds(Item, SMALL, SMALL, flags=st.integers(0, 15), latency=LATENCY, properties=SMALL), min_size=1, max_size=8
)
FILTERS = st.sampled_from([
    "", "ab", "é", "-ab", "topic:a/#", "-topic:a/#", "/a.b/", "/^a/", "/AB/i", "hex:6162", "size>2", "size:0", "size<1",
    "latency>6ms", "latency<0", "latency:5ms", "-latency>6ms", "qos:1", "qos:0", "retain:yes", "retain:no", "-qos:1",
    "time>2020-01-01", "time<2020-01-01", "time>-1s", "ab size>1 qos:1", "size > 2 && topic.startsWith('a')",
])  # fmt: skip


class Whole(NamedTuple):
    """A block as an outline of which everything is to be had."""

    block: Block

    @property
    def facts(self) -> Facts:
        return Facts.of(self.block.rows)

    def topics(self) -> Sequence[bytes]:
        return self.block.topics

    def blob(self) -> bytes:
        return self.block.blob


@given(ITEMS, FILTERS)
def test_what_is_passed_by_holds_nothing_that_matches(items: list[Item], text: str) -> None:
    made = block(items)
    wanted = query.compile(text, WALL)
    matches = wanted.select(made).any()
    for outline in (Whole(made), Summary(Facts.of(made.rows)), Summary(Facts.unknown(len(made)))):
        assert wanted.may(outline) or not matches


@given(ITEMS, ITEMS)
def test_facts_of_both_are_those_of_all_rows(one: list[Item], other: list[Item]) -> None:
    first, second = block(one).rows, block(other).rows
    assert Facts.of(first).joined(Facts.of(second)) == Facts.of(np.concatenate([first, second]))
    assert Facts.unknown().joined(Facts.of(first)) == Facts.of(first) == Facts.of(first).joined(Facts.unknown())


def passes_by(text: str, *items: Item) -> bool:
    return not query.compile(text, WALL).may(Whole(block(items)))


def test_what_cannot_match_is_passed_by() -> None:
    slow, quick = Item(b"a/1", b"hello", 1, 9_000_000), Item(b"a/2", b"you", 1, 1_000_000)
    for text in (
        "size>5",
        "latency>9ms",
        "qos:0",
        "retain:yes",
        "topic:b/#",
        "absent",
        "/x+/",
        "hex:00",
        "time<2020-01-01",
    ):
        assert passes_by(text, slow, quick), text
    for text in (
        "size>4",
        "latency>8ms",
        "qos:1",
        "retain:no",
        "topic:a/+",
        "HELLO",
        "/l+/",
        "/^x/",
        "-absent",
        "1 == 1",
    ):
        assert not passes_by(text, slow, quick), text
    assert passes_by("latency<1s", Item())
