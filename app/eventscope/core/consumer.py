"""Consumers: how one takes its messages (push, pull, hybrid), shares them (queue, topic, hybrid), and how it fares."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from eventscope.core.message import Message
from eventscope.core.metrics import ArticleFigures, LatencyFigures, LittleFigures, Quality

# push: messages come as they arrive. pull: they wait at the broker until somebody asks for them.
# hybrid: up to `window` come by themselves and wait here to be taken; the rest waits at the broker.
Consumption = Literal["push", "pull", "hybrid"]
# queue: all consumers of one name and filter share the messages. topic: each gets every message.
# hybrid: each group gets every message, its members share them.
Sharing = Literal["queue", "topic", "hybrid"]
Service = Literal["fixed", "uniform", "exponential", "lognormal"]
# Where the boundary of Little's check begins; it ends with the work.
Boundary = Literal["sent", "received"]
ConsumerState = Literal["stopped", "connecting", "up", "waiting", "refused"]


@dataclass(frozen=True, slots=True)
class Simulation:
    """Work that is only pretended: `mean` ms a message, in `concurrency` at once, `failure` of it (0 to 1) in vain.

    `spread` is half the width of uniform and the standard deviation of lognormal, both in ms. What fails is not
    acknowledged at once but tried again up to `retries` times, then given up and counted.
    """

    service: Service = "exponential"
    mean: float = 20.0
    spread: float = 10.0
    concurrency: int = 1
    failure: float = 0.0
    retries: int = 2
    seed: int = 1


@dataclass(frozen=True, slots=True)
class ConsumerSpec:
    """A consumer of the workspace. `connection` is the id of a connection, which may be a bus.

    `window` is how many messages it holds unacknowledged: Receive Maximum in MQTT 5, records in hand in Kafka.
    """

    name: str
    connection: str
    filter: str
    mode: Consumption = "push"
    sharing: Sharing = "topic"
    group: str = ""
    qos: int = 1
    window: int = 20
    simulate: Simulation | None = None
    enabled: bool = True

    @property
    def reach(self) -> int:
        """How many messages it holds at most: one that pulls to work holds no more than it works on at once."""
        if self.mode == "pull" and self.simulate is not None:
            return min(self.window, self.simulate.concurrency)
        return self.window

    @property
    def hands_out(self) -> bool:
        """Whether its messages can be asked for."""
        return self.mode != "push"


@dataclass(frozen=True, slots=True)
class Pulled:
    """A message that a consumer was given on request; `token` acknowledges it."""

    token: int
    message: Message


@dataclass(frozen=True, slots=True)
class ConsumerFigures:
    """One consumer since its start; latency figures in ns.

    received = done + failed + holding + returned. `returned` went back to the broker unworked, because the connection
    broke, a partition went to another member, or the consumer stopped; it comes again. `latency` is from the intended
    send time to the end of the work; its parts are `send_lag`, `transit` (sent to received), `waiting` (received to
    begun) and `service`, with its attempts after the first, which `retried` counts. `queued` waits before it at the
    broker, the oldest of it for `oldest` s; `quality` says how that is known. `little` compares the measured number
    in the system with rate x time, both of one boundary: from the sending to the end of the work where the queue is
    known (`boundary` "sent"), else of what is in hand. `share` is the queue or group that its members share.
    `headroom` is how many times the arrival rate it could work off, `article` the published design's own formulas.
    """

    name: str
    state: ConsumerState
    mode: Consumption
    sharing: Sharing
    group: str = ""
    code: str = ""
    words: str = ""
    params: dict[str, str] = field(default_factory=dict)
    received: int = 0
    done: int = 0
    failed: int = 0
    holding: int = 0
    in_service: int = 0
    redelivered: int = 0
    returned: int = 0
    retried: int = 0
    queued: int | None = None
    quality: Quality = "unavailable"
    lag_seconds: float | None = None
    oldest: float | None = None
    rate_in: float = 0.0
    rate_done: float = 0.0
    utilisation: float | None = None
    headroom: float | None = None
    latency: LatencyFigures = field(default_factory=LatencyFigures)
    send_lag: LatencyFigures = field(default_factory=LatencyFigures)
    transit: LatencyFigures = field(default_factory=LatencyFigures)
    waiting: LatencyFigures = field(default_factory=LatencyFigures)
    service: LatencyFigures = field(default_factory=LatencyFigures)
    little: LittleFigures = field(default_factory=LittleFigures)
    boundary: Boundary = "received"
    share: str = ""
    article: ArticleFigures = field(default_factory=ArticleFigures)
