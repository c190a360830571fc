"""Builds blocks: each message becomes 56 packed bytes and a piece of one blob, no object of its own."""

from __future__ import annotations

from collections.abc import Iterable
from struct import Struct

import numpy as np

from eventscope.core.message import DAMAGED, NO_LATENCY, ROW, V5, Block

MESSAGES, BYTES = 8_192, 4 << 20  # a block is full at either
_ROW = Struct("<qqqqIIIIHHHH")  # the layout of core.message.ROW, in its order
# The low half of PUBLISH's first byte [MQTT5 3.3.1] as the flags of a row.
_FLAGS = tuple(first >> 1 & 3 | (first & 1) << 2 | first & 8 for first in range(16))


class BlockBuilder:
    """Collects the messages of one connection. `add` is the hot path: about a microsecond a message."""

    def __init__(self, tag: int, v5: bool) -> None:
        self._tag = tag
        self._version = V5 if v5 else 0
        self._begin()

    def _begin(self) -> None:
        self._rows = bytearray()
        self._blob = bytearray()
        self._topics: dict[bytes, int] = {}  # index, plus DAMAGED << 32 where it applies
        self._damaged: dict[bytes, int] = {}
        self.count = 0

    @property
    def full(self) -> bool:
        """No more should go in; a single message may pass the bound."""
        return self.count >= MESSAGES or len(self._blob) >= BYTES

    def add(self, mono: int, first: int, topic: bytes, payload: bytes, properties: bytes, packet: int) -> None:
        """One PUBLISH: `mono` in ns, `first` its first byte, `packet` its identifier or 0."""
        index = self._topics.get(topic)
        if index is None:
            index = self._learn(topic)
        flags = _FLAGS[first & 15] | self._version
        if index >> 32:
            index &= 0xFFFFFFFF
            flags |= DAMAGED
            self._damaged[topic] += 1
        blob = self._blob
        self._rows += _ROW.pack(
            0, 0, mono, NO_LATENCY, index, len(blob), len(payload), len(properties), packet, self._tag, flags, 0
        )
        blob += payload
        blob += properties
        self.count += 1

    def _learn(self, topic: bytes) -> int:
        index = len(self._topics)
        if is_damaged(topic):
            index |= DAMAGED << 32
            self._damaged[topic] = 0
        self._topics[topic] = index
        return index

    def take(self, wall_offset: int) -> tuple[Block, Iterable[tuple[bytes, int]]]:
        """The block so far, and how many messages had which damaged topic; a new block begins.

        `wall_offset` (ns) turns monotonic stamps into wall time.
        """
        rows = np.frombuffer(self._rows, ROW)  # shares the bytearray's memory, so it can be written to
        rows["wall"] = rows["mono"] + wall_offset
        block = Block(rows, tuple(self._topics), bytes(self._blob))
        damaged = self._damaged.items()
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
