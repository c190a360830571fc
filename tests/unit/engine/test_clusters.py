"""Clusters are asked in threads, a few at once, by clients that are kept for a while and then given up."""

from __future__ import annotations

import asyncio
import gc
import threading
import weakref
from typing import Any, ClassVar

import pytest

from eventscope.core.errors import BadInput
from eventscope.core.workspace import Connection
from eventscope.engine import clusters as module
from eventscope.engine.clusters import Clusters
from eventscope.links.kafka import cluster as kafka

STREAM = Connection("s", "Stream", "kafka", "127.0.0.1", 9092)
MQTT = Connection("m", "Edge")


class FakeCluster:
    made: ClassVar[list[weakref.ref[FakeCluster]]] = []

    def __init__(self, servers: Any, password: bytes | None) -> None:
        self.servers, self.password = servers, password
        FakeCluster.made.append(weakref.ref(self))


@pytest.fixture(autouse=True)
def _fake(monkeypatch: pytest.MonkeyPatch) -> None:
    FakeCluster.made = []
    monkeypatch.setattr(kafka, "Cluster", FakeCluster)


def of(**connections: Connection) -> Clusters:
    return Clusters(lambda ident: connections[ident], lambda connection: b"secret")


def test_one_client_answers_until_it_is_closed() -> None:
    async def test() -> None:
        clusters = of(s=STREAM)
        here = threading.current_thread()
        for _ in range(3):
            asked = await clusters.ask("s", lambda c, p: (c.servers.addresses, p, threading.current_thread()))
            assert asked[:2] == (("127.0.0.1:9092",), None)  # a connection without a password has none
            assert asked[2] is not here
        assert len(FakeCluster.made) == 1
        clusters.close()
        await asyncio.to_thread(lambda: None)
        await clusters.ask("s", lambda c, p: None)
        assert len(FakeCluster.made) == 2
        gc.collect()
        assert FakeCluster.made[0]() is None
        clusters.close()
        await asyncio.get_running_loop().shutdown_default_executor()

    asyncio.run(test())


def test_nobody_asks_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "IDLE", 0.01)

    async def test() -> None:
        clusters = of(s=STREAM)
        await clusters.ask("s", lambda c, p: None)
        while clusters._kept:
            await asyncio.sleep(0.005)

    asyncio.run(asyncio.wait_for(test(), 10))


def test_only_a_few_questions_at_once() -> None:
    async def test() -> None:
        clusters, under_way, most = of(s=STREAM), 0, 0
        lock, go = threading.Lock(), threading.Event()

        def slow(cluster: Any, password: bytes | None) -> None:
            nonlocal under_way, most
            with lock:
                under_way += 1
                most = max(most, under_way)
            go.wait(10)
            with lock:
                under_way -= 1

        asking = [asyncio.ensure_future(clusters.ask("s", slow)) for _ in range(6)]
        while under_way < module.AT_ONCE:
            await asyncio.sleep(0.001)
        assert await asyncio.wait_for(asyncio.to_thread(lambda: True), 5)  # others still get a thread
        go.set()
        await asyncio.gather(*asking)
        assert most == module.AT_ONCE
        clusters.close()

    asyncio.run(test())


def test_what_is_no_kafka_is_refused() -> None:
    async def test() -> None:
        with pytest.raises(BadInput, match="Edge is no Kafka cluster"):
            await of(m=MQTT).ask("m", lambda c, p: None)
        with pytest.raises(BadInput, match="Edge is no Kafka cluster"):
            of(m=MQTT).addresses("m")

    asyncio.run(test())
