"""The WebSocket handshake without a network, and a socket that takes little."""

from __future__ import annotations

import base64
import hashlib
import socket
from contextlib import suppress

import pytest
from websockets.exceptions import InvalidHandshake
from websockets.frames import Frame, Opcode

from eventscope.links.mqtt.causes import HttpStatus
from eventscope.links.mqtt.troubles import Ended
from eventscope.links.mqtt.websocket import Handshake, WebSocket, check_headers
from linksinks import connection


def answer(request: bytes, extra: str = "") -> bytes:
    key = next(line[19:] for line in request.split(b"\r\n") if line.startswith(b"Sec-WebSocket-Key: "))
    accept = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest()).decode()
    head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    return f"{head}Sec-WebSocket-Accept: {accept}\r\n{extra}\r\n".encode()


def handshake(**changes: object) -> Handshake:
    return Handshake(connection(8080, scheme="ws", host="broker.example", **changes))


def test_the_request_has_path_headers_and_subprotocol() -> None:
    made = handshake(path="/mqtt?x=1", websocket_headers=(("Authorization", "Bearer x"), ("Origin", "http://a")))
    lines = made.request.decode().split("\r\n")
    assert lines[0] == "GET /mqtt?x=1 HTTP/1.1"
    assert "Host: broker.example:8080" in lines
    assert "Authorization: Bearer x" in lines
    assert "Origin: http://a" in lines
    assert "Sec-WebSocket-Protocol: mqtt" in lines


def test_bytes_behind_the_answer_are_kept_however_it_is_cut() -> None:
    made = handshake()
    whole = answer(made.request, "Sec-WebSocket-Protocol: mqtt\r\n") + b"\x82\x01x"
    done = [made.feed(whole[n : n + 1]) for n in range(len(whole) - 3)]
    assert done[-1] is True
    assert not any(done[:-1])
    other = handshake()
    assert other.feed(answer(other.request) + b"\x82\x01x")
    assert other.rest == b"\x82\x01x"


@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden", "404 Not Found", "200 OK", "302 Found"])
def test_a_refusal_tells_its_status_without_waiting_for_a_body(status: str) -> None:
    with pytest.raises(HttpStatus) as refused:
        handshake().feed(f"HTTP/1.1 {status}\r\nContent-Length: 1000000\r\n\r\n".encode())
    assert refused.value.status == status[:3]


@pytest.mark.parametrize(
    "raw",
    [
        b"\x20\x02\x00\x00\r\n\r\n",  # MQTT
        b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
        b"HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: wrong\r\n\r\n",
        b"x" * 70_000,
    ],
)
def test_what_is_no_answer(raw: bytes) -> None:
    with pytest.raises(InvalidHandshake):
        handshake().feed(raw)


@pytest.mark.parametrize(
    ("path", "headers"),
    [("/a b", ()), ("/a\r\nX: y", ()), ("/é", ()), ("/", (("X\r\nY", "z"),)), ("/", (("X", "a\r\nY: z"),)),
     ("/", (("", "z"),)), ("/", (("X:", "z"),)), ("/", (("X", "\0"),))],
)  # fmt: skip
def test_nothing_breaks_out_of_its_line(path: str, headers: tuple[tuple[str, str], ...]) -> None:
    with pytest.raises(Ended) as ended:
        check_headers(path, headers)
    assert ended.value.trouble.code == "bad-settings"


def test_a_path_without_its_slash_gets_one() -> None:
    assert handshake(path="mqtt").request.startswith(b"GET /mqtt ")


def pair() -> tuple[WebSocket, socket.socket]:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    return WebSocket(ours, b""), theirs


def test_receiving_answers_pings_and_waits_politely() -> None:
    web, theirs = pair()
    with theirs:
        with pytest.raises(BlockingIOError):
            web.recv(100)
        theirs.sendall(Frame(Opcode.PING, b"hi").serialize(mask=False))
        with pytest.raises(BlockingIOError):
            web.recv(100)
        assert theirs.recv(100)[0] == 0x8A
        theirs.sendall(Frame(Opcode.BINARY, b"data").serialize(mask=False))
        assert web.recv(100) == b"data"
        theirs.sendall(Frame(Opcode.CLOSE, b"\x03\xe9gone").serialize(mask=False))
        with pytest.raises(Ended, match="websocket-closed"):
            web.recv(100)
        web.close()


def test_pings_of_a_peer_that_does_not_read_fill_no_memory() -> None:
    web, theirs = pair()
    with theirs:
        pings = Frame(Opcode.PING, b"p" * 125).serialize(mask=False) * 100
        for _ in range(1_000):
            theirs.sendall(pings)
            with suppress(BlockingIOError):
                while True:
                    web.recv(1 << 20)
        assert len(web._unsent) < 200 << 10
        web.close()


def test_what_the_socket_does_not_take_waits_and_nothing_is_lost() -> None:
    web, theirs = pair()
    with theirs:
        sent = 0
        data = bytes(range(256)) * 40_000
        with suppress(BlockingIOError):
            while True:
                sent += web.send(memoryview(data)[sent:])
        assert web.unsent
        theirs.setblocking(False)
        raw = b""
        while web.unsent or sent < len(data):
            try:
                raw += theirs.recv(1 << 20)
            except BlockingIOError:
                pass
            if web.flush() and sent < len(data):
                sent += web.send(memoryview(data)[sent:])
        theirs.setblocking(True)
        web.close()
        while more := theirs.recv(1 << 20):
            raw += more
    assert unmasked(raw) == data


def unmasked(raw: bytes) -> bytes:
    out, at = bytearray(), 0
    while at < len(raw):
        size, at = raw[at + 1] & 127, at + 2
        if size == 126:
            size, at = int.from_bytes(raw[at : at + 2], "big"), at + 2
        elif size == 127:
            size, at = int.from_bytes(raw[at : at + 8], "big"), at + 8
        mask, at = raw[at : at + 4], at + 4
        key = int.from_bytes((mask * (size // 4 + 1))[:size], "big")
        out += (int.from_bytes(raw[at : at + size], "big") ^ key).to_bytes(size, "big")
        at += size
    return bytes(out)
