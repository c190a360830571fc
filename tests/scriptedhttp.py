"""An HTTP server that does what a script says: slow, cutting, moving, endless; it remembers what it was sent."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from servers import wait_until


@dataclass
class Request:
    """One that came whole."""

    line: str
    headers: list[tuple[str, str]]
    body: bytes
    connection: int
    at: float = field(default_factory=time.monotonic)

    @property
    def path(self) -> str:
        return self.line.split(" ")[1]

    def header(self, name: str) -> str:
        """The only value of a header, empty for none."""
        found = [value for key, value in self.headers if key.lower() == name]
        assert len(found) <= 1, (name, found)
        return found[0] if found else ""


Act = Callable[[socket.socket, Request], bool]  # answers whether the connection goes on


def answer(status: int = 200, body: bytes = b"", *headers: str, close: bool = False) -> Act:
    """A plain one."""

    def act(sock: socket.socket, request: Request) -> bool:
        lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", *headers]
        sock.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        return not close

    return act


def cut(sock: socket.socket, request: Request) -> bool:
    """Read the request, then close without a word."""
    return False


def raw(data: bytes, goes_on: bool = False) -> Act:
    """Whatever bytes."""

    def act(sock: socket.socket, request: Request) -> bool:
        sock.sendall(data)
        return goes_on

    return act


def waiting(event: threading.Event, then: Act | None = None) -> Act:
    """Answer when a test lets it."""

    def act(sock: socket.socket, request: Request) -> bool:
        event.wait(30)
        return (then or answer())(sock, request)

    return act


class ScriptedServer:
    """`script` says what becomes of each request: by a list in their order, then `rest`; or by path."""

    def __init__(self, port: int = 0, context: ssl.SSLContext | None = None) -> None:
        self.requests: list[Request] = []
        self.script: list[Act] = []
        self.by_path: dict[str, list[Act]] = {}
        self.rest: Act = answer()
        self.connections = 0
        self.at_once = self.most_at_once = 0
        self._context = context
        self._port = port
        self._lock = threading.Lock()
        self._socks: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._server: socket.socket | None = None

    @property
    def port(self) -> int:
        return self._port

    @property
    def url(self) -> str:
        return f"{'https' if self._context else 'http'}://localhost:{self._port}"

    def start(self) -> ScriptedServer:
        self._server = socket.create_server(("127.0.0.1", self._port))
        self._port = self._server.getsockname()[1]
        self._spawn(self._accept, self._server)
        return self

    def stop(self) -> None:
        """Close everything, as a crash would."""
        server, self._server = self._server, None
        if server is not None:
            server.shutdown(socket.SHUT_RDWR)
            server.close()
        self.drop()
        for thread in self._threads:
            thread.join(10)
        self._threads.clear()

    def drop(self) -> None:
        """Close all connections."""
        with self._lock:
            socks = list(self._socks)
        for sock in socks:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def wait(self, count: int, seconds: float = 15.0) -> list[Request]:
        """For so many requests."""
        wait_until(lambda: len(self.requests) >= count, seconds, f"{count} requests; {len(self.requests)} came")
        return self.requests

    def _spawn(self, call: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=call, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self, server: socket.socket) -> None:
        while True:
            try:
                sock, _ = server.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
                self._socks.add(sock)
            self._spawn(self._serve, sock, self.connections)

    def _serve(self, plain: socket.socket, number: int) -> None:
        sock = plain
        try:
            plain.settimeout(30)
            if self._context is not None:
                sock = self._context.wrap_socket(plain, server_side=True)
            with sock.makefile("rb") as stream:
                while (request := _read(stream, number)) is not None:
                    if not self._act(sock, request):
                        return
        except (OSError, ValueError):
            pass
        finally:
            with self._lock:
                self._socks.discard(plain)
            for each in {sock, plain}:
                try:
                    each.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
                each.close()

    def _act(self, sock: socket.socket, request: Request) -> bool:
        with self._lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            own = self.by_path.get(request.path)
            act = own.pop(0) if own else self.script.pop(0) if self.script else self.rest
            self.requests.append(request)
        try:
            return act(sock, request)
        finally:
            with self._lock:
                self.at_once -= 1


def _read(stream, number: int) -> Request | None:  # type: ignore[no-untyped-def]
    line = stream.readline()
    if not line:
        return None
    headers: list[tuple[str, str]] = []
    while (row := stream.readline().rstrip(b"\r\n")) != b"":
        name, _, value = row.decode("latin-1").partition(":")
        headers.append((name, value.strip()))
    size = int(next((value for name, value in headers if name.lower() == "content-length"), "0"))
    body = stream.read(size)
    return Request(line.decode().strip(), headers, body, number) if len(body) == size else None


@contextmanager
def scripted(context: ssl.SSLContext | None = None) -> Iterator[ScriptedServer]:
    """One for a test."""
    server = ScriptedServer(context=context).start()
    try:
        yield server
    finally:
        server.stop()
