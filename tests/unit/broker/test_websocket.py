from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st
from websockets.client import ClientProtocol
from websockets.exceptions import InvalidStatus
from websockets.frames import CloseCode, Frame, Opcode
from websockets.uri import parse_uri

from brokerwire import Client, Connack, Connect, Pingresp, Pipe, Publish, hub
from eventscope.broker.connection import Connection
from eventscope.broker.websocket import WebSocket
from eventscope.mqtt import codec


class Browser:
    """A WebSocket client on a pipe to a WebSocket of ours."""

    def __init__(self, origin: str | None = None, subprotocol: str = "mqtt", any_origin: bool = False) -> None:
        self.pipe = Pipe()
        self.socket = WebSocket(self.pipe, 1 << 20, any_origin)
        self.client = ClientProtocol(parse_uri("ws://localhost/mqtt"), origin=origin, subprotocols=[subprotocol])  # type: ignore[arg-type,list-item]
        self.client.send_request(self.client.connect())
        self.send()

    def send(self) -> bytes:
        """Carry what the client has to the server and back; the MQTT bytes that the server read."""
        read = self.socket.receive(b"".join(self.client.data_to_send()))
        self.hear()
        return read

    def hear(self) -> None:
        data, self.pipe.data = bytes(self.pipe.data), bytearray()
        self.client.receive_data(data)

    def closed_with(self) -> int:
        """The code of the close frame, which is the last that came."""
        frame = self.frames()[-1]
        assert frame.opcode is Opcode.CLOSE
        return int.from_bytes(frame.data[:2], "big")

    def frames(self) -> list[Frame]:
        return [event for event in self.client.events_received() if isinstance(event, Frame)]


def test_bytes_go_both_ways_whatever_the_frames() -> None:
    browser = Browser()
    assert browser.client.subprotocol == "mqtt"
    browser.client.events_received()
    browser.client.send_binary(b"ab")
    browser.client.send_binary(b"c")
    assert browser.send() == b"abc"
    browser.client.send_binary(b"de", fin=False)
    browser.client.send_continuation(b"f", fin=True)
    assert browser.send() == b"def"
    browser.socket.write(b"packets" * 3)
    browser.hear()
    (frame,) = browser.frames()
    assert (frame.opcode, bytes(frame.data)) == (Opcode.BINARY, b"packets" * 3)


def test_a_frame_cut_anywhere_is_put_together() -> None:
    browser = Browser()
    browser.client.send_binary(b"x" * 300)
    (data,) = browser.client.data_to_send()
    got = b"".join(browser.socket.receive(data[at : at + 7]) for at in range(0, len(data), 7))
    assert got == b"x" * 300


def test_pings_are_answered() -> None:
    browser = Browser()
    browser.client.events_received()
    browser.client.send_ping(b"hi")
    browser.send()
    assert [frame.opcode for frame in browser.frames()] == [Opcode.PONG]


def test_pings_of_a_peer_that_does_not_read_fill_no_memory() -> None:
    browser = Browser()
    connection = Connection(hub(), browser.socket, "ws", "")
    browser.pipe.connection = connection
    browser.client.events_received()
    browser.pipe.stalled = True
    for _ in range(5_000):
        browser.client.send_ping(b"p" * 125)
        browser.socket.receive(b"".join(browser.client.data_to_send()))
    assert len(browser.pipe.stuck) < (64 << 10) + 200
    browser.pipe.drain()
    browser.hear()
    assert {frame.opcode for frame in browser.frames()} == {Opcode.PONG}
    browser.client.send_ping(b"again")
    browser.send()
    assert [bytes(frame.data) for frame in browser.frames()] == [b"again"]


def test_text_is_refused() -> None:
    browser = Browser()
    browser.client.events_received()
    browser.client.send_text(b"hello")
    assert browser.send() == b""
    assert browser.closed_with() == 1003
    assert browser.socket.over


def test_the_subprotocol_is_required() -> None:
    browser = Browser(subprotocol="soap")
    assert isinstance(browser.client.handshake_exc, InvalidStatus)
    assert browser.socket.over


@pytest.mark.parametrize("origin", ["http://localhost:3000", "https://127.0.0.1", "http://[::1]:80"])
def test_pages_of_this_machine_may_use_an_open_broker(origin: str) -> None:
    assert Browser(origin).client.subprotocol == "mqtt"


@pytest.mark.parametrize("origin", ["https://example.org", "null", "http://localhost.evil.org", "http://[bad"])
def test_pages_of_others_may_not(origin: str) -> None:
    browser = Browser(origin)
    assert isinstance(browser.client.handshake_exc, InvalidStatus)
    assert browser.client.handshake_exc.response.status_code == 403
    assert Browser(origin, any_origin=True).client.subprotocol == "mqtt"


def test_no_http_is_no_crash() -> None:
    pipe = Pipe()
    socket = WebSocket(pipe, 1000, False)
    assert socket.receive(b"\x10\x0d\x00\x04MQTT\x04\x02\x00\x3c\x00\x01c\r\n\r\n") == b""
    assert socket.over
    assert pipe.closed


def test_a_frame_over_the_limit_ends_it() -> None:
    browser = Browser()
    browser.client.events_received()
    browser.client.send_binary(bytes((1 << 20) + 1))
    assert browser.send() == b""
    assert browser.closed_with() == CloseCode.MESSAGE_TOO_BIG
    assert browser.socket.over


@settings(max_examples=100, deadline=None)
@given(st.lists(st.binary(max_size=60), max_size=4), st.booleans())
def test_no_bytes_make_it_fail(chunks: list[bytes], opened: bool) -> None:
    socket = Browser().socket if opened else WebSocket(Pipe(), 1000, False)
    for chunk in chunks:
        if not socket.over:
            socket.receive(chunk)


def test_mqtt_through_it() -> None:
    some = hub()
    watcher = Client(some, "watcher")
    watcher.subscribe("#")
    browser = Browser()
    browser.client.events_received()
    connection = Connection(some, browser.socket, "ws")
    connected = codec.encode(Connect("c"), 5) + codec.encode(Publish("t", b"over ws"), 5) + b"\xc0\x00"
    for at in range(0, len(connected), 5):
        browser.client.send_binary(connected[at : at + 5])
        connection.feed(browser.send())
    some.flush()
    assert watcher.payloads() == [b"over ws"]
    browser.hear()
    frames = codec.Splitter(1 << 20).feed(b"".join(bytes(frame.data) for frame in browser.frames()))
    packets = [codec.decode(first, body, 5) for first, body in frames]
    assert [type(packet) for packet in packets] == [Connack, Pingresp]


def test_closing_says_goodbye() -> None:
    browser = Browser()
    browser.socket.finish()
    browser.hear()
    assert browser.closed_with() == 1000
    browser = Browser()
    browser.socket.close()
    browser.hear()
    assert browser.closed_with() == 1000
    browser.socket.write(b"late")
    assert browser.pipe.data == b""
