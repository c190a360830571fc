"""One segment of the log: a file of frames, each of which is one block of messages, see frames."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from io import FileIO
from pathlib import Path

from eventscope.core.facts import Facts
from eventscope.store import frames
from eventscope.store.blocks import Packed
from eventscope.store.frames import End, Head, Index
from eventscope.store.framewriter import FrameWriter
from eventscope.store.sqlitefile import companions
from eventscope.store.stored import Stored

log = logging.getLogger(__name__)

SUFFIX = ".segment"
DRAFT = ".new"  # ends the name of one that is being made; it never holds messages
MOST = 32_768  # blocks of one segment, whose index is in memory while it is read


class Gone(Exception):
    """The log has forgotten the segment, or is closed."""


class Segment:
    """Ids `first` to `last` (one less when empty). `facts` tells what holds for all its rows.

    One thread writes, any thread reads. What goes wrong comes as OSError, Damaged or Gone.
    """

    old = False  # a file of SQLite, see oldsegment

    def __init__(self, path: Path, first: int) -> None:
        self.path = path
        self.first = first
        self.last = first - 1
        self.facts = Facts.unknown()
        self.size = 0
        self.packed = False
        self.gaps = 0  # places where what was written is missing
        self.damaged = False  # found while reading: the writer begins another
        self._writer: FrameWriter | None = None
        self._file: FileIO | None = None
        self._index: Index | None = None
        self._lock = threading.Lock()
        self._gone = False

    # --- writing ---------------------------------------------------------------------------------------

    @classmethod
    def create(cls, folder: Path, first: int) -> Segment:
        """A new, empty segment; names sort by row id. A kill at any moment leaves none that is half made."""
        segment = cls(folder / f"{first:019d}{SUFFIX}", first)
        if segment.path.exists():
            raise FileExistsError(f"{segment.path.name} is already there")
        draft = segment.path.with_name(segment.path.name + DRAFT)
        for path in companions(draft):
            path.unlink(missing_ok=True)
        made = FrameWriter.create(draft)
        made.close()
        draft.rename(segment.path)
        segment._index = made.index
        segment._writer = FrameWriter(segment.path, made.index, made.salt, made.end)
        segment.measure()
        return segment

    @property
    def writing(self) -> bool:
        """Whether this is the open segment."""
        return self._writer is not None

    @property
    def newest(self) -> int:
        """The newest wall time in ns; 0 when it is empty."""
        return self.facts.newest if self.facts.rows else 0

    def write(self, blocks: Sequence[Packed]) -> None:
        """All blocks or none; they are safe from a kill of this process when this returns.

        They are in the hands of the operating system then; a power failure takes what that had not written out yet.
        """
        writer = self._writer
        assert writer is not None
        self.measure()
        if self.size < writer.end:
            raise frames.Damaged("somebody else has cut it")
        found = writer.append(blocks)
        self.size = writer.end
        with self._lock:
            for head, place in found:
                writer.index.add(head, place)
            self.facts, self.last = writer.index.facts, found[-1][0].end - 1

    def measure(self) -> None:
        """How many bytes the segment takes on the disk; raises FileNotFoundError when somebody removed it."""
        self.size = self.path.stat().st_size

    @property
    def full(self) -> bool:
        """Whether it has as many blocks as it may."""
        return self._writer is not None and len(self._writer.index) >= MOST

    def finish(self) -> None:
        """Write no more."""
        writer, self._writer = self._writer, None
        if writer is None:
            return
        try:
            writer.finish()
        finally:
            writer.close()
        self.measure()

    def replace(self, packed: Path) -> bool:
        """Put a packed copy in this file's place; False when the log has forgotten the segment meanwhile.

        The file changes from one whole state to the other: a kill at any moment leaves either.
        """
        with self._lock:
            if self._gone:
                return False
            self._drop()
            packed.replace(self.path)
            self.packed = True
        self.measure()
        return True

    # --- reading ---------------------------------------------------------------------------------------

    @classmethod
    def found(cls, path: Path, mend: bool) -> Segment:
        """A file of an earlier session. Raises Damaged, Newer, OSError.

        One that was not finished, because its writer was killed, is finished now where it may be changed (`mend`).
        """
        with path.open("rb", buffering=0) as file:
            finished, salt = frames.read_start(file.read(frames.START) or b"")
            if finished:
                return cls._of(path, frames.End.read(file, salt))
            index, at, gaps = frames.scan(file, salt)
        if mend and len(index):
            _mend(path, index, salt, at)
        segment = cls._of(path, index.end(at))
        segment.gaps = gaps
        return segment

    @classmethod
    def _of(cls, path: Path, end: End) -> Segment:
        segment = cls(path, end.first)
        segment.last, segment.facts, segment.packed = end.end - 1, end.facts, end.squeezed
        segment.measure()
        return segment

    def holder(self, ident: int) -> Stored | None:
        """The block that holds a row id, or the last one before it."""
        with self._lock:
            index = self._read()
            number = index.holder(ident)
            return self._stored(*index.at(number)) if number >= 0 else None

    def along(self, start: int, forward: bool) -> Iterator[Stored]:
        """The block that holds `start`, and those after it, or before it."""
        with self._lock:
            index = self._read()
            number = index.holder(start)
            if forward and (number < 0 or index.at(number)[0].end <= start):
                number += 1
        for at in range(number, len(index)) if forward else range(number, -1, -1):
            with self._lock:
                head, place = index.at(at)
            yield self._stored(head, place)

    def outline(self) -> tuple[Facts, int]:
        """Facts of all its rows so far, and the id after the last of them."""
        with self._lock:
            return self.facts, self.last + 1

    def _stored(self, head: Head, place: int) -> Stored:
        def fetch(which: int) -> bytes:
            with self._lock:
                self._read()
                return self._part(head, place, which)

        return Stored(head, fetch)

    def _part(self, head: Head, place: int, which: int) -> bytes:
        assert self._file is not None
        self._file.seek(place + frames.HEAD + sum(head.sizes[:which]))
        return self._file.read(head.sizes[which]) or b""

    def _read(self) -> Index:
        """The index, with the file open; the lock is held."""
        if self._gone:
            raise Gone(self.path.name)
        if self._file is None:
            self._file = self.path.open("rb", buffering=0)
        if self._index is None:
            self._index = self._load(self._file)
        return self._index

    def _load(self, file: FileIO) -> Index:
        finished, salt = frames.read_start(file.read(frames.START) or b"")
        return End.read(file, salt).load(file, salt) if finished else frames.scan(file, salt)[0]

    # --- ending ----------------------------------------------------------------------------------------

    def rest(self) -> None:
        """Close what reading opened; the next read opens it again."""
        with self._lock:
            self._drop()

    def close(self) -> None:
        """Close everything; nobody reads from now on."""
        writer, self._writer = self._writer, None
        with self._lock:
            self._gone = True
            self._drop()
            if writer is not None:
                writer.close()

    def _drop(self) -> None:
        file, self._file = self._file, None
        if self._writer is None:
            self._index = None
        if file is not None:
            file.close()


def _mend(path: Path, index: Index, salt: bytes, end: int) -> None:
    try:
        writer = FrameWriter(path, index, salt, end)
        try:
            writer.finish()
        finally:
            writer.close()
    except OSError as error:  # a full disk: it stays readable as it is
        log.warning("%s cannot be finished: %s", path.name, error)
