"""The bridge is killed (kill -9) at random instants, brokers restart in a fifth of the rounds: the ledgers decide.

EVENTSCOPE_KILLS sets the number of kills for each case (10).
"""

from __future__ import annotations

import contextlib
import os
import random
import threading
from pathlib import Path

import pytest

from bridgeharness import Process, Publisher, Subscriber, verdict
from servers import Mosquitto, needs_mosquitto, wait_until

KILLS = int(os.environ.get("EVENTSCOPE_KILLS", "10"))

pytestmark = [needs_mosquitto, pytest.mark.peer, pytest.mark.slow, pytest.mark.timeout(120 + 10 * KILLS)]


@pytest.mark.parametrize("version", ["5", "3.1.1"])
@pytest.mark.parametrize("qos", [1, 2])
def test_kills(qos: int, version: str, brokers: list[Mosquitto], tmp_path: Path) -> None:
    rng = random.Random(KILLS * 10 + qos)
    pause = threading.Event()
    upstream, downstream = brokers
    bridge = Process(
        folder=str(tmp_path / "spool"), source=upstream.port, target=downstream.port, qos=qos, version=version
    )
    subscriber = Subscriber(downstream.port, qos)
    subscriber.start()
    bridge.start()  # its session must exist before the first message
    publisher = Publisher(upstream.port, qos, burst=20)  # mosquitto takes no more of QoS 2 at once
    publisher.start(rate=1_000)
    try:
        for number in range(KILLS):
            pause.wait(rng.uniform(0.05, 0.6))
            if number % 5 == 4:
                broker = rng.choice(brokers)
                with publisher.pause:
                    publisher.leave()
                    broker.stop()
                    pause.wait(rng.uniform(0, 0.1))
                    bridge.kill()
                    broker.start()
            else:
                bridge.kill()
            bridge.start(wait=number % 2 == 0 or number == KILLS - 1)  # what is not up yet drains nothing
        publisher.stop()
        count = publisher.acknowledged
        wait_until(lambda: len(set(subscriber.numbers)) >= count, 60, "all numbers are there")
    finally:
        with contextlib.ExitStack() as last:
            last.callback(subscriber.stop)
            last.callback(bridge.stop)
            last.callback(publisher.stop)
    found = verdict(subscriber.numbers, count)
    figures = bridge.figures()
    print(f"{qos=} {version=} {count=} {found} {figures.routes}")
    assert count > 20 * KILLS
    assert (found["lost"], found["inversions"]) == (0, 0)
    if qos == 2:
        assert found["duplicates"] == 0
        assert figures.routes[0].incoming == figures.routes[0].out == count
    assert figures.error == 0
    assert figures.queued == figures.dead == 0
    assert figures.routes[0].incoming == figures.routes[0].out >= count
