"""PUBLISH packets that differ in little: what they share is encoded once, the rest is patched in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from eventscope.core import digits, stamp
from eventscope.core.message import Draft
from eventscope.links.base import Marks
from eventscope.links.mqtt import drafts
from eventscope.mqtt.packets import V5
from eventscope.mqtt.wire import put_length

Bytes = NDArray[np.uint8]
_FIELDS = ("seq", "due", "sent", "mono")


class Shape:
    """All packets with one topic, QoS, RETAIN and set of properties, stamped by one stream or (`stream` "") by none.

    Raises codec.Malformed with words for what no packet can carry. Bytes are those of `drafts.encode`.
    """

    def __init__(self, draft: Draft, version: int, stream: str = "", boot: str = "") -> None:
        bare = replace(draft, payload=b"")
        stamped = _stamped(bare, version, stream, boot) if stream else bare
        sample = drafts.encode(stamped, version, 1 if draft.qos else 0)
        body = sample[1 + next(n for n in range(1, 5) if sample[n] < 0x80) :]
        self.stream = stream
        self._first = sample[:1]
        self._body = body
        self._identifier = 2 + int.from_bytes(body[:2], "big") if draft.qos else 0
        self._places = _places(body, stream, version) if stream else {}
        self._template = self._text()

    def size(self, payload: int) -> int:
        """Bytes of a packet with so large a payload."""
        size = len(self._body) + payload
        return 1 + len(put_length(size)) + size

    def one(self, payload: bytes, packet_id: int, marks: tuple[int, ...] = ()) -> bytes:
        """One packet; `marks` are the number and the times due, sent (wall ns) and mono (ns) where it is stamped."""
        identifier = (packet_id >> 8, packet_id & 0xFF) if self._identifier else ()
        length = put_length(len(self._body) + len(payload))
        return b"".join((self._first, length, self._template % (*identifier, *marks), payload))

    def many(self, payload: bytes, count: int, first_id: int, marks: Marks | None) -> Bytes:
        """`count` packets, shape (count, size): identifiers from `first_id` on, `marks` where they are stamped."""
        head = self._first + put_length(len(self._body) + len(payload))
        rows = np.empty((count, len(head) + len(self._body) + len(payload)), np.uint8)
        rows[:] = np.frombuffer(b"".join((head, self._body, payload)), np.uint8)
        body = rows[:, len(head) :]
        if self._identifier:
            identifiers = np.arange(first_id, first_id + count)
            body[:, self._identifier] = identifiers >> 8
            body[:, self._identifier + 1] = identifiers & 0xFF
        if marks is not None:
            self._mark(body, count, marks)
        return rows

    def _text(self) -> bytes:
        """The body for `one`, with % where something varies."""
        spots = [(self._identifier, 2, b"%c%c")] if self._identifier else []
        widths = {name: stamp.SEQ_WIDTH if name == "seq" else stamp.TIME_WIDTH for name in self._places}
        spots += [(at, widths[name], b"%%0%dd" % widths[name]) for name, at in self._places.items()]
        pieces, done = [], 0
        for at, width, text in spots:
            pieces += [self._body[done:at].replace(b"%", b"%%"), text]
            done = at + width
        return b"".join((*pieces, self._body[done:].replace(b"%", b"%%")))

    def _mark(self, body: Bytes, count: int, marks: Marks) -> None:
        intended = marks.intended
        if intended is None or intended[0] == intended[-1]:  # they ascend
            mono = marks.mono if intended is None else int(intended[0])
            self._put(body, "mono", mono)
            self._put(body, "due", marks.wall + mono - marks.mono)
        else:
            digits.write(self._columns(body, "mono"), intended)
            digits.write(self._columns(body, "due"), intended + (marks.wall - marks.mono))
        self._put(body, "sent", marks.wall)
        digits.write(self._columns(body, "seq"), np.arange(marks.first, marks.first + count))

    def _put(self, body: Bytes, name: str, value: int) -> None:
        columns = self._columns(body, name)
        columns[:] = np.frombuffer(b"%0*d" % (columns.shape[1], value), np.uint8)

    def _columns(self, body: Bytes, name: str) -> Bytes:
        at = self._places[name]
        return body[:, at : at + (stamp.SEQ_WIDTH if name == "seq" else stamp.TIME_WIDTH)]


def _stamped(draft: Draft, version: int, stream: str, boot: str) -> Draft:
    values = (stream, 0, 0, 0, 0, boot)
    if version != V5:
        return replace(draft, payload=stamp.envelope(draft.payload, *values))
    user = draft.properties.user + stamp.stamp_properties(*values)
    return replace(draft, properties=replace(draft.properties, user=user))


def _places(body: bytes, stream: str, version: int) -> dict[str, int]:
    """Where the digits of each field begin in a body without payload: the stamp is the last thing in it."""
    # Behind its name stands "=" in an envelope, and in MQTT 5 the length of the value in two bytes.
    start, gap = (len(body) - stamp.envelope_size(stream), 1) if version != V5 else (body.rfind(b"es-stream"), 2)
    find: Callable[[str], int] = lambda name: body.index(f"es-{name}".encode(), start)  # noqa: E731
    return {name: find(name) + len(f"es-{name}") + gap for name in _FIELDS}
