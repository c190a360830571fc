"""Reads the stamps of a whole block: many of ours at once, few by one regular expression each, others the slow way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eventscope.core import stamp, stampcolumns
from eventscope.core.message import NO_LATENCY, Block
from eventscope.core.stamp import ENVELOPE, Stamp
from eventscope.core.stampcolumns import MANY, MONO, PROPERTIES, SEQ, WALL, Group, Source

FEW = 8  # rows that are looked at one by one: choosing among them by numpy would cost more
Int = NDArray[np.int64]
# seq, due, sent, mono as numbers (-1: absent), then stream and boot
_Read = tuple[int, int, int, int, bytes, bytes]

_COLUMNS = ("rows", "source", "seq", "due", "sent", "mono", "latency", "wall")
_LEAST = 12  # bytes of properties below which there can be no stamp, readable or not
_UNREADABLE: _Read = (-1, -1, -1, -1, b"", b"")
_ENVELOPE = re.compile(
    ENVELOPE + rb"es-seq=" + SEQ + rb" es-due=" + WALL + rb" es-sent=" + WALL + rb" es-mono=" + MONO
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
    rows = np.arange(len(block)) if len(block) <= FEW else _large_enough(block)
    groups: list[Group] = []
    if len(rows) >= MANY:
        groups = stampcolumns.read(block, rows[block.rows["props"][rows] >= _LEAST])
        rows = rows[stampcolumns.untaken(len(block), groups)[rows]]
    slow = _one_by_one(block, rows, boot)
    return _with_groups(block, groups, slow, boot) if groups else slow


def _one_by_one(block: Block, chosen: Int, boot: bytes) -> Stamps | None:
    found: list[tuple[int, int, int, _Read]] = []  # row, receive times (mono, wall), what was read
    unreadable = 0
    blob = block.blob
    for row, mono, wall, at, size, props in _candidates(block, chosen):
        read = _in_properties(blob, at + size, at + size + props) if props >= _LEAST else None
        if size > len(ENVELOPE) and blob[at] == ENVELOPE[0] and (read is None or read is _UNREADABLE):
            read = _in_envelope(blob, at, at + min(size, 512)) or read
        if read is _UNREADABLE:
            unreadable += 1
        elif read is not None:
            found.append((row, mono, wall, read))
    return _columns(found, unreadable, boot) if found or unreadable else None


def _candidates(block: Block, chosen: Int) -> Iterable[tuple[int, int, int, int, int, int]]:
    """(row, mono, wall, at, size, props) of rows."""
    rows = block.rows[chosen]
    names = ("mono", "wall", "at", "size", "props")
    return zip(chosen.tolist(), *(rows[name].tolist() for name in names), strict=True)


def _large_enough(block: Block) -> Int:
    """The rows that may have a stamp, told by size and first byte."""
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
    if match := PROPERTIES.search(blob, start, end):
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


def _with_groups(block: Block, groups: list[Group], slow: Stamps | None, boot: bytes) -> Stamps:
    """What was read at once and what was read one by one, in order of arrival."""
    parts = [_of_group(block, group, boot) for group in groups] + ([slow] if slow else [])
    index: dict[Source, int] = {}
    for part in parts:
        places = np.array([index.setdefault(source, len(index)) for source in part.sources], np.int64)
        part.source = places[part.source]
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS}
    if (np.diff(columns["rows"]) < 0).any():
        order = np.argsort(columns["rows"])
        columns = {name: column[order] for name, column in columns.items()}
    return Stamps(sources=list(index), unreadable=slow.unreadable if slow else 0, **columns)


def _of_group(block: Block, group: Group, boot: bytes) -> Stamps:
    seq, due, sent, mono = group.numbers
    own = group.source[1] == boot
    received = block.rows["mono" if own else "wall"][group.rows]
    latency, wall = received - (mono if own else due), np.full(len(seq), not own)
    return Stamps(group.rows, np.zeros_like(seq), [group.source], seq, due, sent, mono, latency, wall)
