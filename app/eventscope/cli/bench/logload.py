"""Messages for `bench log`: JSON documents as an order system sends them, the same in each run."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from eventscope.core.message import NO_LATENCY, ROW, Block

AT_ONCE = 8_192  # messages of one block, as the burst reader makes them
TOPICS = [b"shop/%d/orders/%s" % (shop, what) for shop in range(25) for what in (b"created", b"paid")]
RARE, RARE_EACH = "chargeback", 1_000  # a word in one of so many payloads
FREQUENT = "delivered"  # a word in every second one
STEP = 1_000  # ns between two messages


def blocks(numbers: range, begin: int) -> Iterator[Block]:
    """The messages with these numbers, of some 200 bytes each; number 0 was received at `begin` (wall ns)."""
    for first in range(numbers.start, numbers.stop, AT_ONCE):
        yield _block(range(first, min(first + AT_ONCE, numbers.stop)), begin)


def _block(numbers: range, begin: int) -> Block:
    payloads = list(map(_payload, numbers))
    rows = np.zeros(len(numbers), ROW)
    counted = np.arange(numbers.start, numbers.stop)
    rows["wall"] = rows["mono"] = begin + counted * STEP
    rows["latency"] = NO_LATENCY
    rows["topic"] = counted % len(TOPICS)
    rows["size"] = list(map(len, payloads))
    rows["at"] = np.cumsum(rows["size"]) - rows["size"]
    return Block(rows, TOPICS, b"".join(payloads))


def _payload(n: int) -> bytes:
    """One order; its numbers vary so that they pack as those of real ones do."""
    scattered = n * 2_654_435_761 % 2**32
    note = RARE if n % RARE_EACH == RARE_EACH // 2 else "none"
    customer, status = scattered % 9973, FREQUENT if n % 2 else "waiting"
    return (
        f'{{"order": {n}, "id": "{scattered:08x}-{n:06x}", '
        f'"customer": {{"name": "Customer {customer}", "city": "Lyon", "mail": "c{customer}@example.com"}}, '
        f'"status": "{status}", "total": {scattered % 100_000 / 100}, '
        f'"items": {scattered % 9}, "express": false, "note": "{note}"}}'
    ).encode()
