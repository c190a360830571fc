"""Builds blocks: each message becomes 56 packed bytes and a piece of one blob, no object of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from struct import Struct

import numpy as np
from numpy.typing import NDArray

from eventscope.core.message import DAMAGED, NO_LATENCY, ROW, V5, Block, Rows
from eventscope.mqtt.columns import Run

MESSAGES, BYTES = 8_192, 4 << 20  # a block is full at either
_ROW = Struct("<qqqqIIIIHHHH")  # the layout of core.message.ROW, in its order
# The low half of PUBLISH's first byte [MQTT5 3.3.1] as the flags of a row.
_FLAGS = tuple(first >> 1 & 3 | (first & 1) << 2 | first & 8 for first in range(16))
_FLAG_ARRAY = np.array(_FLAGS, np.uint16)
_BAD = DAMAGED << 32


class Topics(dict[bytes, int]):
    """Topics of a block -> index, plus _BAD where it is no topic name; asking for a new one gives it the next index."""

    def __init__(self) -> None:
        super().__init__()
        self.damaged: dict[bytes, int] = {}  # how many messages

    def __missing__(self, topic: bytes) -> int:
        index = len(self)
        if is_damaged(topic):
            index |= _BAD
            self.damaged[topic] = 0
        self[topic] = index
        return index


class BlockBuilder:
    """Collects the messages of one connection: about a microsecond each by `add`, a tenth of it by `add_run`."""

    def __init__(self, tag: int, v5: bool) -> None:
        self._tag = tag
        self._version = V5 if v5 else 0
        self._table = bytearray(64 * _ROW.size)
        self._rows = np.frombuffer(self._table, ROW)
        self._blob = bytearray()
        self._begin()

    def _begin(self) -> None:
        # Rows and blob are written in place and copied when the block is taken: memory that is used again is quick.
        if len(self._blob) > 2 * BYTES:
            self._blob = bytearray()
        self._size = 0  # of the blob
        self._topics = Topics()
        self.count = 0

    @property
    def full(self) -> bool:
        """No more should go in; a single message may pass the bound."""
        return self.count >= MESSAGES or self._size >= BYTES

    def add(self, mono: int, first: int, topic: bytes, payload: bytes, properties: bytes, packet: int) -> None:
        """One PUBLISH: `mono` in ns, `first` its first byte, `packet` its identifier or 0."""
        index = self._topics[topic]
        flags = _FLAGS[first & 15] | self._version
        if index >> 32:
            index &= 0xFFFFFFFF
            flags |= DAMAGED
            self._topics.damaged[topic] += 1
        at, size, props = self._size, len(payload), len(properties)
        self._room(1, 0)
        _ROW.pack_into(
            self._table, self.count * _ROW.size,
            0, 0, mono, NO_LATENCY, index, at, size, props, packet, self._tag, flags, 0,
        )  # fmt: skip
        self._size = at + size + props
        self._blob[at : at + size] = payload
        self._blob[at + size : self._size] = properties
        self.count += 1

    def add_run(self, mono: int, run: Run, topics: Sequence[bytes]) -> None:
        """Many that came at `mono` (ns), with the topic of each; all of them or, when this raises, none."""
        sizes, count = run.sizes, self.count + len(run)
        index = np.fromiter(map(self._topics.__getitem__, topics), np.int64, len(run))
        at, ends = self._size, np.cumsum(sizes)
        size = int(ends[-1])
        self._room(len(run), size)
        run.write(np.frombuffer(self._blob, np.uint8, size, at))
        rows = self._rows[self.count : count]
        rows["id"], rows["wall"], rows["mono"], rows["latency"], rows["pad"] = 0, 0, mono, NO_LATENCY, 0
        rows["topic"], rows["packet"], rows["connection"] = index & 0xFFFFFFFF, run.packet, self._tag
        rows["at"], rows["size"], rows["props"] = ends - sizes + at, run.payload_size, run.props_size
        rows["flags"] = _FLAG_ARRAY[run.first & 15] | self._version
        if self._topics.damaged:
            self._mark(rows, topics, index)
        self._size, self.count = at + size, count

    def _room(self, count: int, size: int) -> None:
        """For so many rows and bytes more."""
        if self.count + count > len(self._rows):
            self._table = bytearray(self._table) + bytes((self.count + count) * _ROW.size)
            self._rows = np.frombuffer(self._table, ROW)
        if self._size + size > len(self._blob):
            self._blob += bytes(max(size, self._size // 2))

    def _mark(self, rows: Rows, topics: Sequence[bytes], index: NDArray[np.int64]) -> None:
        bad = index >= _BAD
        rows["flags"][bad] |= DAMAGED
        for number in np.flatnonzero(bad).tolist():
            self._topics.damaged[topics[number]] += 1

    def take(self, wall_offset: int) -> tuple[Block, Iterable[tuple[bytes, int]]]:
        """The block so far, and how many messages had which damaged topic; a new block begins.

        `wall_offset` (ns) turns monotonic stamps into wall time.
        """
        rows = self._rows[: self.count].copy()
        rows["wall"] = rows["mono"] + wall_offset
        block = Block(rows, tuple(self._topics), bytes(memoryview(self._blob)[: self._size]))
        damaged = self._topics.damaged.items()
        self._begin()
        return block, damaged


def is_damaged(topic: bytes) -> bool:
    """Whether these bytes are no topic name: bad UTF-8, U+0000 or a wildcard [MQTT-1.5.4-1, -2, MQTT-3.3.2-2]."""
    if b"\0" in topic or b"+" in topic or b"#" in topic:
        return True
    try:
        topic.decode()
    except UnicodeDecodeError:
        return True
    return False
