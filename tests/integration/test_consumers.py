"""Consumers through real sockets: what is counted, what the broker's gauges say and what the charts show agree."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from consuming import on_loop
from enginebench import EVENT, Bench, options, running, until
from eventscope.core import verbs
from eventscope.core.broker import BrokerGauges, ClientGauge, GroupGauge
from eventscope.core.consumer import ConsumerFigures, ConsumerSpec, Simulation
from eventscope.core.errors import BadInput, Refused
from eventscope.core.kafka import Servers
from eventscope.core.message import DUP
from eventscope.core.workspace import EMBEDDED, Connection, Subscription, Workspace
from eventscope.links.kafka.cluster import Cluster
from eventscope.links.kafka.groups import Groups
from eventscope.links.kafka.producer import Producer
from kafkas import Sent, fresh, new, servers
from sabotage import Proxy
from servers import mosquitto

__all__ = ["servers"]
WATCHER = Connection(EMBEDDED, "Embedded broker", client_id="watcher", subscriptions=(Subscription("t/#"),))
PULL = ConsumerSpec("puller", EMBEDDED, "t/#", "pull", window=10)


@asynccontextmanager
async def engine(folder: Path, *more: Connection, consumers: tuple[ConsumerSpec, ...] = ()) -> AsyncIterator[Bench]:
    workspace = Workspace("Test", (WATCHER, *more), broker_port=0, consumers=consumers)
    async with running(options(folder, workspace)) as bench:
        await bench.granted()
        yield bench


def figures(bench: Bench) -> dict[str, ConsumerFigures]:
    found = {item.name: item for item in bench.engine.consumption.figures()}
    for item in found.values():
        assert item.received == item.done + item.failed + item.holding + item.returned, item
    return found


async def add(bench: Bench, *consumers: ConsumerSpec) -> None:
    for spec in consumers:
        await bench.ask(verbs.SaveConsumer(spec))
    await up(bench)


async def up(bench: Bench) -> None:
    await until(lambda: all(item.state == "up" for item in figures(bench).values()), "everybody is up", 60)


async def publish(bench: Bench, count: int, **more: object) -> None:
    before = bench.engine.log.stored
    await bench.ask(verbs.Publish(replace(EVENT, repeat=count, every_ms=1, **more)))  # type: ignore[arg-type]
    await bench.stored(before + count)


def gauges(bench: Bench) -> BrokerGauges:
    found = bench.engine.monitor.gauges()
    assert found is not None
    return found


def gauge(bench: Bench, name: str) -> ClientGauge:
    """Of a consumer's client; an empty one until the broker has told about it."""
    found = [item for item in gauges(bench).clients if f"-{name}-" in item.client]
    return found[0] if found else ClientGauge("", False, -1, -1, 0, 0.0, 0, 0)


def crew(bench: Bench) -> GroupGauge:
    return next(item for item in gauges(bench).groups if item.group == "crew")


def numbers(given: tuple[verbs.Pulled, ...]) -> list[int]:  # type: ignore[name-defined]
    return [int(item.message.payload[6:-1]) for item in given]


