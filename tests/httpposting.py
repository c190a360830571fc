"""For tests of what is posted in: a listener on a loop of its own, and raw sockets that say what no client would."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from eventscope.core import topics
from eventscope.core.bus import BusMessage
from eventscope.links.http.address import Address
from eventscope.links.http.ear import Done, Ear
from eventscope.links.http.listener import Listeners
from eventscope.links.http.thread import Hold

TOKEN = "t0ken-of-this-test"


class Answer(NamedTuple):
    """`body` is what stands behind the head; `rest` what came behind the whole answer."""

    status: int
    headers: dict[str, str]
    body: bytes
    rest: bytes = b""

    @property
    def code(self) -> str:
        """Of a refusal."""
        return str(json.loads(self.body)["code"])


class Taking:
    """One ear at `port`. Messages are stored at once, or when `store` is called, as `slow` says."""

    def __init__(self, slow: bool = False, filter_: str = "#") -> None:
        self.messages: list[BusMessage] = []
        self.batches: list[int] = []
        self.notes: dict[str, int] = {}
        self.waiting: list[Done] = []
        self.slow = slow
        self.error: Exception | None = None
        self.filter = filter_
        self.port = 0
        self.ear = Ear(TOKEN.encode(), self._wants, self._receive, self._note)

    def _wants(self, topic: str) -> bool:
        return topics.matches(self.filter, topic)

    def _receive(self, messages: Sequence[BusMessage], done: Done) -> None:
        if self.error is not None:
            raise self.error
        self.messages.extend(messages)
        self.batches.append(len(messages))
        if self.slow:
            self.waiting.append(done)
        else:
            done(None)

    def _note(self, name: str, count: int) -> None:
        self.notes[name] = self.notes.get(name, 0) + count

    def store(self, error: Exception | None = None) -> None:
        """Everything that waits is stored, or will never be."""
        waiting, self.waiting = self.waiting, []
        for done in waiting:
            done(error)

    # --- posting -----------------------------------------------------------------------------------------

    def head(self, target: str = "/a", method: str = "POST", **headers: str | None) -> bytes:
        """A request's head with all that is needed; `headers` (with _ for -) change it, None takes one away."""
        given: dict[str, str | None] = {"host": f"127.0.0.1:{self.port}", "authorization": f"Bearer {TOKEN}"}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [f"{name}: {value}" for name, value in given.items() if value is not None]
        return "\r\n".join([f"{method} {target} HTTP/1.1", *lines, "", ""]).encode("latin-1")

    def post(self, target: str = "/a", body: bytes = b"x", **headers: str | None) -> Answer:
        """One request over a connection of its own."""
        return self.raw(self.head(target, content_length=str(len(body)), **headers) + body)

    def raw(self, *pieces: bytes, end: bool = False) -> Answer:
        """Bytes as they are, and the answer to them."""
        with self.connected() as line:
            for piece in pieces:
                line.sendall(piece)
            if end:
                line.shutdown(socket.SHUT_WR)
            return answer(line)

    @contextmanager
    def connected(self) -> Iterator[socket.socket]:
        """A connection that gives up after 20 s."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20.0) as line:
            yield line


def answer(line: socket.socket, before: bytes = b"") -> Answer:
    """The next answer on a connection; fails where it is closed first."""
    data = before
    while b"\r\n\r\n" not in data:
        piece = line.recv(65_536)
        assert piece, f"closed after {data!r}"
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    size = int(headers.get("content-length", 0))
    while len(body) < size:
        piece = line.recv(65_536)
        assert piece, f"closed after {data!r}"
        body += piece
    return Answer(int(first.split(" ")[1]), headers, body[:size], body[size:])


def closed(line: socket.socket) -> bool:
    """Whether the other side closes within the connection's time-out."""
    try:
        return line.recv(1) == b""
    except ConnectionResetError:
        return True


@contextmanager
def taking(
    slow: bool = False, filter_: str = "#", also: Callable[[Listeners, Address], object] | None = None
) -> Iterator[Taking]:
    """A running listener for one test; what still waits is stored at its end."""
    made = Taking(slow, filter_)
    hold = Hold()
    try:
        listeners = Listeners()
        made.port = hold.start(listeners.join(Address.of("http://127.0.0.1:0"), made.ear)).result(10)
        yield made
        made.store()
        hold.start(listeners.leave(made.port, made.ear)).result(20)
    finally:
        hold.release()
