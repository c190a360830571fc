"""Some space on the log's disk that is ours, to let the last messages in when the disk is full."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import sqlite3
from pathlib import Path

SIZE = 8 << 20


class Reserve:
    """A file of SIZE bytes that no file system can shrink."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "reserve"

    def fill(self) -> bool:
        """Take the space, if there is twice as much; False when there is not."""
        try:
            if self._file.exists() and self._file.stat().st_size == SIZE:
                return True
            if free(self._file.parent) < 2 * SIZE:
                return False
            with self._file.open("wb") as file:
                file.write(secrets.token_bytes(SIZE))
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            self.release()
            return False
        return True

    def release(self) -> None:
        """Give the space back."""
        try:
            self._file.unlink(missing_ok=True)
        except OSError:
            return  # a disk that refuses even this has no space to give


def free(folder: Path) -> int:
    """Bytes that the disk of a folder still takes; 0 when it does not even say that."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0


def is_full(error: Exception) -> bool:
    """Whether a write failed because the disk, or what this user may have of it, is full."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF == sqlite3.SQLITE_FULL