@on_loop
async def test_a_pull_leaves_exactly_the_rest_at_the_broker(tmp_path: Path) -> None:
    async with engine(tmp_path) as bench:
        await add(bench, PULL)
        await publish(bench, 100)
        given = await bench.ask(verbs.Pull("puller", 7, 10.0))
        first = numbers(given)
        assert first == list(range(first[0], first[0] + 7))
        assert await bench.ask(verbs.GetMessage(given[0].message.id)) == given[0].message
        explained = await bench.ask(verbs.Explain(given[0].message.id))
        assert explained.properties.user[0][0] == "es-stream"
        await until(lambda: gauge(bench, "puller").queued == 100 - 7 - 10)
        seen = gauge(bench, "puller")
        assert (seen.in_flight, seen.delivered) == (10, 7)
        await until(lambda: figures(bench)["puller"].queued == 83)
        assert figures(bench)["puller"].quality == "exact"
        assert figures(bench)["puller"].holding == 10
        # Acknowledged by token, out of order: the broker hears of them in order.
        held = await bench.ask(verbs.Pull("puller", 5, 10.0, acknowledge=False))
        tokens = tuple(item.token for item in held)
        assert await bench.ask(verbs.Acknowledge("puller", tokens[1:])) == 4
        assert await bench.ask(verbs.Acknowledge("puller", tokens[:1])) == 1
        await until(lambda: gauge(bench, "puller").queued == 78)
        taken = first + numbers(held)
        while more := await bench.ask(verbs.Pull("puller", 1000, 0.5)):
            taken += numbers(more)
        assert taken == list(range(first[0], first[0] + 100))
        await until(lambda: gauge(bench, "puller").in_flight == 0)
        assert figures(bench)["puller"].done == 100


@pytest.mark.parametrize("qos", [1, 2])
@on_loop
async def test_what_a_stopped_consumer_had_comes_again(tmp_path: Path, qos: int) -> None:
    async with engine(tmp_path) as bench:
        await add(bench, replace(PULL, qos=qos))
        await publish(bench, 30, qos=qos)
        done = await bench.ask(verbs.Pull("puller", 4, 10.0))
        held = await bench.ask(verbs.Pull("puller", 3, 10.0, acknowledge=False))
        await until(lambda: gauge(bench, "puller").queued == 16)
        await bench.ask(verbs.SetConsumer("puller", "stop"))
        seen = figures(bench)["puller"]
        assert (seen.state, seen.done, seen.returned, seen.holding) == ("stopped", 4, 10, 0)
        await publish(bench, 5, qos=qos, payload='{"n": 100{{ seq }}}')
        await bench.ask(verbs.SetConsumer("puller", "start"))
        await up(bench)
        taken = []
        while len(taken) < 31:
            taken += await bench.ask(verbs.Pull("puller", 100, 10.0))
        assert numbers(tuple(taken))[:3] == numbers(held)
        assert len(set(numbers(tuple(taken)))) == 31
        assert not set(numbers(tuple(taken))) & set(numbers(done))
        assert all(item.message.flags & DUP for item in taken[:10])
        assert figures(bench)["puller"].redelivered == 10


@on_loop
async def test_a_connection_that_breaks_gives_back_and_brings_again(tmp_path: Path) -> None:
    async with engine(tmp_path) as bench:
        ports = bench.engine.broker.ports
        assert ports is not None
        with Proxy(ports.mqtt or 0) as proxy:
            await breaks(bench, proxy)
        await bench.ask(verbs.RemoveConsumer("puller"))


async def breaks(bench: Bench, proxy: Proxy) -> None:
    way = Connection("way", "By the proxy", port=proxy.port, auto_connect=False)
    await bench.ask(verbs.SaveConnection(way, connect=False))
    await add(bench, replace(PULL, connection="way"))
    await publish(bench, 20)
    (held,) = await bench.ask(verbs.Pull("puller", 1, 10.0, acknowledge=False))
    await until(lambda: gauge(bench, "puller").in_flight == figures(bench)["puller"].holding == 10)
    await asyncio.to_thread(proxy.cut)
    await until(lambda: figures(bench)["puller"].returned == 10)
    assert await bench.ask(verbs.Acknowledge("puller", (held.token,))) == 0
    await up(bench)
    taken = []
    while len(taken) < 20:
        taken += await bench.ask(verbs.Pull("puller", 100, 20.0))
    assert numbers(tuple(taken))[0] == numbers((held,))[0]
    assert len(set(numbers(tuple(taken)))) == 20
    seen = figures(bench)["puller"]
    assert (seen.done, seen.redelivered, seen.received) == (20, 10, 30)


