"""Which endpoints are asked, and what the answers say about their addresses."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from bridgefakes import ENDPOINTS
from eventscope.core.errors import CannotConnect
from eventscope.core.identity import identity
from eventscope.core.kafkafigures import ClusterFigures, Node
from eventscope.engine.bridges import probing
from eventscope.engine.bridges.ends import Endpoint
from eventscope.engine.bridges.probing import NO_ID, Findings
from eventscope.links.kafka import cluster
from eventscope.links.mqtt import takeover
from eventscope.links.mqtt.takeover import Found, Party

A, B, OLD = (identity(ENDPOINTS[name].bus) for name in ("a", "b", "old"))


def probe(*endpoints: Endpoint) -> Findings:
    return asyncio.run(probing.probe(endpoints, 1.0))


def test_mqtt_is_asked_once_for_each_address(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    async def same(parties: Sequence[Party], seconds: float) -> Found:
        asked[:] = [connection.port for connection, _ in parties]
        return Found([[0, 2]], {1: "Why."} if len(parties) > 1 else {})

    monkeypatch.setattr(takeover, "same", same)
    found = probe(*(ENDPOINTS[name] for name in ("a", "b", "a", "hook", "old", "stream")))
    assert asked == [1883, 2883, 3883]
    assert found == Findings(((A, OLD),), {B: "Why."})


def test_nobody_is_asked_where_there_is_nothing_to_compare() -> None:
    assert probe(ENDPOINTS["a"], ENDPOINTS["stream"], ENDPOINTS["hook"]) == Findings((), {})


def kafka(port: int) -> Endpoint:
    from pathlib import Path

    from eventscope.core.bus import BusConnection
    from eventscope.engine.bridges.endpoints import of_file

    return of_file(BusConnection(f"k{port}", f"kafka://127.0.0.1:{port}"), Path())


def test_a_cluster_is_its_id_and_its_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two with the id of one example are two; one that gives none, or is away, is not known."""
    answers = {
        1: ClusterFigures("x", 1, (Node(1, "h", 1), Node(2, "h", 2))),
        2: ClusterFigures("x", 2, (Node(2, "h", 2), Node(1, "h", 1))),
        3: ClusterFigures("x", 1, (Node(1, "other", 1),)),
        4: ClusterFigures("", 1, (Node(1, "h", 1),)),
    }

    class Cluster:
        def __init__(self, servers: object, password: bytes | None, wait: float) -> None:
            self.port = int(servers.addresses[0].rpartition(":")[2])  # type: ignore[attr-defined]

        def describe(self) -> ClusterFigures:
            if self.port not in answers:
                raise CannotConnect("gone", "It is away.")
            return answers[self.port]

    monkeypatch.setattr(cluster, "Cluster", Cluster)
    ends = [kafka(port) for port in range(1, 6)]
    one, two, three, four, five = (identity(item.bus) for item in ends)
    assert probe(*ends) == Findings(((one, two), (three,)), {four: NO_ID, five: "It is away."})
