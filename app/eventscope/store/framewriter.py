"""Blocks appended to the file of a segment: each is in the hands of the operating system once it is written."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from eventscope.store import frames
from eventscope.store.blocks import Buffer, Packed
from eventscope.store.check import check
from eventscope.store.frames import Head, Index
from eventscope.store.squeeze import stretched_size

SYNC = 16 << 20  # bytes that a power failure may take, at most, from a disk that keeps its word


class FrameWriter:
    """Used by one thread. `end` is where the next frame begins; only `index` tells what counts.

    What the disk refuses comes as OSError.
    """

    def __init__(self, path: Path, index: Index, salt: bytes, end: int) -> None:
        self.index = index
        self.end = end
        self.salt = salt
        self._file = path.open("r+b", buffering=0)
        self._synced = end

    @classmethod
    def create(cls, path: Path) -> FrameWriter:
        """For a new file, which must not be there."""
        salt = secrets.token_bytes(frames.SALT)
        with path.open("xb") as file:
            file.write(frames.start(salt))
        return cls(path, Index(salt), salt, frames.START)

    def append(self, blocks: Sequence[Packed]) -> list[tuple[Head, int]]:
        """All blocks or none; answers their heads and places, which are not in the index yet."""
        found, end = [], self.end
        try:
            self._file.seek(end)
            for block in blocks:
                head = _head(block)
                found.append((head, end))
                for part in (head.sealed(self.salt), *block.parts):
                    self._write(part)
                end += head.span
        except BaseException:
            self._take_back()
            raise
        self.end = end
        if end - self._synced >= SYNC:
            self.sync()
        return found

    def sync(self) -> None:
        """Have it all on the disk itself."""
        os.fsync(self._file.fileno())
        self._synced = self.end

    def finish(self) -> None:
        """Write the index, and say last that nothing is missing."""
        self._take_back()  # what an earlier failure left
        self._file.seek(self.end)
        self._write(self.index.closing(self.end))
        self.sync()
        self._file.seek(frames.STATE)
        self._write(b"\1")

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _write(self, data: Buffer) -> None:
        rest = memoryview(data)
        while len(rest):
            rest = rest[self._file.write(rest) :]

    def _take_back(self) -> None:
        with contextlib.suppress(OSError):  # what lies behind the end is of no account
            self._file.truncate(self.end)


def _head(block: Packed) -> Head:
    rows, topics, blob = block.parts
    return Head(
        first=block.first,
        facts=block.facts,
        sizes=(len(rows), len(topics), len(blob)),
        checks=(check(rows), check(topics), check(blob)),
        full=stretched_size(block.blob) if block.squeezed else len(blob),
        squeezed=block.squeezed,
    )
