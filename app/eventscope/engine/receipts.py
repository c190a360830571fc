"""What became of the events we published one by one: four times each, from the link and from the monitor."""

from __future__ import annotations

import itertools
import threading
from collections import OrderedDict, deque
from dataclasses import replace

from eventscope.base import clock
from eventscope.core.message import Draft, Receipt
from eventscope.core.volley import Volley

KEPT = 1000
VOLLEYS, BYTES = 200_000, 16 << 20  # events whose receipts are kept as columns, and what their payloads may hold


class Receipts:
    """The newest KEPT receipts by id. Called from the loop, from link threads and from the monitor."""

    def __init__(self) -> None:
        self._ids = itertools.count(1)
        self._kept: OrderedDict[int, Receipt] = OrderedDict()
        self._stamped: OrderedDict[tuple[bytes, int], tuple[int, bytes]] = OrderedDict()
        self._changed: dict[int, Receipt] = {}
        self._volleys: deque[Volley] = deque()
        self._in_volleys = self._bytes = 0
        self._lock = threading.Lock()
        # Names of our streams (one for each link that was opened) with receipts; the monitor reads it and calls
        # `seen` for their messages only.
        self.streams: set[bytes] = set()

    def begin(self, draft: Draft) -> Receipt:
        """A new receipt, queued now."""
        with self._lock:
            receipt = Receipt(next(self._ids), draft.topic, draft.qos, clock.mono_ns(), clock.wall_ns())
            self._keep(receipt)
            return receipt

    def link_says(self, item: Receipt) -> None:
        """The link reached a stage; what the monitor added meanwhile stays."""
        with self._lock:
            known = self._kept.get(item.id)
            if known is None:
                return
            self._keep(
                replace(
                    known,
                    sent=item.sent if item.sent is not None else known.sent,
                    acknowledged=item.acknowledged if item.acknowledged is not None else known.acknowledged,
                    reason=item.reason,
                    failed=item.failed,
                    words=item.words,
                )
            )

    def stamped(self, receipt: int, topic: bytes, seq: int, stream: bytes = b"") -> None:
        """The event of this receipt carries that sequence number of that stream on its topic."""
        with self._lock:
            self._stamped[topic, seq] = receipt, stream
            self.streams.add(stream)
            while len(self._stamped) > KEPT:
                self._stamped.popitem(last=False)

    def seen(self, topic: bytes, seq: int, mono: int, stream: bytes = b"") -> None:
        """One of our own connections received it back; without a stream's name any stream of ours will do."""
        with self._lock:
            ident, sent_as = self._stamped.get((topic, seq), (0, b""))
            known = self._kept.get(ident)
            if known is not None and stream in (b"", sent_as):
                first = known.received if known.received is not None else mono
                self._keep(replace(known, received=first, receivers=known.receivers + 1))

    def of(self, topic: bytes, seq: int, stream: bytes) -> Receipt | None:
        """The receipt of the event with that number, while it is kept."""
        with self._lock:
            ident, sent_as = self._stamped.get((topic, seq), (0, b""))
            if sent_as == stream:
                return self._kept.get(ident)
            volleys = list(self._volleys)
        return _of(volleys, topic.decode(errors="replace"), seq, stream.decode(errors="replace"))

    def keep(self, volley: Volley) -> None:
        """A fast job sends so many at once that their receipts are columns, out of which `of` answers single ones."""
        with self._lock:
            self._volleys.append(volley)
            self._in_volleys += len(volley)
            self._bytes += volley.size
            while self._volleys and (self._in_volleys > VOLLEYS or self._bytes > BYTES):
                gone = self._volleys.popleft()
                self._in_volleys -= len(gone)
                self._bytes -= gone.size

    def changed(self) -> tuple[Receipt, ...]:
        """Receipts that changed since the last call."""
        with self._lock:
            changed, self._changed = self._changed, {}
        return tuple(changed.values())

    def newest(self, count: int) -> tuple[Receipt, ...]:
        """Newest first."""
        with self._lock:
            return tuple(itertools.islice(reversed(self._kept.values()), count))

    def _keep(self, receipt: Receipt) -> None:
        self._kept[receipt.id] = receipt
        self._changed[receipt.id] = receipt
        while len(self._kept) > KEPT:
            gone, _ = self._kept.popitem(last=False)
            self._changed.pop(gone, None)


def _of(volleys: list[Volley], topic: str, seq: int, stream: str) -> Receipt | None:
    for volley in reversed(volleys):
        if (index := volley.find(topic, seq, stream)) is not None:
            return volley.receipt(index)
    return None
