"""A server of HTTP that does what a test tells it, however rude, and remembers every request; blocking, by threads."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from servers import wait_until


class Request(NamedTuple):
    """`connection` counts connections from 0; names of headers are in lower case."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes
    connection: int
    came: float

    def header(self, name: str) -> str:
        """The only value of a header, empty where there is none."""
        found = [value for key, value in self.headers if key == name]
        assert len(found) < 2, f"{name} came {len(found)} times"
        return found[0] if found else ""


# What is done with a request; whether the connection goes on.
Step = Callable[[Request, socket.socket], bool]


def reply(status: int = 204, body: bytes = b"", close: bool = False, **headers: str) -> Step:
    """An answer; with `close` the connection is closed behind it without having been said so."""
    lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    raw = "\r\n".join([*lines, "", ""]).encode("latin-1") + body

    def step(request: Request, line: socket.socket) -> bool:
        line.sendall(raw)
        return not close

    return step


def cut(request: Request, line: socket.socket) -> bool:
    """No answer at all."""
    return False


def said(raw: bytes) -> Step:
    """Bytes as they are, then the end."""

    def step(request: Request, line: socket.socket) -> bool:
        line.sendall(raw)
        return False

    return step


def late(held: threading.Event, then: Step) -> Step:
    """Answers when `held` is set."""

    def step(request: Request, line: socket.socket) -> bool:
        assert held.wait(20)
        return then(request, line)

    return step


def endless(request: Request, line: socket.socket) -> bool:
    """An answer whose body never ends."""
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    try:
        while True:
            line.sendall(bytes(65_536))
    except OSError:
        return False


class Scripted:
    """Takes the steps of `script` in turn, one a request, then `then` for ever."""

    def __init__(
        self, *script: Step, then: Step | None = None, context: ssl.SSLContext | None = None, port: int = 0
    ) -> None:
        self.requests: list[Request] = []
        self.connections = 0
        self._script = list(script)
        self.then = then or reply()
        self._context = context
        self._lock = threading.Lock()
        self._lines: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._listen(port)

    def _listen(self, port: int) -> None:
        self._server = socket.create_server(("127.0.0.1", port))
        self.port = self._server.getsockname()[1]
        self._spawn(self._accept, self._server)

    @property
    def url(self) -> str:
        """Of it."""
        return f"{'https' if self._context else 'http'}://127.0.0.1:{self.port}"

    def script(self, *steps: Step) -> None:
        """Steps for the next requests."""
        with self._lock:
            self._script.extend(steps)

    def wait(self, count: int) -> list[Request]:
        """For so many requests."""
        wait_until(lambda: len(self.requests) >= count, 15.0, f"{count} requests; {len(self.requests)} came")
        return self.requests

    def stop(self) -> None:
        """Accept nothing more, and cut everything."""
        with self._lock:
            lines = list(self._lines)
        try:
            self._server.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._server.close()
        for line in lines:
            try:
                line.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        for thread in self._threads:
            thread.join(20)
            assert not thread.is_alive()
        self._threads.clear()

    def start(self) -> None:
        """Again, at the same port."""
        self._listen(self.port)

    # --- threads -----------------------------------------------------------------------------------------

    def _spawn(self, call: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=call, args=arguments, name="scripted server")
        self._threads.append(thread)
        thread.start()

    def _accept(self, server: socket.socket) -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with self._lock:
                self._lines.add(line)
            self._spawn(self._serve, line)

    def _serve(self, line: socket.socket) -> None:
        plain = line
        try:
            if self._context is not None:
                line = self._context.wrap_socket(line, server_side=True)
                with self._lock:
                    self._lines.add(line)
            self._talk(line)
        except (OSError, ValueError):
            pass
        finally:
            with self._lock:
                self._lines -= {line, plain}
            line.close()
            plain.close()

    def _talk(self, line: socket.socket) -> None:
        with line.makefile("rb") as stream:
            number = -1
            while True:
                first = stream.readline()
                if not first:
                    return
                if number < 0:  # one that only knocks is not counted
                    with self._lock:
                        number, self.connections = self.connections, self.connections + 1
                request = self._read(first, stream, number)
                with self._lock:
                    self.requests.append(request)
                    step = self._script.pop(0) if self._script else self.then
                if not step(request, line):
                    return

    @staticmethod
    def _read(first: bytes, stream: object, number: int) -> Request:
        method, target, _ = first.decode("latin-1").split(" ")
        headers = []
        while line := stream.readline().rstrip(b"\r\n"):  # type: ignore[attr-defined]
            name, _, value = line.decode("latin-1").partition(":")
            headers.append((name.lower(), value.strip()))
        size = int(dict(headers).get("content-length", "0"))
        body = stream.read(size)  # type: ignore[attr-defined]
        if len(body) < size:
            raise ValueError("cut in the body")
        return Request(method, target, headers, body, number, time.monotonic())


@contextmanager
def scripted(
    *script: Step, then: Step | None = None, context: ssl.SSLContext | None = None, port: int = 0
) -> Iterator[Scripted]:
    """One for a test."""
    made = Scripted(*script, then=then, context=context, port=port)
    try:
        yield made
    finally:
        made.stop()
