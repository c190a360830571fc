"""Circles of real bridges over real brokers: at most one copy a broker, or the breaker opens and names the circle.

`together` runs all bridges in one engine, as if the check had not refused the circle; `apart` runs each with
`eventscope bridge run` in a process of its own: two people who know nothing of each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

import bridgeruns
from bridgeears import Ear, Proxy, Relay, ears, publish, quiet
from bridgeharness import Raw
from bridgeruns import Run
from bridgeservice import Service, service
from eventscope.core.bus import BridgeSpec, BusConnection, BusFile, Route, Source, Target
from eventscope.core.kafka import Servers
from eventscope.links.kafka.cluster import Cluster
from kafkas import local_kafka
from peers import packet, text
from servers import LASTING, Mosquitto, mosquitto, needs_mosquitto, wait_until

pytestmark = [needs_mosquitto, pytest.mark.peer, pytest.mark.timeout(120)]
Edges = Sequence[tuple[str, str]]
RINGS: dict[str, Edges] = {
    "pair": ("ab", "ba"),  # type: ignore[dict-item]  # a text of two letters is a pair
    "ring of three": ("ab", "bc", "ca"),  # type: ignore[dict-item]
    "ring of five": ("ab", "bc", "cd", "de", "ea"),  # type: ignore[dict-item]
    "double bridge": ("ab", "ab"),  # type: ignore[dict-item]
    "double pair": ("ab", "ba", "ab", "ba"),  # type: ignore[dict-item]
    "fan-in": ("ac", "bc", "ca", "cb"),  # type: ignore[dict-item]
}
MESSAGES = [b"%d" % number for number in range(20)]


@contextmanager
def brokers(edges: Edges) -> Iterator[dict[str, Mosquitto]]:
    """By their letters."""
    with ExitStack() as stack:
        made: dict[str, Mosquitto] = {}
        for name in sorted({letter for edge in edges for letter in edge}):
            made[name] = Mosquitto().start()
            stack.callback(made[name].stop)
        yield made


def spec(number: int, one: str, other: str) -> BridgeSpec:
    routes = (Route(Target(other, "{topic}")),)
    return BridgeSpec(f"{number} {one}{other}", "publish-subscribe", "at-least-once", Source(one, "#"), routes)


def file(edges: Edges, urls: dict[str, str], version: str) -> BusFile:
    known = tuple(BusConnection(name, url, version=version) for name, url in urls.items())  # type: ignore[arg-type]
    return BusFile(known, tuple(spec(number, *edge) for number, edge in enumerate(edges)))


def urls(running: dict[str, Mosquitto]) -> dict[str, str]:
    return {name: f"mqtt://127.0.0.1:{broker.port}" for name, broker in running.items()}


@contextmanager
def apart(folder: Path, edges: Edges, places: dict[str, str], version: str) -> Iterator[list[Run]]:
    """Each bridge in a process and a file of its own."""
    runs = []
    for number, (one, other) in enumerate(edges):
        text = bridgeruns.file(
            bridgeruns.connection("source", places[one], version=version),
            bridgeruns.connection("target", places[other], version=version),
            bridgeruns.bridge("b", 'connection = "source", filter = "#"', 'connection = "target", topic = "{topic}"'),
        )
        runs.append(Run(folder / str(number), text))
    with ExitStack() as stack:
        for run in runs:
            stack.callback(run.kill)
            run.start(wait=False)
        for run in runs:
            run.ready()
        yield runs


def at_each(listening: list[Ear], count: int = 1) -> None:
    """Every broker had every message, once."""
    wait_until(lambda: all(len(ear.copies) == len(MESSAGES) for ear in listening), 20, "everything arrives")
    quiet(listening)
    for ear in listening:
        assert ear.copies == dict.fromkeys(MESSAGES, count)


@pytest.mark.parametrize("version", ["5", "3.1.1"])
@pytest.mark.parametrize("name", RINGS)
def test_together(name: str, version: str, tmp_path: Path) -> None:
    edges = RINGS[name]
    with brokers(edges) as running, service(tmp_path) as made:
        made.add(file(edges, urls(running), version))
        made.running()
        with ears(*(broker.port for broker in running.values())) as listening:
            publish(running["a"].port, b"t", *MESSAGES)
            at_each(listening)
        figures = made.figures()
        assert not any(edge.tripped for item in figures.values() for edge in item.edges)
        assert sum(edge.loop_stopped for item in figures.values() for edge in item.edges) > 0
        assert sum(item.error for item in figures.values()) == 0


def retained(port: int, payload: bytes) -> None:
    """Publish one, to its acknowledgement."""
    raw = Raw(port, f"keeper-{port}")
    raw.connect()
    raw.send(packet(0x33, text(b"t") + b"\0\1" + payload))
    assert raw.read()[0] == 0x40
    raw.close()


def kept(port: int) -> list[bytes]:
    """What a new subscriber gets as retained before anything else."""
    raw = Raw(port, f"newcomer-{port}")
    raw.connect()
    raw.send(packet(0x82, b"\0\1" + text(b"#") + b"\0"))
    assert raw.read()[0] == 0x90
    raw.send(b"\xc0\0")
    found = []
    while (came := raw.read())[0] != 0xD0:
        assert came[0] == 0x31
        found.append(came[1][3:])
    raw.close()
    return found


@pytest.mark.parametrize("version", ["5", "3.1.1"])
def test_what_is_retained_crosses_as_that_and_once(version: str, tmp_path: Path) -> None:
    """In 3.1.1 the source's broker keeps the flag because it knows that a bridge subscribes."""
    edges = RINGS["pair"]
    with ExitStack() as stack:
        running = {name: stack.enter_context(mosquitto(LASTING)) for name in "ab"}
        made = stack.enter_context(service(tmp_path))
        made.add(file(edges, urls(running), version))
        made.running()
        (ear,) = stack.enter_context(ears(running["b"].port))
        retained(running["a"].port, b"1")
        wait_until(lambda: ear.copies[b"1"], 20, "it arrives")
        assert kept(running["b"].port) == [b"1"]
        quiet([ear])
        reconnects = made.figures()["0 ab"].source.reconnects
        running["a"].stop()
        running["a"].start()
        wait_until(lambda: made.figures()["0 ab"].source.reconnects > reconnects, 20, "it is noticed")
        made.running()
        publish(running["a"].port, b"u", b"after")
        wait_until(lambda: ear.copies[b"after"], 20, "the bridge goes on")
        assert ear.copies == {b"1": 1, b"after": 1}
        assert kept(running["a"].port) == [b"1"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["pair", "ring of three", "fan-in"])
