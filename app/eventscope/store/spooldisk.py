"""The disk below a spool: whether it takes what comes in, and a reserve that is given up so that a spool can drain."""

from __future__ import annotations

import logging
import sqlite3

from eventscope.store.folder import Notice, words
from eventscope.store.reserve import Reserve, free, is_full
from eventscope.store.spoolfile import File

log = logging.getLogger(__name__)

SHRINK = 2_000  # pages that a drained spool gives back at a time while the disk is full
SPARE = 4 << 20  # bytes that must stay free beside what comes in


class Disk:
    """Lives on the writer's thread. `full`: it takes no more, and only what drains is written."""

    def __init__(self, file: File, notice: Notice) -> None:
        self._file = file
        self._notice = notice
        self._folder = file.path.parent
        self._reserve = Reserve(self._folder)
        self._released = False
        self.full = False

    def begin(self) -> None:
        """Put the reserve aside."""
        self._reserve.fill()

    def fits(self, size: int) -> bool:
        """Whether the disk takes so many bytes: in the journal first, then in the file, which may have room inside."""
        space = free(self._folder)
        return space >= 2 * size + SPARE or (space >= size + SPARE and space + self._file.slack() >= 2 * size + SPARE)

    def release(self) -> None:
        """Give the reserve up, so that what drains can be written."""
        self._reserve.release()
        self._released = True

    def refuses(self, error: Exception | None) -> None:
        """It took no more, with an error or by its size: that is told once."""
        if self.full:
            return
        self.full = True
        self._notice(
            "bad",
            "spool-disk-full" if error is None or is_full(error) else "spool-unwritable",
            "The disk of {folder} takes no more ({words}). The bridge takes nothing in and acknowledges nothing, and "
            "goes on sending what it has. Free some space; it goes on by itself.",
            folder=str(self._folder),
            words=words(error) if error else "it is full",
        )

    def look(self, first: int) -> None:
        """Whether it takes messages again, of which the first that waits has so many bytes."""
        # The journal takes a batch whole: room inside the file does not help it, until it is given back to the disk.
        if (self._released or not self.fits(first)) and self._file.slack():
            try:
                self._file.shrink(SHRINK)
            except sqlite3.OperationalError as error:
                log.warning("the spool cannot shrink yet: %s", error)
        filled = self._reserve.fill()
        if not self.fits(first) or (self._released and not filled):
            return  # what comes in must not live on the reserve
        self._released = False
        self.full = False
        self._notice("info", "spool-resumed", "The disk takes messages again; the bridge goes on.")
