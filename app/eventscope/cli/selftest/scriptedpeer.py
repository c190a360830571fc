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
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V5, Connack, Connect, Packet, Pingreq, Pingresp, Suback, Subscribe

LOOK = 0.05  # seconds between two looks at whether it is over
PATIENCE = 20.0  # seconds for a client that says nothing
_RESET = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)  # SO_LINGER on with 0 s: close sends RST


class Talk:
    """One connection as a script sees it; it is closed when the script returns."""

    def __init__(self, sock: socket.socket, over: threading.Event) -> None:
        self._sock = sock
        self._splitter = codec.Splitter(1 << 20)
        self._waiting: list[Packet] = []
        self._over = over
        self.version = V5
        self.refuse_for = 0.0  # seconds for which nothing listens after this connection

    def accept(self, reason: int = 0) -> None:
        """CONNECT in, CONNACK out."""
        while not isinstance(packet := self.read(), Connect):
            pass
        self.version = packet.version
        self.send(codec.encode(Connack(False, reason), self.version))

    def grant(self) -> None:
        """SUBSCRIBE in, SUBACK out: QoS 0 for all filters."""
        while not isinstance(packet := self.read(), Subscribe):
            pass
        self.send(codec.encode(Suback(packet.packet_id, (0,) * len(packet.filters)), self.version))

    def send(self, *packets: bytes) -> None:
        """These bytes."""
        self._sock.sendall(b"".join(packets))

    def read(self) -> Packet:
        """The next packet that is no ping; those are answered. Raises OSError when the client left."""
        while True:
            while not self._waiting:
                data = self._sock.recv(1 << 16)
                if not data:
                    raise ConnectionError("the client left")
                self._waiting += [codec.decode(*frame, self.version) for frame in self._splitter.feed(data)]
            packet = self._waiting.pop(0)
            if not isinstance(packet, Pingreq):
                return packet
            self.send(codec.encode(Pingresp(), self.version))

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
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)


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
