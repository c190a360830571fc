"""The fields of many PUBLISH packets at once, as places in the bytes that came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from eventscope.mqtt import shapes
from eventscope.mqtt.gather import Bytes, Mask, Numbers, length, number
from eventscope.mqtt.wire import Frame

LENGTHS = 8  # of topics in a run, up to which they are taken out length by length


@dataclass(slots=True)
class Places:
    """Where packets begin, their bodies begin, and they end; `stride` is the size of all of them, or 0."""

    at: Numbers
    body: Numbers
    end: Numbers
    stride: int

    def __len__(self) -> int:
        return len(self.at)

    def part(self, begin: int, end: int) -> Places:
        """Some of them."""
        return Places(self.at[begin:end], self.body[begin:end], self.end[begin:end], self.stride)

    def frames(self, data: bytes) -> list[Frame]:
        """Each as a packet of its own."""
        places = zip(self.at.tolist(), self.body.tolist(), self.end.tolist(), strict=True)
        return [(data[at], data[body:end]) for at, body, end in places]


@dataclass(slots=True)
class Run:
    """PUBLISH packets in a row, in order of arrival, each with a topic or an alias and within its bounds.

    All arrays have one length. `packet` is 0 at QoS 0 and `alias` where there is none; properties are without their
    length and well formed; `payload` is where it begins.
    """

    data: bytes
    places: Places
    first: Bytes
    packet: Numbers
    topic: Numbers
    topic_size: Numbers
    props: Numbers
    props_size: Numbers
    payload: Numbers
    payload_size: Numbers
    alias: Numbers

    def __len__(self) -> int:
        return len(self.first)

    def part(self, begin: int, end: int) -> Run:
        """Some of them."""
        arrays = [getattr(self, field.name)[begin:end] for field in fields(self)[2:]]
        return Run(self.data, self.places.part(begin, end), *arrays)

    def frames(self) -> list[Frame]:
        """Each as a packet of its own."""
        return self.places.frames(self.data)

    def topics(self) -> Sequence[bytes]:
        """The topic of each as it is written; empty where an alias stands for it."""
        sizes = np.flatnonzero(np.bincount(self.topic_size))
        if len(sizes) == 1:
            return self._topics(self.topic, int(sizes[0]))
        if len(sizes) <= LENGTHS:
            names = np.empty(len(self), object)
            for size in sizes.tolist():
                chosen = self.topic_size == size
                names[chosen] = self._topics(self.topic[chosen], size)
            return names.tolist()
        ends = (self.topic + self.topic_size).tolist()
        return [self.data[at:end] for at, end in zip(self.topic.tolist(), ends, strict=True)]

    def _topics(self, at: Numbers, size: int) -> list[bytes]:
        """Of one length: each place of the data is seen as the begin of so many bytes, so one call takes them out."""
        if not size:
            return [b""] * len(at)
        windows = np.ndarray((len(self.data) - size + 1,), f"V{size}", self.data, strides=(1,))
        names: list[bytes] = windows[at].tolist()
        return names

    @property
    def sizes(self) -> Numbers:
        """Bytes of payload and properties together."""
        return self.payload_size + self.props_size

    def write(self, into: Bytes) -> None:
        """Payload and properties of one after the other, into as many bytes as they have."""
        size, props = int(self.payload_size[0]), int(self.props_size[0])
        alike = (self.payload_size == size).all() and (self.props_size == props).all()
        if self.places.stride and alike:
            table = into.reshape(len(self), size + props)
            table[:, :size] = self._matrix(self.payload, size)
            table[:, size:] = self._matrix(self.props, props)
        else:
            into[:] = np.frombuffer(self._joined(), np.uint8)

    def _matrix(self, at: Numbers, size: int) -> Bytes:
        """So many bytes at each of these places, which are one stride apart."""
        strides = (self.places.stride, 1)
        return np.ndarray((len(self), size), np.uint8, self.data, int(at[0]), strides)

    def _joined(self) -> bytes:
        data = self.data
        at, end = self.payload, self.payload + self.payload_size
        if self.props_size.any():
            at = np.stack((at, self.props), 1).ravel()
            end = np.stack((end, self.props + self.props_size), 1).ravel()
        return b"".join([data[begin:stop] for begin, stop in zip(at.tolist(), end.tolist(), strict=True)])


def cut(data: bytes, raw: Bytes, places: Places, v5: bool) -> tuple[Run, Mask]:
    """The fields of PUBLISH packets, and for which of them they can be relied upon."""
    first, end = raw[places.at], places.end
    topic, topic_size = places.body + 2, number(raw, places.body)
    at = topic + topic_size
    packet = np.zeros(len(places), np.int64)
    good = np.ones(len(places), np.bool_)
    if (first & 6).any():
        asked = (first & 6) > 0
        packet = np.where(asked, number(raw, at), 0)
        good &= (packet > 0) == asked
        good &= (first & 6) < 6
        at = at + 2 * asked
    props = at
    alias = props_size = np.zeros(len(places), np.int64)
    if v5:
        good &= at < end
        props_size, props, sound = length(raw, at)
        good &= sound
    payload = props + props_size
    good &= payload <= end
    if v5:
        alias = shapes.check(data, raw, props, props_size, good)
    good &= (topic_size > 0) | (alias > 0)
    return Run(data, places, first, packet, topic, topic_size, props, props_size, payload, end - payload, alias), good
