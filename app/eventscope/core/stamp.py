"""Latency stamps: who sent a message, which one it is, and when it should have left; in properties or an envelope.

A stamp is six user properties of MQTT 5, side by side and in this order (a broker keeps the order of user
properties [MQTT-3.3.2-18]), or one line of text before the payload where 3.1.1 has no place for them:

    es-stream   who: one name for each run of a producer, so that a restart is a new stream
    es-seq      which: counts from 0 for each (stream, topic)
    es-due      when it should have left: wall time with its unit, as in 1764000000000000000ns
    es-sent     when it left: wall time
    es-mono     when it should have left, on the monotonic clock of es-boot
    es-boot     names that clock: equal names mean that es-mono can be compared exactly

We write fixed widths, so that thousands are read at once (see stampblock). Other programs may write what they
have in any order: es-due (or es-mono with es-boot) gives latency, es-stream with es-seq gives integrity. A time
without its unit is not read at all: nobody should guess whether it means seconds or nanoseconds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SEQ_WIDTH = 12
TIME_WIDTH = 19
BOOT_WIDTH = 8
STREAM_LONGEST = 64  # bytes
ENVELOPE = b"eventscope-stamp/1 "

_NAME = re.compile(r"[A-Za-z0-9._:/-]{1,64}")
_TIME = re.compile(rb"(-?\d{1,20})(?:\.(\d{1,9}))?(s|ms|us|ns)")
_SEQ = re.compile(rb"\d{1,18}")
_LINE = re.compile(rb"([a-z-]+)=([^ \n]{1,80})")
_NS = {b"s": 10**9, b"ms": 10**6, b"us": 10**3, b"ns": 1}
_EARLIEST = 10**17  # a wall time in ns before 1973 is another unit in disguise
_LATEST = 9 * 10**18


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one message says of itself; times in ns, None where it does not say (or nothing believable)."""

    stream: bytes = b""
    seq: int | None = None
    due: int | None = None
    sent: int | None = None
    mono: int | None = None
    boot: bytes = b""

    @property
    def useful(self) -> bool:
        """Whether anything can be measured with it."""
        return self.due is not None or (self.mono is not None and bool(self.boot)) or self.counts

    @property
    def counts(self) -> bool:
        """Whether it has a place in a sequence."""
        return self.seq is not None and bool(self.stream)


def stamp_properties(stream: str, seq: int, due: int, sent: int, mono: int, boot: str) -> tuple[tuple[str, str], ...]:
    """The stamp as user properties, to be appended after the user's own.

    `due` and `sent` are wall ns, `mono` is the monotonic ns of the intended send, `boot` names its clock
    (8 characters, `base.clock.boot_id`). Costs 163 bytes and the stream's name.
    """
    _check(stream, seq, boot)
    return (
        ("es-stream", stream),
        ("es-seq", f"{seq:0{SEQ_WIDTH}d}"),
        ("es-due", f"{due:0{TIME_WIDTH}d}ns"),
        ("es-sent", f"{sent:0{TIME_WIDTH}d}ns"),
        ("es-mono", f"{mono:0{TIME_WIDTH}d}ns"),
        ("es-boot", boot),
    )


def envelope(payload: bytes, stream: str, seq: int, due: int, sent: int, mono: int, boot: str) -> bytes:
    """The payload after one line of text that carries the stamp; `envelope_size(stream)` bytes longer."""
    named = stamp_properties(stream, seq, due, sent, mono, boot)
    fields = (*named[1:], named[0])  # the only one of unknown width comes last
    line = " ".join(f"{name}={value}" for name, value in fields)
    return ENVELOPE + line.encode() + b"\n" + payload


def envelope_size(stream: str) -> int:
    """What an envelope adds to a payload, in bytes."""
    return len(envelope(b"", stream, 0, 0, 0, 0, "0" * BOOT_WIDTH))


def unwrap(payload: bytes) -> tuple[Stamp, bytes] | None:
    """(stamp, the payload inside), or None where the payload is in no envelope of ours."""
    if not payload.startswith(ENVELOPE):
        return None
    end = payload.find(b"\n", 0, 400)
    if end < 0:
        return None
    stamp = _stamp(dict(_LINE.findall(payload[len(ENVELOPE) : end])))
    return (stamp, payload[end + 1 :]) if stamp.useful else None


def parse(properties: bytes) -> Stamp | None:
    """The stamp in raw MQTT 5 property bytes (without their length prefix), in any order; never raises.

    None where there is nothing readable. Keys are found by their bytes, not by walking all properties: this
    must stay cheap for every message, and a forged stamp needs no trick anyway.
    """
    if b"es-" not in properties:
        return None
    keys = (b"es-stream", b"es-seq", b"es-due", b"es-sent", b"es-mono", b"es-boot")
    stamp = _stamp({key: value for key in keys if (value := _property(properties, key))})
    return stamp if stamp.useful else None


def _property(raw: bytes, key: bytes) -> bytes:
    """The value of a user property (identifier 0x26) [MQTT5 2.2.2.2]; empty where absent or cut off."""
    mark = b"&" + len(key).to_bytes(2, "big") + key
    at = raw.find(mark)
    if at < 0:
        return b""
    at += len(mark)
    size = int.from_bytes(raw[at : at + 2], "big")
    value = raw[at + 2 : at + 2 + size]
    return value if len(value) == size <= 80 else b""


def _stamp(values: dict[bytes, bytes]) -> Stamp:
    stream = values.get(b"es-stream", b"")
    seq = values.get(b"es-seq", b"")
    return Stamp(
        stream=stream if len(stream) <= STREAM_LONGEST else b"",
        seq=int(seq) if _SEQ.fullmatch(seq) else None,
        due=_wall(values.get(b"es-due", b"")),
        sent=_wall(values.get(b"es-sent", b"")),
        mono=_time(values.get(b"es-mono", b"")),
        boot=values.get(b"es-boot", b"")[:STREAM_LONGEST],
    )


def _time(text: bytes) -> int | None:
    """Time in ns; None without a unit, or where it does not fit."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    whole, fraction, unit = match.groups()
    scale = _NS[unit]
    part = int((fraction or b"0").ljust(9, b"0")) * scale // 10**9
    value = int(whole) * scale + (-part if whole.startswith(b"-") else part)
    return value if abs(value) < _LATEST else None


def _wall(text: bytes) -> int | None:
    """Wall time in ns; None where it cannot be a time of this century's clocks."""
    value = _time(text)
    return value if value is not None and value >= _EARLIEST else None


def _check(stream: str, seq: int, boot: str) -> None:
    if not _NAME.fullmatch(stream):
        raise ValueError(f"a stream's name has 1 to 64 of A-Z a-z 0-9 . _ : / -, not {stream!r}")
    if not 0 <= seq < 10**SEQ_WIDTH or len(boot) != BOOT_WIDTH:
        raise ValueError(f"sequence {seq} or boot id {boot!r} does not fit the stamp")
