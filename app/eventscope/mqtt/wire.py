"""The primitives of MQTT on the wire: integers, lengths, strings and binary data, read strictly and written exactly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

MALFORMED = 0x81
PROTOCOL_ERROR = 0x82
UNSUPPORTED_VERSION = 0x84
TOPIC_NAME_INVALID = 0x90
TOPIC_ALIAS_INVALID = 0x94
PACKET_TOO_LARGE = 0x95

LARGEST_LENGTH = 268_435_455  # what four bytes of seven bits can say [MQTT5 1.5.5]

Frame = tuple[int, bytes]


class Malformed(Exception):
    """Bytes that are no MQTT, or a packet that cannot be put on the wire.

    `reason` is the MQTT 5 reason code to answer with, `words` says in English which field is wrong.
    `frames` are the whole packets that came before the fault in the same chunk, as the splitter or the burst reader
    gives them (and from these only).
    """

    def __init__(self, reason: int, words: str) -> None:
        self.reason = reason
        self.words = words
        self.frames: Sequence[Any] = ()
        super().__init__(f"{words} (0x{reason:02X})")


def put_length(value: int) -> bytes:
    """A variable byte integer in the fewest bytes [MQTT-1.5.5-1]; raises Malformed 0x95 past four bytes."""
    if value < 0x80:
        return bytes((value,))
    if value < 0x4000:
        return bytes((value & 0x7F | 0x80, value >> 7))
    if value > LARGEST_LENGTH:
        raise Malformed(PACKET_TOO_LARGE, f"{value} bytes do not fit into one packet; MQTT ends at {LARGEST_LENGTH}")
    low = (value & 0x7F | 0x80, value >> 7 & 0x7F | 0x80)
    if value < 0x200000:
        return bytes((*low, value >> 14))
    return bytes((*low, value >> 14 & 0x7F | 0x80, value >> 21))


def put_number(value: int, size: int, field: str) -> bytes:
    """An unsigned integer of `size` bytes; raises Malformed 0x82 when it does not fit."""
    if not 0 <= value < 1 << 8 * size:
        raise Malformed(PROTOCOL_ERROR, f"The {field} is {value}; it must lie in 0 to {(1 << 8 * size) - 1}")
    return value.to_bytes(size, "big")


def put_data(value: bytes, field: str) -> bytes:
    """Binary data behind its two length bytes [MQTT5 1.5.6]."""
    size = len(value)
    if size > 0xFFFF:
        raise Malformed(PACKET_TOO_LARGE, f"The {field} has {size} bytes; MQTT ends at 65535")
    return size.to_bytes(2, "big") + value


def utf8(value: str, field: str) -> bytes:
    """A string as UTF-8 without its length; raises Malformed for what `text` would not read."""
    try:
        raw = value.encode()
    except UnicodeEncodeError:
        raise Malformed(MALFORMED, f"The {field} has a character that UTF-8 cannot carry") from None
    if "\0" in value:
        raise Malformed(MALFORMED, f"The {field} has the character U+0000")
    return raw


def put_text(value: str, field: str) -> bytes:
    """A UTF-8 string behind its two length bytes [MQTT5 1.5.4]."""
    return put_data(utf8(value, field), field)


def text(raw: bytes, field: str) -> str:
    """Bytes as a string; raises Malformed for ill-formed UTF-8, surrogates and U+0000 [MQTT-1.5.4-1, -2].

    A byte order mark stays where it is [MQTT-1.5.4-3].
    """
    try:
        value = raw.decode()
    except UnicodeDecodeError as error:
        raise Malformed(MALFORMED, f"The {field} is not UTF-8 at byte {error.start}") from None
    if "\0" in value:
        raise Malformed(MALFORMED, f"The {field} has the character U+0000")
    return value


def check_topic(topic: str, field: str = "topic name") -> None:
    """Raises Malformed 0x90 for a wildcard where a name is meant [MQTT-3.3.2-2, MQTT-3.1.3-11]."""
    if "+" in topic or "#" in topic:
        raise Malformed(TOPIC_NAME_INVALID, f"The {field} has a wildcard (+ or #)")


class Reader:
    """Walks over one packet's body; every read past its end is Malformed and names the field."""

    __slots__ = ("at", "body", "end")

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.at = 0
        self.end = len(body)

    @property
    def left(self) -> int:
        """How many bytes were not read yet."""
        return self.end - self.at

    def take(self, size: int, field: str) -> bytes:
        """The next `size` bytes."""
        start = self.at
        stop = start + size
        if stop > self.end:
            raise Malformed(MALFORMED, f"The {field} is cut short: {size} bytes are due, {self.end - start} are left")
        self.at = stop
        return self.body[start:stop]

    def number(self, size: int, field: str) -> int:
        """An unsigned integer of `size` bytes."""
        return int.from_bytes(self.take(size, field), "big")

    def data(self, field: str) -> bytes:
        """Binary data behind its two length bytes."""
        return self.take(self.number(2, f"length of the {field}"), field)

    def text(self, field: str) -> str:
        """A UTF-8 string behind its two length bytes."""
        return text(self.data(field), field)

    def length(self, field: str) -> int:
        """A variable byte integer in its fewest bytes [MQTT-1.5.5-1]."""
        value = 0
        for shift in (0, 7, 14, 21):
            byte = self.number(1, field)
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                if shift and not byte:
                    raise Malformed(MALFORMED, f"The {field} is written in more bytes than it needs")
                return value
        raise Malformed(MALFORMED, f"The {field} is longer than four bytes")

    def packet_id(self) -> int:
        """A packet identifier, never 0 [MQTT-2.2.1-3, MQTT-2.2.1-4]."""
        value = self.number(2, "packet identifier")
        if not value:
            raise Malformed(PROTOCOL_ERROR, "The packet identifier is 0")
        return value

    def finish(self) -> None:
        """Raises Malformed when bytes are left over."""
        if self.at < self.end:
            raise Malformed(MALFORMED, f"{self.left} bytes follow after the end of the packet's content")
