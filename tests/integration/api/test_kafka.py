"""A Kafka cluster behind a connection of the workspace, through the API and the whole engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from apiserving import EMPTY, Api, live, wait_for
from eventscope.base import clock
from eventscope.core.kafka import ConsumerSettings, NewRecord, ProducerSettings, Servers
from eventscope.core.news import News, Notice
from eventscope.core.workspace import Connection
from eventscope.links.kafka.cluster import Cluster
from eventscope.links.kafka.consumer import Consumer
from eventscope.links.kafka.producer import Producer
from kafkas import Read, Sent, fresh, new, servers  # noqa: F401
from servers import free_port

pytestmark = pytest.mark.kafka
HOME = "/connections/stream/kafka"


@pytest.fixture
def api(tmp_path: Path, servers: Servers) -> Iterator[Api]:  # noqa: F811
    host, _, port = servers.addresses[0].rpartition(":")
    stream = Connection("stream", "Stream", "kafka", host, int(port), auto_connect=False)
    nobody = Connection("nobody", "Nobody", "kafka", "127.0.0.1", free_port(), auto_connect=False)
    with live(tmp_path, replace(EMPTY, connections=(*EMPTY.connections, stream, nobody))) as running:
        yield running


@pytest.fixture
def client(api: Api) -> Iterator[httpx.Client]:
    with api.client() as made:
        yield made


def group_of(client: httpx.Client, name: str) -> dict[str, Any]:
    (found,) = client.get(HOME + "/groups", params={"group": name}).json()["groups"]
    return dict(found)


def test_topics_groups_and_offsets(api: Api, client: httpx.Client, servers: Servers) -> None:  # noqa: F811
    told: list[News] = []
    api.feed.listen(told.append)
    topic, group = fresh(), fresh("g")
    Cluster(servers).create(topic, 2)
    then = clock.wall_ns() // 1_000_000 - 60_000
    sent = Sent()
    with closing(Producer(servers, sent)) as producer:
        producer.send([NewRecord(n, topic, b"%d" % n, time=then, partition=n % 2) for n in range(10)])
        sent.delivered(10)
    assert client.get(HOME).json()["nodes"][0]["port"] == int(servers.addresses[0].rpartition(":")[2])
    found = {item["name"]: item for item in client.get(HOME + "/topics").json()["topics"]}[topic]
    assert [(p["number"], p["earliest"], p["latest"], p["span"]) for p in found["partitions"]] == [
        (0, 0, 5, 5),
        (1, 0, 5, 5),
    ]
    asked = {"group": group, "topic": topic, "to": "3"}
    plan = client.post(HOME + "/offsets", json=asked).json()
    assert "done" in plan, plan
    assert (plan["done"], [(m["partition"], m["before"], m["after"]) for m in plan["moves"]]) == (
        False,
        [(0, None, 3), (1, None, 3)],
    )
    assert group_of(client, group)["state"] == "dead"  # nothing was moved
    assert client.post(HOME + "/offsets", json={**asked, "dry-run": False}).json()["done"] is True
    assert [item.code for item in told if isinstance(item, Notice)] == ["offsets-moved"]
    lagging = group_of(client, group)
    assert (lagging["state"], lagging["lag"], lagging["unknown"], lagging["members"]) == ("empty", 4, 0, [])
    assert all(59 < item["time-lag"] < 600 for item in lagging["partitions"])
    assert group in [item["id"] for item in client.get(HOME + "/groups?ages=false").json()["groups"]]
    read = Read()
    with closing(Consumer(servers, read, ConsumerSettings((topic,), group))):
        read.reads()
        reading = group_of(client, group)
        assert len(reading["members"]) == 1
        assert len(reading["members"][0]["partitions"]) == 2
        busy = client.post(HOME + "/offsets", json={**asked, "dry-run": False})
        assert (busy.status_code, busy.json()["error"]["code"]) == (409, "group-busy")


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [({"to": "sometime"}, 409, "bad-place"), ({"topic": "nowhere"}, 404, "unknown-topic"),
     ({"group": ""}, 422, "invalid"), ({"partitions": []}, 422, "invalid"), ({"dry_run": False}, 422, "invalid")],
)  # fmt: skip
def test_what_cannot_be_moved(client: httpx.Client, more: dict[str, Any], status: int, code: str) -> None:
    answer = client.post(HOME + "/offsets", json={"group": "g", "topic": "t", "to": "latest", **more})
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_a_cluster_that_is_none_or_not_there(client: httpx.Client) -> None:
    assert client.get("/connections/nowhere/kafka").status_code == 404
    mqtt = client.get("/connections/embedded/kafka/topics")
    assert (mqtt.status_code, mqtt.json()["error"]["code"]) == (409, "not-kafka")
    down = client.get("/connections/nobody/kafka/topics")
    assert down.status_code == 502
    assert down.json()["error"]["words"]


def test_a_kafka_connection_and_a_bus_are_connections(client: httpx.Client) -> None:
    found = client.get("/connections/stream").json()
    assert (found["scheme"], found["mechanism"], found["members"]) == ("kafka", "", [])
    made = client.post(
        "/connections",
        json={
            "name": "Other",
            "scheme": "kafka",
            "host": "a:1,b:2",
            "mechanism": "SCRAM-SHA-256",
            "user": "u",
            "connect": False,
        },
    )
    assert made.status_code == 201, made.text
    assert (made.json()["host"], made.json()["mechanism"]) == ("a:1,b:2", "SCRAM-SHA-256")


def test_what_our_clients_tell_of_themselves(client: httpx.Client, servers: Servers) -> None:  # noqa: F811
    topic = fresh()
    Cluster(servers).create(topic, 1)

    def told() -> dict[str, Any]:
        return {item["name"]: item for item in client.get(HOME + "/curves").json()["curves"]}

    with closing(Producer(servers, Sent(), settings=ProducerSettings(statistics=0.1))) as producer:
        producer.send(new(topic, 10))
        found = wait_for(lambda: known if {"rtt.p99", "sent"} <= (known := told()).keys() else None)
    assert (found["rtt.p99"]["unit"], found["sent"]["unit"]) == ("ms", "messages/s")
    assert len(found["sent"]["times"]) == len(found["sent"]["values"])
    away = client.get("/connections/embedded/kafka/curves")
    assert (away.status_code, away.json()["error"]["code"]) == (409, "not-kafka")
