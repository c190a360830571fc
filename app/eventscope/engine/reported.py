"""What brokers report about themselves in topics that somebody subscribed to; shown, and never decided upon."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from eventscope.core.message import Block
from eventscope.core.metrics import Losses
from eventscope.core.workspace import EMBEDDED
from eventscope.engine.consumers import Consumer
from eventscope.engine.queues import Queues

DROPPED = b"$SYS/broker/publish/messages/dropped"  # of mosquitto, and of our own broker
_NUMBER = re.compile(rb"[0-9]{1,18}")


class Reported:
    """The last number of dropped messages, by connection."""

    def __init__(self) -> None:
        self.dropped: dict[str, int] = {}

    def fold(self, connection: str, block: Block) -> None:
        """Look into a block; what is no number makes the figure unknown again."""
        if DROPPED not in block.topics:
            return
        row = int(np.flatnonzero(block.rows["topic"] == block.topics.index(DROPPED))[-1])
        self.dropped.pop(connection, None)
        if int(block.rows["size"][row]) <= 18 and _NUMBER.fullmatch(text := block.payload(row)):
            self.dropped[connection] = int(text)

    def forget(self, connection: str) -> None:
        """Another broker may answer next time."""
        self.dropped.pop(connection, None)


def losses(consumers: Iterable[Consumer], queues: Queues, reported: Reported) -> dict[str, Losses]:
    """By connection, where there is something to tell. A group that shares its messages is told as a group instead."""
    found = {
        each.connection: Losses(
            0 if each.group.declared else each.group.ledger.totals.lost,
            queues.dropped_for(each.client_id) if each.connection == EMBEDDED else {},
            reported.dropped.get(each.connection),
        )
        for each in consumers
    }
    return {connection: item for connection, item in found.items() if item != Losses()}
