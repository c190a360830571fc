"""Verbs: everything the window, the command line and the API can ask of the engine, with the answer's type.

`class Publish(Verb[int])` says that `await engine.do(Publish(...))` answers an int. A verb that cannot be
done raises an EventscopeError, which crosses the pipe as its code, sentence and parameters.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, get_args

import numpy as np
from numpy.typing import NDArray

from eventscope.core.broker import ClientInfo, Ports, RetainedInfo, SubscriptionInfo
from eventscope.core.message import Message, PublishProperties, Receipt, Rows
from eventscope.core.metrics import ArticleFigures, Integrity, LatencyFigures
from eventscope.core.news import LinkNews, SubscriptionNews
from eventscope.core.workspace import Connection, Retention, SavedEvent, Settings, Subscription, Workspace

R = TypeVar("R")


class Verb(Generic[R]):
    """A request; the type parameter is its answer."""

    __slots__ = ()


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


# --- whole state ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GetState(Verb[State]):
    """Everything at once; asked by a window when it opens."""


@dataclass(frozen=True, slots=True)
class SaveSettings(Verb[None]):
    """Keep the preferences."""

    settings: Settings


@dataclass(frozen=True, slots=True)
class NewWorkspace(Verb[State]):
    """Close all connections and start empty, or with the demo."""

    demo: bool = False


@dataclass(frozen=True, slots=True)
class OpenWorkspace(Verb[State]):
    """Open a workspace file; a bad file leaves the open one as it is."""

    path: str


@dataclass(frozen=True, slots=True)
class SaveWorkspace(Verb[State]):
    """Write the workspace; an empty path means where it was."""

    path: str = ""
    layout: str = ""


@dataclass(frozen=True, slots=True)
class ChangeWorkspace(Verb[State]):
    """Name, limits of the log and listeners of the embedded broker, which starts anew when its own changed."""

    name: str
    retention: Retention
    broker_port: int | None = None
    broker_ws_port: int | None = None
    broker_file: str = ""


@dataclass(frozen=True, slots=True)
class SetDemo(Verb[None]):
    """Start or stop the demo's producers and consumers."""

    running: bool


# --- connections and subscriptions -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SaveConnection(Verb[Connection]):
    """Add or change a connection; a new one has an empty id. `password` None leaves the stored one."""

    connection: Connection
    password: str | None = None
    connect: bool = True


@dataclass(frozen=True, slots=True)
class RemoveConnection(Verb[None]):
    """Disconnect and forget, its password too."""

    connection: str


@dataclass(frozen=True, slots=True)
class Connect(Verb[None]):
    """Connect now; also ends a wait between tries."""

    connection: str


@dataclass(frozen=True, slots=True)
class Disconnect(Verb[None]):
    """Disconnect and stay so."""

    connection: str


@dataclass(frozen=True, slots=True)
class Subscribe(Verb[None]):
    """Add or change a subscription, at once when connected, else when connected next."""

    connection: str
    subscription: Subscription


@dataclass(frozen=True, slots=True)
class Unsubscribe(Verb[None]):
    """Remove a subscription."""

    connection: str
    filter: str


# --- publishing --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Publish(Verb[int]):
    """Render and send the event; answers the receipt's id (of a repeated one the job's id, see `repeat`).

    With `repeat` other than 1 a job runs in the engine at fixed intended times (open loop).
    """

    event: SavedEvent


@dataclass(frozen=True, slots=True)
class StopPublishing(Verb[None]):
    """End a job."""

    job: int


@dataclass(frozen=True, slots=True)
class SaveEvents(Verb[None]):
    """Replace the workspace's saved events."""

    events: tuple[SavedEvent, ...]


@dataclass(frozen=True, slots=True)
class GetReceipts(Verb[tuple[Receipt, ...]]):
    """The newest receipts, newest first."""

    count: int = 50


