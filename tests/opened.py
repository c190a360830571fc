"""Tells whether anything in this process, C++ included, opens a file: by inotify, so on Linux only."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

import pytest

IN_OPEN = 0x20


class Watch:
    """`with Watch(path) as watch: ...` then `watch.opened()`."""

    def __init__(self, path: Path) -> None:
        if sys.platform != "linux":
            pytest.skip("needs inotify")
        self._path = path

    def __enter__(self) -> Watch:
        libc = ctypes.CDLL(None, use_errno=True)
        self._queue = libc.inotify_init1(os.O_NONBLOCK)
        assert self._queue >= 0
        assert libc.inotify_add_watch(self._queue, os.fsencode(self._path), IN_OPEN) >= 0
        return self

    def __exit__(self, *_error: object) -> None:
        os.close(self._queue)

    def opened(self) -> bool:
        """Whether the file was opened since the last call."""
        try:
            return len(os.read(self._queue, 4096)) > 0
        except BlockingIOError:
            return False


def bait(folder: Path) -> tuple[Path, str]:
    """A picture file, and markup that shows it wherever text is taken for markup."""
    from PySide6.QtGui import QImage

    path = folder / "bait.png"
    image = QImage(2, 2, QImage.Format.Format_RGB32)
    image.fill(0)
    assert image.save(str(path))
    return path, f'<img src="file://{path}"><b>bait</b>'
