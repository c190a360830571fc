"""Verbs: everything the window, the command line and the API can ask of the engine, with the answer's type.

`class Publish(Verb[int])` says that `await engine.do(Publish(...))` answers an int. A verb that cannot be
done raises an EventscopeError, which crosses the pipe as its code, sentence and parameters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_args

from eventscope.core.answers import (
    ApiAddress as ApiAddress,
    Band as Band,
    ChartData as ChartData,
    Curve as Curve,
    Explained as Explained,
    Found as Found,
    HeatMap as HeatMap,
    Page as Page,
    State as State,
    StreamFigures as StreamFigures,
)
from eventscope.core.bridgeverbs import (
    BusState as BusState,
    CheckBridge as CheckBridge,
    DryRunBridge as DryRunBridge,
    ExportDead as ExportDead,
    GetBus as GetBus,
    GetDeadLetters as GetDeadLetters,
    PurgeDead as PurgeDead,
    RemoveBridge as RemoveBridge,
    ReplayDead as ReplayDead,
    SaveBridge as SaveBridge,
    SetBridge as SetBridge,
)
from eventscope.core.brokerverbs import (
    ClearRetained as ClearRetained,
    DisconnectClient as DisconnectClient,
    GetClients as GetClients,
    GetRetained as GetRetained,
    GetSubscriptions as GetSubscriptions,
    RestoreRetained as RestoreRetained,
    StartBroker as StartBroker,
    StopBroker as StopBroker,
)
from eventscope.core.consumerverbs import (
    Acknowledge as Acknowledge,
    GetConsumers as GetConsumers,
    Pull as Pull,
    RemoveConsumer as RemoveConsumer,
    SaveConsumer as SaveConsumer,
    SetConsumer as SetConsumer,
)
from eventscope.core.foreign import Wish
from eventscope.core.kafkaverbs import (
    GetCluster as GetCluster,
    GetKafkaCurves as GetKafkaCurves,
    GetKafkaGroups as GetKafkaGroups,
    GetKafkaTopics as GetKafkaTopics,
    MoveOffsets as MoveOffsets,
    PlanOffsets as PlanOffsets,
)
from eventscope.core.logverbs import (
    ExportMessages as ExportMessages,
    StopExport as StopExport,
    StopSearch as StopSearch,
)
from eventscope.core.message import Receipt
from eventscope.core.messageverbs import (
    ClearLog as ClearLog,
    CloseView as CloseView,
    Explain as Explain,
    FindMessages as FindMessages,
    GetMessage as GetMessage,
    GetPage as GetPage,
    OpenView as OpenView,
)
from eventscope.core.topicverbs import RankTopics as RankTopics
from eventscope.core.verb import Verb as Verb
from eventscope.core.workspace import Connection, Retention, SavedEvent, Settings, Subscription

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
    """Close all connections and start empty, or with the demo; with `kafka` its orders go by a local Kafka, or
    Unavailable where that is not installed."""

    demo: bool = False
    kafka: bool = False


@dataclass(frozen=True, slots=True)
class InspectWorkspace(Verb[tuple[Wish, ...]]):
    """What a workspace file would do by itself as soon as it is opened, for a person to allow; nothing is opened.

    Empty for a file that this user opened or saved before.
    """

    path: str


@dataclass(frozen=True, slots=True)
class OpenWorkspace(Verb[State]):
    """Open a workspace file; a bad file leaves the open one as it is.

    `refused` are ids of wishes (see InspectWorkspace) that wait for a person: such connections do not connect by
    themselves nor with a stored password, bridges and consumers over them do not start.
    """

    path: str
    refused: tuple[str, ...] = ()


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


# --- figures -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GetChart(Verb[ChartData]):
    """Curves between two monotonic times in ns (`end` 0: now), about `width` points each.

    Names: latency.p50 .p90 .p99 .max (ns), throughput.offered .delivered .bytes, broker.received .delivered,
    integrity.lost .duplicates .reordered (in each interval), queue.* (all queues, named queue.KIND.NAME),
    utilisation, little.measured .predicted. None given means all; a name that ends in * means all that begin so.
    Percentiles and max cover one window together, so that p50 <= p90 <= p99 <= max: the last second, or the last
    ten or thirty where more of them have enough samples; a percentile is NaN where those are too few as well.
    With several consumers there are consumer.p50.NAME and consumer.p99.NAME too.
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


# --- the HTTP API ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StartApi(Verb[ApiAddress]):
    """Answer HTTP on loopback at that port (0: any free one) with new tokens; where it runs, only tell its address."""

    port: int = 0


@dataclass(frozen=True, slots=True)
class StopApi(Verb[None]):
    """Answer no more; its tokens are void."""


def verbs() -> dict[str, type[Verb[Any]]]:
    """All verbs by name."""
    return {cls.__name__: cls for cls in Verb.__subclasses__()}


def answer_type(verb: type[Verb[Any]]) -> object:
    """The type a verb answers with."""
    return get_args(verb.__orig_bases__[0])[0]  # type: ignore[attr-defined]
