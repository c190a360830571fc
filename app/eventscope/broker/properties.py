"""The properties of PUBLISH on their way through the broker, kept as raw bytes wherever that is right."""

from __future__ import annotations

from dataclasses import replace

from eventscope.mqtt.codec import encode_properties
from eventscope.mqtt.packets import PacketType, Properties

USER = 0x26
LAYOUTS = 64  # remembered for each connection; a producer has few


class UserProperties:
    """Recognises property bytes that are nothing but well-formed user properties, which travel unchanged.

    This is the common case by far (our own latency stamps are such), so it is decided without decoding
    [MQTT-3.3.2-17]. The first message of a layout is walked; the next ones of the same layout (same names, same
    lengths, other values) are compared as one big number under a mask. A no only means "look closer".
    """

    __slots__ = ("_layouts",)

    def __init__(self) -> None:
        self._layouts: dict[int, tuple[int, int, int]] = {}  # size: mask, what is under it, zero bytes

    def alone(self, raw: bytes) -> bool:
        """Whether there is nothing else in `raw`."""
        layout = self._layouts.get(len(raw))
        if layout is not None:
            mask, fixed, zeros = layout
            if int.from_bytes(raw, "big") & mask == fixed and raw.isascii() and raw.count(0) == zeros:
                return True
        return self._walk(raw)

    def _walk(self, raw: bytes) -> bool:
        at, end, zeros = 0, len(raw), 0
        mask = bytearray(b"\xff") * end
        while at < end:
            if raw[at] != USER or at + 5 > end or raw[at + 1] or (name := raw[at + 2]) > 127:
                return False
            value = at + 3 + name
            if value + 2 > end or raw[value] or (size := raw[value + 1]) > 127:
                return False
            zeros += 2 + (not name) + (not size)
            at = value + 2 + size
            mask[value + 2 : at] = bytes(size)
        if at != end or raw.count(0) != zeros or not _is_text(raw):  # U+0000 is no character of MQTT [MQTT-1.5.4-2]
            return False
        if len(self._layouts) < LAYOUTS:
            number = int.from_bytes(mask, "big")
            self._layouts[end] = number, int.from_bytes(raw, "big") & number, zeros
        return True


def _is_text(raw: bytes) -> bool:
    """One check for all strings: the length bytes between them are ASCII and cannot join halves of a character."""
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def forwarded(properties: Properties) -> bytes:
    """What of decoded properties goes on to receivers: all that does not belong to one hop [MQTT5 3.3.2.3]."""
    passed = replace(properties, message_expiry=None, topic_alias=None, subscription_ids=(), will_delay=None)
    return encode_properties(passed, PacketType.PUBLISH)
