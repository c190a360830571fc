"""The embedded broker from the inside: clients, sessions, subscriptions, queues, retained messages."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response
from pydantic import Field

from eventscope.api.deps import ADMIN, READ, Engine, subject
from eventscope.api.routes.connections import Done
from eventscope.api.shape import Body, Digits, Given, Raw, Text, example, raw, respond
from eventscope.core import verbs
from eventscope.core.broker import ClientGauge, ClientInfo, GroupGauge, Ports, SubscriptionInfo
from eventscope.core.errors import BadInput, Refused, Unavailable
from eventscope.core.workspace import EMBEDDED

router = subject("brokers")
HOME = f"/brokers/{EMBEDDED}"
_PORTS = {"mqtt": 1883, "mqtts": None, "ws": None, "wss": None, "pid": 4712, "address": "127.0.0.1"}
Prefix = Annotated[Text, Query(description="topics that start with it")]


class Broker(Body):
    """A broker of ours; `ports` is null while it is down."""

    model_config = example({"id": "embedded", "running": True, "ports": _PORTS})
    id: str
    running: bool
    ports: Ports | None


class Brokers(Body):
    """All brokers of ours."""

    model_config = example({"brokers": [{"id": "embedded", "running": True, "ports": _PORTS}]})
    brokers: list[Broker]


class Clients(Body):
    """Clients that are connected, or sessions that are kept; times in seconds."""

    model_config = example({"clients": []})
    clients: tuple[ClientInfo, ...]


class BrokerSubscriptions(Body):
    """Subscriptions that the broker holds."""

    model_config = example({"subscriptions": []})
    subscriptions: tuple[SubscriptionInfo, ...]


class Queues(Body):
    """What waits for each client or offline session, and for each shared group; exact. `at` is monotonic ns."""

    model_config = example({"at": 81_000_000_000, "clients": [], "groups": []})
    at: int
    clients: tuple[ClientGauge, ...]
    groups: tuple[GroupGauge, ...]


class RetainedBody(Body):
    """One retained message; times in seconds."""

    topic: str
    payload: Raw
    qos: int
    age: float
    expires_in: float | None


class Retained(Body):
    """At most `max` of those whose topic starts with `prefix`; `more`: there are others."""

    model_config = example(
        {
            "retained": [{"topic": "lamp/1", "payload": "on", "qos": 0, "age": 12.5, "expires-in": None}],
            "count": 1,
            "more": False,
        }
    )
    retained: list[RetainedBody]
    count: int
    more: bool


class ClearGiven(Given):
    """Which retained messages to clear: these topics, or all whose topic starts with `prefix` (empty: all).

    With `expected` nothing is cleared unless there are exactly so many.
    """

    model_config = example({"prefix": "lamp/", "expected": 1})
    topics: list[Text] = Field(default=[], max_length=500)
    prefix: Text | None = None
    expected: Annotated[int, Field(ge=0, le=100_000)] | None = None


class Cleared(Body):
    """How many were cleared."""

    model_config = example({"count": 1})
    count: int


class ClientGiven(Given):
    """A client by its id."""

    model_config = example({"client": "sensor-1"})
    client: str = Field(min_length=1, max_length=65_535)


@router.get("/brokers", response_model=Brokers, dependencies=[READ])
async def listed(engine: Engine) -> Response:
    """All brokers; today the embedded one."""
    return respond(Brokers(brokers=[await _broker(engine)]))


@router.post(HOME + "/start", response_model=Broker, dependencies=[ADMIN])
async def start(engine: Engine) -> Response:
    """Start the embedded broker, or start it again."""
    ports = await engine.ask(verbs.StartBroker())
    return respond(Broker(id=EMBEDDED, running=True, ports=ports))


@router.post(HOME + "/stop", response_model=Broker, dependencies=[ADMIN])
async def stop(engine: Engine) -> Response:
    """Stop the embedded broker."""
    await engine.ask(verbs.StopBroker())
    return respond(Broker(id=EMBEDDED, running=False, ports=None))


@router.get(HOME + "/clients", response_model=Clients, dependencies=[READ])
async def clients(engine: Engine) -> Response:
    """Clients that are connected to the embedded broker now."""
    found = await engine.ask(verbs.GetClients())
    return respond(Clients(clients=tuple(item for item in found if item.connected)))


@router.get(HOME + "/sessions", response_model=Clients, dependencies=[READ])
async def sessions(engine: Engine) -> Response:
    """Sessions at the embedded broker that outlive their connection. They may be connected or not."""
    found = await engine.ask(verbs.GetClients())
    return respond(Clients(clients=tuple(item for item in found if item.session_expiry > 0 or not item.connected)))


@router.post(HOME + "/clients/disconnect", response_model=Done, dependencies=[ADMIN])
async def disconnect(engine: Engine, given: ClientGiven) -> Response:
    """Close one client's connection (administrative action)."""
    await engine.ask(verbs.DisconnectClient(given.client))
    return respond(Done())


@router.get(HOME + "/subscriptions", response_model=BrokerSubscriptions, dependencies=[READ])
async def subscriptions(engine: Engine) -> Response:
    """Who subscribed to what at the embedded broker."""
    return respond(BrokerSubscriptions(subscriptions=await engine.ask(verbs.GetSubscriptions())))


@router.get(HOME + "/queues", response_model=Queues, dependencies=[READ])
async def queues(engine: Engine) -> Response:
    """What waits for whom at the embedded broker. It tells four to ten times a second."""
    if engine.gauges is None:
        await engine.ask(verbs.GetClients())  # says so when the broker is down
        raise Unavailable("no-gauges", "The broker has not told its queues yet. Ask again in a moment.")
    found = engine.gauges
    return respond(Queues(at=found.at, clients=found.clients, groups=found.groups))


@router.get(HOME + "/retained", response_model=Retained, dependencies=[READ])
async def retained(
    engine: Engine,
    prefix: Prefix = "",
    max: Annotated[Digits, Query(ge=1, le=1000)] = 100,  # noqa: A002
) -> Response:
    """Retained messages of the embedded broker."""
    found = await engine.ask(verbs.GetRetained(prefix, max + 1))
    bodies = [
        RetainedBody(topic=r.topic, payload=raw(r.payload), qos=r.qos, age=r.age, expires_in=r.expires_in)
        for r in found[:max]
    ]
    return respond(Retained(retained=bodies, count=len(bodies), more=len(found) > max))


@router.post(HOME + "/retained/clear", response_model=Cleared, dependencies=[ADMIN])
async def clear(engine: Engine, given: ClearGiven) -> Response:
    """Clear retained messages. Answers how many there were."""
    if bool(given.topics) == (given.prefix is not None):
        raise BadInput("topics-or-prefix", "Give either topics or a prefix.")
    wanted = set(given.topics)
    found = await engine.ask(verbs.GetRetained(given.prefix or "", 1_000_000))
    topics = tuple(item.topic for item in found if given.prefix is not None or item.topic in wanted)
    if given.expected is not None and given.expected != len(topics):
        sentence = "There are {count} such retained messages, not as many as expected. Nothing was cleared."
        raise Refused("not-expected", sentence, count=len(topics))
    cleared = await engine.ask(verbs.ClearRetained(topics)) if topics else ()
    return respond(Cleared(count=len(cleared)))


async def _broker(engine: Engine) -> Broker:
    ports = (await engine.ask(verbs.GetState())).ports
    return Broker(id=EMBEDDED, running=ports is not None, ports=ports)
