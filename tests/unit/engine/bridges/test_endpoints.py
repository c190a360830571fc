"""From connections to endpoints."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from eventscope.core.bus import BusConnection
from eventscope.core.errors import BadInput
from eventscope.core.workspace import Connection, Subscription, Tls
from eventscope.engine.bridges import endpoints


def test_mqtt_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "word").write_text("secret\r\nnot this\n")
    found = endpoints.of_file(
        BusConnection(
            "edge", "wss://[::1]:8443/path", "me", "word", client_id="mine", version="3.1.1", ca_file="ca.pem"
        ),
        tmp_path,
    )
    assert found.mqtt is not None
    assert (found.mqtt.scheme, found.mqtt.host, found.mqtt.port, found.mqtt.path) == ("wss", "::1", 8443, "/path")
    assert (found.mqtt.user, found.mqtt.client_id, found.mqtt.version) == ("me", "mine", "3.1.1")
    assert found.mqtt.tls.ca_file == str(tmp_path / "ca.pem")
    assert found.password == b"secret"
    assert "secret" not in repr(found)


def test_usual_ports(tmp_path: Path) -> None:
    found = endpoints.of_file(BusConnection("x", "mqtts://host"), tmp_path)
    assert found.mqtt is not None
    assert (found.mqtt.port, found.mqtt.path, found.password) == (8883, "", None)
    kafka = endpoints.of_file(BusConnection("x", "kafka://one,two:9"), tmp_path).kafka
    assert kafka is not None
    assert kafka.addresses == ("one:9092", "two:9")


def test_kafka_and_http_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"whsec_1\n")
    kafka = endpoints.of_file(BusConnection("s", "kafkas://h:1", "me", mechanism="SCRAM-SHA-256"), tmp_path).kafka
    assert kafka is not None
    assert (kafka.tls, kafka.mechanism, kafka.user) == (True, "SCRAM-SHA-256", "me")
    hook = endpoints.of_file(BusConnection("h", "https://h/x", secret_file=str(tmp_path / "key")), Path("/elsewhere"))
    assert (hook.secret, hook.mqtt, hook.kafka) == (b"whsec_1", None, None)


@pytest.mark.parametrize(("name", "words"), [("missing", "cannot be read"), ("empty", "is empty"), (".", "cannot be")])
def test_secret_files_that_are_none(name: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n")
    with pytest.raises(BadInput, match=words):
        endpoints.of_file(BusConnection("x", "mqtt://h", password_file=name), tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_place_of_a_secret_file_does_not_keep_us_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BadInput, match="cannot be read: it is a device or a pipe"):
        endpoints.of_file(BusConnection("x", "mqtt://h", password_file="pipe"), tmp_path)


def test_mqtt_of_the_workspace_stays_as_it_is() -> None:
    connection = Connection(
        "id1", "Edge", host="h", port=1, has_password=True, tls=Tls(insecure=True), subscriptions=(Subscription("x"),)
    )
    found = endpoints.of_connection(connection, lambda item: item.id.encode())
    assert found.bus == BusConnection("Edge", "mqtt://h:1")
    assert found.mqtt is not None
    assert found.mqtt.tls.insecure
    assert found.mqtt.subscriptions == ()
    assert found.password == b"id1"


def test_a_password_is_asked_for_only_where_there_is_one() -> None:
    assert endpoints.of_connection(Connection("i", "n"), lambda item: b"never").password is None


def test_kafka_of_the_workspace() -> None:
    connection = Connection(
        "i", "Stream", "kafkas", "one,two:5", 9093, mechanism="OAUTHBEARER", token_url="https://t", user="me",
        tls=Tls(insecure=True), path="/mqtt", version="3.1.1",
    )  # fmt: skip
    found = endpoints.of_connection(connection, lambda item: None)
    assert found.bus.url == "kafkas://one,two:5"
    assert (found.bus.version, found.bus.mechanism) == ("5", "OAUTHBEARER")
    assert found.kafka is not None
    assert found.kafka.addresses == ("one:9093", "two:5")
    assert (found.kafka.token_url, found.kafka.insecure) == ("https://t", True)


def test_http_has_one_secret_for_either_purpose() -> None:
    hook = Connection("i", "Hook", "https", "h", 443, "/in", has_password=True)
    assert endpoints.of_connection(hook, lambda item: b"k").secret == b"k"
    assert endpoints.of_connection(hook, lambda item: b"k").bus.url == "https://h:443/in"
    with_user = Connection("i", "Hook", "https", "h", 443, "/in", has_password=True, user="me")
    found = endpoints.of_connection(with_user, lambda item: b"k")
    assert (found.secret, found.password) == (None, b"k")


def test_addresses_of_ip_six() -> None:
    assert endpoints.as_bus(Connection("i", "n", host="::1", port=5)).url == "mqtt://[::1]:5"
    assert endpoints.as_bus(Connection("i", "n", "kafka", "::1", 5)).url == "kafka://[::1]:5"


def test_one_address_is_one_broker() -> None:
    one = endpoints.of_connection(Connection("i", "n", host="localhost"), lambda item: None)
    other = endpoints.of_connection(Connection("j", "m"), lambda item: None)
    assert one.broker == other.broker
