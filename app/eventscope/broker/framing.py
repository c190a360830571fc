"""Where packets begin and end in a stream of bytes, and how long an unfinished one may take."""

from __future__ import annotations

from eventscope.broker.message import NS
from eventscope.mqtt.packets import V5
from eventscope.mqtt.wire import MALFORMED, PACKET_TOO_LARGE, Malformed

PROGRESS = 64 << 10  # bytes of an unfinished packet that renew its time-out


class Unfinished:
    """The beginning of a packet whose end has not come; memory is only taken for what came.

    `need` is the whole size of the packet, 0 while its header is cut. It has to be finished within `timeout`
    seconds, and a large one may take as long again for each 64 KiB of it.
    """

    __slots__ = ("_deadline", "_mark", "_timeout", "held", "need")

    def __init__(self, timeout: float) -> None:
        self.held = bytearray()
        self.need = 0
        self._timeout = int(timeout * NS)
        self._deadline = 0
        self._mark = 0

    def keep(self, rest: bytes, need: int, now: int) -> None:
        """Hold the rest of a chunk."""
        self.held += rest
        self.need = need
        self._renew(now)

    def add(self, data: bytes, now: int) -> bytes | None:
        """More came: answers everything once the packet is whole (or its header may be), else None."""
        self.held += data
        if len(self.held) < self.need:
            if len(self.held) - self._mark >= PROGRESS:
                self._renew(now)
            return None
        whole = bytes(self.held)
        self.clear()
        return whole

    def overdue(self, now: int) -> bool:
        """Whether its time is up."""
        return bool(self.held) and now > self._deadline

    def clear(self) -> None:
        """Nothing is unfinished."""
        self.held = bytearray()
        self.need = 0

    def _renew(self, now: int) -> None:
        self._mark = len(self.held)
        self._deadline = now + self._timeout


def length(data: bytes, at: int, version: int) -> tuple[int, int]:
    """The remaining length of the packet at `at` and where its body begins, (0, 0) while it is cut [MQTT5 2.1.4]."""
    size = 0
    for index, byte in enumerate(data[at + 1 : at + 5]):
        size |= (byte & 0x7F) << 7 * index
        if byte < 0x80:
            if index and not byte and version == V5:
                raise Malformed(MALFORMED, "The remaining length is written in more bytes than it needs")
            return size, at + 2 + index
    if len(data) - at >= 5:
        raise Malformed(MALFORMED, "The remaining length is longer than four bytes")
    return 0, 0


def check_size(size: int, limit: int) -> None:
    """Refuse a packet by its header alone [MQTT-3.1.2-24]."""
    if size > limit:
        raise Malformed(PACKET_TOO_LARGE, f"A packet announces {size} bytes; {limit} are accepted")
