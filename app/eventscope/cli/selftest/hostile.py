"""Messages that no honest sender makes, and their bytes; more of them are in the tests."""

from __future__ import annotations

TOPICS = (b"bad/\xff\xfe", b"nul/\x00", b"wild/#", b"<img src=x>", b"\xe2\x80\xae/bidi", b"//", b"x" * 65000, b"plain")
DAMAGED_TOPICS = 3  # bad UTF-8, NUL, a wildcard
PAYLOADS = (b"", b"\x00\xff\x1b[2J", b"=1+1", b'{"a":' * 2000, b"x" * (1 << 20))
# What would clear a terminal, set its title, fill its clipboard, colour it, turn or hide text.
STEERING = b"\x1b[2J\x1b]0;title\x07\x1b]52;c;ZXZpbA==\x07\xc2\x9b31m\x08\r\n\x7f\xe2\x80\xaegpj\xe2\x80\x8b\x00end"


def publish(topic: bytes, payload: bytes, user: tuple[bytes, bytes] | None = None) -> bytes:
    """A PUBLISH of MQTT 5 at QoS 0 that our own encoder would refuse to make."""
    properties = b""
    if user is not None:
        properties = b"\x26" + b"".join(len(text).to_bytes(2, "big") + text for text in user)
    body = len(topic).to_bytes(2, "big") + topic + length(len(properties)) + properties + payload
    return b"\x30" + length(len(body)) + body


def length(size: int) -> bytes:
    """A variable byte integer [MQTT5 1.5.5]."""
    out = bytearray()
    while True:
        size, digit = divmod(size, 128)
        out.append(digit | (0x80 if size else 0))
        if not size:
            return bytes(out)
