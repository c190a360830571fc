"""Checks of the embedded broker: where it listens, whom it refuses, what waits in it, what cannot hurt it."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from eventscope.base import clock
from eventscope.broker.child import BrokerProcess
from eventscope.broker.configfile import hash_password
from eventscope.cli.selftest.certificate import self_signed
from eventscope.cli.selftest.check import Check, Skipped, expect
from eventscope.cli.selftest.linkwatch import LinkWatch
from eventscope.cli.selftest.plainclient import PlainClient, client
from eventscope.core.broker import AccessRule, BrokerConfig, BrokerGauges, Listener, User
from eventscope.core.workspace import Connection, Tls
from eventscope.mqtt.packets import Connect, Properties

OFFLINE = 500
# Each costs its connection and nothing else: garbage, over-long and truncated lengths, reserved bits, bad text.
MALFORMED = (
    b"\x00\x00",
    b"\xf0\xff\xff\xff\xff\x7f",
    b"\x10\xff\xff\xff\x7f",
    b"\x10\x04\x00\x04MQ",
    b"GET / HTTP/1.1\r\n\r\n",
    b"\x30\x05\x00\x03a/b",
    b"\x82\x02\x00\x01",
    b"\x10\x0c\x00\x04MQTT\x09\x02\x00\x3c\x00\x00",
    b"\x10\x0d\x00\x04MQTT\x04\x01\x00\x3c\x00\x01a",
    b"\x10\x0d\x00\x04MQTT\x04\x02\x00\x3c\x00\x01\xff",
)
AFTER_CONNECT = (
    b"\x36\x06\x00\x01a\x00\x01x",
    b"\x30\x04\x00\x02\xff\xfe",
    b"\x30\x05\x00\x03a/#",
    b"\x82\x05\x00\x01\x00\x00\x00",
    b"\x62\x01\x00",
    b"\xe0\x7f",
    b"\x32\x06\x00\x01a\x00\x00x",
)
_CONNECT = b"\x10\x0d\x00\x04MQTT\x04\x02\x00\x3c\x00\x01z"


class _Gauges:
    """The newest snapshot."""

    def __init__(self) -> None:
        self.newest: BrokerGauges | None = None

    def __call__(self, gauges: BrokerGauges) -> None:
        self.newest = gauges

    def queued(self, name: str) -> int:
        """What waits for that client."""
        found = self.newest.clients if self.newest else ()
        return next((item.queued + item.in_flight for item in found if item.client == name), 0)


@contextmanager
def broker(config: BrokerConfig | None = None) -> Iterator[tuple[BrokerProcess, _Gauges]]:
    """A broker child on any free port."""
    gauges = _Gauges()
    known = config or BrokerConfig((Listener(port=0), Listener("ws", port=0)))
    process = BrokerProcess.start(known, gauges, lambda words: None)
    try:
        yield process, gauges
    finally:
        process.stop()


def loopback_only() -> str:
    """P16."""
    with broker() as (process, _):
        try:
            found = psutil.Process(process.ports.pid).net_connections(kind="inet")
        except psutil.AccessDenied:
            raise Skipped("this system does not tell which sockets a process has") from None
        addresses = {item.laddr.ip for item in found if item.status == psutil.CONN_LISTEN}
    expect(addresses <= {"127.0.0.1", "::1"} and bool(addresses), f"listens on {sorted(addresses)}")
    return f"{len(found)} listening sockets, all on {', '.join(sorted(addresses))}"


def offline_queue() -> str:
    """An offline session keeps its messages in order, and the gauge tells how many."""
    expiry = Properties(session_expiry=600)
    with broker() as (process, gauges):
        port: int = process.ports.mqtt or 0
        with client(port, "sleeper", clean_start=True, properties=expiry) as sleeper:
            sleeper.subscribe("selftest/#", 1)
        with client(port, "writer") as writer:
            for number in range(OFFLINE):
                writer.publish("selftest/offline", b"%d" % number, 1, number + 1)
        waited = clock.wait_for(lambda: gauges.queued("sleeper") == OFFLINE, 5.0)
        expect(waited, f"the gauge says {gauges.queued('sleeper')} of {OFFLINE}")
        with client(port, "sleeper", clean_start=False, properties=expiry) as sleeper:
            came = [int(sleeper.message().payload) for _ in range(OFFLINE)]
            emptied = clock.wait_for(lambda: gauges.queued("sleeper") == 0, 5.0)
    expect(came == list(range(OFFLINE)), "not in order")
    expect(emptied, "the gauge does not fall to 0")
    return f"{OFFLINE} waited (the gauge said {OFFLINE}), came in order, gauge back to 0"


def malformed() -> str:
    """P23: a malformed packet costs its own connection and nothing else."""
    with broker() as (process, _):
        port: int = process.ports.mqtt or 0
        with client(port, "witness") as witness:
            witness.subscribe("selftest/#", 0)
            for number, hostile in enumerate([*MALFORMED, *(_CONNECT + item for item in AFTER_CONNECT)]):
                _closes(port, hostile)
                witness.publish("selftest/alive", b"%d" % number)
                expect(witness.message().payload == b"%d" % number, f"packet {number} disturbed another client")
        expect(process.alive, "the broker ended")
    return f"{len(MALFORMED) + len(AFTER_CONNECT)} malformed packets, each closed its own connection only"


def _closes(port: int, hostile: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), 12.0) as sock:
        sock.sendall(hostile)
        sock.shutdown(socket.SHUT_WR)
        try:
            while sock.recv(4096):
                pass
        except ConnectionResetError:
            return


def users_and_access() -> str:
    """A wrong password and a forbidden topic are refused with the right reasons, the rest is served."""
    config = BrokerConfig(
        (Listener(port=0),),
        users=(User("sensor", hash_password("right")),),
        access=(AccessRule("publish", "secret/#", False, user="sensor"), AccessRule("publish", "#", True),
                AccessRule("subscribe", "#", True)),
    )  # fmt: skip
    with broker(config) as (process, _):
        port: int = process.ports.mqtt or 0
        wrong = PlainClient(port, Connect("a", user="sensor", password=b"wrong")).connack.reason
        expect(wrong == 0x86, f"a wrong password was answered with 0x{wrong:02x}")
        with client(port, "b", user="sensor", password=b"right") as good:
            forbidden = good.publish("secret/x", b"x", 1, 1)
            allowed = good.publish("open/x", b"x", 1, 2)
    expect(forbidden == 0x87, f"a forbidden topic was answered with 0x{forbidden:02x}")
    expect(allowed in (0, 0x10), f"an allowed topic was answered with 0x{allowed:02x}")
    return "wrong password 0x86, forbidden topic 0x87, the rest served"


def tls_verified() -> str:
    """P17: a certificate that nobody vouches for is refused, in words; a trusted one is accepted."""
    with tempfile.TemporaryDirectory() as folder:
        certificate, key = self_signed(Path(folder))
        config = BrokerConfig((Listener("mqtts", port=0, certificate=certificate, key=key),))
        with broker(config) as (process, _):
            port: int = process.ports.mqtts or 0
            unknown = LinkWatch(Connection("tls", "tls", "mqtts", "localhost", port)).first_state()
            trusted = Connection("tls", "tls", "mqtts", "localhost", port, tls=Tls(ca_file=certificate))
            known = LinkWatch(trusted).first_state()
    expect(unknown.state in ("waiting", "refused"), f"an unknown certificate led to {unknown.state!r}")
    expect(known.state == "up", f"a trusted certificate led to {known.state!r}: {known.words}")
    return f"unknown certificate refused: {unknown.words}"


CHECKS = (
    Check("P16", "Nothing listens beyond loopback by default", loopback_only),
    Check("P17", "TLS is verified", tls_verified),
    Check("C1", "Users and access rules", users_and_access),
    Check("L2", "An offline queue is kept in order and told exactly", offline_queue),
    Check("P23", "Malformed packets cost one connection", malformed),
)
