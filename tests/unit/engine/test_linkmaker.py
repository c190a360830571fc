"""Which link a connection gets."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from eventscope.core.errors import BadInput, Unavailable
from eventscope.core.workspace import Connection, Tls
from eventscope.engine.linkmaker import Buses, LinkMaker
from eventscope.links.kafka.link import KafkaLink
from eventscope.links.mqtt import MqttLink

SINK: Any = object()


class Sink:
    """Whatever is told is nobody's business here."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_: None


@pytest.mark.parametrize("scheme", ["mqtt", "mqtts", "ws", "wss"])
def test_mqtt_over_whatever(scheme: Any) -> None:
    assert isinstance(LinkMaker()(Connection("c", "n", scheme), Sink()), MqttLink)  # type: ignore[arg-type]


def test_kafka_with_all_that_it_needs() -> None:
    tls = Tls("ca.pem", "cert.pem", "key.pem", insecure=True)
    item = Connection(
        "k", "n", "kafkas", "one:9192,two", 9094, client_id="me", user="alice", has_password=True, tls=tls,
        mechanism="OAUTHBEARER", token_url="https://login.example/token",
    )  # fmt: skip
    link = LinkMaker()(item, Sink(), b"secret")  # type: ignore[arg-type]
    assert isinstance(link, KafkaLink)
    servers = link._servers
    assert servers.addresses[0] == "one:9192"
    assert len(servers.addresses) == 2
    assert (servers.tls, servers.mechanism, servers.user, servers.client_id) == (True, "OAUTHBEARER", "alice", "me")
    assert (servers.ca_file, servers.certificate, servers.key) == ("ca.pem", "cert.pem", "key.pem")
    assert (servers.insecure, servers.token_url) == (True, "https://login.example/token")
    assert link._password == b"secret"


def test_a_bus_is_made_by_whoever_runs_it() -> None:
    item = Connection("b", "n", "bus", members=("a", "c"))
    made: Any = object()
    assert LinkMaker(lambda *_: made)(item, SINK) is made
    with pytest.raises(Unavailable):
        LinkMaker()(item, SINK)


def test_a_bus_needs_members_that_are_there() -> None:
    loop = asyncio.new_event_loop()
    buses = Buses(lambda: (Connection("a", "one"),), lambda _: None, lambda: SINK, loop)
    with pytest.raises(BadInput):
        buses(Connection("b", "n", "bus", members=("a", "gone")), SINK, None)
    loop.close()
