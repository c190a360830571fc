"""Reads the stamps of many rows at once where they have the form that we write: eight bytes at a time.

The first row of a form is read by the regular expression; the others have to equal it byte for byte up to the end
of the stamp, but for the digits. What fits no form is left to be read one by one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from eventscope.core.message import Block

Int = NDArray[np.int64]
Words = NDArray[np.uint64]
Source = tuple[bytes, bytes]  # (stream, boot id)

MANY = 48  # rows of one form; for fewer this costs more than it saves
FORMS = 8  # in one block
LONGEST = 512  # bytes up to the end of a stamp
AT_ONCE = 1_024  # rows, so that what is made on the way stays in the processor's cache

SEQ = rb"(\d{12})"
WALL = rb"([1-8]\d{18})ns"  # from 2001 on; what fits 63 bits
MONO = rb"([0-8]\d{18})ns"
PROPERTIES = re.compile(
    rb"&\x00\x09es-stream\x00[\x01-\x40](.{1,64}?)&\x00\x06es-seq\x00\x0c" + SEQ + rb"&\x00\x06es-due\x00\x15" + WALL
    + rb"&\x00\x07es-sent\x00\x15" + WALL + rb"&\x00\x07es-mono\x00\x15" + MONO + rb"&\x00\x07es-boot\x00\x08(.{8})",
    re.DOTALL,
)  # fmt: skip
_NUMBERS = (2, 3, 4, 5)  # its groups that are digits: seq, due, sent, mono
_SEQ_WORDS, _TIME_WORDS = (0, 4), (0, 8, 11)  # eight digits each, the last ones overlapping
_LEAST_WALL, _END = np.uint64(10**18), np.uint64(9 * 10**18)


class Group(NamedTuple):
    """Rows with stamps of one source; `numbers` are seq, due, sent and mono, shape (4, m)."""

    source: Source
    rows: Int
    numbers: Int


@dataclass(frozen=True, slots=True)
class _Form:
    """Where the words of a stamp are, relative to its properties, and what has to stand there."""

    source: Source
    literals: Int  # places
    masks: Words
    wanted: Words
    digits: Int  # places


def read(block: Block, rows: Int) -> list[Group]:
    """The stamps of those rows (in order) that have our form."""
    places = block.rows["at"].astype(np.int64) + block.rows["size"]
    sizes = block.rows["props"]
    found: list[Group] = []
    for _ in range(FORMS):
        if len(rows) < MANY:
            break
        at, size = int(places[rows[0]]), int(sizes[rows[0]])
        form = _form(block.blob[at : at + size])
        if form is None:
            rows = rows[1:]
            continue
        alike = rows[sizes[rows] == size]
        groups = [_group(block.blob, places, alike[n : n + AT_ONCE], form) for n in range(0, len(alike), AT_ONCE)]
        rows = rows[untaken(len(block), groups)[rows]]
        found += groups
    return found


def untaken(count: int, groups: list[Group]) -> NDArray[np.bool_]:
    """Of so many rows those that are in no group."""
    left = np.ones(count, bool)
    for group in groups:
        left[group.rows] = False
    return left


def _group(blob: bytes, places: Int, rows: Int, form: _Form) -> Group:
    fits, numbers = _read(blob, places[rows], form)
    return Group(form.source, rows, numbers) if fits.all() else Group(form.source, rows[fits], numbers[:, fits])


def _form(properties: bytes) -> _Form | None:
    match = PROPERTIES.search(properties, 0, LONGEST)
    if match is None:
        return None
    end = match.end()
    mask = bytearray(b"\xff" * end)
    digits: list[int] = []
    for number in _NUMBERS:
        start, stop = match.span(number)
        mask[start:stop] = bytes(stop - start)
        digits += [start + at for at in (_SEQ_WORDS if number == _NUMBERS[0] else _TIME_WORDS)]
    places = [*range(0, end - 8, 8), end - 8]
    masks = np.array([int.from_bytes(mask[at : at + 8], "little") for at in places], np.uint64)
    words = np.array([int.from_bytes(properties[at : at + 8], "little") for at in places], np.uint64)
    kept = masks > 0
    literals = np.array(places, np.int64)[kept]
    source = match[1], match[6]
    return _Form(source, literals, masks[kept], (words & masks)[kept], np.array(digits, np.int64))


def _read(blob: bytes, at: Int, form: _Form) -> tuple[NDArray[np.bool_], Int]:
    """Which of the properties at these places fit the form, and the numbers in them."""
    # Each place of the blob seen as the begin of eight bytes.
    words = np.ndarray((len(blob) - 7,), "<u8", blob, strides=(1,))
    fits = ((words[form.literals[:, None] + at] & form.masks[:, None]) == form.wanted[:, None]).all(axis=0)
    values, good = _eight_digits(words[form.digits[:, None] + at])
    seq = values[0] * np.uint64(10_000) + values[1] % np.uint64(10_000)
    due, sent, mono = (
        values[n] * np.uint64(10**11) + values[n + 1] * np.uint64(1_000) + values[n + 2] % np.uint64(1_000)
        for n in (2, 5, 8)
    )
    fits &= good.all(axis=0) & (due >= _LEAST_WALL) & (sent >= _LEAST_WALL)
    fits &= (due < _END) & (sent < _END) & (mono < _END)
    return fits, np.stack((seq, due, sent, mono)).astype(np.int64)


def _eight_digits(words: Words) -> tuple[Words, NDArray[np.bool_]]:
    """Eight digits of text in each word, as a number, and whether all of them are digits."""
    high, zeros = np.uint64(0xF0F0F0F0F0F0F0F0), np.uint64(0x3030303030303030)
    good = ((words | (words + np.uint64(0x0606060606060606))) & high) == zeros
    good &= (words & high) == zeros
    value = (words & ~high) * np.uint64(10 << 8 | 1) >> np.uint64(8)
    value = (value & np.uint64(0x00FF00FF00FF00FF)) * np.uint64(100 << 16 | 1) >> np.uint64(16)
    value = (value & np.uint64(0x0000FFFF0000FFFF)) * np.uint64(10_000 << 32 | 1) >> np.uint64(32)
    return value, good
