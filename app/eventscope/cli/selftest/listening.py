"""Checks of who can reach us, and of whom we trust: loopback alone by default, and TLS that is verified."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from eventscope.cli.selftest.brokerchild import broker
from eventscope.cli.selftest.certificate import self_signed
from eventscope.cli.selftest.check import Check, Skipped, expect
from eventscope.cli.selftest.engine import engine
from eventscope.cli.selftest.linkwatch import LinkWatch
from eventscope.core.broker import BrokerConfig, Listener
from eventscope.core.news import LinkNews
from eventscope.core.workspace import EMBEDDED, Connection, Tls
from eventscope.engine.demoworkspace import demo_workspace

LOOPBACK = ("127.", "::1", "::ffff:127.")
SOON = 1.0  # seconds for a connection on this machine


@dataclass(frozen=True, slots=True)
class Reach:
    """Addresses that our processes listen on (None: this system does not tell), and other ways in that were tried."""

    listening: list[str] | None
    tried: int
    open: list[str]


def loopback_only() -> str:
    """P16: the demo with everything that it starts; the sockets of all processes, and knocking from outside."""
    found = asyncio.run(_reach())
    if found.listening is None and not found.tried:
        raise Skipped("this system does not tell which sockets a process has, and has no address to knock at")
    beyond = [item for item in found.listening or () if not item.startswith(LOOPBACK)]
    expect(not beyond, f"listens on {', '.join(beyond)}")
    expect(not found.open, f"can be reached at {', '.join(found.open)}")
    expect(found.listening != [], "nothing listens at all, so nothing was tried")
    sockets = "" if found.listening is None else f"{len(found.listening)} listening sockets, all on loopback; "
    return f"{sockets}{found.tried} knocks at other addresses of this machine, none answered"


async def _reach() -> Reach:
    async with engine(replace(demo_workspace(), broker_port=0, broker_ws_port=0)) as running:
        await running.connected(EMBEDDED)
        ports = running.engine.broker.ports
        known = [] if ports is None else [port for port in (ports.mqtt, ports.ws) if port is not None]
        doors = [(address, port) for address in other_addresses() for port in known]
        opened = [f"{address}:{port}" for address, port in doors if _answers(address, port)]
        return Reach(listening_addresses(), len(doors), opened)


def listening_addresses() -> list[str] | None:
    """The address of each socket of this process and its children that takes connections or packets from anyone."""
    me = psutil.Process()
    try:
        return [
            item.laddr.ip
            for process in (me, *me.children(recursive=True))
            for item in _sockets(process)
            if item.laddr and (item.status == psutil.CONN_LISTEN or (item.type == socket.SOCK_DGRAM and not item.raddr))
        ]
    except psutil.AccessDenied:
        return None


def _sockets(process: psutil.Process) -> list[psutil._common.pconn]:
    with contextlib.suppress(psutil.NoSuchProcess):
        return list(process.net_connections(kind="inet"))
    return []


def other_addresses() -> list[str]:
    """The addresses of this machine that others can see."""
    families = (socket.AF_INET, socket.AF_INET6)
    found = {item.address for items in psutil.net_if_addrs().values() for item in items if item.family in families}
    return sorted(address for address in found if not address.startswith(LOOPBACK))


def _answers(address: str, port: int) -> bool:
    try:
        socket.create_connection((address, port), SOON).close()
    except OSError:
        return False
    return True


def tls_verified() -> str:
    """P17: a certificate that nobody vouches for, or for another name, is refused in words; a trusted one is not."""
    with tempfile.TemporaryDirectory() as folder:
        certificate, key = self_signed(Path(folder))
        config = BrokerConfig((Listener("mqtts", port=0, certificate=certificate, key=key),))
        with broker(config) as (process, _):
            port: int = process.ports.mqtts or 0
            trusting = Tls(ca_file=certificate)
            unknown = _outcome("localhost", port, Tls())
            other = _outcome("127.0.0.1", port, trusting)
            known = _outcome("localhost", port, trusting)
    expect(known.state == "up", f"a trusted certificate led to {known.state!r}: {known.words}")
    for what, news in (("an unknown certificate", unknown), ("a certificate for another name", other)):
        expect(news.state == "refused" and news.code.startswith("tls-"), f"{what} led to {news.state!r} {news.words}")
    return f"unknown: {unknown.words} Other name: {other.words}"


def _outcome(host: str, port: int, tls: Tls) -> LinkNews:
    with LinkWatch(Connection("tls", "tls", "mqtts", host, port, tls=tls)) as watch:
        return watch.outcome()


CHECKS = (
    Check("P16", "Nothing listens beyond loopback by default", loopback_only),
    Check("P17", "TLS is verified", tls_verified),
)
