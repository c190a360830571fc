"""Cuts a stream of bytes into control packets, holding only what has really arrived."""

from __future__ import annotations

from eventscope.mqtt.packets import V5, V311, PacketType
from eventscope.mqtt.wire import MALFORMED, PACKET_TOO_LARGE, Frame, Malformed

LONGEST = 65_535  # bytes of a topic
SHOWN = 200  # characters of one in a sentence


class Splitter:
    """Feed it what the socket gave; it returns (first byte, body) for each whole packet.

    `limit` bounds a whole packet in bytes, fixed header included, as Maximum Packet Size does [MQTT5 3.1.2.11.4];
    it is enforced as soon as the header is read. An announced length takes no memory. Set `version` to V5 once
    CONNECT is read: only there is a padded remaining length malformed [MQTT-1.5.5-1].
    """

    __slots__ = ("_fault", "_held", "_need", "limit", "version")

    def __init__(self, limit: int, version: int = V311) -> None:
        self.limit = limit
        self.version = version
        self._held = bytearray()  # one unfinished packet, header included
        self._need = 0  # its whole size, 0 while its header is not complete
        self._fault: Malformed | None = None

    @property
    def partial(self) -> int:
        """How many bytes of an unfinished packet are held."""
        return len(self._held)

    def feed(self, data: bytes) -> list[Frame]:
        """The packets that `data` completes, in order.

        Raises Malformed (0x81 remaining length, 0x95 over the limit) with the packets before the fault in its
        `frames`; the stream is lost then and every further call raises the same.
        """
        frames: list[Frame] = []
        try:
            if self._fault:
                raise self._fault
            self._split(data, self._finish(data, frames) if self._held else 0, frames)
        except Malformed as fault:
            fault.frames = frames
            self._fault = fault
            self._held = bytearray()
            raise
        return frames

    def _split(self, data: bytes, at: int, frames: list[Frame]) -> None:
        end = len(data)
        limit = self.limit
        add = frames.append
        while at + 1 < end:
            size = data[at + 1]
            start = at + 2
            if size >= 0x80:
                if start < end and 0 < data[start] < 0x80:
                    size += (data[start] << 7) - 0x80
                    start += 1
                else:
                    size, start = self._length(data, at)
                    if not start:
                        break
            stop = start + size
            if stop - at > limit:
                raise self._too_large(data[at], stop - at, data[start : start + 2 + LONGEST])
            if stop > end:
                self._need = stop - at
                break
            add((data[at], data[start:stop]))
            at = stop
        if at < end:
            self._held += data[at:]

    def _finish(self, data: bytes, frames: list[Frame]) -> int:
        """Completes the held packet from `data`; returns how much of it that took."""
        held = self._held
        at = 0
        while not self._need:
            if at == len(data):
                return at
            held.append(data[at])
            at += 1
            size, start = self._length(held, 0)
            if start:
                self._need = start + size
        if self._need > self.limit:
            raise self._too_large(held[0], self._need, data[at : at + 2 + LONGEST])
        take = self._need - len(held)
        held += data[at : at + take]
        if len(held) < self._need:
            return len(data)
        with memoryview(held) as whole:
            _, start = self._length(whole, 0)
            frames.append((whole[0], bytes(whole[start:])))
        self._held = bytearray()
        self._need = 0
        return at + take

    def _length(self, data: bytes | bytearray | memoryview, at: int) -> tuple[int, int]:
        """The remaining length of the packet at `at` and where its body starts, (0, 0) while cut [MQTT5 2.1.4]."""
        size = 0
        for index, byte in enumerate(data[at + 1 : at + 5]):
            size |= (byte & 0x7F) << 7 * index
            if byte < 0x80:
                if index and not byte and self.version == V5:
                    raise Malformed(MALFORMED, "The remaining length is written in more bytes than it needs")
                return size, at + 2 + index
        if len(data) - at >= 5:
            raise Malformed(MALFORMED, "The remaining length is longer than four bytes")
        return 0, 0

    def _too_large(self, first: int, size: int, start: bytes) -> Malformed:
        """`start` is as much of the body as has come; where it holds the topic of a PUBLISH, that is told."""
        what = f"type {first >> 4}"
        end = 2 + int.from_bytes(start[:2], "big")
        if first >> 4 == PacketType.PUBLISH and 2 < end <= len(start):
            what += f" to {start[2:end].decode('utf-8', 'backslashreplace')[:SHOWN]}"
        words = f"A packet of {what} announces {size} bytes; at most {self.limit} are accepted"
        return Malformed(PACKET_TOO_LARGE, words)