@on_loop
async def test_removing_ends_the_session_at_the_broker(tmp_path: Path) -> None:
    async with engine(tmp_path) as bench:
        await add(bench, PULL)
        await publish(bench, 20)
        await until(lambda: gauge(bench, "puller").queued == 10)
        await bench.ask(verbs.RemoveConsumer("puller"))
        await until(lambda: not [item for item in gauges(bench).clients if "-puller-" in item.client])
        assert bench.engine.workspace.consumers == ()
        with pytest.raises(BadInput):
            await bench.ask(verbs.Pull("puller"))


@on_loop
async def test_3_1_1_holds_acknowledgements_as_far_as_it_goes(tmp_path: Path) -> None:
    async with engine(tmp_path) as bench:
        ports = bench.engine.broker.ports
        assert ports is not None
        old = Connection("old", "Old", port=ports.mqtt or 0, version="3.1.1", auto_connect=False)
        await bench.ask(verbs.SaveConnection(old, connect=False))
        await add(bench, replace(PULL, connection="old"))
        await publish(bench, 40)
        taken = list(await bench.ask(verbs.Pull("puller", 3, 10.0)))
        await until(lambda: gauge(bench, "puller").in_flight == 37)  # no Receive Maximum: all are on their way
        while len(taken) < 40:
            taken += await bench.ask(verbs.Pull("puller", 100, 10.0))
        assert len(set(numbers(tuple(taken)))) == 40


@on_loop
async def test_a_workspace_starts_its_consumers_and_works_off_what_comes(tmp_path: Path) -> None:
    worker = ConsumerSpec("worker", EMBEDDED, "t/#", simulate=Simulation("fixed", mean=2.0))
    async with engine(tmp_path, consumers=(worker, replace(worker, name="idle", enabled=False))) as bench:
        await until(lambda: figures(bench)["worker"].state == "up")
        assert figures(bench)["idle"].state == "stopped"
        assert [item.name for item in bench.engine.state().consumers] == ["worker", "idle"]
        await publish(bench, 200)
        await until(lambda: figures(bench)["worker"].done == 200)
        seen = figures(bench)["worker"]
        assert seen.latency.count == seen.transit.count == 200
        parts = [seen.send_lag.mean, seen.transit.mean, seen.waiting.mean, seen.service.mean]
        assert seen.latency.mean == pytest.approx(sum(each or 0 for each in parts))
        assert (seen.service.mean or 0) >= 2e6
        with pytest.raises(Refused):
            await bench.ask(verbs.Pull("worker"))


@on_loop
async def test_a_queue_grows_and_drains_at_the_broker(tmp_path: Path) -> None:
    worker = ConsumerSpec("worker", EMBEDDED, "t/#", window=2, simulate=Simulation("fixed", mean=5.0))  # 200 a second
    async with engine(tmp_path) as bench:
        await add(bench, worker)
        await bench.ask(verbs.Publish(replace(EVENT, repeat=1500, every_ms=1)))
        await until(lambda: (figures(bench)["worker"].queued or 0) > 300, "the queue grows", 60)
        await until(lambda: (figures(bench)["worker"].utilisation or 0) > 1, "it is more than it can work off", 60)
        assert figures(bench)["worker"].holding <= 2
        assert (figures(bench)["worker"].headroom or 0) < 1
        await until(lambda: figures(bench)["worker"].done == 1500, "it is worked off", 60)
        await until(lambda: figures(bench)["worker"].queued == 0, "the queue is empty")
        seen = figures(bench)["worker"]
        assert (seen.transit.mean or 0) > 10 * (seen.waiting.mean or 0)  # they waited there, not here


