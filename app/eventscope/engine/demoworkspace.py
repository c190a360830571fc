"""What the demo consists of: its workspace, its producers and their events."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from eventscope.core.bus import BridgeSpec, Route, Source, Target
from eventscope.core.message import PublishProperties
from eventscope.core.workspace import EMBEDDED, Connection, SavedEvent, Subscription, Workspace

WATCHER = "watcher"
WAREHOUSE, STREAM = "warehouse", "stream"  # ids of the connections to the demo's other middlewares
EMBEDDED_NAME, WAREHOUSE_NAME, STREAM_NAME = "Embedded broker", "Warehouse broker", "Local Kafka"
GROUP = "$share/billing/orders/+/created"
NO_KAFKA = "The local Kafka (noida-db) is not installed, so the demo's bridge cannot go by it."
_JSON = PublishProperties(payload_format=1, content_type="application/json")


@dataclass(frozen=True, slots=True)
class Producer:
    """One producer: `rate` answers events a second, given the seconds since the start."""

    client_id: str
    event: SavedEvent
    rate: Callable[[float], float]


def _waves(seconds: float) -> float:
    """38 orders a second on average, between 4 and 72 every 20 s: more than billing can do, then less."""
    return 38.0 + 34.0 * math.sin(seconds * math.tau / 20.0)


ORDER = SavedEvent(
    "Order created",
    "orders/{{ randint(1, 9) }}/created",
    """{
  "order": "A-{{ seq | pad(6) }}",
  "at": "{{ now }}",
  "customer": "{{ choice('Ada', 'Linus', 'Grace', 'Alan', 'Mei', 'Radia') }}",
  "items": {{ randint(1, 5) }},
  "total": {{ random(5, 250, 2) }}
}""",
    qos=1,
    properties=_JSON,
)
PAYMENT = SavedEvent(
    "Payment",
    "payments/{{ choice('card', 'transfer', 'wallet') }}/{{ 'refused' if random < 0.04 else 'authorised' }}",
    """{
  "payment": "{{ uuid }}",
  "at": "{{ now }}",
  "amount": {{ random(5, 250, 2) }},
  "currency": "EUR"
}""",
    qos=1,
    properties=_JSON,
)
READING = SavedEvent(
    "Sensor reading",
    "sensors/{{ choice('hall-1', 'hall-2', 'dock', 'cold-store') }}/temperature",
    '{"celsius": {{ random(17, 24, 2) }}, "battery": {{ random(3, 4.2, 2) }}, "n": {{ seq }}}',
)

PRODUCERS = (
    Producer("shop", ORDER, _waves),
    Producer("payments", PAYMENT, lambda seconds: 12.0),
    Producer("sensors", READING, lambda seconds: 70.0),
)

_EVENTS = (
    ORDER,
    SavedEvent(
        "Order cancelled",
        "orders/{{ randint(1, 9) }}/cancelled",
        '{\n  "order": "A-{{ randint(1, 999999) | pad(6) }}",\n  "at": "{{ now }}",\n  "reason": "changed my mind"\n}',
        qos=2,
        properties=PublishProperties(
            content_type="application/json", user=(("tenant", "demo"), ("trace", "{{ uuid }}"))
        ),
    ),
    SavedEvent(
        "50 orders at once", ORDER.topic, ORDER.payload, qos=1, properties=_JSON, repeat=1, burst=50, collection="Load"
    ),
    SavedEvent("20 readings a second", READING.topic, READING.payload, repeat=0, every_ms=50.0, collection="Load"),
    SavedEvent(
        "Set point (retained)",
        "sensors/cold-store/set-point",
        '{"celsius": 4.0, "set": "{{ now }}"}',
        qos=1,
        retain=True,
        collection="Devices",
    ),
    SavedEvent("Raw frame", "devices/plc-7/frame", "7E A0 01 00 FF 13 37 7E", kind="hex", collection="Devices"),
)


def demo_workspace(kafka: bool = False) -> Workspace:
    """The embedded broker with the order flow running, watched by three subscriptions, and a second broker to which a
    bridge brings the orders; with `kafka` by way of a local Kafka."""
    watcher = Connection(
        EMBEDDED,
        EMBEDDED_NAME,
        client_id=WATCHER,
        subscriptions=(
            Subscription("orders/#", qos=1, colour=0, alias="Orders"),
            Subscription("payments/#", qos=1, colour=1, alias="Payments"),
            Subscription("sensors/#", qos=0, colour=2, alias="Sensors"),
        ),
    )
    # Their ports are those of the servers that the demo starts, which also connects them.
    warehouse = Connection(
        WAREHOUSE,
        WAREHOUSE_NAME,
        port=1884,
        client_id=WAREHOUSE,
        auto_connect=False,
        subscriptions=(Subscription("orders/#", qos=1, colour=3, alias="Orders at the warehouse"),),
    )
    stream = Connection(STREAM, STREAM_NAME, "kafka", port=9092, auto_connect=False)
    return Workspace(
        name="Demo",
        connections=(watcher, warehouse, stream) if kafka else (watcher, warehouse),
        events=_EVENTS,
        demo=True,
        bridges=_BY_KAFKA if kafka else (_DIRECT,),
    )


def _bridge(name: str, source: Source, target: Target) -> BridgeSpec:
    """The demo starts it, once its servers are there."""
    return BridgeSpec(name, "publish-subscribe", "at-least-once", source, (Route(target),), start="manual")


_ORDERS = Source(EMBEDDED_NAME, "orders/+/created", qos=1)
_DIRECT = _bridge("orders to the warehouse", _ORDERS, Target(WAREHOUSE_NAME, "{topic}"))
# One topic for all orders, with the customer's level as key: what has one key stays in order. Stamps cross as headers.
_BY_KAFKA = (
    _bridge("orders to Kafka", _ORDERS, Target(STREAM_NAME, "orders", "{2}")),
    _bridge(
        "Kafka to the warehouse", Source(STREAM_NAME, topic="orders"), Target(WAREHOUSE_NAME, "orders/{key}/created")
    ),
)
