"""The self-tests of the broker hold, and a broker or a gauge that breaks its promise is found out."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from eventscope.cli.selftest import brokers, listening, malformed, plainclient
from eventscope.cli.selftest.brokerchild import Gauges, broker
from eventscope.cli.selftest.check import Broken, Skipped
from eventscope.cli.selftest.plainclient import PlainClient
from eventscope.core.broker import BrokerConfig, ClientGauge
from eventscope.mqtt.packets import Publish
from sabotage import Proxy


@pytest.fixture(autouse=True)
def _soon(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotaged parts are waited for, but not long; good ones have their time."""
    monkeypatch.setattr(brokers, "OFFLINE", 60)
    if "holds" in request.node.name:
        return
    monkeypatch.setattr(brokers, "GAUGES_WITHIN", 2.0)
    monkeypatch.setattr(plainclient, "PATIENCE", 2.0)


def changed(monkeypatch: pytest.MonkeyPatch, module: Any, **changes: Any) -> None:
    """Brokers that are started with another configuration than they were given."""

    def start(config: BrokerConfig | None = None) -> Any:
        assert config is not None
        return broker(replace(config, **changes))

    monkeypatch.setattr(module, "broker", start)


def gauge(monkeypatch: pytest.MonkeyPatch, **offsets: int) -> None:
    """Gauges that lie by so much."""
    right = Gauges.of

    def of(self: Gauges, name: str) -> ClientGauge | None:
        found = right(self, name)
        if found is None or not found.queued:
            return found
        drops = {"queue-full": found.dropped.get("queue-full", 0) + offsets.get("dropped", 0)}
        return replace(found, queued=found.queued + offsets.get("queued", 0), dropped=drops)

    monkeypatch.setattr(Gauges, "of", of)


# --- L2, P4 ---------------------------------------------------------------------------------------------------


def test_l2_holds() -> None:
    assert brokers.offline_queue().startswith("60 waited")


def test_l2_finds_a_gauge_that_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    gauge(monkeypatch, queued=-1)
    with pytest.raises(Broken, match="the gauge says 59 of 60"):
        brokers.offline_queue()


def test_l2_finds_a_gauge_that_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Gauges.waiting
    monkeypatch.setattr(Gauges, "waiting", lambda self, name: right(self, name) or 60)
    with pytest.raises(Broken, match="does not fall to 0"):
        brokers.offline_queue()


def test_l2_finds_disorder(monkeypatch: pytest.MonkeyPatch) -> None:
    right = PlainClient.message
    turned = {b"3": b"4", b"4": b"3"}

    def message(self: PlainClient) -> Publish:
        found = right(self)
        return replace(found, payload=turned.get(found.payload, found.payload))

    monkeypatch.setattr(PlainClient, "message", message)
    with pytest.raises(Broken, match="in order"):
        brokers.offline_queue()


def test_l2_finds_a_broker_that_loses_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    right = brokers._come_back

    def late(port: int, count: int) -> list[int]:
        with brokers.client(port, "sleeper", clean_start=True):
            pass  # the session is gone
        return right(port, count)

    monkeypatch.setattr(brokers, "_come_back", late)
    with pytest.raises(Broken, match="said nothing"):
        brokers.offline_queue()


def test_p4_holds() -> None:
    assert "100 waited and came, 50 dropped and counted" in brokers.offline_bounded()


