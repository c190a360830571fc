"""The embedded broker, mosquitto and Kafka in one bus under traffic: each goes away and comes back, one by one.

The embedded broker keeps nothing over a restart yet, so that it goes while it holds nothing for anybody, and comes back
to a subscriber that is there before the bus.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

import bridgeruns
from bridgeears import Proxy
from bridgeharness import Publisher, Subscriber, verdict
from bridgeruns import Run
from brokers import ANY_PORT, Broker
from eventscope.core.broker import BrokerConfig, Listener
from kafkajudges import Restartable, numbers
from servers import LASTING, Mosquitto, needs_mosquitto, wait_until

SETTLE = 0.7  # seconds

pytestmark = [needs_mosquitto, pytest.mark.peer, pytest.mark.kafka, pytest.mark.slow, pytest.mark.timeout(240)]


def member(run: Run, name: str) -> dict[str, Any]:
    """The route to one member."""
    found = run.state(f"all ({name})")
    return found["routes"][0] if found else {}


def test_each_goes_and_comes_back(tmp_path: Path) -> None:
    with ExitStack() as stack:
        embedded = Broker(BrokerConfig(listeners=ANY_PORT))
        stack.callback(embedded.process.stop)
        mosquitto = Mosquitto(LASTING).start()
        stack.callback(mosquitto.stop)
        kafka = Restartable(False).start()
        stack.callback(kafka.forget)
        for number in range(4):
            kafka.create(f"t.{number}", partitions=1)  # without keys there is no order over several
        text = bridgeruns.file(
            bridgeruns.connection("embedded", f"mqtt://127.0.0.1:{embedded.port}"),
            bridgeruns.connection("mosquitto", f"mqtt://127.0.0.1:{mosquitto.port}"),
            bridgeruns.connection("stream", f"kafka://{kafka.address}"),
            bridgeruns.bus("all", "embedded", "mosquitto", "stream", filters=["t/#"]),
        )
        run = stack.enter_context(Run(tmp_path, text, "--drain", "25").start())
        subscriber = Subscriber(mosquitto.port, 1)
        stack.callback(subscriber.stop)
        subscriber.start()
        publisher = Publisher(embedded.port, 1, burst=20)
        stack.callback(publisher.stop)
        publisher.start(rate=200)
        for name, stop, start in (
            ("mosquitto", mosquitto.stop, mosquitto.start),
            ("stream", lambda: _in_quiet(run, publisher, kafka.stop), kafka.start),
        ):
            _away(run, name, stop)
            start()
            wait_until(lambda: run.state("all").get("state") == "running", 60, f"{name} is back")
        publisher.stop()
        count = publisher.acknowledged
        wait_until(lambda: not run.state("all").get("queued"), 60, "all that waited has left")
        wait_until(lambda: len(set(subscriber.numbers)) >= count, 60, "all is at mosquitto")
        at_kafka = [number for topic in range(4) for number in numbers(kafka.address, f"t.{topic}")]
        assert run.stop() == 0
        figures = run.figures("all")
    print(f"{count=} mosquitto {verdict(subscriber.numbers, count)} kafka {verdict(at_kafka, count)}")
    for came in (subscriber.numbers, at_kafka):
        found = verdict(came, count)
        assert (found["lost"], found["inversions"]) == (0, 0)
    assert (figures.error, figures.queued, figures.dead) == (0, 0, 0)


def test_the_embedded_broker_goes_and_comes_back(tmp_path: Path) -> None:
    with ExitStack() as stack:
        embedded = Broker(BrokerConfig(listeners=ANY_PORT))
        stack.callback(lambda: embedded.process.stop())
        proxy = Proxy(embedded.port)
        stack.callback(proxy.close)
        mosquitto = Mosquitto(LASTING).start()
        stack.callback(mosquitto.stop)
        text = bridgeruns.file(
            bridgeruns.connection("embedded", f"mqtt://127.0.0.1:{proxy.port}"),
            bridgeruns.connection("mosquitto", f"mqtt://127.0.0.1:{mosquitto.port}"),
            bridgeruns.bus("all", "embedded", "mosquitto", filters=["t/#"]),
        )
        run = stack.enter_context(Run(tmp_path, text, "--drain", "25").start())
        publisher = Publisher(mosquitto.port, 1, burst=20)
        first, second = Subscriber(embedded.port, 1), Subscriber(embedded.port, 1)
        for item in (publisher, first, second):
            stack.callback(item.stop)
        first.start()
        publisher.start(rate=200)
        wait_until(lambda: publisher.acknowledged > 200, 30, "traffic")
        with publisher.pause:
            wait_until(lambda: len(set(first.numbers)) == publisher.acknowledged, 30, "all is there")
            proxy.admits = False
            first.stop()
            embedded.process.stop()
        _away(run, "embedded", lambda: None)
        embedded = Broker(BrokerConfig(listeners=(Listener(port=embedded.port),)))
        second.start()
        proxy.admits = True
        wait_until(lambda: run.state("all").get("state") == "running", 60, "embedded is back")
        publisher.stop()
        count = publisher.acknowledged
        wait_until(lambda: len({*first.numbers, *second.numbers}) >= count, 60, "all is at the embedded broker")
        assert run.stop() == 0
        figures = run.figures("all")
        came = [*first.numbers, *second.numbers]
    found = verdict(came, count)
    print(f"{count=} embedded {found} {dict(figures.notes)}")
    assert (found["lost"], found["inversions"]) == (0, 0)
    assert (figures.error, figures.queued, figures.dead) == (0, 0, 0)


def _in_quiet(run: Run, publisher: Publisher, stop: Callable[[], object]) -> None:
    """noida-db loses what it has acknowledged in its last moments, with or without a bridge: let it come to rest."""
    with publisher.pause:
        wait_until(lambda: member(run, "stream")["queued"] == 0, 30, "nothing waits for Kafka")
        time.sleep(SETTLE)
        stop()


def _away(run: Run, name: str, stop: Callable[[], object]) -> None:
    """It is told in words, and its queue rises."""
    stop()
    wait_until(lambda: name in run.state("all").get("words", ""), 60, f"it is told that {name} is away")
    assert run.state("all")["state"] == "degraded"
    first = member(run, name)["queued"]
    wait_until(lambda: member(run, name)["queued"] > first + 100, 30, "what is for it waits")
