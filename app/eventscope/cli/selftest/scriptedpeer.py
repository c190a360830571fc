"""A peer that plays broker from scripts, so that it can do what no broker would: send just these bytes, or vanish."""

from __future__ import annotations

import contextlib
import socket
import struct
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from eventscope.base import clock
from eventscope.cli.brokerside import BrokerSide

LOOK = 0.05  # seconds between two looks at whether it is over
PATIENCE = 20.0  # seconds for a client that says nothing
_RESET = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)  # SO_LINGER on with 0 s: close sends RST


class Talk(BrokerSide):
    """One connection as a script sees it; it is closed when the script returns."""

    def __init__(self, sock: socket.socket, over: threading.Event) -> None:
        super().__init__(sock)
        self._peer = sock
        self._over = over
        self.refuse_for = 0.0  # seconds for which nothing listens after this connection

    def hold(self) -> None:
        """Stay until the client leaves."""
        while True:
            self.read()

    def wait(self, until: Callable[[], object]) -> None:
        """Neither read nor send before that is true, as a black hole would."""
        while not until():
            if self._over.wait(LOOK):
                raise ConnectionError("the check is over")

    def reset(self) -> None:
        """Break the connection with RST."""
        self._peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)


Script = Callable[[Talk], None]


class ScriptedPeer:
    """Listens on 127.0.0.1:`port` while its block lasts; the last script also serves all later connections.

    One connection at a time. `free_since` is when it last began to listen again (monotonic ns).
    """

    def __init__(self, *scripts: Script) -> None:
        self._scripts = scripts
        self._server = socket.create_server(("127.0.0.1", 0))
        self._current: socket.socket | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="scripted-peer", daemon=True)
        self.port: int = self._server.getsockname()[1]
        self.free_since = clock.mono_ns()

    def __enter__(self) -> ScriptedPeer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        current = self._current
        if current is not None:
            with contextlib.suppress(OSError):  # it may be closed by now
                current.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._server.close()

    def _serve(self) -> None:
        number = 0
        while (sock := self._next()) is not None:
            talk = Talk(sock, self._over)
            with sock, contextlib.suppress(OSError):
                self._scripts[min(number, len(self._scripts) - 1)](talk)
            number += 1
            if talk.refuse_for:
                self._refuse(talk.refuse_for)

    def _next(self) -> socket.socket | None:
        """The next client; None when it is over."""
        self._server.settimeout(LOOK)
        while not self._over.is_set():
            try:
                sock, _ = self._server.accept()
            except TimeoutError:
                continue
            sock.settimeout(PATIENCE)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._current = sock
            if not self._over.is_set():
                return sock
            sock.close()
        return None

    def _refuse(self, seconds: float) -> None:
        self._server.close()
        self._over.wait(seconds)
        self._server = socket.create_server(("127.0.0.1", self.port))
        self.free_since = clock.mono_ns()
