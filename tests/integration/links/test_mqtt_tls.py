"""TLS: verified or refused with the reason in words; WebSocket: MQTT whatever the frames are."""

from __future__ import annotations

import socket
import ssl
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from websockets.frames import Opcode

import peers
from certificates import Authority, self_signed, server_context
from eventscope.core.workspace import Tls
from linksinks import RecordingSink, connection, draft, linked
from peers import Peer, ServerWebSocket, Talk
from servers import wait_until


def wrapped(context: ssl.SSLContext) -> Callable[[socket.socket], Any]:
    def wrap(sock: socket.socket) -> Any:
        sock.settimeout(10)
        return context.wrap_socket(sock, server_side=True)

    return wrap


def greet(talk: Talk) -> None:
    talk.accept()
    talk.send(peers.publish(b"t", b"hello over TLS", 1, 1))
    assert talk.read() == (0x40, b"\0\1")
    talk.hold()


def refused(context: ssl.SSLContext, tls: Tls, host: str = "localhost", state: str = "refused") -> Any:
    """What the link says about such a server; it must not have sent CONNECT."""
    sink = RecordingSink()
    peer = Peer(greet, wrap=wrapped(context), lenient=True)
    with peer, linked(connection(peer.port, scheme="mqtts", host=host, tls=tls), sink):
        news = sink.state(state)
    assert not sink.blocks
    assert [n for n in sink.links if n.state == "up"] == []
    return news


