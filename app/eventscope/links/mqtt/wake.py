"""Wakes a thread that waits for sockets."""

from __future__ import annotations

import contextlib
import socket


class Wake:
    """A flag that a selector can watch. `set` may be called from any thread, also before `open` and after `close`."""

    def __init__(self) -> None:
        self._reader: socket.socket | None = None
        self._writer: socket.socket | None = None
        self._raised = False

    def open(self) -> None:
        """Take the two sockets. Look for work after this, before the first wait."""
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._raised = False

    def fileno(self) -> int:
        """What the selector watches for reading."""
        assert self._reader is not None
        return self._reader.fileno()

    def set(self) -> None:
        """Wake the thread; many calls before it wakes cost one byte."""
        if not self._raised and self._writer is not None:
            self._raised = True
            with contextlib.suppress(OSError):  # full means that it is awake already; closed, that nobody waits
                self._writer.send(b"\0")

    def clear(self) -> None:
        """Take the flag down. Look for work only after this: what comes later raises it again."""
        assert self._reader is not None
        with contextlib.suppress(BlockingIOError):
            self._reader.recv(4096)
        self._raised = False

    def close(self) -> None:
        """Give the two sockets back."""
        for sock in (self._reader, self._writer):
            if sock is not None:
                sock.close()
