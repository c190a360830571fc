"""The source's side of a connection, plain or wrapped: the same MQTT bytes both ways, and an end that is seen."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from websockets.sync.client import ClientConnection, connect

from eventscope.cli.bench.wires import TRANSPORTS, Transport, Wire, make_certificate, open_wire


@contextmanager
def pair(transport: Transport, folder: Path) -> Iterator[tuple[Wire, ClientConnection | socket.socket]]:
    """Our side and a foreign client's."""
    certificate = make_certificate(folder)
    trust = ssl.create_default_context(cafile=certificate) if transport in ("tls", "wss") else None
    made: list[ClientConnection | socket.socket] = []
    with ExitStack() as stack, socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def come() -> None:
            if transport in ("ws", "wss"):
                url = f"{transport}://127.0.0.1:{port}/mqtt"
                client = stack.enter_context(connect(url, ssl=trust, subprotocols=["mqtt"]))  # type: ignore[list-item]
                made.append(client)
                client.send(b"hello")
                return
            sock = socket.create_connection(("127.0.0.1", port), 10)
            made.append(trust.wrap_socket(sock, server_hostname="127.0.0.1") if trust else sock)
            made[0].sendall(b"hello")  # type: ignore[union-attr]

        thread = threading.Thread(target=come)
        thread.start()
        peer, _ = server.accept()
        wire = open_wire(peer, transport, certificate)
        wire.settimeout(10)
        try:
            assert wire.recv(100) == b"hello"
            thread.join(10)
            yield wire, made[0]
        finally:
            wire.close()
            made[0].close()


def received(client: ClientConnection | socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        data += client.recv() if isinstance(client, ClientConnection) else client.recv(size)  # type: ignore[operator]
    return data


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_bytes_go_both_ways_and_the_end_is_seen(transport: Transport, tmp_path: Path) -> None:
    with pair(transport, tmp_path) as (wire, client):
        sent = bytes(range(256)) * 300
        wire.sendall(sent)
        assert received(client, len(sent)) == sent
        if isinstance(client, ClientConnection):
            threading.Thread(target=client.close).start()
        else:
            client.close()
        assert wire.recv(100) == b""


def test_what_is_said_to_a_websocket_that_was_closed_is_a_broken_pipe(tmp_path: Path) -> None:
    with pair("ws", tmp_path) as (wire, client):
        threading.Thread(target=client.close).start()
        assert wire.recv(100) == b""
        with pytest.raises(BrokenPipeError):
            wire.sendall(b"late")


def test_a_stranger_does_not_trust_the_certificate(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as server:
        fault: list[Exception] = []

        def come() -> None:
            with socket.create_connection(server.getsockname(), 10) as sock:
                try:
                    ssl.create_default_context().wrap_socket(sock, server_hostname="127.0.0.1")
                except ssl.SSLError as error:
                    fault.append(error)

        thread = threading.Thread(target=come)
        thread.start()
        peer, _ = server.accept()
        with peer, pytest.raises(OSError, match=r".*"):
            open_wire(peer, "tls", certificate)
        thread.join(10)
    assert "CERTIFICATE_VERIFY_FAILED" in str(fault[0])
