"""Files people own are replaced whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


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


@contextmanager
def new_file(path: Path) -> Iterator[TextIO]:
    """A text file that comes to be whole or not at all; FileExistsError where there is one already.

    Its name is taken at once, what is written lies beside it until the end.
    """
    path.touch(exist_ok=False)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("x", encoding="utf-8", newline="") as file:
            yield file
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        path.unlink(missing_ok=True)
        raise


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
