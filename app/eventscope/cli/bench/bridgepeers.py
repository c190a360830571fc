"""The bridges that the bench crosses: ours as a command, mosquitto's own, each between brokers that it starts."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from eventscope.base import paths, system
from eventscope.cli.bench.bridgecourse import WINDOW
from eventscope.cli.bench.bridgeload import FILTER, TOPIC
from eventscope.cli.bench.peers import embedded, mosquitto, started

KAFKA_TOPIC, PARTITIONS = "bench", 4
Way = Literal["mqtt-mqtt", "mqtt-kafka", "kafka-mqtt"]


@dataclass(frozen=True, slots=True)
class Case:
    """One bridge: its way, its delivery class and the QoS with which its messages are published."""

    name: str
    way: Way
    delivery: str
    qos: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where the two ends are: an MQTT port or a Kafka address."""

    source: int | str
    target: int | str


@contextlib.contextmanager
def ours(case: Case) -> Iterator[tuple[Place, int]]:
    """`eventscope bridge run` between brokers of the bench; yields them and its process number."""
    with contextlib.ExitStack() as stack:
        source, target = case.way.split("-")
        place = Place(stack.enter_context(_server(source)), stack.enter_context(_server(target)))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="eventscope-bench-")))
        file = folder / "bench.toml"
        file.write_text(text(case, place), encoding="utf-8")
        command = [*paths.self_command(), "bridge", "run", str(file), "--spool", str(folder / "spool"), "--drain", "0"]
        process = stack.enter_context(started(command))
        yield place, process.pid
        process.terminate()


@contextlib.contextmanager
def theirs(case: Case) -> Iterator[tuple[Place, int]]:
    """Mosquitto's own bridge, in the broker that messages are published to; yields the ends and its number."""
    with mosquitto(WINDOW) as (port, _):
        lines = (
            "connection bench",
            f"address 127.0.0.1:{port}",
            f"topic {FILTER} out {case.qos}",
            "bridge_protocol_version mqttv50",
            "cleansession false",
            "notifications false",
            "restart_timeout 1",
        )
        with mosquitto(WINDOW, lines) as (source, pid):
            yield Place(source, port), pid


def text(case: Case, place: Place) -> str:
    """The file of our bridge."""
    source = (
        f'from = {{ connection = "a", topic = "{KAFKA_TOPIC}", begin = "oldest" }}'
        if isinstance(place.source, str)
        else f'from = {{ connection = "a", filter = "{FILTER}", qos = {case.qos} }}'
    )
    topic = KAFKA_TOPIC if isinstance(place.target, str) else TOPIC
    return "\n".join(
        (
            "format = 1",
            *("[[connection]]", 'name = "a"', f'url = "{_url(place.source)}"'),
            *("[[connection]]", 'name = "b"', f'url = "{_url(place.target)}"'),
            *("[[bridge]]", 'name = "bench"', f'delivery = "{case.delivery}"', source),
            f'to = {{ connection = "b", topic = "{topic}" }}',
            "",
        )
    )


def _url(place: int | str) -> str:
    return f"kafka://{place}" if isinstance(place, str) else f"mqtt://127.0.0.1:{place}"


@contextlib.contextmanager
def _server(kind: str) -> Iterator[int | str]:
    """A broker of the bench: mosquitto where it is installed, so that both bridges run between the same ones."""
    if kind == "kafka":
        with _kafka() as address:
            yield address
    elif system.program("mosquitto"):
        with mosquitto(WINDOW) as (port, _):
            yield port
    else:
        with embedded() as (port, _):
            yield port


@contextlib.contextmanager
def _kafka() -> Iterator[str]:
    from eventscope.core.kafka import Servers
    from eventscope.engine.localkafka import LocalKafka
    from eventscope.links.kafka.cluster import Cluster

    running = LocalKafka.start(port=0)
    try:
        Cluster(Servers((running.address,))).create(KAFKA_TOPIC, PARTITIONS)
        yield running.address
    finally:
        running.stop()