def test_apart(name: str, tmp_path: Path) -> None:
    edges = RINGS[name]
    with (
        brokers(edges) as running,
        apart(tmp_path, edges, urls(running), "5"),
        ears(*(broker.port for broker in running.values())) as listening,
    ):
        publish(running["a"].port, b"t", *MESSAGES)
        at_each(listening)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["pair", "ring of three"])
def test_apart_without_marks_the_breaker_opens(name: str, tmp_path: Path) -> None:
    """MQTT 3.1.1 carries no marks, and another process remembers nothing of ours."""
    edges = RINGS[name]
    with (
        brokers(edges) as running,
        apart(tmp_path, edges, urls(running), "3.1.1") as runs,
        ears(*(broker.port for broker in running.values())) as listening,
    ):
        publish(running["a"].port, b"t", b"1")
        quiet(listening)
        wait_until(lambda: any(_open(run) for run in runs), 5, "a breaker says that it is open")
        _told("apart, 3.1.1", listening)
        assert any("t" in error for run in runs for error in run.errors)


def _open(run: Run) -> bool:
    return any(route["breaker-open"] for bridge in run.status() for route in bridge["routes"])


def _told(what: str, listening: list[Ear]) -> None:
    """How long a storm lasted and how large it was; a second is the promise, the machine may be busy."""
    span = max(ear.span for ear in listening)
    print(f"{what}: {span:.3f} s, copies {[sum(ear.copies.values()) for ear in listening]}")
    assert span < 3.0


@pytest.mark.parametrize("version", ["5", "3.1.1"])
def test_somebody_elses_relay_loses_the_marks(version: str, tmp_path: Path) -> None:
    """Ours from a to b, theirs back. In 3.1.1 the copies are known again by what they say."""
    with brokers(RINGS["pair"]) as running, service(tmp_path) as made:
        made.add(file(RINGS["pair"][:1], urls(running), version))
        made.running()
        relay = Relay(running["b"].port, running["a"].port)
        try:
            with ears(running["a"].port, running["b"].port) as listening:
                publish(running["a"].port, b"t", b"1")
                quiet(listening)
                _told(f"relay, {version}", listening)
        finally:
            relay.close()
        _breaker_named(made, "0 ab")


def test_a_proxy_strips_the_marks(tmp_path: Path) -> None:
    """Both bridges are ours, so that the breaker knows the circle."""
    edges = RINGS["pair"]
    with brokers(edges) as running, ExitStack() as stack:
        made = stack.enter_context(service(tmp_path))
        proxies = {name: Proxy(broker.port, strips=True) for name, broker in running.items()}
        for proxy in proxies.values():
            stack.callback(proxy.close)
        places = {name: f"mqtt://127.0.0.1:{proxy.port}" for name, proxy in proxies.items()}
        made.add(file(edges, places, "5"))
        made.running()
        listening = stack.enter_context(ears(*(broker.port for broker in running.values())))
        publish(running["a"].port, b"t", b"1")
        quiet(listening)
        _told("proxy", listening)
        words = _breaker_named(made, "0 ab")
        assert "1 ba" in words


