"""Parts that break their promise on purpose, so that a check which would not notice is found out.

Some run in processes of their own, which monkeypatch does not reach: those are plain functions of this module.
"""

from __future__ import annotations

import contextlib
import itertools
import select
import socket
import threading
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

from eventscope.cli.selftest.kills import BLOCK, block
from eventscope.core.workspace import Retention
from eventscope.store.log import Log


def acknowledges_before_storing(folder: str, first: int, pipe: Pipe) -> None:
    """A log that says it has what it has not."""
    log = Log.open(Path(folder), Retention(), lambda *_, **__: None)
    for start in itertools.count(first, BLOCK):
        pipe.send(start)
        log.put(block(start))


def stores_twice(folder: str, first: int, pipe: Pipe) -> None:
    """A log that keeps some messages twice."""
    log = Log.open(Path(folder), Retention(), lambda *_, **__: None)
    for start in itertools.count(first, BLOCK):
        log.put(block(start))
        log.put(block(start), lambda start=start: pipe.send(start))


def acknowledges_little(folder: str, first: int, pipe: Pipe) -> None:
    """A log that hardly moves before it dies."""
    pipe.send(first)


class Proxy:
    """Between clients and 127.0.0.1:`target`: one that keeps connections open, or closes them all with one."""

    def __init__(self, target: int, keeps_open: bool = False, closes_all: bool = False) -> None:
        self._target, self._keeps_open, self._closes_all = target, keeps_open, closes_all
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._socks: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept)]

    def __enter__(self) -> Proxy:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        for sock in (self._server, *self._socks):
            _cut(sock)
        for thread in self._threads:
            thread.join(10)
        for sock in (self._server, *self._socks):
            sock.close()

    def cut(self) -> None:
        """Close all connections that are open now; new ones are taken."""
        for sock in list(self._socks):
            _cut(sock)

    def _accept(self) -> None:
        while True:
            try:
                ours, _ = self._server.accept()
            except OSError:
                return
            theirs = socket.create_connection(("127.0.0.1", self._target))
            self._socks += [ours, theirs]
            self._threads.append(threading.Thread(target=self._carry, args=(ours, theirs)))
            self._threads[-1].start()

    def _carry(self, ours: socket.socket, theirs: socket.socket) -> None:
        other = {ours: theirs, theirs: ours}
        with contextlib.suppress(OSError):
            while True:
                for sock in select.select([ours, theirs], [], [])[0]:
                    data = sock.recv(65536)
                    if not data:
                        return self._ended(sock, ours, theirs)
                    other[sock].sendall(data)

    def _ended(self, sock: socket.socket, ours: socket.socket, theirs: socket.socket) -> None:
        if sock is theirs and self._keeps_open:
            return
        for item in list(self._socks) if self._closes_all else (ours, theirs):
            _cut(item)


def _cut(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
