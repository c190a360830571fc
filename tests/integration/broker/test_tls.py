"""TLS, users and access rules over real sockets and with real certificates."""

from __future__ import annotations

import socket
import ssl
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from brokers import Broker, RawClient, broker
from certificates import Authority
from eventscope.broker.access import hash_password
from eventscope.core.broker import AccessRule, BrokerConfig, Limits, Listener, User
from eventscope.mqtt.packets import V5, V311, Ack, Connack, Connect, PacketType, Publish

ANN = User("ann", hash_password("s3cret"))


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"))


@pytest.fixture(scope="module")
def secure(authority: Authority) -> Iterator[Broker]:
    certificate, key = authority.server()
    config = BrokerConfig(
        (
            Listener("mqtts", port=0, certificate=certificate, key=key),
            Listener("wss", port=0, certificate=certificate, key=key, client_ca=authority.file,
                     require_client_certificate=True),
            Listener("mqtt", port=0),
        ),
        (ANN,),
        (
            AccessRule("publish", "secret/#", False, user="ann"),
            AccessRule("subscribe", "secret/#", False, user="ann"),
        ),
        Limits(connect_timeout=1.0),
    )  # fmt: skip
    with broker(config) as one:
        yield one


def test_messages_of_any_size_over_tls(secure: Broker, authority: Authority) -> None:
    assert secure.ports.mqtts is not None
    with RawClient(secure.ports.mqtts, tls=authority.context()) as client:
        assert client.connect("c", user="ann", password=b"s3cret").reason == 0
        client.subscribe("t", 1)
        assert [one.listener for one in secure.process.request("clients") if one.client == "c"] == ["mqtts"]
        for size in (0, 10, 100_000, 5 << 20):
            client.send(Publish("t", bytes(size), 0))
            assert len(client.message().payload) == size


def test_a_client_that_does_not_trust_us_goes(secure: Broker, tmp_path: Path) -> None:
    assert secure.ports.mqtts is not None
    with pytest.raises(ssl.SSLCertVerificationError):
        RawClient(secure.ports.mqtts, tls=Authority(tmp_path, "Other CA").context())


def test_old_tls_is_refused(secure: Broker, authority: Authority) -> None:
    assert secure.ports.mqtts is not None
    context = authority.context()
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1_1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises((ssl.SSLError, ConnectionError)):
        RawClient(secure.ports.mqtts, tls=context)


def test_plain_bytes_on_a_tls_port_and_silence_are_cut_off(secure: Broker) -> None:
    assert secure.ports.mqtts is not None
    with RawClient(secure.ports.mqtts) as client:
        client.send(Connect("c"))
        while client.sock.recv(100):  # an alert of TLS may come
            pass
    with RawClient(secure.ports.mqtts) as client:
        started = time.monotonic()
        assert client.sock.recv(100) == b""
        assert time.monotonic() - started < 8


def test_a_client_certificate_is_required(authority: Authority, tmp_path: Path) -> None:
    certificate, key = authority.server("strict")
    listener = Listener("mqtts", "127.0.0.1", 0, certificate, key, authority.file, True)
    stranger = Authority(tmp_path, "Stranger")
    with broker(BrokerConfig((listener,))) as one:
        port = one.ports.mqtts
        assert port is not None
        with RawClient(port, tls=authority.context(authority.client())) as client:
            assert client.connect("c").reason == 0
        for own in (None, stranger.client()):
            context = authority.context(own)
            told = r"CERTIFICATE_REQUIRED|UNKNOWN_CA"
            with pytest.raises(ssl.SSLError, match=told), RawClient(port, tls=context) as client:
                client.connect("c")


@pytest.mark.parametrize(("version", "wrong", "missing"), [(V5, 0x86, 0x87), (V311, 4, 5)])
def test_wrong_credentials(secure: Broker, version: int, wrong: int, missing: int) -> None:
    for user, password, reason in (("ann", b"wrong", wrong), ("eve", b"s3cret", wrong), (None, None, missing)):
        with RawClient(secure.port, version) as client:
            connack = client.connect("c", user=user, password=password)
            assert isinstance(connack, Connack)
            assert connack.reason == reason
            assert client.until_closed() == []


def test_many_wrong_passwords_do_not_hold_up_others(secure: Broker) -> None:
    with RawClient(secure.port) as good:
        assert good.connect("good", user="ann", password=b"s3cret").reason == 0
        good.subscribe("t")
        bad = [RawClient(secure.port) for _ in range(20)]
        for number, client in enumerate(bad):
            client.send(Connect(f"bad{number}", user="ann", password=b"wrong"))
        slowest = 0.0
        for _ in range(20):
            started = time.monotonic()
            good.send(Publish("t", b"x"))
            good.message()
            slowest = max(slowest, time.monotonic() - started)
        for client in bad:
            packet = client.read()
            assert isinstance(packet, Connack)
            assert packet.reason == 0x86
            client.sock.close()
        assert slowest < 5  # each check takes 20 ms of a core; the loop must not wait for twenty of them in a row


def test_forbidden_topics(secure: Broker) -> None:
    with RawClient(secure.port) as client:
        client.connect("c", user="ann", password=b"s3cret")
        assert client.subscribe("secret/x") == 0x87
        assert client.subscribe("#") == 0
        client.send(Publish("secret/x", b"1", 1, packet_id=1))
        assert client.read() == Ack(PacketType.PUBACK, 1, 0x87)
        client.send(Publish("secret/x", b"1", 2, packet_id=2))
        assert client.read() == Ack(PacketType.PUBREC, 2, 0x87)
        client.send(Publish("open/x", b"1", 0))
        assert client.message().topic == "open/x"
    gauges = secure.until(lambda gauges: gauges.dropped.get("access-denied", 0) >= 2, "the count of refusals")
    assert gauges.dropped["access-denied"] == 2


def test_a_slow_handshake_blocks_nobody(secure: Broker, authority: Authority) -> None:
    assert secure.ports.mqtts is not None
    with socket.create_connection(("127.0.0.1", secure.ports.mqtts)) as half:
        half.sendall(b"\x16\x03\x01")
        with RawClient(secure.ports.mqtts, tls=authority.context()) as client:
            assert client.connect("c", user="ann", password=b"s3cret").reason == 0
