"""News: what the engine tells the window unasked; each is a frozen dataclass, listed in NEWS."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from eventscope.core.apiaddress import ApiAddress
from eventscope.core.broker import BrokerGauges, Ports
from eventscope.core.busfigures import BridgeFigures
from eventscope.core.consumer import ConsumerFigures
from eventscope.core.message import Receipt
from eventscope.core.metrics import (
    Counts,
    Integrity,
    LatencyFigures,
    LittleFigures,
    Losses,
    ProcessFigures,
    QueueFigures,
    ThroughputFigures,
)

LinkState = Literal["down", "connecting", "up", "waiting", "refused"]
SubscriptionState = Literal["wanted", "granted", "refused", "removed"]


@dataclass(frozen=True, slots=True)
class Summary:
    """The state of everything that moves, at most every 33 ms; the latest wins.

    `oldest` and `newest` are row ids (newest < oldest: nothing stored); latency is that of the last
    `window` seconds over all consumers (30 where 10 hold too few samples for p99); `at` is monotonic ns.
    """

    at: int
    oldest: int
    newest: int
    counts: Counts
    throughput: ThroughputFigures
    latency: LatencyFigures
    integrity: Integrity
    queues: tuple[QueueFigures, ...]
    little: LittleFigures
    process: ProcessFigures
    log_bytes: int
    log_limit: int
    window: float = 10.0
    connection_rates: dict[str, float] = field(default_factory=dict)
    # keyed "connection id\x00filter"
    subscription_rates: dict[str, float] = field(default_factory=dict)
    queues_hidden: int = 0  # `queues` holds the 200 deepest; so many more exist
    losses: dict[str, Losses] = field(default_factory=dict)  # by connection, where there is something to tell


@dataclass(frozen=True, slots=True)
class Topics:
    """New topics since the last news (their index starts at `first`) and the figures of all of them.

    `counts` is int64 and `rates` float32 (messages a second), both of shape (number of topics,);
    `dropped` counts topics beyond the cap, which are in the log but not in the tree ("at least" from 100,000
    on), `dropped_messages` their messages. `first` 0 starts the list anew.
    """

    first: int
    topics: tuple[bytes, ...]
    counts: NDArray[np.int64]
    rates: NDArray[np.float32]
    dropped: int = 0
    dropped_messages: int = 0


@dataclass(frozen=True, slots=True)
class LinkNews:
    """A connection changed its state; `code` and `params` say why, `words` is the same in English.

    `retry_at` is the monotonic time in ns of the next try, `since` that of this state.
    """

    connection: str
    state: LinkState
    since: int
    code: str = ""
    words: str = ""
    params: dict[str, str] = field(default_factory=dict)
    retry_at: int | None = None
    attempt: int = 0
    client_id: str = ""
    session_present: bool = False
    server: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SubscriptionNews:
    """What the broker said to one filter; never "granted" before it did."""

    connection: str
    filter: str
    state: SubscriptionState
    granted_qos: int | None = None
    reason: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptNews:
    """Receipts that changed since the last news."""

    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class ViewNews:
    """A filtered view grew: `count` rows match so far, `scanned` of `total` looked at, `error` in words.

    Its positions run from `first` (the oldest match) to `first + count - 1` (the newest), as row ids do in
    view 0. A row keeps its position: `first` falls below 0 while older matches are found, and rises when
    the log forgets its oldest rows or the view holds as many matches as it may (`capped`).
    `undecoded` counts payloads too large or too deep to decode, which an expression saw as text. `stopped`: a
    person had seen enough before all was looked at.
    """

    view: int
    count: int
    scanned: int
    total: int
    done: bool
    capped: bool = False
    error: str = ""
    first: int = 0
    undecoded: int = 0
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class ExportNews:
    """An export moved on: `scanned` of `total` messages looked at, `written` of them to the file.

    When it no longer runs the file is whole, unless it was `stopped` or `failed` (a code; `words` is English):
    then there is none.
    """

    export: int
    path: str
    scanned: int
    total: int
    written: int
    running: bool
    stopped: bool = False
    failed: str = ""
    words: str = ""
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BrokerNews:
    """The embedded broker's gauges, four to ten times a second; `ports` is None while it is down."""

    ports: Ports | None
    gauges: BrokerGauges | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class PublishingNews:
    """A repeated publication moved on: `sent` of `total` (0: until stopped).

    `done` counts events that left (QoS 0) or were acknowledged, `failures` those that did not leave, `failed`
    says why the last one did not; `skipped` counts those given up because this machine slept through their time.
    When it no longer runs, the last news has done + failures = sent, unless the connection never comes back.
    """

    job: int
    sent: int
    total: int
    running: bool
    failed: str = ""
    failures: int = 0
    skipped: int = 0
    done: int = 0


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know, once: `code` and `params` translate, `words` is English."""

    level: Literal["info", "warn", "bad"]
    code: str
    words: str
    params: dict[str, str] = field(default_factory=dict)
    at: int = 0


@dataclass(frozen=True, slots=True)
class WorkspaceNews:
    """Another workspace is open, or the open one changed by other hands than the window's."""

    path: str
    modified: bool


@dataclass(frozen=True, slots=True)
class BridgeNews:
    """All bridges with their figures, at most four times a second; the latest wins."""

    bridges: tuple[BridgeFigures, ...]


@dataclass(frozen=True, slots=True)
class ConsumerNews:
    """All consumers with their figures, at most four times a second; the latest wins."""

    consumers: tuple[ConsumerFigures, ...]


@dataclass(frozen=True, slots=True)
class ApiNews:
    """The HTTP API answers there now; None: it is off."""

    address: ApiAddress | None


News = (
    Summary
    | Topics
    | LinkNews
    | SubscriptionNews
    | ReceiptNews
    | ViewNews
    | ExportNews
    | BrokerNews
    | PublishingNews
    | Notice
    | WorkspaceNews
    | BridgeNews
    | ConsumerNews
    | ApiNews
)
NEWS: tuple[type, ...] = (
    Summary,
    Topics,
    LinkNews,
    SubscriptionNews,
    ReceiptNews,
    ViewNews,
    ExportNews,
    BrokerNews,
    PublishingNews,
    Notice,
    WorkspaceNews,
    BridgeNews,
    ConsumerNews,
    ApiNews,
)
