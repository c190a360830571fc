"""A Kafka cluster as a connection of the workspace: subscribed to, published to, a group's lag on the charts."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from enginebench import EVENT, Bench, options, running, until
from eventscope.core import rawproperties as raw, verbs
from eventscope.core.message import PublishProperties
from eventscope.core.news import LinkNews
from eventscope.core.workspace import Connection, Subscription, Workspace
from eventscope.engine import lags
from eventscope.links.kafka.cluster import Cluster
from kafkas import fresh, some_kafka

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(180)]


def test_topics_patterns_groups_keys_and_lag(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lags, "EVERY", 0.2)
    head, group = fresh("orders"), fresh("g")
    topic = f"{head}.eu"
    with some_kafka() as servers:
        Cluster(servers).create(topic, 1)
        host, _, port = servers.addresses[0].rpartition(":")
        wanted = (Subscription(f"{head}.*"), Subscription(f"$share/{group}/{topic}"))
        stream = Connection("k", "Stream", "kafka", host, int(port), subscriptions=wanted)
        workspace = Workspace("w", (stream,), broker=False)

        async def test(bench: Bench) -> None:
            engine = bench.engine
            await until(lambda: any(isinstance(n, LinkNews) and n.state == "up" for n in bench.news))
            await until(lambda: len(engine.links.granted) == len(wanted))
            assert set(engine.links.granted) == {("k", item.filter) for item in wanted}
            event = replace(
                EVENT, connection="k", topic=topic, stamp=False, qos=1,
                properties=PublishProperties(user=(("k-key", "7"), ("trace", "abc"))),
            )  # fmt: skip
            await bench.ask(verbs.Publish(event))
            await bench.stored(2)  # by the pattern and by the group
            page = await bench.ask(verbs.GetPage(0, 1, 10))
            assert page.topics == (topic.encode(),)
            for ident in page.rows["id"]:
                message = await bench.ask(verbs.GetMessage(int(ident)))
                pairs = [raw.pair(item) for item in raw.split(message.properties) if item[0] == raw.USER]
                assert (b"k-key", b"7") in pairs
                assert (b"trace", b"abc") in pairs
            await until(lambda: [item for item in engine.monitor.snapshot().queues if item.kind == "kafka"])
            (queue,) = [item for item in engine.monitor.snapshot().queues if item.kind == "kafka"]
            assert (queue.name, queue.quality) == (group, "reported")
            await bench.ask(verbs.Disconnect("k"))
            await until(lambda: not [item for item in engine.monitor.snapshot().queues if item.kind == "kafka"])

        async def main() -> None:
            async with running(options(tmp_path, workspace)) as bench:
                await test(bench)

        asyncio.run(main())
