"""A search that passes blocks by finds what a search of every row finds."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import given, settings, strategies as st

from eventscope.core import query
from eventscope.core.message import NO_LATENCY
from eventscope.core.query import Query
from eventscope.store.blocks import pack, squeezed
from eventscope.store.cache import Cache
from eventscope.store.damage import Damage
from eventscope.store.inspection import load
from eventscope.store.reader import Reader
from eventscope.store.segment import Segment
from eventscope.store.shelf import Shelf
from oldlogs import old_segment
from storing import WALL, Item, Notices, block

SMALL = st.text("aAbB/", max_size=4).map(str.encode)
ITEM = st.builds(
    Item, SMALL, SMALL, flags=st.integers(0, 7), latency=st.sampled_from([NO_LATENCY, 0, 7_000_000]), properties=SMALL
)
SEGMENTS = st.lists(
    st.tuples(
        st.sampled_from(["open", "packed", "old"]),
        st.lists(st.lists(ITEM, min_size=1, max_size=4), min_size=1, max_size=4),
    ),
    min_size=1,
    max_size=4,
)
WORDS = ("ab", "a", "topic:a/#", "/a.?b/", "size>2", "latency>6ms", "qos:1", "retain:yes", "-ab", "hex:62")
TEXTS = st.lists(st.sampled_from(WORDS), max_size=2).map(" ".join)


def segment(folder: Path, kind: str, parts: list[list[Item]], first: int) -> Segment:
    blocks = []
    for items in parts:
        blocks.append(block(items, first))
        first += len(items)
    if kind == "old":
        found = load(old_segment(folder, *blocks))
        assert found is not None
        return found
    made = Segment.create(folder, int(blocks[0].rows["id"][0]))
    made.write([squeezed(pack(item)) if kind == "packed" else pack(item) for item in blocks])
    return made


@contextmanager
def shelved(segments: list[tuple[str, list[list[Item]]]]) -> Iterator[Shelf]:
    with tempfile.TemporaryDirectory() as folder:
        made, first = [], 1
        for kind, parts in segments:
            made.append(segment(Path(folder), kind, parts, first))
            first = made[-1].last + 1
        try:
            yield Shelf(made)
        finally:
            for item in made:
                item.close()


def search(reader: Reader, wanted: Query, newest: int, forward: bool, skipping: bool) -> tuple[list[int], int]:
    """Ids that match, in the order in which they were found, and how many rows were looked at or passed by."""
    found, seen, at = [], 0, 1 if forward else newest + 1
    given = wanted if skipping else None
    while (run := reader.forward(at, given) if forward else reader.backward(at, given)) is not None:
        assert (run.begin == at) if forward else (run.end == at)
        seen += sum(map(len, run.skipped))
        if run.block is not None:
            ids = run.block.rows["id"][wanted.select(run.block)].tolist()
            found += ids if forward else ids[::-1]
            seen += len(run.block)
        at = run.end if forward else run.begin
    return found, seen


@settings(max_examples=60)
@given(SEGMENTS, TEXTS, st.booleans())
def test_nothing_is_missed(segments: list[tuple[str, list[list[Item]]]], text: str, forward: bool) -> None:
    with shelved(segments) as shelf:
        newest = shelf.next - 1
        wanted = query.compile(text, WALL)
        results = []
        for skipping in (True, False):
            reader = Reader(shelf, Cache(), Damage(shelf, Notices()))
            results.append(search(reader, wanted, newest, forward, skipping))
        assert results[0] == results[1]
        assert results[0][1] == newest
