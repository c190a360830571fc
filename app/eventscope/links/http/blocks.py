"""What was posted as blocks of rows, so that it flows through the same log and the same monitor as MQTT's messages."""

from __future__ import annotations

from collections.abc import Sequence
from struct import Struct

import numpy as np

from eventscope.core import httpheaders, mapping, rawproperties, topics
from eventscope.core.bus import BusMessage
from eventscope.core.errors import BadInput
from eventscope.core.message import DAMAGED, NO_LATENCY, ROW, V5, Block

_ROW = Struct("<qqqqIIIIHHHH")  # the layout of core.message.ROW, in its order


def block(given: Sequence[BusMessage], tag: int, mono: int, wall: int) -> Block:
    """One post that came at `mono` (ns; `wall` is the same moment since 1970), as QoS 1: it is answered once stored.

    The topic is the path, headers are properties of MQTT 5 as after a bridge to it, marks and stamps included.
    """
    index: dict[bytes, int] = {}
    rows, blob = bytearray(), bytearray()
    for message in given:
        number = index.setdefault(message.topic, len(index))
        payload, said = message.payload or b"", properties(message)
        flags = V5 | 1 | (0 if _is_topic(message.topic) else DAMAGED)
        rows += _ROW.pack(0, wall, mono, NO_LATENCY, number, len(blob), len(payload), len(said), 0, tag, flags, 0)
        blob += payload
        blob += said
    return Block(np.frombuffer(rows, ROW), tuple(index), bytes(blob))


def properties(message: BusMessage) -> bytes:
    """Raw properties of its headers. Raises ValueError for what MQTT cannot hold."""
    others, found = mapping.split_marks(message.headers)
    made, _ = mapping.to_mqtt(httpheaders.from_http(others))
    return made + b"".join([rawproperties.user(name, value) for name, value in found.items()])


def _is_topic(raw: bytes) -> bool:
    try:
        topics.check_topic(raw.decode())
    except BadInput:
        return False
    return True
