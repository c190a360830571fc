"""Against a broker that is not ours: every transport, version and QoS; kills on both sides lose nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from certificates import Authority
from eventscope.core.message import DUP
from eventscope.core.workspace import Subscription, Tls
from eventscope.mqtt.codec import decode_properties
from linksinks import RecordingSink, connection, draft, linked
from servers import Mosquitto, free_port, mosquitto, needs_mosquitto, wait_until

pytestmark = needs_mosquitto
TESTS = Path(__file__).parents[2]
VERSIONS = ("3.1.1", "5")


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, dict[str, Any]]]:
    """One mosquitto with four listeners; what a connection needs for each scheme."""
    authority = Authority(tmp_path_factory.mktemp("tls"))
    certificate, key = authority.server()
    secure = f"certfile {certificate}\nkeyfile {key}\n"
    ports = {scheme: free_port() for scheme in ("mqtts", "ws", "wss")}
    config = (
        f"listener {ports['mqtts']} 127.0.0.1\n{secure}"
        f"listener {ports['ws']} 127.0.0.1\nprotocol websockets\n"
        f"listener {ports['wss']} 127.0.0.1\nprotocol websockets\n{secure}"
    )
    with mosquitto(config) as server:
        made: dict[str, dict[str, Any]] = {"mqtt": {"port": server.port}}
        for scheme, port in ports.items():
            made[scheme] = {"port": port, "scheme": scheme, "host": "localhost", "tls": Tls(ca_file=authority.file)}
        yield made


@pytest.mark.parametrize("scheme", ["mqtt", "mqtts", "ws", "wss"])
@pytest.mark.parametrize("version", VERSIONS)
def test_there_and_back_at_every_qos(broker: dict[str, dict[str, Any]], scheme: str, version: str) -> None:
    topic = f"there-and-back/{scheme}/{version}"
    sink = RecordingSink()
    with linked(connection(**broker[scheme], version=version, client_id=topic), sink, f"{topic}/#") as link:
        sink.subscription(f"{topic}/#", "granted")
        # Mosquitto drops QoS 0 beyond what its socket takes, so QoS 0 goes in small groups.
        for start in range(0, 300, 30):
            link.publish([(n, draft(f"{topic}/{n % 3}", b"%d" % n, n % 3)) for n in range(start, start + 30)])
            sink.count(start + 30)
        wait_until(lambda: len([r for r in sink.receipts if r.acknowledged]) == 200)
    messages = sink.messages
    for qos in range(3):
        assert [int(m.payload) for m in messages if m.qos == qos] == list(range(qos, 300, 3))
    assert not any(r.failed for r in sink.receipts)
    assert sink.codes == []


def test_properties_of_mqtt_5_there_and_back(broker: dict[str, dict[str, Any]]) -> None:
    sink = RecordingSink()
    said = {
        "payload_format": 1, "message_expiry": 60, "content_type": "text/plain", "response_topic": "r",
        "correlation_data": b"\0\xff", "user": (("a", "1"), ("a", "2"), ("ü", "温")),
    }  # fmt: skip
    with linked(connection(**broker["mqtt"], client_id="properties"), sink, Subscription("p", 2, identifier=7)) as link:
        sink.subscription("p", "granted")
        link.publish([(1, draft("p", b"x", 1, **said))])
        properties = decode_properties(sink.count(1)[0].properties)
    for name, value in said.items():
        assert getattr(properties, name) == value
    assert properties.subscription_ids == (7,)


def test_retained_no_local_and_retain_handling(broker: dict[str, dict[str, Any]]) -> None:
    sink = RecordingSink()
    with linked(connection(**broker["mqtt"], client_id="retained"), sink) as link:
        sink.state("up")
        link.publish([(1, draft("kept", b"old", 1, retain=True))])
        sink.receipt(1, acknowledged=True)
        link.subscribe(Subscription("kept", 1, retain_handling=2))
        sink.subscription("kept", "granted")
        link.subscribe(Subscription("#", 1, no_local=True, retain_handling=0))
        sink.subscription("#", "granted")
        assert sink.count(1)[0].retain
        link.unsubscribe("kept")
        sink.subscription("kept", "removed")
        link.publish([(2, draft("elsewhere", b"mine", 1)), (3, draft("kept", b"", 1, retain=True))])
        sink.receipt(3, acknowledged=True)
        other = RecordingSink()
        with linked(connection(**broker["mqtt"], client_id="other", id="other"), other) as sender:
            other.state("up")
            sender.publish([(1, draft("elsewhere", b"another's", 1))])
            sink.count(2)  # what No Local holds back would have come before it
    assert sink.payloads == [b"old", b"another's"]


def test_a_broker_that_restarts_finds_us_again() -> None:
    server = Mosquitto()
    sink = RecordingSink()
    try:
        server.start()
        with linked(connection(server.port), sink, "a") as link:
            for nth in range(1, 4):
                wait_until(lambda nth=nth: len([n for n in sink.subscriptions if n.state == "granted"]) == nth)
                link.publish([(nth, draft("a", b"%d" % nth, 1))])
                sink.count(nth)
                server.stop()
                sink.state("waiting", nth=nth)
                server.start()
    finally:
        server.stop()
    assert sink.payloads == [b"1", b"2", b"3"]


def test_events_of_qos_1_and_2_wait_for_a_broker_that_is_away() -> None:
    server = Mosquitto()
    sink = RecordingSink()
    try:
        server.start()
        with linked(connection(server.port), sink, Subscription("a", 2)) as link:
            sink.subscription("a", "granted")
            server.stop()
            sink.state("waiting")
            link.publish([(n, draft("a", b"%d" % n, 1 + n % 2)) for n in range(50)])
            server.start()
            sink.count(50)
            wait_until(lambda: len([r for r in sink.receipts if r.acknowledged]) == 50)
    finally:
        server.stop()
    assert sorted(int(p) for p in sink.payloads) == list(range(50))


# --- kill -9 -------------------------------------------------------------------------------------------------


@contextmanager
def killed_link(port: int, version: str, filter_: str, qos: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(TESTS / "linkprocess.py"), str(port), version, filter_, str(qos)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent / "app")])}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)
        assert process.stdout is not None
        process.stdout.close()


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("qos", [1, 2])
def test_what_was_not_stored_when_we_were_killed_comes_again(version: str, qos: int) -> None:
    """PUBREC is withheld until stored, so QoS 2 survives kill -9 too; with stock paho it is gone."""
    expected = [f"message {n}" for n in range(5)]
    with mosquitto() as server:
        watcher = RecordingSink()
        with linked(connection(server.port, client_id="watcher"), watcher, "will") as publisher:
            watcher.subscription("will", "granted")
            with killed_link(server.port, version, "work", qos) as process:
                assert process.stdout is not None
                assert process.stdout.readline() == "up\n"
                publisher.publish([(n, draft("work", text.encode(), qos)) for n, text in enumerate(expected)])
                assert [process.stdout.readline().strip() for _ in expected] == expected
                process.kill()
                process.wait(10)
            assert watcher.count(1)[0].payload == b"killed"  # its will
            sink = RecordingSink()
            made = connection(server.port, version=version, clean_start=False, session_expiry=300, client_id="killed")
            with linked(made, sink):
                messages = sink.count(len(expected))
                assert sink.state("up").session_present
    assert [m.payload.decode() for m in messages] == expected
    assert all(m.flags & DUP for m in messages)
    assert sink.codes == []