def test_a_trusted_server(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    for host in ("localhost", "127.0.0.1"):
        sink = RecordingSink()
        with Peer(greet, wrap=wrapped(server_context(authority.server()))) as peer:
            made = connection(peer.port, scheme="mqtts", host=host, tls=Tls(ca_file=authority.file, alpn=("mqtt",)))
            with linked(made, sink):
                assert sink.count(1)[0].payload == b"hello over TLS"
                wait_until(lambda peer=peer: not peer.errors)


def test_an_unknown_authority(tmp_path: Path) -> None:
    server = Authority(tmp_path / "a").server()
    other = Authority(tmp_path / "b", "Another CA")
    news = refused(server_context(server), Tls(ca_file=other.file))
    assert news.code == "tls-unknown-ca"
    assert "CA file" in news.words
    assert refused(server_context(server), Tls()).code == "tls-unknown-ca"  # the system's authorities


def test_a_self_signed_certificate(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    news = refused(server_context(self_signed(tmp_path)), Tls(ca_file=authority.file))
    assert news.code == "tls-self-signed"


def test_an_expired_certificate(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    news = refused(server_context(authority.server("old", days=-1)), Tls(ca_file=authority.file))
    assert news.code == "tls-expired"
    assert news.retry_at - news.since >= 19_000_000_000


def test_a_certificate_of_another_host(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    context = server_context(authority.server("other", host="other.example"))
    news = refused(context, Tls(ca_file=authority.file))
    assert news.code == "tls-wrong-host"
    assert "localhost" in news.words


def test_the_server_name_decides_when_it_is_set(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    context = server_context(authority.server("other", host="other.example"))
    sink = RecordingSink()
    with Peer(greet, wrap=wrapped(context)) as peer:
        tls = Tls(ca_file=authority.file, server_name="other.example")
        with linked(connection(peer.port, scheme="mqtts", host="127.0.0.1", tls=tls), sink):
            sink.count(1)


def test_insecure_connects_to_anything_on_request(tmp_path: Path) -> None:
    sink = RecordingSink()
    peer = Peer(greet, wrap=wrapped(server_context(self_signed(tmp_path, "x.example"))))
    with peer, linked(connection(peer.port, scheme="mqtts", tls=Tls(insecure=True)), sink):
        sink.count(1)


def test_a_client_certificate_is_asked_for(tmp_path: Path) -> None:
    authority, stranger = Authority(tmp_path / "a"), Authority(tmp_path / "b", "Another CA")
    context = server_context(authority.server(), client_ca=authority.file)
    certificate, key = authority.client("me")
    sink = RecordingSink()
    with Peer(greet, wrap=wrapped(context)) as peer:
        tls = Tls(ca_file=authority.file, certificate=certificate, key=key)
        with linked(connection(peer.port, scheme="mqtts", tls=tls), sink):
            sink.count(1)
    assert refused(context, Tls(ca_file=authority.file)).code == "tls-client-refused"
    wrong, wrong_key = stranger.client("me")
    news = refused(context, Tls(ca_file=authority.file, certificate=wrong, key=wrong_key))
    assert news.code == "tls-client-refused"


def test_only_old_versions(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    context = server_context(authority.server())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    assert refused(context, Tls(ca_file=authority.file)).code == "tls-too-old"


def test_a_port_without_tls() -> None:
    def plain(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        talk.closed()

    sink = RecordingSink()
    with Peer(plain) as peer, linked(connection(peer.port, scheme="mqtts"), sink):
        assert sink.state("refused").code == "tls-none"


def test_a_ca_file_that_is_not_there(tmp_path: Path) -> None:
    sink = RecordingSink()
    with linked(connection(1, scheme="mqtts", tls=Tls(ca_file=str(tmp_path / "none.pem"))), sink):
        assert "none.pem" in sink.state("refused", "bad-ca-file").words


def test_much_data_over_tls_both_ways(tmp_path: Path) -> None:
    """More than one record, more than one read: nothing stays behind in OpenSSL's buffer."""
    authority = Authority(tmp_path)
    sizes = [0, 1, 16_384, 16_385, 100_000, 3_000_000]
    echoed: list[bytes] = []

    def script(talk: Talk) -> None:
        talk.accept()
        for size in sizes:
            talk.send(peers.publish(b"t", bytes(size)))
        wait_until(lambda: len(sink.messages) == len(sizes))
        for _ in sizes:
            echoed.append(peers.publish_fields(*talk.read_kind(0x30))[3])
        talk.hold()

    sink = RecordingSink()
    with (
        Peer(script, wrap=wrapped(server_context(authority.server()))) as peer,
        linked(connection(peer.port, scheme="mqtts", host="localhost", tls=Tls(ca_file=authority.file)), sink) as link,
    ):
        assert [len(m.payload) for m in sink.count(len(sizes))] == sizes
        link.publish([(n, draft(payload=bytes(size))) for n, size in enumerate(sizes)])
        wait_until(lambda: len(echoed) == len(sizes))
    assert [len(payload) for payload in echoed] == sizes


# --- WebSocket -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("secure", [False, True])
def test_mqtt_over_websocket(tmp_path: Path, secure: bool) -> None:
    authority = Authority(tmp_path)
    sizes = [0, 1, 125, 126, 65_535, 65_536, 200_000, 5_000_000]
    echoed: list[int] = []
    requests: list[Any] = []
    acks: list[bytes] = []

    def script(talk: Talk) -> None:
        requests.append(talk.sock.request)
        talk.accept()
        talk.sock.send_frame(Opcode.PING, b"are you there")
        for size in sizes:
            talk.send(peers.publish(b"t", bytes(size), 1, 1 + size % 60_000))
        for _ in range(2 * len(sizes)):
            first, body = talk.read()
            if first == 0x30:
                echoed.append(len(peers.publish_fields(first, body)[3]))
            else:
                acks.append(body)
        talk.hold()

    def wrap(sock: socket.socket) -> ServerWebSocket:
        return ServerWebSocket(wrapped(server_context(authority.server()))(sock) if secure else sock)

    made: dict[str, Any] = {"scheme": "wss" if secure else "ws", "host": "localhost", "path": "/x?y=1"}
    made["tls"] = Tls(ca_file=authority.file)
    made["websocket_headers"] = (("X-Api-Key", "k"),)
    sink = RecordingSink()
    with Peer(script, wrap=wrap) as peer, linked(connection(peer.port, **made), sink) as link:
        assert [len(m.payload) for m in sink.count(len(sizes))] == sizes
        link.publish([(n, draft(payload=bytes(size))) for n, size in enumerate(sizes)])
        wait_until(lambda: len(echoed) == len(sizes))
    assert echoed == sizes
    assert len(acks) == len(sizes)
    assert requests[0].path == "/x?y=1"
    assert requests[0].headers["X-Api-Key"] == "k"


def test_packets_cut_and_joined_over_frames() -> None:
    raw = b"".join(peers.publish(b"t/%d" % n, b"x" * n) for n in range(100))

    def script(talk: Talk) -> None:
        talk.accept()
        talk.send(raw[:7])
        talk.sock.send_frame(Opcode.BINARY, raw[7:50], fin=False)
        talk.sock.send_frame(Opcode.PING)
        talk.sock.send_frame(Opcode.CONT, raw[50:])
        talk.hold()

    sink = RecordingSink()
    with Peer(script, wrap=ServerWebSocket) as peer, linked(connection(peer.port, scheme="ws"), sink):
        assert [len(m.payload) for m in sink.count(100)] == list(range(100))


def test_a_close_frame_has_its_words() -> None:
    def script(talk: Talk) -> None:
        talk.accept()
        talk.sock.send_frame(Opcode.CLOSE, b"\x03\xf0too many clients")
        talk.closed()

    sink = RecordingSink()
    with Peer(script, wrap=ServerWebSocket) as peer, linked(connection(peer.port, scheme="ws"), sink):
        words = sink.state("waiting", "websocket-closed").words
    assert "1008" in words
    assert "too many clients" in words


def test_text_frames_are_refused() -> None:
    def script(talk: Talk) -> None:
        talk.accept()
        talk.sock.send_frame(Opcode.TEXT, b"hello")
        talk.closed()

    sink = RecordingSink()
    with Peer(script, wrap=ServerWebSocket) as peer, linked(connection(peer.port, scheme="ws"), sink):
        sink.state("waiting", "protocol-error")


@pytest.mark.parametrize(
    ("answer", "state", "code"),
    [
        (b"HTTP/1.1 403 Forbidden\r\n\r\n", "refused", "websocket-refused"),
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\nhello", "refused", "websocket-refused"),
        (b"SSH-2.0-OpenSSH\r\n\r\n", "waiting", "websocket-none"),
        (b"", "waiting", "closed-early"),
    ],
)
def test_handshakes_that_fail(answer: bytes, state: str, code: str) -> None:
    def script(talk: Talk) -> None:
        talk.sock.recv(65_536)
        talk.send(answer)

    sink = RecordingSink()
    with Peer(script, lenient=True) as peer, linked(connection(peer.port, scheme="ws"), sink):
        sink.state(state, code)


def test_a_slow_reader_gets_every_frame() -> None:
    """Frames that the socket takes in part keep their order and their borders."""
    release = threading.Event()
    sizes: list[int] = []

    def script(talk: Talk) -> None:
        talk.accept()
        release.wait(10)
        for _ in range(30):
            sizes.append(len(peers.publish_fields(*talk.read_kind(0x30))[3]))
        talk.hold()

    sink = RecordingSink()
    with Peer(script, wrap=ServerWebSocket) as peer, linked(connection(peer.port, scheme="ws"), sink) as link:
        sink.state("up")
        link.publish([(n, draft(payload=bytes(500_000 + n))) for n in range(30)])
        sink.receipt(0)
        release.set()
        wait_until(lambda: len(sizes) == 30)
    assert sizes == [500_000 + n for n in range(30)]
