"""What people see of a running bridge: its state, both its sides, the books and speed of each route."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from eventscope.core.bus import Delivery, Kind, Mode
from eventscope.core.metrics import LatencyFigures

# promises.md c.10, and `paused`: taken from by nobody because a person wants it so.
BridgeState = Literal[
    "disabled", "validating", "connecting", "subscribing", "running", "degraded", "blocked", "paused", "draining",
    "stopped", "failed",
]  # fmt: skip
SideState = Literal["down", "connecting", "up", "waiting", "refused"]
# Whether somebody hears the state of a bridge, and how its beats fare; empty where it is not to have any.
Announced = Literal["", "waiting", "told", "refused"]
BeatState = Literal["", "waiting", "heard", "lost", "refused"]


@dataclass(frozen=True, slots=True)
class SideFigures:
    """One connection of a bridge; `code` and `params` say why it is not up, `words` is the same in English.

    `broker` is the identity of the broker, so that two connections to one broker are one node of a drawing.
    """

    connection: str
    kind: Kind
    address: str
    broker: str
    state: SideState = "down"
    code: str = ""
    words: str = ""
    params: dict[str, str] = field(default_factory=dict)
    reconnects: int = 0


@dataclass(frozen=True, slots=True)
class EdgeFigures:
    """One route (counted from 0): `incoming = out + queued + dead + expired + loop_stopped + sum(dropped)`, exactly.

    `rate` is messages out a second over the last second, `oldest` the age in seconds of what waits longest, `latency`
    in ns from arrival to the target's answer. `unreadable` counts messages whose `when` could not be evaluated and
    that went by another route.
    """

    route: int
    target: SideFigures
    topic: str
    group: str = ""
    when: str = ""
    incoming: int = 0
    out: int = 0
    queued: int = 0
    in_flight: int = 0
    dead: int = 0
    expired: int = 0
    loop_stopped: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
    unreadable: int = 0
    rate: float = 0.0
    bytes: int = 0
    oldest: float = 0.0
    latency: LatencyFigures = field(default_factory=LatencyFigures)
    tripped: bool = False  # the breaker stands open: a loop that no mark shows
    beat: int | None = None  # ns that the last beat took to the target's answer, see SignsFigures


@dataclass(frozen=True, slots=True)
class SignsFigures:
    """Signs of life of a bridge (`core.signs`). Beats are in no books: they are no messages.

    A beat is published at the source, comes back by the bridge's own subscription, goes through the queue's writer,
    and ends with the answer of an MQTT target; where the source is no MQTT it begins at the queue. `beats` counts
    those that came to the queue, `last` is when the newest one did (wall ns, 0 for never), `source` the ns that it took
    from being published. `code` and `words` say why something is refused.
    """

    announced: Announced = ""
    beat: BeatState = ""
    every: int = 0  # seconds
    sent: int = 0
    beats: int = 0
    last: int = 0
    source: int | None = None
    code: str = ""
    words: str = ""
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BridgeFigures:
    """One bridge now. `code`, `params` (and `words` in English) say why it is in its state.

    `nowhere` counts messages that no route took, by reason. `notes` counts what moves no message: duplicates, retries,
    session_lost, ambiguous_resends, order_breaks … `error` is by how many messages the books are wrong: 0, or
    Eventscope has a fault. `commit` is the mean time of a commit in ms over the last second, `ack_lag` in ns from
    arrival to the acknowledgement at the source. `since` is the monotonic time in ns at which the state began.
    `incoming` and `bytes` count from the start of the bridge, what edges and `nowhere` count lasts over restarts.

    A bus (`bus` is its name) gives several: first one of that name without edges, whose queue and books are those of
    the whole bus and whose `incoming` was published at the bus itself; then "NAME (member)" for each member, whose
    `source` is what the member brings and whose only edge, counted as the member is, is what goes to it.
    """

    name: str
    mode: Mode
    delivery: Delivery
    state: BridgeState
    source: SideFigures
    takes: str  # filter or topic
    edges: tuple[EdgeFigures, ...]
    bus: str = ""  # the bus whose part it is; empty for a bridge of its own
    code: str = ""
    words: str = ""
    params: dict[str, str] = field(default_factory=dict)
    since: int = 0
    incoming: int = 0
    rate: float = 0.0
    bytes: int = 0
    nowhere: dict[str, int] = field(default_factory=dict)
    queued: int = 0
    queued_bytes: int = 0
    limit: int = 0  # messages that may wait
    oldest: float = 0.0
    dead: int = 0
    notes: dict[str, int] = field(default_factory=dict)
    commit: float = 0.0
    ack_lag: LatencyFigures = field(default_factory=LatencyFigures)
    persistent: bool = True  # what waits is on disk
    epoch: int = 0
    error: int = 0
    id: str = ""  # its name in marks; empty where whoever made the figures did not say
    signs: SignsFigures = field(default_factory=SignsFigures)
