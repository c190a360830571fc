"""The file of a segment as bytes: a start, frames one after the other, and an index at the end once it is finished.

All numbers are little-endian, but for the version of the format, which stands where SQLite had it in older logs.

    start     64 bytes: MAGIC, state (u4: 0 being written, 1 finished), salt (16 bytes), zeros, version (u4, big-endian)
    frame     a head of HEAD bytes, which begins with 4 bytes of the salt, then rows, topics and blob of one block, each
              as long as the head says
    index     for each frame its head, without the salt, and its place (u8)
    end       END bytes: where the index begins, how many frames, its check, and the facts of all rows

Heads and the end hold a check of their own over the salt and what else they hold: bytes of a message can never
be taken for a head, wherever reading begins.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from io import SEEK_END, FileIO
from typing import NamedTuple
from zlib import crc32

from eventscope.core.facts import Facts

MAGIC = b"Eventscope log\0\0"
FORMAT = 3  # 1 and 2 were files of SQLite, see oldsegment
LARGEST_ID = 1 << 62
STATE = 16  # where the state stands
SALT = 16

_START = struct.Struct(f"<16sI{SALT}s24x")
_VERSION = struct.Struct(">I")
START = _START.size + _VERSION.size
_FACTS = "IqqqqIIHH"
_HEAD = struct.Struct(f"<4sIq{_FACTS}III4xQQQII")
_PLACE = struct.Struct("<Q")
_CHECK = struct.Struct("<I")
_END = struct.Struct(f"<4sIIIQQqq{_FACTS}")
HEAD, END = _HEAD.size, _END.size
_LAST = b"ESen"
_MARK = 4  # a head begins with so many bytes of the salt; not in the index, where nobody shall take it for a frame's
_ENTRY = HEAD - _MARK + _PLACE.size
_FIRST = struct.Struct("<q")
_LOOK = 1 << 20  # bytes read at once to find the next head
_CHECKED = 8  # magic and check, which the check does not cover


class Damaged(Exception):
    """What is stored is not what was written, or was not written by us."""


class Newer(Exception):
    """A segment that a newer version of Eventscope wrote."""


class Head(NamedTuple):
    """What stands before a block. `sizes` and `checks` are those of rows, topics and blob, as they lie there.

    `first` is the row id of its first row, `full` the size of the blob once it is unpacked; `squeezed` tells
    whether the three are packed with Zstandard.
    """

    first: int
    facts: Facts
    sizes: tuple[int, int, int]
    checks: tuple[int, int, int]
    full: int
    squeezed: bool

    @property
    def end(self) -> int:
        """The row id after its last one."""
        return self.first + self.facts.rows

    @property
    def span(self) -> int:
        """Bytes of the whole frame."""
        return HEAD + sum(self.sizes)

    def sealed(self, salt: bytes) -> bytes:
        """As it lies in the file."""
        more = (*self.facts, *self.sizes, *self.checks, self.full, self.squeezed)
        return _sealed(_HEAD.pack(salt[:_MARK], 0, self.first, *more), salt)

    @classmethod
    def opened(cls, raw: bytes, salt: bytes) -> Head | None:
        """From such bytes; None where they are none that were sealed with this salt."""
        if len(raw) < HEAD or raw[:_MARK] != salt[:_MARK] or not _is_sealed(raw[:HEAD], salt):
            return None
        _, _, first, *rest = _HEAD.unpack_from(raw)
        head = cls(first, Facts(*rest[:9]), tuple(rest[9:12]), tuple(rest[12:15]), rest[15], bool(rest[16]))
        return head if first > 0 and head.facts.rows > 0 and head.end < LARGEST_ID else None


class Index:
    """The heads of a segment in order of their ids, and where each frame begins."""

    def __init__(self, salt: bytes) -> None:
        self.facts = Facts.unknown()
        self._salt = salt
        self._raw = bytearray()

    def __len__(self) -> int:
        return len(self._raw) // _ENTRY

    def add(self, head: Head, place: int) -> None:
        """One more, at the end."""
        self._raw += head.sealed(self._salt)[_MARK:] + _PLACE.pack(place)
        self.facts = self.facts.joined(head.facts)

    def at(self, number: int) -> tuple[Head, int]:
        """The head with that number, and the place of its frame; raises Damaged."""
        raw = bytes(self._raw[number * _ENTRY : (number + 1) * _ENTRY])
        head = Head.opened(self._salt[:_MARK] + raw, self._salt)
        if head is None:
            raise Damaged("its index is broken")
        return head, _PLACE.unpack_from(raw, HEAD - _MARK)[0]

    def holder(self, ident: int) -> int:
        """The number of the head that holds a row id, or of the last one before it; -1 when there is none."""
        return bisect_right(range(len(self)), ident, key=self._first) - 1

    def _first(self, number: int) -> int:
        found: int = _FIRST.unpack_from(self._raw, number * _ENTRY + _CHECKED - _MARK)[0]
        return found

    def closing(self, at: int) -> bytes:
        """Index and end of a file whose frames end at that place."""
        return bytes(self._raw) + self.end(at).sealed(self._salt)

    def end(self, at: int) -> End:
        """What stands at the end of such a file."""
        if not self._raw:
            return End(at, 0, crc32(b""), 0, 0, self.facts, False)
        first, last = self.at(0)[0], self.at(len(self) - 1)[0]
        return End(at, len(self), crc32(self._raw), first.first, last.end, self.facts, last.squeezed)

    @classmethod
    def of(cls, raw: bytes, facts: Facts, salt: bytes) -> Index:
        """From its bytes."""
        index = cls(salt)
        index._raw += raw
        index.facts = facts
        return index


class End(NamedTuple):
    """The end of a finished file: the place of its index, and what its rows are. Their ids are `first` to `end` - 1."""

    place: int
    frames: int
    check: int
    first: int
    end: int
    facts: Facts
    squeezed: bool

    def sealed(self, salt: bytes) -> bytes:
        """As it lies in the file."""
        numbers = (self.frames, self.squeezed, self.place, self.check, self.first, self.end)
        return _sealed(_END.pack(_LAST, 0, *numbers, *self.facts), salt)

    @classmethod
    def read(cls, file: FileIO, salt: bytes) -> End:
        """From a file; raises Damaged."""
        size = file.seek(0, SEEK_END)
        file.seek(max(size - END, 0))
        raw = file.read(END) or b""
        if len(raw) != END or raw[: len(_LAST)] != _LAST or not _is_sealed(raw, salt):
            raise Damaged("its end is missing")
        _, _, frames, squeezed, index, check, first, end, *facts = _END.unpack(raw)
        if index + frames * _ENTRY + END != size or not 0 <= first <= end < LARGEST_ID:
            raise Damaged("its end is that of another file")
        return cls(index, frames, check, first, end, Facts(*facts), bool(squeezed))

    def load(self, file: FileIO, salt: bytes) -> Index:
        """The index; raises Damaged."""
        file.seek(self.place)
        raw = file.read(self.frames * _ENTRY) or b""
        if len(raw) != self.frames * _ENTRY or crc32(raw) != self.check:
            raise Damaged("its index is broken")
        return Index.of(raw, self.facts, salt)


def start(salt: bytes) -> bytes:
    """How a new file begins."""
    return _START.pack(MAGIC, 0, salt) + _VERSION.pack(FORMAT)


def read_start(raw: bytes) -> tuple[bool, bytes]:
    """Whether the file was finished, and its salt. Raises Damaged or Newer."""
    if len(raw) < START or not raw.startswith(MAGIC):
        raise Damaged("it was not written by Eventscope" if raw else "it is empty")
    if _VERSION.unpack_from(raw, _START.size)[0] > FORMAT:
        raise Newer
    _, state, salt = _START.unpack_from(raw)
    return bool(state), salt


def scan(file: FileIO, salt: bytes) -> tuple[Index, int, int]:
    """The index of a file that was not finished, where its frames end, and how many gaps they have; or Damaged.

    What a kill cut short at the end belongs to no message that was acknowledged, and is no gap.
    """
    index, end, gaps, last = Index(salt), START, 0, 0
    for head, place in _heads(file, salt):
        if head.first < last:
            raise Damaged("its ids go back")
        gaps += place != end
        index.add(head, place)
        end, last = place + head.span, head.end
    return index, end, gaps


def _heads(file: FileIO, salt: bytes) -> Iterator[tuple[Head, int]]:
    """Each whole frame; where there is none, the next one is looked for."""
    place, size = START, file.seek(0, SEEK_END)
    while place >= 0:
        file.seek(place)
        head = Head.opened(file.read(HEAD) or b"", salt)
        if head is not None and place + head.span <= size:
            yield head, place
            place += head.span
        else:
            place = _next(file, salt[:_MARK], place + 1)


def _next(file: FileIO, mark: bytes, place: int) -> int:
    """Where that mark stands next; -1 when it does not."""
    file.seek(place)
    before = b""
    while piece := file.read(_LOOK):
        found = (before + piece).find(mark)
        if found >= 0:
            return place + found - len(before)
        place += len(piece)
        before = (before + piece)[1 - len(mark) :]
    return -1


def _sealed(raw: bytes, salt: bytes) -> bytes:
    return raw[: _CHECKED - 4] + _CHECK.pack(_check(raw, salt)) + raw[_CHECKED:]


def _is_sealed(raw: bytes, salt: bytes) -> bool:
    return raw[_CHECKED - 4 : _CHECKED] == _CHECK.pack(_check(raw, salt))


def _check(raw: bytes, salt: bytes) -> int:
    return crc32(raw[_CHECKED:], crc32(salt))
