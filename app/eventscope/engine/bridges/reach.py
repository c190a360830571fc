"""Whether the middlewares of a file of bridges answer: each is asked once, with its real settings, all side by side."""

from __future__ import annotations

import asyncio
import secrets as randomness
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urlsplit

from eventscope.core.bus import SCHEMES, BusConnection, BusFile
from eventscope.core.errors import EventscopeError
from eventscope.core.identity import identity, merged
from eventscope.core.message import Block, Receipt
from eventscope.core.news import LinkNews, SubscriptionNews
from eventscope.core.workspace import Connection, Tls, WillSpec
from eventscope.engine.bridges import probing
from eventscope.engine.bridges.ends import Endpoint
from eventscope.links.base import Acknowledge
from eventscope.links.http import troubles
from eventscope.links.mqtt import MqttLink
from eventscope.links.mqtt.dial import Dialler
from eventscope.links.mqtt.wake import Wake

WITHIN = 5.0  # seconds for each
COMPARING = 4.0  # seconds for all
AT_ONCE = 32
DOUBT = "Whether {name} leads to the same broker as another connection cannot be found out: {words}"


class Unreached(NamedTuple):
    """A connection that did not answer, or would not have us; `words` say why and what to do."""

    connection: str
    code: str
    words: str


class Answer(NamedTuple):
    """Who is not there; what the brokers of the others are called, by connection; and what is not known of that."""

    unreached: list[Unreached]
    brokers: dict[str, str]
    doubts: list[str]


def ask(endpoints: Sequence[Endpoint]) -> Answer:
    """Both questions. Blocks for less than ten seconds."""
    missing = unreached(endpoints)
    there = [item for item in endpoints if item.bus.name not in {gone.connection for gone in missing}]
    findings = asyncio.run(probing.probe(there, COMPARING))
    names = merged({}, findings.groups)
    brokers = {item.bus.name: names.get(identity(item.bus), identity(item.bus)) for item in endpoints}
    doubts = [
        DOUBT.format(name=item.bus.name, words=findings.unknown[identity(item.bus)])
        for item in there
        if identity(item.bus) in findings.unknown
    ]
    return Answer(missing, brokers, doubts)


def asked(file: BusFile) -> list[str]:
    """The connections of a file that can be asked: those that it uses, but for addresses at which we listen."""
    used = {route.to.connection for spec in file.bridges for route in spec.routes}
    used |= {name for bus in file.buses for name in bus.members}
    sources = {spec.source.connection for spec in file.bridges}
    used |= {name for name in sources if file.connection(name).kind != "http"}
    return [item.name for item in file.connections if item.name in used]


def unreached(endpoints: Sequence[Endpoint], seconds: float = WITHIN) -> list[Unreached]:
    """Those that cannot be reached, in the order given. Blocks, each for so many seconds at most."""
    if not endpoints:
        return []
    with ThreadPoolExecutor(min(AT_ONCE, len(endpoints)), "reach") as pool:
        found = pool.map(lambda endpoint: _try(endpoint, seconds), endpoints)
        return [item for item in found if item is not None]


def _try(endpoint: Endpoint, seconds: float) -> Unreached | None:
    ask: Callable[[Endpoint, float], tuple[str, str]] = {"mqtt": _mqtt, "kafka": _kafka, "http": _http}[
        endpoint.bus.kind
    ]
    code, words = ask(endpoint, seconds)
    return Unreached(endpoint.bus.name, code, words) if code else None


def _mqtt(endpoint: Endpoint, seconds: float) -> tuple[str, str]:
    """CONNECT under a client id of its own, so that no session is touched or left behind."""
    assert endpoint.mqtt is not None
    probe = replace(
        endpoint.mqtt,
        client_id=f"es-check-{randomness.token_hex(6)}",  # 3.1.1 promises no more than 23 characters
        clean_start=True,
        session_expiry=0,
        connect_timeout=max(1, round(seconds)),
        will=WillSpec(),
        subscriptions=(),
    )
    ear = _Ear()
    link = MqttLink(probe, ear, endpoint.password)
    link.open()
    try:
        return ear.answer(seconds + 1.0)
    finally:
        link.close(1.0)


class _Ear:
    """A LinkSink that waits for the first yes or no."""

    def __init__(self) -> None:
        self._told = threading.Event()
        self._news: LinkNews | None = None

    def answer(self, seconds: float) -> tuple[str, str]:
        """Code and words of the trouble, empty where there is none."""
        if not self._told.wait(seconds):
            return "timeout", f"It did not answer within {seconds:.0f} s. Check address, port and firewall."
        assert self._news is not None
        return ("", "") if self._news.state == "up" else (self._news.code or "refused", self._news.words)

    def on_link(self, news: LinkNews) -> None:
        if self._news is None and news.state in ("up", "waiting", "refused"):
            self._news = news
            self._told.set()

    def on_subscription(self, news: SubscriptionNews) -> None:
        """Nothing is subscribed."""

    def on_block(self, connection: str, block: Block, acknowledge: Acknowledge | None) -> None:
        """Nothing is subscribed."""

    def on_receipt(self, receipt: Receipt) -> None:
        """Nothing is published."""

    def on_trouble(self, connection: str, code: str, words: str, params: dict[str, str]) -> None:
        """What was survived is no reason."""


def _kafka(endpoint: Endpoint, seconds: float) -> tuple[str, str]:
    """The metadata of the cluster."""
    from eventscope.links.kafka.cluster import Cluster  # here: librdkafka is loaded only where Kafka is

    assert endpoint.kafka is not None
    try:
        Cluster(endpoint.kafka, endpoint.password, seconds).metadata()
    except EventscopeError as error:
        return error.code, str(error)
    return "", ""


def _http(endpoint: Endpoint, seconds: float) -> tuple[str, str]:
    """TCP, and TLS where it is https: a request of any kind might mean something to whoever takes it."""
    connection = _as_connection(endpoint.bus, seconds)
    wake = Wake()
    wake.open()
    try:
        Dialler(connection, wake, lambda: False).dial().close()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        trouble = troubles.explain(error, connection)
        return trouble.code, trouble.words
    finally:
        wake.close()
    return "", ""


def _as_connection(bus: BusConnection, seconds: float) -> Connection:
    parts = urlsplit(bus.url)
    return Connection(
        "reach",
        bus.name,
        scheme="mqtts" if bus.scheme == "https" else "mqtt",
        host=parts.hostname or "",
        port=parts.port or SCHEMES[bus.scheme][1],
        connect_timeout=max(1, round(seconds)),
        tls=Tls(bus.ca_file, bus.certificate, bus.key, server_name=bus.server_name),
    )