def _breaker_named(made: Service, bridge: str) -> str:
    """A breaker stands open, and what a person is told names the bridge."""
    wait_until(lambda: any(edge.tripped for item in made.figures().values() for edge in item.edges), 5, "a breaker")
    found = next(item for item in made.figures().values() if any(edge.tripped for edge in item.edges))
    words = " ".join([found.words, *(notice.words for notice in made.notices)])
    assert bridge in words
    return words


def test_a_breaker_is_closed_again_by_a_person(tmp_path: Path) -> None:
    with brokers(RINGS["pair"]) as running, service(tmp_path) as made:
        made.add(file(RINGS["pair"][:1], urls(running), "5"))
        made.running()
        relay = Relay(running["b"].port, running["a"].port)
        with ears(running["b"].port) as listening:
            publish(running["a"].port, b"t", b"1")
            _breaker_named(made, "0 ab")
            relay.close()
            made.do(made.bridges.set("0 ab", "run"))
            made.running()
            publish(running["a"].port, b"t", b"mended")
            wait_until(lambda: listening[0].copies[b"mended"] == 1, 10, "messages cross again")


@pytest.mark.parametrize("version", ["5", "3.1.1"])
def test_mqtt_to_kafka_and_back(version: str, tmp_path: Path) -> None:
    with mosquitto() as broker, local_kafka() as kafka, service(tmp_path) as made:
        known = (
            BusConnection("edge", f"mqtt://127.0.0.1:{broker.port}", version=version),  # type: ignore[arg-type]
            BusConnection("stream", kafka.url),
        )
        there = BridgeSpec(
            "there", "publish-subscribe", "at-least-once", Source("edge", "#"), (Route(Target("stream", "t")),)
        )
        back = BridgeSpec(
            "back", "publish-subscribe", "at-least-once", Source("stream", topic="t", begin="oldest"),
            (Route(Target("edge", "t")),),
        )  # fmt: skip
        ends = made.add(BusFile(known, (there,)))
        made.running()
        assert ends["stream"].kafka is not None
        Cluster(ends["stream"].kafka).create("t")
        made.add(BusFile(known, (there, back)))
        made.running()
        with ears(broker.port) as listening:
            publish(broker.port, b"t", *MESSAGES)
            wait_until(lambda: made.figures()["back"].incoming >= len(MESSAGES), 30, "all came back from Kafka")
            at_each(listening)
        assert made.figures()["there"].edges[0].out == len(MESSAGES)


@pytest.mark.slow
def test_a_circle_that_is_meant(tmp_path: Path) -> None:
    """One file whose circle the check lets through, because one of its bridges has a limit."""
    edges = RINGS["ring of three"]
    with brokers(edges) as running:
        tables = [bridgeruns.connection(name, url) for name, url in urls(running).items()]
        for one, other in edges:
            limit = {"hop_limit": 2} if other == "a" else {}
            source, target = f'connection = "{one}", filter = "#"', f'connection = "{other}", topic = "{{topic}}"'
            tables.append(bridgeruns.bridge(one + other, source, target, **limit))
        with (
            Run(tmp_path, bridgeruns.file(*tables)).start() as run,
            ears(*(broker.port for broker in running.values())) as listening,
        ):
            publish(running["a"].port, b"t", *MESSAGES)
            at_each(listening)
            assert run.stop() == 0


@pytest.mark.slow
def test_mqtt_to_kafka_and_back_apart(tmp_path: Path) -> None:
    with mosquitto() as broker, local_kafka() as kafka, ExitStack() as stack:
        edge = bridgeruns.connection("edge", f"mqtt://127.0.0.1:{broker.port}")
        stream = bridgeruns.connection("stream", kafka.url)
        Cluster(Servers((kafka.address,))).create("t")
        there = bridgeruns.bridge("b", 'connection = "edge", filter = "#"', 'connection = "stream", topic = "t"')
        back = bridgeruns.bridge(
            "b", 'connection = "stream", topic = "t", begin = "oldest"', 'connection = "edge", topic = "t"'
        )
        for name, table in (("there", there), ("back", back)):
            stack.enter_context(Run(tmp_path / name, bridgeruns.file(edge, stream, table)).start())
        (ear,) = stack.enter_context(ears(broker.port))
        publish(broker.port, b"t", *MESSAGES)
        at_each([ear])
