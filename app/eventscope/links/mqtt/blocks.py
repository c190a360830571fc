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
        self._begin()

    def _begin(self) -> None:
        self._rows = bytearray()
        self._blob: list[bytes] = []
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
        size, props = len(payload), len(properties)
        self._rows += _ROW.pack(0, 0, mono, NO_LATENCY, index, self._size, size, props, packet, self._tag, flags, 0)
        self._blob += (payload, properties) if props else (payload,)
        self._size += size + props
        self.count += 1

    def add_run(self, mono: int, run: Run) -> None:
        """Many that came at `mono` (ns)."""
        rows = np.zeros(len(run), ROW)
        topics = run.topics()
        index = np.fromiter(map(self._topics.__getitem__, topics), np.int64, len(run))
        rows["flags"] = _FLAG_ARRAY[run.first & 15] | self._version
        if self._topics.damaged:
            self._mark(rows, topics, index)
        blob, at = run.blob()
        rows["mono"], rows["latency"], rows["connection"] = mono, NO_LATENCY, self._tag
        rows["topic"], rows["packet"] = index & 0xFFFFFFFF, run.packet
        rows["at"], rows["size"], rows["props"] = at + self._size, run.payload_size, run.props_size
        self._rows += rows.view(np.uint8).data
        self._blob.append(blob)
        self._size += len(blob)
        self.count += len(run)

    def _mark(self, rows: Rows, topics: Sequence[bytes], index: NDArray[np.int64]) -> None:
        bad = index >= _BAD
        rows["flags"][bad] |= DAMAGED
        for number in np.flatnonzero(bad).tolist():
            self._topics.damaged[topics[number]] += 1

    def take(self, wall_offset: int) -> tuple[Block, Iterable[tuple[bytes, int]]]:
        """The block so far, and how many messages had which damaged topic; a new block begins.

        `wall_offset` (ns) turns monotonic stamps into wall time.
        """
        rows = np.frombuffer(self._rows, ROW)  # shares the bytearray's memory, so it can be written to
        rows["wall"] = rows["mono"] + wall_offset
        block = Block(rows, tuple(self._topics), b"".join(self._blob))
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
