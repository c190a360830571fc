from __future__ import annotations

import pytest

from eventscope.store.blocks import Packed, pack, squeezed
from eventscope.store.frames import Damaged
from eventscope.store.framewriter import _head
from eventscope.store.stored import BLOB, ROWS, TOPICS, Stored
from storing import Item, block


def stored(packed: Packed, *wrong: int) -> tuple[Stored, list[int]]:
    """A block of which some parts have a wrong bit, and which parts of it were read."""
    asked: list[int] = []

    def fetch(which: int) -> bytes:
        asked.append(which)
        raw = bytearray(bytes(packed.parts[which]))
        raw[len(raw) // 2] ^= which in wrong
        return bytes(raw)

    return Stored(_head(packed), fetch), asked


@pytest.mark.parametrize("packing", [False, True])
def test_parts_are_read_once_and_only_when_they_are_asked_for(packing: bool) -> None:
    made = block([Item(b"a", b"payload", properties=b"p"), Item(b"b", b"other")], 7)
    found, asked = stored(squeezed(pack(made)) if packing else pack(made))
    assert (found.first, found.end, found.facts.rows, asked) == (7, 9, 2, [])
    assert (found.size, found.spent) == (len(made.blob), 0)
    assert (found.topics(), found.topics(), asked) == ([b"a", b"b"], [b"a", b"b"], [TOPICS])
    assert (found.blob(), found.blob(), asked) == (made.blob, made.blob, [TOPICS, BLOB])
    assert found.spent == found.size
    whole = found.block()
    assert [whole.message(at) for at in range(2)] == [made.message(at) for at in range(2)]
    assert asked == [TOPICS, BLOB, ROWS]


@pytest.mark.parametrize("packing", [False, True])
@pytest.mark.parametrize("wrong", [ROWS, TOPICS, BLOB])
def test_a_wrong_bit_in_any_part_is_noticed(packing: bool, wrong: int) -> None:
    made = block([b"some", b"payloads"], 7)
    found, _ = stored(squeezed(pack(made)) if packing else pack(made), wrong)
    with pytest.raises(Damaged, match="checksum"):
        found.block()