@pytest.mark.kafka
@on_loop
async def test_shares_lag_and_depth_agree_with_the_counts(tmp_path: Path, servers: Servers) -> None:
    topic, group, count = fresh("orders"), fresh("group"), 600
    Cluster(servers).create(topic, 6)
    host, port = servers.addresses[0].rsplit(":", 1)
    kafka = Connection("kafka", "Kafka", "kafka", host, int(port), auto_connect=False)
    work = Simulation(mean=5.0)
    mqtt_members = [
        ConsumerSpec(f"m{n}", EMBEDDED, "t/#", "push", "hybrid", "crew", window=4, simulate=replace(work, seed=n))
        for n in (1, 2, 3)
    ]
    kafka_members = [
        ConsumerSpec(f"k{n}", "kafka", topic, "push", "hybrid", group, simulate=replace(work, seed=n))
        for n in (1, 2, 3)
    ]
    async with engine(tmp_path, kafka) as bench:
        await add(bench, *mqtt_members, *kafka_members, PULL)
        await asyncio.gather(publish(bench, count), asyncio.to_thread(produce, servers, topic, count))
        await bench.ask(verbs.Pull("puller", 5, 10.0))

        def done(names: list[ConsumerSpec]) -> int:
            return sum(figures(bench)[spec.name].done for spec in names)

        await until(lambda: done(mqtt_members) == done(kafka_members) == count, "all are worked off", 60)
        await until(lambda: gauge(bench, "puller").queued == count - 15)
        seen = figures(bench)
        # Shares: what each member counted is what the broker says it gave to it.
        await until(lambda: crew(bench).delivered == count)
        for spec in mqtt_members:
            client = gauge(bench, spec.name).client
            assert crew(bench).per_member[client] == seen[spec.name].received > 0
        assert (crew(bench).queued, crew(bench).in_flight) == (0, 0)
        assert all(seen[spec.name].received > 0 for spec in kafka_members)
        # Lag: committed to the end, as the cluster says and as the members say.
        groups = Groups(Cluster(servers))
        await until(lambda: groups.some([group])[0].lag == 0, "the group committed all", 30)
        await until(lambda: [figures(bench)[spec.name].queued for spec in kafka_members] == [0, 0, 0], seconds=30)
        # Depth on the charts: the last point of each curve.
        await until(lambda: figures(bench)["puller"].queued == count - 15)
        assert await depths(bench, gauge(bench, "puller").client) == count - 15
        assert await depths(bench, "$share/crew/t/#") == 0
        # Everybody has curves and figures by name.
        names = {item.consumer for item in bench.engine.monitor.streams()}
        assert {spec.name for spec in (*mqtt_members, *kafka_members, PULL)} <= names
        streams = {item.consumer: item.received for item in bench.engine.monitor.streams()}
        assert streams["$share/crew/t/#"] == sum(streams[spec.name] for spec in mqtt_members) == count
        assert streams[f"$share/{group}/{topic}"] == sum(streams[spec.name] for spec in kafka_members) == count


def produce(servers: Servers, topic: str, count: int) -> None:
    sent = Sent()
    producer = Producer(servers, sent)
    producer.send([item._replace(key=b"%d" % number) for number, item in enumerate(new(topic, count))])
    sent.delivered(count)
    producer.close()


async def depths(bench: Bench, name: str) -> float:
    """The last point of a queue's curve."""
    await asyncio.sleep(0.3)
    chart = await bench.ask(verbs.GetChart(0, 0, 2000, ("queue.*",)))
    curve = next(item for item in chart.curves if item.name.endswith(f".{name}"))
    assert curve.quality == "exact"
    return float(curve.values[-1])


