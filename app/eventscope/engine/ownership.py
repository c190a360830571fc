"""Who owns the data folder: one engine at a time, which learns whether the last one ended in order."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from eventscope.base import clock
from eventscope.core.errors import Unavailable

WAIT = 3.5  # seconds: an engine whose window died drains and ends within three


class Ownership:
    """Held while an engine runs; an engine without it writes neither workspace nor preferences.

    `unclean` tells, once it is held, that the last owner left without saying goodbye.
    """

    def __init__(self, lock_file: Path) -> None:
        self._lock = FileLock(lock_file, thread_local=False)
        self._mark = lock_file.with_suffix(".running")
        self.held = False
        self.unclean = False

    def take(self, wait: float = WAIT) -> None:
        """Try for `wait` seconds; Unavailable says why the folder is not ours."""
        folder = self._mark.parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=wait)
            self.held = True
            self.unclean = self._mark.exists()
            self._mark.write_text(f"{clock.wall_ns()}\n", encoding="ascii")
        except Timeout:
            sentence = (
                "Another Eventscope is open, so changes to workspace and preferences are not kept in this one. Its "
                "connections have client IDs of their own, except those for which you chose one."
            )
            raise Unavailable("other-instance", sentence) from None
        except OSError as error:
            self.release(in_order=False)
            sentence = "Changes to workspace and preferences cannot be kept in {folder}: {words}."
            raise Unavailable("folder-read-only", sentence, folder=folder, words=error.strerror or error) from None

    def release(self, in_order: bool = True) -> None:
        """Give it up; `in_order` False leaves a mark, so that the next start can tell what happened."""
        if self.held:
            self.held = False
            if in_order:
                self._mark.unlink(missing_ok=True)
            self._lock.release(force=True)
