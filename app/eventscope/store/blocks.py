"""Blocks as bytes and back; small ones joined, large ones cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from eventscope.core.facts import Facts
from eventscope.core.message import ROW, Block, Rows
from eventscope.store.frames import Damaged as Damaged
from eventscope.store.squeeze import squeeze, squeeze_rows, stretch, stretch_rows

Buffer = bytes | memoryview

LENGTH = np.dtype("<u4")
LARGEST = 256 << 20  # bytes of one stored blob, unless it is a single message
LARGEST_TOPIC = 65_535 + LENGTH.itemsize


@dataclass(frozen=True, slots=True)
class Packed:
    """A block as it lies in a segment. `first` is its first row id.

    `rows` is the array of dtype ROW (little-endian on every machine); `topics` their number, their lengths
    (u4 each) and their bytes; `blob` payloads and properties. All three are `squeezed` in a packed segment.
    """

    first: int
    facts: Facts
    rows: Buffer
    topics: bytes
    blob: bytes
    squeezed: bool = False

    @property
    def parts(self) -> tuple[Buffer, bytes, bytes]:
        """Rows, topics and blob."""
        return self.rows, self.topics, self.blob


def pack(block: Block) -> Packed:
    """A block of at least one row, with its ids set; it shares the block's memory."""
    rows = np.ascontiguousarray(block.rows).view(np.uint8).data
    return Packed(int(block.rows["id"][0]), Facts.of(block.rows), rows, _pack_topics(block.topics), block.blob)


def unpack(packed: Packed) -> Block:
    """The block again; raises Damaged when an offset leaves its blob, or something else cannot be."""
    try:
        topics = topics_of(packed.topics, packed.facts.rows, packed.squeezed)
        blob = blob_of(packed.blob, packed.squeezed)
        return Block(rows_of(packed, len(topics), len(blob)), topics, blob)
    except (TypeError, ValueError, OverflowError) as error:
        raise Damaged(str(error)) from error


def squeezed(packed: Packed) -> Packed:
    """The same block for a packed segment; Damaged where it is, or would not come out of there as it went in."""
    unpack(packed)
    rows = bytes(packed.rows)
    parts = squeeze_rows(rows), squeeze(packed.topics), squeeze(packed.blob)
    made = Packed(packed.first, packed.facts, *parts, squeezed=True)
    block = unpack(made)
    if (block.rows.tobytes(), _pack_topics(block.topics), block.blob) != (rows, packed.topics, packed.blob):
        raise Damaged("it does not come back as it was")
    return made


def topics_of(raw: bytes, rows: int, squeezed: bool) -> list[bytes]:
    """The topics of a block of so many rows; ValueError or Damaged where they cannot be."""
    return _unpack_topics(stretch(raw, LENGTH.itemsize + rows * LARGEST_TOPIC) if squeezed else raw)


def blob_of(raw: bytes, squeezed: bool) -> bytes:
    """The blob of a block; ValueError where it cannot be."""
    return stretch(raw, 2 * LARGEST) if squeezed else raw


def rows_of(packed: Packed, topics: int, blob: int) -> Rows:
    """Rows that point into so many topics and so large a blob; ValueError or Damaged where they cannot be."""
    count = packed.facts.rows
    rows = np.frombuffer(stretch_rows(packed.rows, count) if packed.squeezed else packed.rows, ROW)  # type: ignore[arg-type]
    ends = rows["at"].astype(np.int64) + rows["size"] + rows["props"]
    if len(rows) != count or len(rows) == 0:
        raise Damaged("its number of rows differs")
    if not np.array_equal(rows["id"], np.arange(packed.first, packed.first + count)):
        raise Damaged("its ids differ")
    if int(ends.max()) > blob or int(rows["topic"].max()) >= topics:
        raise Damaged("it points outside of itself")
    return rows


def _pack_topics(topics: Sequence[bytes]) -> bytes:
    lengths = np.array([len(topics), *map(len, topics)], LENGTH)
    return lengths.tobytes() + b"".join(topics)


def _unpack_topics(raw: bytes) -> list[bytes]:
    count = int(np.frombuffer(raw, LENGTH, 1)[0])
    lengths = np.frombuffer(raw, LENGTH, count, LENGTH.itemsize)
    ends = (np.cumsum(lengths, dtype=np.int64) + LENGTH.itemsize * (count + 1)).tolist()
    if count and ends[-1] != len(raw):
        raise Damaged("its topics have another length")
    return [raw[end - length : end] for end, length in zip(ends, lengths.tolist(), strict=True)]


def join(blocks: Sequence[Block]) -> Block:
    """One block with the rows of all, in order; topics that occur in several are kept once."""
    if len(blocks) == 1:
        return blocks[0]
    rows, index = np.concatenate([block.rows for block in blocks]), dict[bytes, int]()
    begin = at = 0
    for block in blocks:
        part = rows[begin : begin + len(block)]
        places = [index.setdefault(topic, len(index)) for topic in block.topics]
        part["topic"] = np.array(places, "<u4")[part["topic"]]
        part["at"] += np.uint32(at)
        begin += len(block)
        at += len(block.blob)
    return Block(rows, list(index), b"".join([block.blob for block in blocks]))


def cut(block: Block, limit: int = LARGEST) -> Iterator[Block]:
    """The block in pieces of at most `limit` bytes of blob; a single larger message stays whole."""
    if len(block.blob) <= limit or len(block) < 2:
        yield block
        return
    half = len(block) // 2
    for part in (slice(None, half), slice(half, None)):
        yield from cut(_slice(block, part), limit)


def _slice(block: Block, part: slice) -> Block:
    rows = block.rows[part].copy()
    ends = rows["at"].astype(np.int64) + rows["size"] + rows["props"]
    begin, end = int(rows["at"].min()), int(ends.max())
    rows["at"] -= np.uint32(begin)
    return Block(rows, block.topics, block.blob[begin:end])
