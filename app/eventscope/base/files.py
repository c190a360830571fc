"""Files people own are replaced whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from pathlib import Path


def write_atomically(path: Path, text: str) -> None:
    """Write `text` as UTF-8 beside `path`, flush it to disk, then put it in place; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def read_start(path: Path, limit: int) -> bytes:
    """At most `limit` + 1 bytes of a file; raises OSError, also for devices and pipes, which may have no end."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is a device or a pipe")
    with path.open("rb") as file:
        return file.read(limit + 1)


def set_aside(path: Path, word: str = "damaged") -> Path:
    """Rename a file that cannot be read so that nothing is lost; answers its new name."""
    for number in range(1, 1000):
        aside = path.with_name(f"{path.name}.{word}-{number}")
        if not aside.exists():
            path.rename(aside)
            return aside
    raise OSError(f"too many damaged copies beside {path.name}")
