"""Every kind of connection is asked with its real settings; what does not answer is named, with the reason."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from certificates import Authority
from eventscope.core.bus import BusConnection
from eventscope.engine.bridges import endpoints, reach
from eventscope.engine.bridges.ends import Endpoint
from kafkas import local_kafka
from servers import free_port, mosquitto, needs_mosquitto


def endpoint(url: str, **more: str) -> Endpoint:
    name = url.partition(":")[0]
    return endpoints.of_file(BusConnection(name, url, **more), Path())  # type: ignore[arg-type]


def reason(given: Endpoint, seconds: float = 2.0) -> str:
    """The code of why it is not reached, empty where it is."""
    found = reach.unreached([given], seconds)
    assert all(item.words.endswith((".", "?")) and item.connection == given.bus.name for item in found)
    return found[0].code if found else ""


@contextmanager
def listening(context: ssl.SSLContext | None = None) -> Iterator[int]:
    """Accepts, shakes hands where it speaks TLS, and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        held: list[socket.socket] = []

        def accept() -> None:
            while True:
                try:
                    taken, _ = server.accept()
                    held.append(context.wrap_socket(taken, server_side=True) if context else taken)
                except ssl.SSLError:
                    continue
                except OSError:
                    return

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join(5)
            for item in held:
                item.close()


@needs_mosquitto
@pytest.mark.peer
@pytest.mark.parametrize("version", ["5", "3.1.1"])
def test_a_broker_that_answers(version: str) -> None:
    with mosquitto() as broker:
        assert reason(endpoint(f"mqtt://127.0.0.1:{broker.port}", version=version)) == ""


@needs_mosquitto
@pytest.mark.peer
def test_a_broker_that_will_not_have_us() -> None:
    with mosquitto(anonymous=False) as broker:
        assert reason(endpoint(f"mqtt://127.0.0.1:{broker.port}")) == "refused"
        named = endpoint(f"mqtt://127.0.0.1:{broker.port}", user="me")
        assert reason(replace(named, password=b"wrong")) == "refused"


@needs_mosquitto
@pytest.mark.peer
def test_no_session_is_touched_or_left_behind(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with mosquitto(f"log_type all\nlog_dest file {log}") as broker:
        assert reason(endpoint(f"mqtt://127.0.0.1:{broker.port}", client_id="mine")) == ""
    said = log.read_text()
    assert "es-check-" in said
    assert "mine" not in said


@pytest.mark.parametrize("scheme", ["mqtt", "mqtts", "ws", "kafka", "http", "https"])
def test_nobody_is_there(scheme: str) -> None:
    assert reason(endpoint(f"{scheme}://127.0.0.1:{free_port()}")) in ("connection-refused", "unreachable")


@pytest.mark.parametrize("scheme", ["mqtt", "kafka", "https"])
def test_somebody_is_there_and_says_nothing(scheme: str) -> None:
    with listening() as port:
        assert reason(endpoint(f"{scheme}://127.0.0.1:{port}"), 1.0) in (
            "timeout-connack", "timeout-tls", "timeout", "unreachable",
        )  # fmt: skip


def test_a_webhook_is_asked_for_no_more_than_a_connection() -> None:
    with listening() as port:
        assert reason(endpoint(f"http://127.0.0.1:{port}/in")) == ""


def test_a_webhook_over_tls_is_verified(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*authority.server())
    with listening(context) as port:
        assert reason(endpoint(f"https://localhost:{port}", ca_file=authority.file)) == ""
        assert reason(endpoint(f"https://localhost:{port}")) == "tls-unknown-ca"
        wrong = endpoint(f"https://localhost:{port}", ca_file=authority.file, server_name="other.example")
        assert reason(wrong) == "tls-wrong-host"


def test_a_cluster_that_answers() -> None:
    with local_kafka() as kafka:
        assert reason(endpoint(kafka.url), 5.0) == ""


def test_all_are_asked_side_by_side_and_named_in_order() -> None:
    with listening() as port:
        silent = [replace(endpoint(f"mqtt://127.0.0.1:{port}"), broker=str(number)) for number in range(8)]
        gone = endpoint(f"kafka://127.0.0.1:{free_port()}")
        found = reach.unreached([*silent, gone], 1.0)
    assert [item.connection for item in found] == ["mqtt"] * 8 + ["kafka"]
