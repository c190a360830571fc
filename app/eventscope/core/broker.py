"""The embedded broker as others see it: its configuration, ports, gauges and what lives in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

ListenerKind = Literal["mqtt", "mqtts", "ws", "wss"]


@dataclass(frozen=True, slots=True)
class Listener:
    """Where to listen. `port` None means the preferred port or the next free one, 0 any free one."""

    kind: ListenerKind = "mqtt"
    address: str = "127.0.0.1"
    port: int | None = None
    certificate: str = ""
    key: str = ""
    client_ca: str = ""
    require_client_certificate: bool = False


@dataclass(frozen=True, slots=True)
class User:
    """A user with an Argon2id hash."""

    name: str
    password: str


@dataclass(frozen=True, slots=True)
class AccessRule:
    """One rule; `user` and `client` are globs, the first rule that matches decides."""

    action: Literal["publish", "subscribe"]
    filter: str
    allow: bool
    user: str = "*"
    client: str = "*"


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds; sizes in bytes, times in seconds."""

    packet: int = 16 << 20
    connections: int = 1000
    connect_timeout: float = 5.0
    partial_timeout: float = 10.0
    topic_levels: int = 200
    queue_messages: int = 100_000
    queue_bytes: int = 64 << 20
    receive_maximum: int = 1000
    topic_alias_maximum: int = 100
    in_flight: int = 1000  # unacknowledged messages towards one client, where it allows that many
    retained_messages: int = 100_000
    retained_bytes: int = 256 << 20
    sessions: int = 10_000
    subscriptions: int = 10_000  # of one client
    total_bytes: int = 1 << 30  # of all queues together


@dataclass(frozen=True, slots=True)
class BrokerConfig:
    """The broker's file as values."""

    listeners: tuple[Listener, ...] = (Listener(),)
    users: tuple[User, ...] = ()
    access: tuple[AccessRule, ...] = ()
    limits: Limits = field(default_factory=Limits)
    server_keep_alive: int | None = None


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the broker listens (None: not), and the process to signal."""

    mqtt: int | None
    mqtts: int | None
    ws: int | None
    wss: int | None
    pid: int
    address: str = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class ClientGauge:
    """One client or offline session: messages waiting, in flight, bytes, age of the oldest in seconds."""

    client: str
    connected: bool
    queued: int
    in_flight: int
    bytes: int
    oldest: float
    delivered: int
    received: int
    dropped: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GroupGauge:
    """One shared group (`$share/group/filter`): the sum over what waits for its members.

    `per_member` says how many messages each client got through this group.
    """

    group: str
    filter: str
    members: int
    queued: int
    in_flight: int
    bytes: int
    oldest: float
    delivered: int
    dropped: dict[str, int] = field(default_factory=dict)
    per_member: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BrokerGauges:
    """One snapshot; `at` is monotonic ns, counters run from the broker's start."""

    at: int
    clients: tuple[ClientGauge, ...]
    groups: tuple[GroupGauge, ...]
    received: int
    delivered: int
    bytes_in: int
    bytes_out: int
    connections: int
    sessions: int
    subscriptions: int
    retained: int
    retained_bytes: int
    uptime: float
    rss: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
    events: dict[str, int] = field(default_factory=dict)  # what happened to connections: "keep-alive-timeout", …


@dataclass(frozen=True, slots=True)
class ClientInfo:
    """One client or session in words; times in seconds, sizes in bytes."""

    client: str
    connected: bool
    user: str
    address: str
    version: int
    listener: str
    clean_start: bool
    keep_alive: int
    session_expiry: int
    receive_maximum: int
    since: float
    subscriptions: int
    will: str = ""


@dataclass(frozen=True, slots=True)
class SubscriptionInfo:
    """One subscription held by the broker."""

    client: str
    filter: str
    qos: int
    no_local: bool = False
    retain_as_published: bool = False
    retain_handling: int = 0
    identifier: int | None = None


@dataclass(frozen=True, slots=True)
class RetainedInfo:
    """One retained message; `age` in seconds, `properties` as raw MQTT 5 property bytes."""

    topic: str
    payload: bytes
    qos: int
    age: float
    properties: bytes = b""
    expires_in: float | None = None
