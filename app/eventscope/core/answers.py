"""What verbs answer with, where that is more than one value: frozen dataclasses that cross the door."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from eventscope.core.apiaddress import ApiAddress as ApiAddress
from eventscope.core.broker import Ports
from eventscope.core.busfigures import BridgeFigures
from eventscope.core.consumer import ConsumerFigures
from eventscope.core.message import Message, PublishProperties, Receipt, Rows
from eventscope.core.metrics import ArticleFigures, Integrity, LatencyFigures
from eventscope.core.news import LinkNews, SubscriptionNews
from eventscope.core.workspace import Settings, Workspace


@dataclass(frozen=True, slots=True)
class State:
    """What a window needs when it opens: the workspace and the present state of everything in it."""

    workspace: Workspace
    path: str
    modified: bool
    settings: Settings
    links: tuple[LinkNews, ...]
    subscriptions: tuple[SubscriptionNews, ...]
    ports: Ports | None
    log_folder: str
    version: str
    api: ApiAddress | None = None  # None: the HTTP API is off
    bridges: tuple[BridgeFigures, ...] = ()
    consumers: tuple[ConsumerFigures, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a view: `rows` has dtype ROW; heads are the first bytes of each payload (at most 256).

    `positions` are the rows' places in the view; fewer than asked for when the log has moved on.
    """

    positions: NDArray[np.int64]
    rows: Rows
    topics: tuple[bytes, ...]
    heads: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """One series, decimated to about the asked width: times in ns (monotonic) and values; NaN is a gap."""

    name: str
    times: NDArray[np.int64]
    values: NDArray[np.float64]
    quality: str = "exact"


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Latency counts over time: `cells` has shape (times, bands); `bands` are upper bounds in ns."""

    times: NDArray[np.int64]
    bands: NDArray[np.int64]
    cells: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of time worth marking on every chart."""

    kind: str  # clock-jump | link-down | hiccup | window-late
    start: int
    end: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class ChartData:
    """All a chart page needs for one stretch of time. `wall_offset` turns monotonic into wall ns."""

    curves: tuple[Curve, ...]
    heat: HeatMap | None
    bands: tuple[Band, ...]
    now: int
    wall_offset: int


@dataclass(frozen=True, slots=True)
class Explained:
    """What the raw parts of a stored message say: its MQTT 5 properties decoded (all empty in 3.1.1).

    `wrong` says in words why they could not be decoded; `receipt` is that of the event of ours which came back
    as this message, known by its stamp.
    """

    properties: PublishProperties
    subscription_ids: tuple[int, ...] = ()
    wrong: str = ""
    receipt: Receipt | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Whole messages, in the order asked for, and `explained` beside each.

    `cursor` is where to go on; `more` says that the log holds rows beyond it which this call did not look at.
    `missed` counts rows between the given cursor and the first one looked at that the log no longer has,
    `undecoded` payloads which an expression saw as text because they were too large or too deep.
    """

    messages: tuple[Message, ...]
    explained: tuple[Explained, ...]
    cursor: int
    more: bool
    missed: int = 0
    undecoded: int = 0


@dataclass(frozen=True, slots=True)
class StreamFigures:
    """One consumer's figures over the whole run; `article` holds the design article's formulas.

    A group of consumers (a shared subscription) comes as one more entry after its members, with `group` set to
    its own name: sequences are checked there, because each member alone sees gaps by design.
    `send_lag` is the mean of actual minus intended send time in ns; rates are messages a second.
    """

    consumer: str
    latency: LatencyFigures
    received: int
    article: ArticleFigures = field(default_factory=ArticleFigures)
    group: str = ""
    integrity: Integrity = field(default_factory=Integrity)
    offered_rate: float | None = None
    delivered_rate: float | None = None
    processing_rate: float | None = None
    send_lag: float | None = None
