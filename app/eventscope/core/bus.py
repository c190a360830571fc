"""What the bus is made of: connections, bridges with their routes, and the messages that cross them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Mode = Literal["point-to-point", "publish-subscribe", "hybrid"]
Delivery = Literal["at-most-once", "at-least-once", "effectively-once"]
Kind = Literal["mqtt", "kafka", "http"]
WhenFull = Literal["block", "drop-oldest", "drop-newest", "to-dead-letters"]
OnError = Literal["drop", "dead-letter"]
Start = Literal["automatic", "lazy", "once", "manual"]
Binding = Literal["keep", "binary", "structured", "batched"]
Mechanism = Literal["", "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"]

# The kind of middleware and the usual port that each scheme of a URL stands for.
SCHEMES: dict[str, tuple[Kind, int]] = {
    "mqtt": ("mqtt", 1883),
    "mqtts": ("mqtt", 8883),
    "ws": ("mqtt", 80),
    "wss": ("mqtt", 443),
    "kafka": ("kafka", 9092),
    "kafkas": ("kafka", 9093),
    "http": ("http", 80),
    "https": ("http", 443),
}

# The least QoS in MQTT that keeps what a delivery class promises.
QOS: dict[str, int] = {"at-most-once": 0, "at-least-once": 1, "effectively-once": 2}

# Reasons of an Exit. What is not delivered stands in exactly one of these columns (promises.md c.2, c.8).
FILTERED = "filtered"  # no `when` held
UNREADABLE = "unreadable"  # a `when` or a transform met a missing key or a payload that is no JSON
LOOP = "loop"
INVALID_TOPIC = "invalid_topic"
INVALID_MAPPING = "invalid_mapping"
TOO_LARGE = "too_large"
DECODE_ERROR = "decode_error"
SERIALISATION = "serialisation"
EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class BusConnection:
    """One middleware. No secret is in here: `password-file` and `secret-file` name files that hold one.

    `url` is scheme://host:port, the scheme one of SCHEMES (kafka may list host:port,host:port).
    `version` and `client_id` are of MQTT, `mechanism` of Kafka's SASL; `secret-file` holds the key that signs
    webhooks (Standard Webhooks), or the bearer token of an ingest address. Paths are seen from the file's folder.
    """

    name: str
    url: str
    user: str = ""
    password_file: str = ""
    secret_file: str = ""
    version: Literal["3.1.1", "5"] = "5"
    client_id: str = ""
    mechanism: Mechanism = ""
    ca_file: str = ""
    certificate: str = ""
    key: str = ""
    server_name: str = ""

    @property
    def scheme(self) -> str:
        """What stands before ://, in small letters."""
        return self.url.partition("://")[0].lower()

    @property
    def kind(self) -> Kind:
        """The kind of middleware; KeyError for a scheme that `busfile` would have refused."""
        return SCHEMES[self.scheme][0]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a bridge takes messages from.

    MQTT: `filter` and `qos`. Kafka: `topic`, `group` (default: made of the bridge's name) and `begin`, which is where
    a group without offsets begins. HTTP: `filter` over the path that was posted to, without its first slash.
    `shared` names a shared subscription, so that several processes may run one bridge. `when_gone` says what happens
    when Kafka no longer has the record to go on from: stop and say so, or go on at an end and count it.
    """

    connection: str
    filter: str = ""
    topic: str = ""
    group: str = ""
    qos: int = 1
    shared: str = ""
    begin: Literal["newest", "oldest"] = "newest"
    when_gone: Literal["stop", "newest", "oldest"] = "stop"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a route sends to. `topic` and `key` are templates, see `core.placeholders`.

    HTTP: `topic` is a path below the connection's URL, empty for the URL itself. `qos` None follows the delivery
    class, `retain` None keeps the flag. `allow_dollar` lets a topic begin with "$". `cloudevents` "keep" carries
    an event over in the mode it came in; the others wrap what is no CloudEvent, typed by the templates
    `event_type` and `event_source`.
    """

    connection: str
    topic: str = ""
    key: str = ""
    qos: int | None = None
    retain: bool | None = None
    allow_dollar: bool = False
    cloudevents: Binding = "keep"
    event_type: str = ""
    event_source: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """One way out of a bridge. `when` and `transform` are CEL, `group` is of mode hybrid."""

    to: Target
    when: str = ""
    group: str = ""
    transform: str = ""
    on_error: OnError = "drop"


@dataclass(frozen=True, slots=True)
class QueueLimits:
    """What may wait between source and target; `age` in seconds, 0 for no limit."""

    messages: int = 100_000
    bytes: int = 256 << 20
    age: float = 0.0
    when_full: WhenFull = "block"


@dataclass(frozen=True, slots=True)
class BridgeSpec:
    """One bridge as its file describes it.

    `hop_limit` allows a cycle that the check would refuse: a message crosses at most so many bridges (1 to 8).
    `tries` is how often a transient failure is repeated before the message goes to the dead letters, 0 for ever.
    `announce` tells the bridge's state at its MQTT sides, `heartbeat` is how many seconds lie between two beats, 0 for
    none; both are off unless asked for, because they publish where others listen (`core.signs`).
    """

    name: str
    mode: Mode
    delivery: Delivery
    source: Source
    routes: tuple[Route, ...]
    queue: QueueLimits = field(default_factory=QueueLimits)
    start: Start = "automatic"
    hop_limit: int | None = None
    tries: int = 10
    announce: bool = False
    heartbeat: int = 0


@dataclass(frozen=True, slots=True)
class BusSpec:
    """A bus that joins middlewares: what enters by one member arrives once at every other one, and at the bus.

    `members` are names of connections; `filters` are MQTT filters of what the bus carries (in Kafka dots stand for
    slashes). One spool serves all members.
    """

    name: str
    members: tuple[str, ...]
    filters: tuple[str, ...] = ("#",)
    delivery: Delivery = "at-least-once"
    queue: QueueLimits = field(default_factory=QueueLimits)


@dataclass(frozen=True, slots=True)
class BusFile:
    """A file of bridges and buses."""

    connections: tuple[BusConnection, ...] = ()
    bridges: tuple[BridgeSpec, ...] = ()
    buses: tuple[BusSpec, ...] = ()

    def connection(self, name: str) -> BusConnection:
        """The connection of that name; KeyError where there is none (`busfile` makes sure there is)."""
        for item in self.connections:
            if item.name == name:
                return item
        raise KeyError(name)


Headers = tuple[tuple[bytes, bytes | None], ...]  # a value None exists in Kafka only


@dataclass(frozen=True, slots=True)
class BusMessage:
    """One message as a source gave it, byte for byte.

    `topic` is the MQTT topic, the Kafka topic, or the path that was posted to (without its first slash).
    `payload` None is a Kafka tombstone. `headers` are Kafka's or HTTP's, in order, doubles included;
    `properties` are raw MQTT 5 property bytes without their length prefix. `partition`, `offset` are Kafka's.
    `timestamp_ns` is the producer's wall time where the source tells it. `id` names this arrival for CloudEvents
    made from it; where it is empty, one is derived from everything else. `broken` says what of it could not be read:
    it goes to the dead letters.
    """

    kind: Kind
    topic: bytes
    payload: bytes | None
    key: bytes | None = None
    headers: Headers = ()
    qos: int = 0
    retain: bool = False
    properties: bytes = b""
    partition: int | None = None
    offset: int | None = None
    timestamp_ns: int | None = None
    id: str = ""
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One copy on its way out by route number `route` (counted from 0).

    `payload` None is a tombstone (Kafka only). `properties` are raw MQTT 5 property bytes and empty for other
    targets and for 3.1.1; `headers` and `key` are empty for MQTT, but that a copy for 3.1.1 has its marks in `headers`:
    they are not sent, and tell `loops.Copies` what to remember when the copy is. `expiry` repeats the Message Expiry
    Interval in seconds, of which the time that it waits here is to be taken off [MQTT-3.3.2-6].
    """

    route: int
    topic: str
    payload: bytes | None
    key: bytes | None = None
    headers: Headers = ()
    qos: int = 0
    retain: bool = False
    properties: bytes = b""
    expiry: int | None = None


@dataclass(frozen=True, slots=True)
class Exit:
    """A message that does not leave by a route (None: by no route at all), with the reason.

    `reason` is one of the words above, `words` a sentence for people; `dead` says whether the message goes to the
    dead letters, where its bytes are kept as they came.
    """

    route: int | None
    reason: str
    words: str
    dead: bool = False