@pytest.mark.kafka
@on_loop
async def test_a_kafka_pull_fetches_what_it_was_asked_for(tmp_path: Path, servers: Servers) -> None:
    topic = fresh("pulled")
    Cluster(servers).create(topic, 1)
    host, port = servers.addresses[0].rsplit(":", 1)
    kafka = Connection("kafka", "Kafka", "kafka", host, int(port), auto_connect=False)
    async with engine(tmp_path, kafka) as bench:
        await add(bench, replace(PULL, connection="kafka", filter=topic))
        await asyncio.to_thread(produce, servers, topic, 50)
        await asyncio.sleep(0.5)
        assert figures(bench)["puller"].received == 0
        taken = list(await bench.ask(verbs.Pull("puller", 8, 20.0)))
        held = await bench.ask(verbs.Pull("puller", 3, 20.0, acknowledge=False))
        await until(lambda: figures(bench)["puller"].queued == 50 - figures(bench)["puller"].received, seconds=30)
        await bench.ask(verbs.SetConsumer("puller", "stop"))
        await bench.ask(verbs.SetConsumer("puller", "start"))
        await up(bench)
        again: list[verbs.Pulled] = []  # type: ignore[name-defined]
        while len(again) < 50 - len(taken):
            again += await bench.ask(verbs.Pull("puller", 100, 20.0))
        values = [int(item.message.payload) for item in again]
        assert values == list(range(len(taken), 50))
        assert {int(item.message.payload) for item in held} <= set(values)
        await bench.ask(verbs.RemoveConsumer("puller"))
        assert "consumer-session-stays" not in bench.notices()


@pytest.mark.peer
@on_loop
async def test_before_a_foreign_broker_the_depth_is_estimated(tmp_path: Path) -> None:
    with mosquitto() as broker:
        foreign = Connection(
            "m", "Mosquitto", port=broker.port, client_id="window", subscriptions=(Subscription("t/#"),)
        )
        async with engine(tmp_path, foreign) as bench:
            await add(bench, replace(PULL, connection="m"))
            await publish(bench, 60, connection="m")
            await until(lambda: figures(bench)["puller"].queued == 60 - 10)
            assert figures(bench)["puller"].quality == "estimated"
            taken = list(await bench.ask(verbs.Pull("puller", 5, 10.0)))
            while len(taken) < 60:  # mosquitto 2.0 lets a whole window go for each acknowledgement
                taken += await bench.ask(verbs.Pull("puller", 7, 10.0))
            assert numbers(tuple(taken)) == list(range(numbers(tuple(taken))[0], numbers(tuple(taken))[0] + 60))
            await until(lambda: figures(bench)["puller"].queued == 0)
            assert figures(bench)["puller"].redelivered == 0


@pytest.mark.peer
@on_loop
async def test_a_consumer_at_a_bus_hears_each_event_once_and_leaves_the_bus_running(tmp_path: Path) -> None:
    with mosquitto() as broker:
        foreign = Connection("m", "Mosquitto", port=broker.port, client_id="m", auto_connect=False)
        bus = Connection("bus", "Everywhere", scheme="bus", members=(EMBEDDED, "m"), filters=("t/#",))
        async with engine(tmp_path, foreign, bus) as bench:
            await until(lambda: bench.engine.links.states["bus"].state == "up", "the bus runs", 30)
            with pytest.raises(BadInput) as caught:
                await bench.ask(verbs.SaveConsumer(replace(PULL, connection="bus", sharing="queue")))
            assert caught.value.code == "consumer-bus-sharing"
            worker = ConsumerSpec("worker", "bus", "t/#", simulate=Simulation("fixed", mean=1.0))
            await add(bench, worker, replace(PULL, connection="bus"))
            await publish(bench, 20)
            await until(lambda: figures(bench)["worker"].done == 20)
            taken = list(await bench.ask(verbs.Pull("puller", 100, 10.0)))
            while len(taken) < 20:
                taken += await bench.ask(verbs.Pull("puller", 100, 10.0))
            assert len(set(numbers(tuple(taken)))) == 20
            await bench.ask(verbs.RemoveConsumer("worker"))
            await bench.ask(verbs.RemoveConsumer("puller"))
            assert bench.engine.links.states["bus"].state == "up"
            assert "consumer-session-stays" not in bench.notices()
            assert [item for item in bench.engine.bridging.bridges.figures() if item.bus] != []
