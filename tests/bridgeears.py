"""Who listens at brokers while bridges run, and who stands between: judges and nuisances on plain sockets."""

from __future__ import annotations

import contextlib
import itertools
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from bridgeharness import Raw
from peers import length, packet, text
from servers import wait_until


class Ear:
    """A subscriber of MQTT 3.1.1 at everything, QoS 0 or 1: (time in s, topic, payload) of each message in order.

    Of payloads the first `keep` bytes are kept.
    """

    def __init__(
        self, port: int, name: str = "ear", qos: int = 1, filter_: bytes = b"#", keep: int | None = None
    ) -> None:
        self._keep = keep
        self.heard: list[tuple[float, bytes, bytes]] = []
        self._raw = Raw(port, f"{name}-{port}")
        self._raw.connect()
        self._raw.send(packet(0x82, b"\x00\x01" + text(filter_) + bytes([qos])))
        assert self._raw.read()[0] == 0x90
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while True:
            try:
                first, body = self._raw.read()
            except TimeoutError:
                continue
            except (OSError, AssertionError):
                return
            if first & 0xF0 != 0x30:
                continue
            at = 2 + int.from_bytes(body[:2], "big")
            topic = body[2:at]
            if first >> 1 & 3:
                self._raw.send(b"\x40\x02" + body[at : at + 2])
                at += 2
            self.heard.append((time.monotonic(), topic, bytes(body[at:][: self._keep])))

    @property
    def copies(self) -> Counter[bytes]:
        """How often each payload came."""
        return Counter(payload for _, _, payload in list(self.heard))

    @property
    def span(self) -> float:
        """Seconds from the first to the last that it heard."""
        return self.heard[-1][0] - self.heard[0][0] if self.heard else 0.0

    def close(self) -> None:
        if self._raw.sock is not None:
            with contextlib.suppress(OSError):
                self._raw.sock.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)
        self._raw.close()


@contextmanager
def ears(*ports: int, keep: int | None = None) -> Iterator[list[Ear]]:
    """One at each broker."""
    made = [Ear(port, keep=keep) for port in ports]
    try:
        yield made
    finally:
        for ear in made:
            ear.close()


def publish(port: int, topic: bytes, *payloads: bytes, burst: int = 1) -> None:
    """With QoS 1, to the last acknowledgement; `burst` of them at once."""
    flood(port, topic, payloads, burst)


def flood(port: int, topic: bytes, payloads: Iterable[bytes], burst: int = 500) -> None:
    """The same of any number."""
    raw = Raw(port, f"voice-{port}")
    raw.connect()
    assert raw.sock is not None
    raw.sock.settimeout(60)  # a broker that keeps a million messages rests now and then
    try:
        left = iter(payloads)
        while some := list(itertools.islice(left, burst)):
            out = bytearray()
            for number, payload in enumerate(some, 1):
                body = text(topic) + number.to_bytes(2, "big") + payload
                out += bytes([0x32]) + length(len(body)) + body
            raw.send(bytes(out))
            answered = 0
            while answered < len(some):
                answered += raw.read()[0] == 0x40
    finally:
        raw.close()


def quiet(listeners: list[Ear], seconds: float = 1.0, within: float = 30.0) -> None:
    """Wait until nobody has heard anything for so long."""
    known = [(-1, 0.0)]

    def still() -> bool:
        count = sum(len(ear.heard) for ear in listeners)
        if count != known[0][0]:
            known[0] = (count, time.monotonic())
        return time.monotonic() - known[0][1] > seconds

    wait_until(still, within, "it becomes quiet")


class Proxy:
    """Stands before a broker. With `strips` the properties of what clients publish (MQTT 5) do not get through.

    While `admits` is false nobody gets a new connection.
    """

    def __init__(self, port: int, strips: bool = False) -> None:
        self.admits = True
        self._target = port
        self._strips = strips
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._held: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    def _start(self, work, *arguments: object) -> None:  # type: ignore[no-untyped-def]
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            if not self.admits:
                client.close()
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self._target), 5)
            except OSError:
                client.close()
                continue
            for sock in (client, server):
                sock.settimeout(None)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._held += [client, server]
            self._start(self._up, client, server)
            self._start(self._copy, server, client)

    def _up(self, client: socket.socket, server: socket.socket) -> None:
        if not self._strips:
            self._copy(client, server)
            return
        raw = Raw(0, "")
        raw.sock = client
        try:
            while True:
                first, body = raw.read()
                body = bare(first, body) if first & 0xF0 == 0x30 else body
                server.sendall(bytes([first]) + length(len(body)) + body)
        except OSError:
            _shut(client, server)

    def _copy(self, one: socket.socket, other: socket.socket) -> None:
        try:
            while data := one.recv(65_536):
                other.sendall(data)
        except OSError:
            pass
        _shut(one, other)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        _shut(*self._held)
        for thread in self._threads:
            thread.join(5)
        for sock in self._held:
            sock.close()


def bare(first: int, body: bytes) -> bytes:
    """A PUBLISH of MQTT 5 without its properties."""
    at = 2 + int.from_bytes(body[:2], "big") + (2 if first >> 1 & 3 else 0)
    size = shift = 0
    end = at
    while True:
        size |= (body[end] & 127) << shift
        shift += 7
        end += 1
        if body[end - 1] < 128:
            break
    return body[:at] + b"\x00" + body[end + size :]


def _shut(*socks: socket.socket) -> None:
    for sock in socks:
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)


class Relay:
    """Somebody else's bridge in MQTT 3.1.1: everything from one broker to another, with nothing beside the payload."""

    def __init__(self, source: int, target: int) -> None:
        self._out = Raw(target, f"relay-out-{source}")
        self._out.connect()
        self._in = Raw(source, f"relay-in-{target}")
        self._in.connect()
        self._in.send(packet(0x82, b"\x00\x01" + text(b"#") + b"\x00"))
        assert self._in.read()[0] == 0x90
        self.count = 0
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while True:
            try:
                first, body = self._in.read()
                if first & 0xF0 == 0x30:
                    self.count += 1
                    self._out.send(bytes([0x30]) + length(len(body)) + body)
            except TimeoutError:
                continue
            except (OSError, AssertionError):
                return

    def close(self) -> None:
        for raw in (self._in, self._out):
            if raw.sock is not None:
                with contextlib.suppress(OSError):
                    raw.sock.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)
        self._in.close()
        self._out.close()
