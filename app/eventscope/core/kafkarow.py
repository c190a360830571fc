"""A Kafka record as the properties of a log row: user properties of MQTT 5, so that every reader of rows reads it.

A row holds the record's value as payload and, behind it, user properties in this order:

    k-partition  3                    where it lay
    k-offset     1234
    k-time       1764000000000ms create   its time and who set it (create: producer, append: broker)
    k-key        order-7              its key as text; `k-key-b64` in base64 where it is no text; absent: no key
    k-null       1                    it is a tombstone: no value at all, which differs from an empty one
    (headers)    name value           in their order, doubles kept

A header whose value is text goes as it is. Otherwise its name says how it is written: `k-b64:name` in base64,
`k-null:name` without a value, `k-text:name` where the name itself begins with k-. A name that MQTT cannot carry
(U+0000, or too long) stands in a `k-name` of base64 before a `k-b64:` or `k-null:` without a name. Base64 longer than
one property goes on in `k-more`. So a row gives back the record byte for byte, and a latency stamp in headers
(core.stamp) is read as in MQTT 5. The same properties in an event to be published say its key, partition and time.
"""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from eventscope.core.errors import BadInput
from eventscope.core.kafka import Headers, Record, TimeKind

USER = b"&"  # the code of a user property [MQTT5 2.2.2.2]
PREFIX = "k-"
LONGEST = 65_535  # bytes of a string in MQTT
_PIECE = 65_532  # the longest base64 in whole groups
Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Coordinates:
    """What properties say of a record beside its value; None where they do not say. `time` in ms since 1970."""

    key: bytes | None = None
    headers: Headers = ()
    partition: int | None = None
    offset: int | None = None
    time: int | None = None
    time_kind: TimeKind = "none"
    null: bool = False


def properties(record: Record) -> bytes:
    """The property bytes of a record's row."""
    made = _coordinates(record.partition, record.offset, record.time, record.time_kind)
    if record.key is None and record.value is not None and not record.headers:
        return made
    return made + b"".join([_pair(name, value) for name, value in _said(record.key, record.value, record.headers)])


def pairs(record: Record) -> list[tuple[str, str]]:
    """The same as names and values."""
    where = [("k-partition", str(record.partition)), ("k-offset", str(record.offset))]
    if record.time_kind != "none":
        where.append(("k-time", f"{record.time}ms {record.time_kind}"))
    said = _said(record.key, record.value, record.headers)
    return where + [(name.decode(), value.decode()) for name, value in said]


def read(user: Pairs) -> Coordinates:
    """What user properties say of a record; other properties are its headers. BadInput for a k- that makes no sense."""
    found: dict[str, object] = {}
    headers: list[tuple[str, bytes | None]] = []
    name = ""
    for key, value in _joined(user):
        if not key.startswith(PREFIX):
            headers.append((key, value.encode()))
        elif key == "k-name":
            name = _bytes(key, value).decode("utf-8", "surrogateescape")
        elif ":" in key:
            headers.append(_header(key, value, name))
            name = ""
        else:
            found.update(_field(key, value))
    return Coordinates(headers=tuple(headers), **found)  # type: ignore[arg-type]


def _coordinates(partition: int, offset: int, time: int, kind: TimeKind) -> bytes:
    number, at = b"%d" % partition, b"%d" % offset
    where = b"&\x00\x0bk-partition\x00%c%b&\x00\x08k-offset\x00%c%b" % (len(number), number, len(at), at)
    if kind == "none":
        return where
    when = b"%dms %b" % (time, kind.encode())
    return where + b"&\x00\x06k-time\x00%c%b" % (len(when), when)


def _said(key: bytes | None, value: bytes | None, headers: Headers) -> Iterator[tuple[bytes, bytes]]:
    if key is not None:
        if _plain(key):
            yield b"k-key", key
        else:
            yield from _pieces(b"k-key-b64", key)
    if value is None:
        yield b"k-null", b"1"
    for name, content in headers:
        yield from _written(name.encode("utf-8", "surrogateescape"), content)


def _written(name: bytes, value: bytes | None) -> Iterator[tuple[bytes, bytes]]:
    if not _plain(name) or len(name) > LONGEST - 8:
        yield from _pieces(b"k-name", name)
        name, plain = b"", False
    else:
        plain = value is not None and _plain(value)
    if value is None:
        yield b"k-null:" + name, b""
    elif not plain:
        yield from _pieces(b"k-b64:" + name, value)
    else:
        yield (b"k-text:" + name if name.startswith(b"k-") else name), value


def _plain(raw: bytes) -> bool:
    """Whether MQTT can carry these bytes as a string [MQTT-1.5.4-1, -2]."""
    if len(raw) > LONGEST or b"\0" in raw:
        return False
    if raw.isascii():
        return True
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _pieces(name: bytes, raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    text = b64encode(raw)
    yield name, text[:_PIECE]
    for at in range(_PIECE, len(text), _PIECE):
        yield b"k-more", text[at : at + _PIECE]


def _pair(name: bytes, value: bytes) -> bytes:
    return b"&%b%b%b%b" % (len(name).to_bytes(2, "big"), name, len(value).to_bytes(2, "big"), value)


def _joined(user: Pairs) -> Iterator[tuple[str, str]]:
    """Each property with what goes on in `k-more`."""
    name: str | None = None
    parts: list[str] = []
    for key, value in user:
        if key == "k-more" and name is not None:
            parts.append(value)
            continue
        if name is not None:
            yield name, "".join(parts)
        name, parts = key, [value]
    if name is not None:
        yield name, "".join(parts)


def _header(key: str, value: str, name: str) -> tuple[str, bytes | None]:
    way, _, given = key.partition(":")
    if way == "k-null":
        return given or name, None
    if way == "k-b64":
        return given or name, _bytes(key, value)
    if way == "k-text":
        return given, value.encode()
    raise _senseless(key, value)


def _field(key: str, value: str) -> dict[str, object]:
    match key:
        case "k-key":
            return {"key": value.encode()}
        case "k-key-b64":
            return {"key": _bytes(key, value)}
        case "k-null":
            return {"null": value != "0"}
        case "k-partition" | "k-offset":
            return {key[2:]: _number(key, value)}
        case "k-time":
            number, _, kind = value.partition("ms")
            kind = kind.strip() or "create"
            if kind in ("create", "append"):
                return {"time": _number(key, number), "time_kind": cast("TimeKind", kind)}
    raise _senseless(key, value)


def _number(key: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 19):
        raise _senseless(key, text)
    return int(text)


def _bytes(key: str, text: str) -> bytes:
    try:
        return b64decode(text.encode(), validate=True)
    except (binascii.Error, ValueError):
        raise _senseless(key, text) from None


def _senseless(key: str, value: str) -> BadInput:
    sentence = (
        "The property {key!r} with the value {value!r} says nothing of a Kafka record. Write it as the help shows."
    )
    return BadInput("bad-kafka-property", sentence, key=key, value=value[:80])
