"""Made-up bridges, brokers and clients for tests of the Bus page and for looking at it.

desk = bus_desk(busy()) has a state with connections, bridges and figures; `busy`, `idle`, `one_side_down` are scenes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from eventscope.core import dryrun, drystep, news
from eventscope.core.bridge import compile as compile_bridge
from eventscope.core.broker import BrokerGauges, ClientGauge, ClientInfo, GroupGauge, Ports
from eventscope.core.bus import BridgeSpec, BusConnection, Route, Source, Target
from eventscope.core.busfigures import BridgeFigures, EdgeFigures, SideFigures
from eventscope.core.consumer import ConsumerFigures, ConsumerSpec
from eventscope.core.deadletter import DeadLetter, DeadPage, Mishap
from eventscope.core.metrics import LatencyFigures
from eventscope.core.verbs import BusState, CheckBridge, DryRunBridge, GetBus, GetClients, GetDeadLetters, SaveBridge
from eventscope.core.workspace import EMBEDDED, Connection, Subscription, Workspace
from eventscope.ui.desk import Desk
from eventscope.ui.viewmodels.bus.graph import Graph
from eventscope.ui.viewmodels.bus.model import BusModel
from ui.fakes import SECOND, make_desk, push, state, summary

MS = 1_000_000
WALL = 1_764_000_000 * SECOND
EMBEDDED_NAME = "Embedded broker"


def connections() -> tuple[Connection, ...]:
    """The embedded broker, a lab broker, a Kafka cluster, a webhook."""
    return (
        Connection(EMBEDDED, EMBEDDED_NAME, subscriptions=(Subscription("orders/+/created"),)),
        Connection("lab", "Lab", "mqtts", "lab.example", 8883, version="3.1.1"),
        Connection("staging", "Kafka staging", "kafka", "kafka-1.example,kafka-2.example", 9092),
        Connection("audit", "Audit hook", "https", "audit.example", 443, "/events"),
    )


def side(name: str, kind: Any = "mqtt", state_: Any = "up", broker: str = "", **fields: Any) -> SideFigures:
    """One side of a bridge."""
    return SideFigures(
        name,
        kind,
        f"{name.lower().replace(' ', '-')}.example",
        broker or f"b-{name.replace(' ', '-')}",
        state_,
        **fields,
    )


def latency(p50: float = 0.9, p99: float = 4.1) -> LatencyFigures:
    """In ms."""
    return LatencyFigures(20_000, int(p50 * MS), int(1.6 * p50 * MS), int(p99 * MS), None, int(2 * p99 * MS), p50 * MS)


def edge(route: int, target: SideFigures, topic: str = "{topic}", **fields: Any) -> EdgeFigures:
    """One route whose books add up."""
    values: dict[str, Any] = {"out": 41_200, "rate": 820.0, "latency": latency(), "bytes": 9_000_000} | fields
    gone = sum(values.get(name, 0) for name in ("out", "queued", "dead", "expired", "loop_stopped"))
    values.setdefault("incoming", gone + sum(values.get("dropped", {}).values()))
    return EdgeFigures(route, target, topic, **values)


def bridge(name: str, source: SideFigures, *edges: EdgeFigures, **fields: Any) -> BridgeFigures:
    """A running bridge."""
    values: dict[str, Any] = {
        "mode": "publish-subscribe",
        "delivery": "at-least-once",
        "state": "running",
        "takes": "orders/+/created",
        "incoming": sum(each.incoming for each in edges),
        "rate": max((each.rate for each in edges), default=0.0),
        "queued": sum(each.queued for each in edges),
        "queued_bytes": 300 * sum(each.queued for each in edges),
        "oldest": max((each.oldest for each in edges), default=0.0),
        "dead": sum(each.dead for each in edges),
        "limit": 100_000,
        "commit": 1.9,
        "ack_lag": latency(2.0, 6.5),
    }
    return BridgeFigures(name, source=source, edges=edges, **(values | fields))


def bus(*members: SideFigures, state_: Any = "running", queued: int = 0) -> tuple[BridgeFigures, ...]:
    """A bus: itself, in which `queued` events wait for each of its members, then these."""
    name = "Plant bus"
    rate, waits = (0.0, {"queued": queued}) if state_ in ("paused", "stopped") else (10.0, {"queued": queued})
    own = bridge(name, side(name), bus=name, state=state_, takes="#", **waits)
    return own, *(
        bridge(
            f"{name} ({each.connection})",
            each,
            edge(0, each, rate=2 * rate, **waits),
            bus=name,
            state=state_,
            rate=rate,
        )
        for each in members
    )


def bus_scene(state_: Any = "running", queued: int = 0) -> Scene:
    """A bus of three brokers, and nothing else."""
    joined = Connection("bus1", "Plant bus", "bus", members=(EMBEDDED, "lab", "staging"))
    members = (side(EMBEDDED_NAME), side("Lab"), side("Kafka staging", "kafka"))
    return Scene(bus(*members, state_=state_, queued=queued), (), (*connections(), joined))


def spec(name: str, source: str, *targets: tuple[str, str], **fields: Any) -> BridgeSpec:
    """A bridge as it is written."""
    routes = tuple(Route(Target(connection, topic)) for connection, topic in targets)
    values: dict[str, Any] = {"source": Source(source, "orders/+/created", qos=1), "routes": routes}
    return BridgeSpec(name, "publish-subscribe", "at-least-once", **(values | fields))


def client(name: str, received: int = 0, delivered: int = 0, queued: int = 0, **fields: Any) -> ClientGauge:
    """A client of the embedded broker."""
    return ClientGauge(name, fields.pop("connected", True), queued, 0, queued * 200, 0.1, delivered, received, **fields)


def info(name: str, subscriptions: int = 0) -> ClientInfo:
    """Its description."""
    return ClientInfo(name, True, "", "127.0.0.1:5", 5, "mqtt", True, 15, 0, 100, 1.0, subscriptions)


def gauges(at: int, clients: tuple[ClientGauge, ...], groups: tuple[GroupGauge, ...] = ()) -> BrokerGauges:
    """A snapshot whose sums are those of the clients."""
    received = sum(each.received for each in clients)
    delivered = sum(each.delivered for each in clients)
    return BrokerGauges(
        at, clients, groups, received, delivered, 0, 0, len(clients), len(clients), len(clients), 0, 0, 60.0
    )


@dataclass(frozen=True)
class Scene:
    """Everything that the page is told."""

    figures: tuple[BridgeFigures, ...] = ()
    specs: tuple[BridgeSpec, ...] = ()
    connections: tuple[Connection, ...] = field(default_factory=connections)
    consumers: tuple[ConsumerSpec, ...] = ()
    consumer_figures: tuple[ConsumerFigures, ...] = ()
    traffic: float = 1.0
    links: dict[str, news.LinkNews] = field(default_factory=dict)
    dead: tuple[DeadLetter, ...] = ()


def specs() -> tuple[BridgeSpec, ...]:
    """Three bridges."""
    return (
        spec("orders to kafka", EMBEDDED_NAME, ("Kafka staging", "orders.{2}")),
        spec("alarms up", "Lab", ("Kafka staging", "alarms")),
        spec("audit", "Lab", ("Audit hook", "")),
    )


def consumer_specs() -> tuple[ConsumerSpec, ...]:
    """One that pulls at the Kafka cluster."""
    return (ConsumerSpec("analytics", "staging", "orders.created", "pull", "queue", "analytics"),)


def busy() -> Scene:
    """Everything flows."""
    embedded, lab, kafka, hook = (
        side(EMBEDDED_NAME),
        side("Lab"),
        side("Kafka staging", "kafka"),
        side("Audit hook", "http"),
    )
    figures = (
        bridge("orders to kafka", embedded, edge(0, kafka, "orders.{2}", queued=31, oldest=0.2)),
        bridge("alarms up", lab, edge(0, kafka, "alarms", rate=2.4, out=960), takes="alarms/#"),
        bridge(
            "audit", lab, edge(0, hook, "", rate=12.0, out=4_800, dead=3, latency=latency(21, 94)), takes="audit/#",
            notes={"retries": 14},
        ),
    )  # fmt: skip
    consumers = (
        ConsumerFigures("analytics", "up", "pull", "queue", queued=1_204, rate_done=780.0, latency=latency(12, 88)),
    )
    return Scene(figures, specs(), consumers=consumer_specs(), consumer_figures=consumers, dead=letters())


def idle() -> Scene:
    """All is up and nothing flows."""
    scene = busy()
    none = {"rate": 0.0, "incoming": 0, "queued": 0, "dead": 0}
    quiet = tuple(
        replace(each, edges=tuple(replace(one, out=0, **none) for one in each.edges), **none) for each in scene.figures
    )
    consumers = tuple(replace(each, rate_done=0.0, queued=0) for each in scene.consumer_figures)
    return replace(scene, figures=quiet, consumer_figures=consumers, traffic=0.0)


def one_side_down() -> Scene:
    """The Kafka cluster does not answer; what is for it waits on disk."""
    why = {
        "code": "kafka-timeout",
        "words": "Broker 2 of 3 refused: connection timed out after 10 s. Messages wait on disk.",
    }
    scene, kafka = busy(), side("Kafka staging", "kafka", "waiting", **why)
    waits = {"rate": 0.0, "in_flight": 0}
    figures = (
        bridge(
            "orders to kafka", scene.figures[0].source,
            edge(0, kafka, "orders.{2}", queued=8_310, oldest=3.1, dead=3, **waits),
            state="degraded", rate=820.0, code="target-down",
            words="Kafka staging does not answer; messages wait on disk.",
        ),
        bridge(
            "alarms up", scene.figures[1].source, edge(0, kafka, "alarms", queued=96, oldest=41.0, **waits),
            state="degraded", rate=2.4, takes="alarms/#",
        ),
        scene.figures[2],
    )  # fmt: skip
    stopped = (ConsumerFigures("analytics", "waiting", "pull", "queue"),)
    return replace(scene, figures=figures, consumer_figures=stopped)


def tangled() -> Scene:
    """Every shape and state: back, round, fanned out, a bus, paused, blocked, failed, a tripped breaker."""
    embedded, lab, kafka, hook = (
        side(EMBEDDED_NAME),
        side("Lab"),
        side("Kafka staging", "kafka"),
        side("Audit hook", "http"),
    )
    joined = Connection("bus1", "Plant bus", "bus", members=(EMBEDDED, "lab", "staging"))
    full = "The spool is full: 100,000 of 100,000 messages wait."
    figures = (
        bridge("there", embedded, edge(0, lab, tripped=True, rate=0.0)),
        bridge("and back", lab, edge(0, embedded, rate=3.0)),
        bridge("round", embedded, edge(0, embedded, "audit/{topic}", rate=40.0)),
        bridge("fan out", embedded, edge(0, kafka, "a", rate=900.0), edge(1, hook, "", rate=1.0, queued=9)),
        bridge("full", lab, edge(0, kafka, "b", rate=0.0, queued=100_000, oldest=900.0), state="blocked", words=full),
        bridge("resting", lab, edge(0, hook, "", rate=0.0), state="paused"),
        *bus(embedded, lab, kafka),
    )
    wanted = tuple(
        spec(each.name, each.source.connection, *((one.target.connection, one.topic) for one in each.edges))
        for each in figures
        if not each.bus
    )
    lost = spec("no more", EMBEDDED_NAME, ("Lab", "x"))
    return Scene(figures, (*wanted, lost), (*connections(), joined))


def letters() -> tuple[DeadLetter, ...]:
    """Three that could not be delivered."""
    given = (
        ("orders/12/created", "unreadable", "The payload has no key total.", b'{"id": "o-12", "sum": 4}'),
        ("orders/7/created", "decode_error", "The payload is no JSON.", b"\x00\xff not json"),
        ("orders/31/created", "too_large", "1.2 MB are more than the 1 MB that the target takes.", b"x" * 4_000),
    )
    return tuple(
        DeadLetter(
            number, 0, reason, WALL + number * SECOND, topic.encode(), payload, None, (), 1, False, b"",
            "edge", WALL, (Mishap(WALL + number * SECOND, reason, words),),
        )
        for number, (topic, reason, words, payload) in enumerate(given, 1)
    )  # fmt: skip


def news_of(scene: Scene, second: int) -> list[news.News]:
    """What arrives `second` seconds after the start."""
    factor = scene.traffic * second

    def count(rate: float) -> int:
        return int(rate * factor)

    clients = (
        client("checkout-1", count(400)), client("checkout-2", count(300)), client("checkout-3", count(120)),
        *(client(f"hall-sensor-{number:03d}", count(45)) for number in range(240)),
        client("dashboard", 0, count(610)),
        client("billing-1", 0, count(210)), client("billing-2", 0, count(220)), client("billing-3", 0, count(210)),
    )  # fmt: skip
    members = {f"billing-{number}": count(213) for number in (1, 2, 3)}
    queued = 31 if scene.traffic else 0
    groups = (GroupGauge("billing", "orders/+/created", 3, queued, 6, queued * 200, 0.2, count(640), {}, members),)
    at = (second + 1) * SECOND
    return [
        news.BrokerNews(Ports(1883, None, None, None, 1), gauges(at, clients, groups)),
        news.BridgeNews(scene.figures),
        news.ConsumerNews(scene.consumer_figures),
        summary(at=at, connection_rates={EMBEDDED: 820.0 * scene.traffic}),
    ]


def bus_desk(scene: Scene, answers: dict[type, Any] | None = None) -> Desk:
    """A desk in that scene; `play` lets time pass."""
    workspace = Workspace(name="demo", connections=scene.connections, bridges=scene.specs, consumers=scene.consumers)
    links = (news.LinkNews(EMBEDDED, "up", SECOND, client_id="eventscope-x-embedded"), *scene.links.values())
    known = state(workspace=workspace, links=links, bridges=scene.figures, consumers=scene.consumer_figures)
    clients = tuple(info(name, 1) for name in ("dashboard", "billing-1", "billing-2", "billing-3"))
    usual: dict[type, Any] = {
        GetBus: BusState(scene.specs, scene.figures, ()),
        GetClients: clients,
        CheckBridge: (),
        SaveBridge: (),
        DryRunBridge: dry_run(scene.connections),
        GetDeadLetters: dead_page(scene.dead),
    }
    return make_desk(usual | (answers or {}), known)


def dry_run(known: tuple[Connection, ...]) -> Any:
    """What the engine does with pasted lines, without an engine."""
    buses = {item.name: BusConnection(item.name, f"{item.scheme}://{item.name.replace(' ', '-')}") for item in known}

    def run(verb: DryRunBridge) -> tuple[drystep.Step, ...]:
        lines = verb.lines or tuple('{"topic": "orders/7/created", "payload": {"n": 1}}' for _ in verb.messages)
        plan = compile_bridge(verb.bridge, buses)
        return tuple(dryrun.run(plan, buses[verb.bridge.source.connection].kind, lines))

    return run


def dead_page(found: tuple[DeadLetter, ...]) -> DeadPage:
    """All of them on one page."""
    reasons: dict[str, int] = {}
    for letter in found:
        reasons[letter.reason] = reasons.get(letter.reason, 0) + 1
    return DeadPage(found, reasons, len(found))


def play(desk: Desk, scene: Scene, seconds: int = 3) -> None:
    """News of some seconds arrive."""
    for second in range(seconds):
        push(desk, *news_of(scene, second))


def graph_of(scene: Scene, second: int = 3) -> Graph:
    """The scene as a graph, without a page."""
    model = BusModel()
    model.workspace = Workspace(connections=scene.connections, bridges=scene.specs, consumers=scene.consumers)
    model.figures, model.consumers = scene.figures, scene.consumer_figures
    for item in news_of(scene, second):
        if isinstance(item, news.BrokerNews):
            model.broker = item
        elif isinstance(item, news.Summary):
            model.summary = item
    return model.graph()
