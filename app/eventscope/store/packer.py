"""Closed segments packed in the background, so that the same limit holds several times as many messages."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from eventscope.base import clock
from eventscope.core.message import Block
from eventscope.store.blocks import Damaged, join, pack, squeezed
from eventscope.store.framewriter import FrameWriter
from eventscope.store.reserve import free
from eventscope.store.segment import DRAFT, Gone, Segment
from eventscope.store.shelf import Shelf
from eventscope.store.sqlitefile import companions

log = logging.getLogger(__name__)

LOOK = 2.0  # s between two looks for a segment to pack
SMALLEST = 256 << 10  # bytes: below, there is nothing to gain
JOINED_ROWS, JOINED_BYTES = 8_192, 1 << 20  # neighbours become one block of about this size
SPARE = 32 << 20  # bytes that stay free on the disk
REST = 4  # times as long as it works it rests: it may be slow, but nobody shall notice it
NICE = 15


class Ended(Exception):
    """The log closes, or has forgotten the segment."""


class Packer:
    """One thread. `busy` says how many messages wait to be stored: those come first."""

    def __init__(self, folder: Path, shelf: Shelf, busy: Callable[[], int]) -> None:
        self._folder = folder
        self._shelf = shelf
        self._busy = busy
        self._end = threading.Event()
        self._refused: set[Path] = set()  # not tried again before the next start
        self._thread = threading.Thread(target=self._run, name="log-packer", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """End at once; what was begun is thrown away."""
        self._end.set()
        if self._thread.is_alive():
            self._thread.join()

    def pack_one(self, rest: float | None = None) -> bool:
        """Pack the newest segment that can be; False when there is none. The newest will be kept longest.

        It rests `rest` times as long as it works, REST times where that is not given.
        """
        segment = next(filter(self._wanted, reversed(self._shelf.all())), None)
        if segment is None:
            return False
        draft = segment.path.with_name(segment.path.name + DRAFT)
        try:
            self._copy(segment, draft, REST if rest is None else rest)
            segment.replace(draft)
        except (Ended, Gone):
            return False
        except (OSError, Damaged) as error:  # it stays as it is, which is as good
            log.warning("%s cannot be packed: %s", segment.path.name, error)
            self._refused.add(segment.path)
        finally:
            _remove(draft)
        return True

    # --- the thread ------------------------------------------------------------------------------------

    def _run(self) -> None:
        _give_way()
        while not self._end.wait(LOOK):
            try:
                while not self._end.is_set() and self.pack_one():
                    continue
            except Exception:
                log.exception("packing stopped")
                return

    def _wanted(self, segment: Segment) -> bool:
        path = segment.path
        if segment.packed or segment.writing or segment.damaged or segment.size < SMALLEST or path in self._refused:
            return False
        return path.parent == self._folder and not segment.old and free(self._folder) > segment.size + SPARE

    def _copy(self, segment: Segment, draft: Path, rest: float) -> None:
        _remove(draft)
        with closing(FrameWriter.create(draft)) as target:
            for block in _joined(segment):
                began = clock.mono_ns()
                for head, place in target.append([squeezed(pack(block))]):
                    target.index.add(head, place)
                self._rest((clock.mono_ns() - began) / 1e9 * rest)
            if target.index.facts.rows != segment.last - segment.first + 1:
                raise Damaged("some of its messages are missing")
            target.finish()
            target.sync()  # before it takes the other's place, also when the power fails after that

    def _rest(self, seconds: float) -> None:
        while not self._end.wait(seconds) and self._busy():
            seconds = 0.05
        if self._end.is_set():
            raise Ended


def _joined(segment: Segment) -> Iterator[Block]:
    """All blocks, small neighbours as one: they pack better, and are found quicker."""
    waiting: list[Block] = []
    rows = size = 0
    for stored in segment.along(segment.first, forward=True):
        if waiting and (rows + stored.facts.rows > JOINED_ROWS or size + stored.size > JOINED_BYTES):
            yield join(waiting)
            waiting, rows, size = [], 0, 0
        waiting.append(stored.block())
        rows += stored.facts.rows
        size += stored.size
    if waiting:
        yield join(waiting)


def _remove(draft: Path) -> None:
    for path in companions(draft):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            log.warning("%s cannot be removed yet: %s", path.name, error)


def _give_way() -> None:
    """Linux gives each thread a priority of its own; elsewhere the rests must do."""
    if sys.platform == "linux":
        try:
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        except OSError as error:
            log.info("packing runs at the priority of the rest: %s", error)
