"""What a workspace holds: connections without secrets, subscriptions, saved events, panel layout."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from eventscope.core.bus import BridgeSpec, Mechanism
from eventscope.core.consumer import ConsumerSpec
from eventscope.core.errors import BadInput
from eventscope.core.message import PublishProperties

# kafka: host may list host:port,host:port. http: webhooks are sent there; listened at when it is a bridge's source.
# bus: `members` are joined, `filters` say what the bus carries.
Scheme = Literal["mqtt", "mqtts", "ws", "wss", "kafka", "kafkas", "http", "https", "bus"]
Version = Literal["3.1.1", "5"]
PayloadKind = Literal["json", "text", "hex", "base64", "file"]

EMBEDDED = "embedded"  # the id of the connection to the embedded broker; its address follows the broker


def usual_path(scheme: str) -> str:
    """Brokers listen for WebSockets at /mqtt; webhooks have no place of their own."""
    return "/" if scheme in ("http", "https") else "/mqtt"


@dataclass(frozen=True, slots=True)
class Tls:
    """How a TLS peer is verified. `insecure` is never saved: it ends with the session."""

    ca_file: str = ""
    certificate: str = ""
    key: str = ""
    alpn: tuple[str, ...] = ()
    server_name: str = ""
    insecure: bool = False


@dataclass(frozen=True, slots=True)
class WillSpec:
    """The last will; empty topic means none. `delay` and `properties` are of MQTT 5."""

    topic: str = ""
    payload: bytes = b""
    qos: int = 0
    retain: bool = False
    delay: int = 0
    properties: PublishProperties = field(default_factory=PublishProperties)


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription of one connection. `colour` indexes the series colours; `enabled` is what is wanted."""

    filter: str
    qos: int = 1
    colour: int = 0
    alias: str = ""
    no_local: bool = False
    retain_as_published: bool = False
    retain_handling: int = 0
    identifier: int | None = None
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Connection:
    """How to reach one broker. No secret is in here: passwords live in the system's key store.

    Seconds for times, bytes for sizes. An empty `client_id` asks for one made of a prefix and random
    letters (kept for the session), so that two installs never fight for one id. `websocket_headers` are those of HTTP,
    too.
    """

    id: str
    name: str
    scheme: Scheme = "mqtt"
    host: str = "127.0.0.1"
    port: int = 1883
    path: str = ""  # "": the usual one, see `resource`
    version: Version = "5"
    client_id: str = ""
    clean_start: bool = True
    session_expiry: int = 0
    keep_alive: int = 15
    user: str = ""
    has_password: bool = False
    tls: Tls = field(default_factory=Tls)
    will: WillSpec = field(default_factory=WillSpec)
    receive_maximum: int | None = None
    maximum_packet_size: int | None = None
    topic_alias_maximum: int = 0
    request_response_information: bool = False
    request_problem_information: bool = True
    user_properties: tuple[tuple[str, str], ...] = ()
    websocket_headers: tuple[tuple[str, str], ...] = ()
    connect_timeout: int = 10
    auto_connect: bool = True
    subscriptions: tuple[Subscription, ...] = ()
    mechanism: Mechanism = ""  # of Kafka's SASL
    signs: bool = True  # of HTTP without a user: the secret signs webhooks; else it goes along as a bearer token
    token_url: str = ""  # of OAUTHBEARER
    members: tuple[str, ...] = ()  # of a bus: ids of connections
    filters: tuple[str, ...] = ("#",)  # of a bus

    @property
    def resource(self) -> str:
        """What is asked for at the host, where the scheme has such a thing."""
        return self.path or usual_path(self.scheme)


@dataclass(frozen=True, slots=True)
class SavedEvent:
    """An event as written in the composer: a template, not yet rendered.

    `payload` is the text in the editor (a path for kind "file"); `repeat` 0 means until stopped,
    `every_ms` is the period (0: as fast as they are taken), `burst` how many leave at each tick. A `seed` makes
    random values the same in each run; without one they differ. Without `template` no mark such as {{ seq }}
    means anything.
    """

    name: str
    topic: str
    payload: str
    kind: PayloadKind = "json"
    connection: str = EMBEDDED
    qos: int = 0
    retain: bool = False
    properties: PublishProperties = field(default_factory=PublishProperties)
    stamp: bool = True
    envelope: bool = False
    repeat: int = 1
    every_ms: float = 1000.0
    burst: int = 1
    collection: str = ""
    seed: int | None = None
    template: bool = True


@dataclass(frozen=True, slots=True)
class Retention:
    """How much the message log keeps; the oldest segment goes first."""

    bytes: int = 2 << 30
    days: float = 7.0

    def __post_init__(self) -> None:
        """BadInput for what is no limit, as a file may hold."""
        if not (0 <= self.bytes < 1 << 63 and 0 <= self.days <= 36_500):
            sentence = "The message log cannot keep {bytes} bytes and {days} days: choose limits from 0 to 36,500 days."
            raise BadInput("bad-retention", sentence, bytes=self.bytes, days=self.days)


@dataclass(frozen=True, slots=True)
class Workspace:
    """One workspace file. `layout` is the window's own state, opaque to everybody else."""

    name: str = ""
    connections: tuple[Connection, ...] = ()
    events: tuple[SavedEvent, ...] = ()
    broker: bool = True  # whether the embedded broker runs
    broker_port: int | None = None  # None: 1883 or the next free one
    broker_ws_port: int | None = None
    broker_file: str = ""
    demo: bool = False
    retention: Retention = field(default_factory=Retention)
    layout: str = ""
    bridges: tuple[BridgeSpec, ...] = ()  # their connections are named by their names here
    consumers: tuple[ConsumerSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """Preferences of one user, over all workspaces."""

    theme: Literal["system", "light", "dark"] = "system"
    language: Literal["system", "en", "zh_CN"] = "system"
    zoom: int = 100
    definitions: Literal["textbook", "simple", "both"] = "textbook"
    recent: tuple[str, ...] = ()
    hints_closed: bool = False
    install_id: str = ""
