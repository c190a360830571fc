"""A block where it lies: each part of it is read when it is asked for, and checked then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from eventscope.core.message import Block
from eventscope.store.blocks import Packed, blob_of, rows_of, topics_of
from eventscope.store.check import check
from eventscope.store.frames import Damaged, Head

ROWS, TOPICS, BLOB = range(3)
T = TypeVar("T")
Fetch = Callable[[int], bytes]  # a part as it lies there


class Stored:
    """An Outline. Used by one thread; reading raises Damaged where bytes are not what was written."""

    def __init__(self, head: Head, fetch: Fetch) -> None:
        self.first, self.end, self.facts = head.first, head.end, head.facts
        self.squeezed = head.squeezed
        self.size = head.full
        self._head = head
        self._fetch = fetch
        self._topics: list[bytes] | None = None
        self._blob: bytes | None = None

    @property
    def spent(self) -> int:
        """Bytes of the blob that were read so far."""
        return 0 if self._blob is None else self.size

    def topics(self) -> Sequence[bytes]:
        """All of them."""
        if self._topics is None:
            raw = self._part(TOPICS)
            self._topics = _sound(lambda: topics_of(raw, self.facts.rows, self.squeezed))
        return self._topics

    def blob(self) -> bytes:
        """Payloads and properties."""
        if self._blob is None:
            raw = self._part(BLOB)
            self._blob = _sound(lambda: blob_of(raw, self.squeezed))
        return self._blob

    def block(self) -> Block:
        """The whole block."""
        topics, blob = self.topics(), self.blob()
        packed = Packed(self.first, self.facts, self._part(ROWS), b"", b"", self.squeezed)
        return Block(_sound(lambda: rows_of(packed, len(topics), len(blob))), topics, blob)

    def _part(self, which: int) -> bytes:
        raw = self._fetch(which)
        if len(raw) != self._head.sizes[which] or check(raw) != self._head.checks[which]:
            raise Damaged("its checksum differs")
        return raw


def _sound(make: Callable[[], T]) -> T:
    try:
        return make()
    except (TypeError, ValueError, OverflowError) as error:
        raise Damaged(str(error)) from error
