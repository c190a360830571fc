"""Blocks as bytes and back, checked; small ones joined, large ones cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np

from eventscope.core.message import ROW, Block
from eventscope.store.squeeze import squeeze, squeeze_rows, stretch, stretch_rows, stretched_size

LENGTH = np.dtype("<u4")
LARGEST = 256 << 20  # bytes of one stored blob; SQLite's own bound is 1 GB
LARGEST_TOPIC = 65_535 + LENGTH.itemsize


class Damaged(Exception):
    """What is stored is not what was written, or was not written by us."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A block as it lies in a segment. `first` is its first row id, `check` the CRC-32 of all bytes that lie there.

    `rows` is the array of dtype ROW (little-endian on every machine); `topics` their number, their lengths
    (u4 each) and their bytes; `blob` payloads and properties; `oldest` and `newest` wall times in ns. All three
    are `squeezed` in a packed segment.
    """

    first: int
    count: int
    oldest: int
    newest: int
    check: int
    rows: bytes
    topics: bytes
    blob: bytes
    squeezed: bool = False

    @classmethod
    def of(cls, values: Sequence[object], squeezed: bool = False) -> Packed:
        """From the columns of a segment, which in a foreign file may hold anything; raises Damaged."""
        kinds = [type(value) for value in values]
        if kinds != [int] * 5 + [bytes] * 3:
            raise Damaged("its columns hold other things than blocks")
        return cls(*values, squeezed=squeezed)  # type: ignore[arg-type,misc]

    @property
    def size(self) -> int:
        """Bytes of the blob once it is unpacked, as far as it says so."""
        return stretched_size(self.blob) if self.squeezed else len(self.blob)


def pack(block: Block) -> Packed:
    """A block of at least one row, with its ids set."""
    rows, topics = block.rows.tobytes(), _pack_topics(block.topics)
    wall = block.rows["wall"]
    return Packed(
        first=int(block.rows["id"][0]),
        count=len(block),
        oldest=int(wall.min()),
        newest=int(wall.max()),
        check=_checksum(rows, topics, block.blob),
        rows=rows,
        topics=topics,
        blob=block.blob,
    )


def unpack(packed: Packed) -> Block:
    """The block again; raises Damaged when a byte is wrong or an offset leaves its blob."""
    try:
        if packed.check != _checksum(packed.rows, packed.topics, packed.blob):
            raise Damaged("its checksum differs")
        packed = _stretched(packed)
        rows = np.frombuffer(packed.rows, ROW)
        topics = _unpack_topics(packed.topics)
        _check(packed, rows, len(topics))
    except (TypeError, ValueError, OverflowError) as error:
        raise Damaged(str(error)) from error
    return Block(rows, topics, packed.blob)


def squeezed(packed: Packed) -> Packed:
    """The same block for a packed segment; Damaged where it is, or would not come out of there as it went in."""
    unpack(packed)
    rows, topics, blob = squeeze_rows(packed.rows), squeeze(packed.topics), squeeze(packed.blob)
    made = replace(packed, rows=rows, topics=topics, blob=blob, check=_checksum(rows, topics, blob), squeezed=True)
    block = unpack(made)
    if (block.rows.tobytes(), _pack_topics(block.topics), block.blob) != (packed.rows, packed.topics, packed.blob):
        raise Damaged("it does not come back as it was")
    return made


def _stretched(packed: Packed) -> Packed:
    if not packed.squeezed:
        return packed
    rows = stretch_rows(packed.rows, packed.count)
    topics = stretch(packed.topics, LENGTH.itemsize + packed.count * LARGEST_TOPIC)
    return replace(packed, rows=rows, topics=topics, blob=stretch(packed.blob, 2 * LARGEST))


def _check(packed: Packed, rows: np.ndarray, topics: int) -> None:
    ends = rows["at"].astype(np.int64) + rows["size"] + rows["props"]
    if len(rows) != packed.count or len(rows) == 0:
        raise Damaged("its number of rows differs")
    if not np.array_equal(rows["id"], np.arange(packed.first, packed.first + packed.count)):
        raise Damaged("its ids differ")
    if int(ends.max()) > len(packed.blob) or int(rows["topic"].max()) >= topics:
        raise Damaged("it points outside of itself")


def _checksum(*parts: bytes) -> int:
    value = 0
    for part in parts:
        value = crc32(part, value)
    return value


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
    index: dict[bytes, int] = {}
    parts, at = [], 0
    for block in blocks:
        rows = block.rows.copy()
        places = np.array([index.setdefault(topic, len(index)) for topic in block.topics], "<u4")
        rows["topic"] = places[rows["topic"]]
        rows["at"] += np.uint32(at)
        at += len(block.blob)
        parts.append(rows)
    return Block(np.concatenate(parts), list(index), b"".join(block.blob for block in blocks))


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
