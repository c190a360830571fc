"""Reads the stamps of a whole block: ours by one regular expression each (1 us), others by the slow way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eventscope.core import stamp
from eventscope.core.message import NO_LATENCY, Block
from eventscope.core.stamp import ENVELOPE, Stamp

FEW = 8  # rows that are looked at one by one: choosing among them by numpy would cost more
Int = NDArray[np.int64]
Source = tuple[bytes, bytes]  # (stream, boot id)
# seq, due, sent, mono as numbers (-1: absent), then stream and boot
_Read = tuple[int, int, int, int, bytes, bytes]

_LEAST = 12  # bytes of properties below which there can be no stamp, readable or not
_WALL = rb"([1-8]\d{18})ns"  # from 2001 on; what fits 63 bits
_MONO = rb"([0-8]\d{18})ns"
_SEQ = rb"(\d{12})"
_PROPERTIES = re.compile(
    rb"&\x00\x09es-stream\x00[\x01-\x40](.{1,64}?)&\x00\x06es-seq\x00\x0c" + _SEQ + rb"&\x00\x06es-due\x00\x15" + _WALL
    + rb"&\x00\x07es-sent\x00\x15" + _WALL + rb"&\x00\x07es-mono\x00\x15" + _MONO + rb"&\x00\x07es-boot\x00\x08(.{8})",
    re.DOTALL,
)  # fmt: skip
_UNREADABLE: _Read = (-1, -1, -1, -1, b"", b"")
_ENVELOPE = re.compile(
    ENVELOPE + rb"es-seq=" + _SEQ + rb" es-due=" + _WALL + rb" es-sent=" + _WALL + rb" es-mono=" + _MONO
    + rb" es-boot=(\S{8}) es-stream=(\S{1,64})\n"
)  # fmt: skip


@dataclass(slots=True)
class Stamps:
    """The stamped rows of a block in order of arrival; all arrays have shape (m,).

    `rows` are row numbers; `source` indexes `sources`; `seq` is -1 where a message has no place in a sequence;
    `due`, `sent` and `mono` are ns, -1 where absent; `latency` is ns, NO_LATENCY where it cannot be told, and
    where `wall` is set it compares two wall clocks. `unreadable` counts rows with a stamp that was none.
    """

    rows: Int
    source: Int
    sources: list[Source]
    seq: Int
    due: Int
    sent: Int
    mono: Int
    latency: Int
    wall: NDArray[np.bool_]
    unreadable: int = 0

    @property
    def numbers(self) -> tuple[Int, Int, Int, Int, Int, Int]:
        """seq, due, sent, mono, latency and source."""
        return self.seq, self.due, self.sent, self.mono, self.latency, self.source


def parse_block(block: Block, boot: bytes) -> Stamps | None:
    """All stamps of a block, None where no row has one; `boot` names our own clock. No bytes make it raise."""
    found: list[tuple[int, int, int, _Read]] = []  # row, receive times (mono, wall), what was read
    unreadable = 0
    blob = block.blob
    for row, mono, wall, at, size, props in _candidates(block):
        read = _in_properties(blob, at + size, at + size + props) if props >= _LEAST else None
        if size > len(ENVELOPE) and blob[at] == ENVELOPE[0] and (read is None or read is _UNREADABLE):
            read = _in_envelope(blob, at, at + min(size, 512)) or read
        if read is _UNREADABLE:
            unreadable += 1
        elif read is not None:
            found.append((row, mono, wall, read))
    return _columns(found, unreadable, boot) if found or unreadable else None


def _candidates(block: Block) -> Iterable[tuple[int, int, int, int, int, int]]:
    """(row, mono, wall, at, size, props) of the rows that may have a stamp, told by size and first byte."""
    rows = block.rows
    numbers: Iterable[int] = range(len(rows))
    if len(rows) > FEW:
        chosen = _large_enough(block)
        rows, numbers = rows[chosen], chosen.tolist()
    names = ("mono", "wall", "at", "size", "props")
    return zip(numbers, *(rows[name].tolist() for name in names), strict=True)


def _large_enough(block: Block) -> Int:
    rows = block.rows
    stamped = rows["props"] >= _LEAST
    if not stamped.all():
        wrapped = np.flatnonzero(~stamped & (rows["size"] > len(ENVELOPE)))
        first = np.frombuffer(block.blob, np.uint8)[rows["at"][wrapped]]
        stamped[wrapped] = first == ENVELOPE[0]
    return np.flatnonzero(stamped)


def _in_properties(blob: bytes, start: int, end: int) -> _Read | None:
    if blob.find(b"es-", start, end) < 0:
        return None
    if match := _PROPERTIES.search(blob, start, end):
        stream, seq, due, sent, mono, boot = match.groups()
        return int(seq), int(due), int(sent), int(mono), stream, boot
    if blob.find(b"\x00\x06es-", start, end) < 0 and blob.find(b"\x00\x07es-", start, end) < 0:
        return None
    other = stamp.parse(blob[start:end])
    return _read(other) if other else _UNREADABLE


def _in_envelope(blob: bytes, start: int, end: int) -> _Read | None:
    if match := _ENVELOPE.match(blob, start, end):
        seq, due, sent, mono, boot, stream = match.groups()
        return int(seq), int(due), int(sent), int(mono), stream, boot
    if not blob.startswith(ENVELOPE, start, end):
        return None
    inside = stamp.unwrap(blob[start:end])
    return _read(inside[0]) if inside else None


def _read(item: Stamp) -> _Read:
    seq, due, sent, mono = (-1 if value is None else value for value in (item.seq, item.due, item.sent, item.mono))
    return (seq if item.counts else -1), due, sent, mono, item.stream, item.boot


def _latency(own: bytes, received: int, wall: int, read: _Read) -> tuple[int, bool]:
    """(receive time minus intended send time, whether by wall clocks): exact where the clock is our own."""
    _, due, _, mono, _, boot = read
    if boot == own and mono >= 0:
        return received - mono, False
    return (wall - due, True) if due >= 0 else (NO_LATENCY, False)


def _columns(found: list[tuple[int, int, int, _Read]], unreadable: int, boot: bytes) -> Stamps:
    reads = [read for *_, read in found]
    numbers = np.array([read[:4] for read in reads], np.int64).reshape(-1, 4).T
    measured = [_latency(boot, mono, wall, read) for _, mono, wall, read in found]
    index: dict[Source, int] = {}
    source = [index.setdefault(read[4:], len(index)) for read in reads]
    return Stamps(
        rows=np.array([row for row, *_ in found], np.int64),
        source=np.array(source, np.int64),
        sources=list(index),
        seq=numbers[0],
        due=numbers[1],
        sent=numbers[2],
        mono=numbers[3],
        latency=np.array([latency for latency, _ in measured], np.int64),
        wall=np.array([wall for _, wall in measured], bool),
        unreadable=unreadable,
    )
