"""PUBLISH packets made beforehand, all of one size, so that a load costs next to nothing while it runs."""

from __future__ import annotations

from copy import copy

import numpy as np
from numpy.typing import NDArray

from eventscope.core.stamp import SEQ_WIDTH, TIME_WIDTH, stamp_properties
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V5, V311, Properties, Publish

NUMBER = SEQ_WIDTH  # digits of the number that a stamped payload begins with
Packets = NDArray[np.uint8]  # shape (count, size of one packet)
# What a version 5 message of the bench says of itself, as those of real systems do.
PROPERTIES = Properties(content_type="application/json", user=(("source", "bench"), ("trace", "0123456789abcdef")))


def topics(stem: str, count: int) -> list[str]:
    """`count` topics of equal length below `stem`."""
    width = max(3, len(str(count - 1)))
    return [f"{stem}/{number:0{width}d}" for number in range(count)]


def packets(
    names: list[str], size: int, count: int, qos: int = 0, version: int = V311, window: int = 0xFFFF
) -> Packets:
    """`count` packets with payloads of `size` bytes over topics of equal length, one after the other.

    Above QoS 0 their identifiers run from 1 to `window`, again and again. In version 5 they carry PROPERTIES.
    """
    payload = (b'{"bench": "' + b"x" * size)[: size - 2] + b'"}'
    said = PROPERTIES if version == V5 else Properties()
    ones = [codec.encode(Publish(name, payload, qos, packet_id=1 if qos else 0, properties=said), version)
            for name in names[:count]]  # fmt: skip
    turns = -(-count // len(ones))
    made = np.frombuffer(b"".join(ones) * turns, np.uint8).reshape(-1, len(ones[0]))[:count].copy()
    if qos:
        put_identifiers(made, identifier_at(names[0], len(ones[0])), np.arange(count) % window + 1)
    return made


def identifier_at(topic: str, size: int) -> int:
    """Where the packet identifier lies in a packet of `size` bytes on `topic`."""
    header = 1 + next(n for n in range(1, 5) if size - 1 - n < 128**n)
    return header + 2 + len(topic.encode())


def put_identifiers(made: Packets, at: int, identifiers: NDArray[np.integer]) -> None:
    """Write identifiers into packets, in place."""
    made[:, at] = identifiers >> 8
    made[:, at + 1] = identifiers & 0xFF


def acknowledgements(received: Packets, at: int) -> bytes:
    """A PUBACK for each packet."""
    acks = np.empty((len(received), 4), np.uint8)
    acks[:, 0], acks[:, 1] = 0x40, 2
    acks[:, 2:] = received[:, at : at + 2]
    return acks.tobytes()


class StampedTemplate:
    """A stamped PUBLISH of MQTT 5 whose sequence number, times and own number are filled in as it leaves.

    Its payload, of `size` bytes, begins with that number in NUMBER digits; shorter ones carry none.
    """

    def __init__(self, topic: str, size: int, stream: str, boot: str) -> None:
        user = stamp_properties(stream, 0, 0, 0, 0, boot)
        self._numbered = size >= NUMBER
        payload = (b"0" * NUMBER).ljust(size, b"x") if self._numbered else b"x" * size
        raw = codec.encode(Publish(topic, payload, properties=Properties(user=user)), V5).replace(b"%", b"%%")
        for zeros in (b"0" * TIME_WIDTH, b"0" * SEQ_WIDTH):  # the longer ones first: they hold the shorter
            raw = raw.replace(zeros, b"%%0%dd" % len(zeros))
        self._topic, self._template = _topic(topic), raw

    def on(self, topic: str) -> StampedTemplate:
        """The same on another topic of the same length: a hundred times faster than to make it."""
        other = copy(self)
        other._topic = _topic(topic)
        other._template = self._template.replace(self._topic, other._topic, 1)
        return other

    def fill(self, seq: int, due: int, sent: int, mono: int, number: int = 0) -> bytes:
        """One packet, due and sent at those wall ns, due at monotonic ns `mono`."""
        values = (seq, due, sent, mono, number) if self._numbered else (seq, due, sent, mono)
        return self._template % values


def _topic(name: str) -> bytes:
    return name.encode().replace(b"%", b"%%")