@pytest.mark.parametrize("offsets", [{"dropped": -1}, {"queued": -1}, {"dropped": 1}])
def test_p4_finds_counts_that_do_not_add_up(offsets: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    gauge(monkeypatch, **offsets)
    with pytest.raises(Broken, match="150 sent, but"):
        brokers.offline_bounded()


def test_p4_finds_a_queue_without_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    changed(monkeypatch, brokers, limits=brokers.Limits())
    with pytest.raises(Broken, match="150 wait where 100 have room"):
        brokers.offline_bounded()


def test_p4_finds_messages_that_are_counted_but_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    gauge(monkeypatch, queued=-10, dropped=10)
    monkeypatch.setattr(brokers, "_come_back", lambda port, count: [1] * count)
    with pytest.raises(Broken, match="did not come"):
        brokers.offline_bounded()


# --- users and access -----------------------------------------------------------------------------------------


def test_z13_holds() -> None:
    assert brokers.users_and_access().startswith("wrong password 0x86")


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        ({"users": (brokers.User("sensor", brokers.hash_password("wrong")),)}, "a wrong password was answered with"),
        ({"access": ()}, "a forbidden topic was answered with"),
        ({"access": (brokers.AccessRule("publish", "secret/#", False),)}, "a forbidden subscription was answered with"),
        ({"access": (brokers.AccessRule("publish", "#", False),)}, "said nothing"),
    ],
)
def test_z13_finds_a_broker_that_lets_in_or_keeps_out(
    changes: dict[str, Any], seen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(brokers, "_connack", lambda port, connect, right=brokers._connack: right(port, connect))
    right_client = brokers.client

    def client(port: int, name: str, **options: Any) -> Any:
        return right_client(port, name, **(options | {"password": b"wrong"} if "users" in changes else options))

    monkeypatch.setattr(brokers, "client", client)
    changed(monkeypatch, brokers, **changes)
    with pytest.raises(Broken, match=seen):
        brokers.users_and_access()


def test_z13_finds_a_broker_that_lets_everybody_in(monkeypatch: pytest.MonkeyPatch) -> None:
    changed(monkeypatch, brokers, users=())
    with pytest.raises(Broken, match="was answered with 0x00"):
        brokers.users_and_access()


# --- P23 ------------------------------------------------------------------------------------------------------


def test_p23_holds() -> None:
    assert malformed.malformed().startswith(f"{len(malformed.PACKETS)} malformed packets")


def behind(monkeypatch: pytest.MonkeyPatch, alive: bool = True, **habits: bool) -> None:
    """A broker with bad habits."""

    @contextlib.contextmanager
    def start(config: BrokerConfig) -> Iterator[tuple[Any, Gauges]]:
        with broker(config) as (process, gauges), Proxy(process.ports.mqtt or 0, **habits) as proxy:
            yield SimpleNamespace(ports=SimpleNamespace(mqtt=proxy.port), alive=alive), gauges

    monkeypatch.setattr(malformed, "broker", start)


def test_p23_finds_a_broker_that_takes_garbage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(malformed, "CLOSED_WITHIN", 1.0)
    behind(monkeypatch, keeps_open=True)
    with pytest.raises(Broken, match=r"packet 0 \(0000\) did not close"):
        malformed.malformed()


def test_p23_closes_nothing_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """A packet that a broker may take leaves the connection open, so what closes it is the broker alone."""
    monkeypatch.setattr(malformed, "PACKETS", (malformed.CONNECT + b"\x30\x03\x00\x01a",))
    monkeypatch.setattr(malformed, "CLOSED_WITHIN", 2.0)
    with pytest.raises(Broken, match="did not close"):
        malformed.malformed()


def test_p23_finds_a_broker_that_disturbs_others(monkeypatch: pytest.MonkeyPatch) -> None:
    behind(monkeypatch, closes_all=True)
    with pytest.raises((Broken, OSError)):
        malformed.malformed()


def test_p23_finds_a_broker_that_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(malformed, "PACKETS", malformed.PACKETS[:1])
    behind(monkeypatch, alive=False)
    with pytest.raises(Broken, match="the broker ended"):
        malformed.malformed()


# --- P16 ------------------------------------------------------------------------------------------------------


def test_p16_holds() -> None:
    assert "none answered" in listening.loopback_only()


def test_p16_finds_a_socket_on_all_addresses() -> None:
    with socket.create_server(("0.0.0.0", 0)), pytest.raises(Broken, match=r"listens on 0\.0\.0\.0"):
        listening.loopback_only()


def test_p16_finds_a_datagram_socket_on_all_addresses() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as loose:
        loose.bind(("0.0.0.0", 0))
        with pytest.raises(Broken, match=r"listens on 0\.0\.0\.0"):
            listening.loopback_only()


def untold(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that does not say which sockets a process has."""

    def denied(process: psutil.Process) -> None:
        raise psutil.AccessDenied(process.pid)

    monkeypatch.setattr(listening, "_sockets", denied)


def test_p16_finds_a_broker_that_answers_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    untold(monkeypatch)
    monkeypatch.setattr(listening, "other_addresses", lambda: ["127.0.0.2", "127.0.0.1"])
    with pytest.raises(Broken, match=r"can be reached at 127\.0\.0\.1"):
        listening.loopback_only()


def test_p16_is_skipped_where_nothing_can_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    untold(monkeypatch)
    monkeypatch.setattr(listening, "other_addresses", lambda: [])
    with pytest.raises(Skipped):
        listening.loopback_only()


def test_p16_needs_something_to_look_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "listening_addresses", lambda: [])
    with pytest.raises(Broken, match="nothing listens"):
        listening.loopback_only()