# --- messages ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenView(Verb[int]):
    """A live filtered view over the log; answers its id. Refused with a sentence when the filter is wrong.

    View 0 always exists: everything, position 0 being row id `oldest`.
    """

    filter: str


@dataclass(frozen=True, slots=True)
class CloseView(Verb[None]):
    """Forget a view."""

    view: int


@dataclass(frozen=True, slots=True)
class GetPage(Verb[Page]):
    """`count` rows (at most 512) of a view, from position `first` on, oldest first.

    In view 0 positions are row ids, from `Summary.oldest` to `Summary.newest`; in a filtered view they run
    from `ViewNews.first` (which may be negative) to `first + count - 1`. A row keeps its position while
    the view is open, so pages asked for while the view still scans or the log forgets never mix up rows.
    """

    view: int
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class GetMessage(Verb[Message]):
    """One message, whole."""

    id: int


@dataclass(frozen=True, slots=True)
class Explain(Verb[Explained]):
    """Decode the properties of a stored message and find the receipt it belongs to."""

    id: int


@dataclass(frozen=True, slots=True)
class ClearLog(Verb[None]):
    """Forget all stored messages."""


# --- figures -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GetChart(Verb[ChartData]):
    """Curves between two monotonic times in ns (`end` 0: now), about `width` points each.

    Names: latency.p50 .p90 .p99 .max (ns), throughput.offered .delivered .bytes, broker.received .delivered,
    integrity.lost .duplicates .reordered (in each interval), queue.* (all queues, named queue.KIND.NAME),
    utilisation, little.measured .predicted. None given means all; a name that ends in * means all that begin so.
    A percentile covers the last second, or the last ten or thirty where that holds too few samples, and is NaN
    where those are too few as well. With several consumers there are consumer.p50.NAME and consumer.p99.NAME too.
    """

    start: int
    end: int
    width: int
    names: tuple[str, ...] = ()
    heat: bool = False


@dataclass(frozen=True, slots=True)
class GetStreams(Verb[tuple[StreamFigures, ...]]):
    """Figures of each consumer since the start."""


@dataclass(frozen=True, slots=True)
class ReportWindow(Verb[None]):
    """The window says how late it was (ms, since the last report), so that charts can mark it."""

    lateness_ms: float


# --- the embedded broker -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StartBroker(Verb[Ports]):
    """Start the embedded broker, or start it again."""


@dataclass(frozen=True, slots=True)
class StopBroker(Verb[None]):
    """Stop the embedded broker."""


@dataclass(frozen=True, slots=True)
class GetClients(Verb[tuple[ClientInfo, ...]]):
    """Clients and sessions of the embedded broker."""


@dataclass(frozen=True, slots=True)
class GetSubscriptions(Verb[tuple[SubscriptionInfo, ...]]):
    """Subscriptions held by the embedded broker."""


@dataclass(frozen=True, slots=True)
class GetRetained(Verb[tuple[RetainedInfo, ...]]):
    """Retained messages of the embedded broker whose topic starts with `prefix`."""

    prefix: str = ""
    limit: int = 1000


@dataclass(frozen=True, slots=True)
class ClearRetained(Verb[tuple[RetainedInfo, ...]]):
    """Clear retained messages of the embedded broker; answers what was cleared, for undo."""

    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RestoreRetained(Verb[None]):
    """Undo of ClearRetained."""

    messages: tuple[RetainedInfo, ...]


@dataclass(frozen=True, slots=True)
class DisconnectClient(Verb[None]):
    """Close one client of the embedded broker (administrative action)."""

    client: str


def verbs() -> dict[str, type[Verb[Any]]]:
    """All verbs by name."""
    return {cls.__name__: cls for cls in Verb.__subclasses__()}


def answer_type(verb: type[Verb[Any]]) -> object:
    """The type a verb answers with."""
    return get_args(verb.__orig_bases__[0])[0]  # type: ignore[attr-defined]
