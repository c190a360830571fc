from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, strategies as st

from eventscope.core.facts import Facts
from eventscope.core.message import ROW, Block
from eventscope.store.blocks import Damaged, Packed, cut, join, pack, unpack
from storing import Item, block, counted

ITEMS = st.lists(
    st.builds(
        Item,
        topic=st.binary(max_size=20),
        payload=st.binary(max_size=50),
        flags=st.integers(0, 0xFFFF),
        latency=st.integers(-(2**63), 2**63 - 1),
        properties=st.binary(max_size=10),
    ),
    min_size=1,
    max_size=20,
)


def same(one: Block, other: Block) -> bool:
    return [one.message(at) for at in range(len(one))] == [other.message(at) for at in range(len(other))]


@given(ITEMS, st.integers(1, 2**61))
def test_what_was_packed_comes_back(items: list[Item], first: int) -> None:
    made = block(items, first)
    assert same(unpack(pack(made)), made)


@given(st.lists(ITEMS, min_size=1, max_size=4))
def test_joined_blocks_hold_all_messages_in_order(parts: list[list[Item]]) -> None:
    blocks = [block(items, first=100 * place) for place, items in enumerate(parts)]
    joined = join(blocks)
    assert [joined.message(at) for at in range(len(joined))] == [
        item.message(at) for item in blocks for at in range(len(item))
    ]
    assert len(set(joined.topics)) == len(joined.topics)


@given(ITEMS, st.integers(1, 60))
def test_cut_blocks_hold_all_messages_within_the_limit(items: list[Item], limit: int) -> None:
    pieces = list(cut(block(items, first=5), limit))
    assert all(len(piece.blob) <= limit or len(piece) == 1 for piece in pieces)
    assert same(join(pieces), block(items, first=5))


def test_rows_are_little_endian_on_every_machine() -> None:
    packed = pack(counted(0, 1))
    at = ROW.fields["size"][1]  # type: ignore[index]
    assert int.from_bytes(packed.rows[at : at + 4], "little") == 1


def lying(**columns: object) -> Packed:
    """A block with a right checksum and wrong contents, as a hostile file may hold."""
    made = counted(1, 3)
    for name, value in columns.items():
        made.rows[name] = value
    return pack(made)


@pytest.mark.parametrize(
    "packed",
    [
        lying(at=1000),
        lying(size=2**32 - 1),
        lying(topic=7),
        lying(id=5),
        replace(pack(counted(1, 3)), facts=Facts.unknown(4)),
        replace(pack(counted(1, 3)), facts=Facts.unknown(2**62)),
        replace(pack(counted(1, 3)), first=2),
    ],
)
def test_offsets_and_ids_that_lie_are_noticed(packed: Packed) -> None:
    with pytest.raises(Damaged):
        unpack(packed)


@pytest.mark.parametrize("raw", [b"", b"\xff\xff\xff\xff", b"\2\0\0\0\1\0\0\0", b"\1\0\0\0\5\0\0\0abc"])
def test_a_topic_list_that_lies_is_noticed(raw: bytes) -> None:
    with pytest.raises(Damaged):
        unpack(replace(pack(counted(1, 3)), topics=raw))


def test_an_empty_payload_and_an_empty_topic_are_kept() -> None:
    made = block([Item(b"", b""), Item(b"a", b"x"), Item(b"", b"")], first=9)
    found = unpack(pack(made))
    assert [found.payload(at) for at in range(3)] == [b"", b"x", b""]
    assert np.array_equal(found.rows["id"], [9, 10, 11])
