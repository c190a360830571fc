"""`eventscope bridge run` is killed (kill -9) at random instants, brokers restart in a fifth of the rounds.

EVENTSCOPE_KILLS sets the number of kills for each case (10). The ledgers of a publisher and a subscriber decide, who
speak MQTT by hand.
"""

from __future__ import annotations

import contextlib
import os
import random
import threading
from pathlib import Path

import pytest

import bridgeruns
from bridgeharness import Publisher, Subscriber, verdict
from bridgeruns import Run
from servers import Mosquitto, needs_mosquitto, wait_until

KILLS = int(os.environ.get("EVENTSCOPE_KILLS", "10"))
DELIVERY = {1: "at-least-once", 2: "effectively-once"}

pytestmark = [needs_mosquitto, pytest.mark.peer, pytest.mark.slow, pytest.mark.timeout(180 + 20 * KILLS)]


def text(brokers: list[Mosquitto], qos: int, version: str) -> str:
    ports = [broker.port for broker in brokers]
    return bridgeruns.file(
        bridgeruns.connection("source", f"mqtt://127.0.0.1:{ports[0]}", version=version),
        bridgeruns.connection("target", f"mqtt://127.0.0.1:{ports[1]}", version=version),
        bridgeruns.bridge(
            "b", 'connection = "source", filter = "t/#"', 'connection = "target", topic = "{topic}"',
            delivery=DELIVERY[qos],
        ),
    )  # fmt: skip


@pytest.mark.parametrize("version", ["5", "3.1.1"])
@pytest.mark.parametrize("qos", [1, 2])
def test_kills(qos: int, version: str, brokers: list[Mosquitto], tmp_path: Path) -> None:
    rng = random.Random(KILLS * 10 + qos)
    pause = threading.Event()
    upstream, downstream = brokers
    run = Run(tmp_path / "run", text(brokers, qos, version), "--drain", "25")
    subscriber = Subscriber(downstream.port, qos)
    subscriber.start()
    run.start()  # its session must exist before the first message
    publisher = Publisher(upstream.port, qos, burst=20)  # mosquitto takes no more of QoS 2 at once
    publisher.start(rate=1_000)
    story = []  # what there was at each kill, and what the bridge had noticed until then
    try:
        for number in range(KILLS):
            pause.wait(rng.uniform(0.05, 0.6))
            story.append([number, "", publisher.acknowledged, len(subscriber.numbers), run.state("b").get("notes")])
            if number % 5 == 4:
                broker = rng.choice(brokers)
                story[-1][1] = "source" if broker is upstream else "target"
                with publisher.pause:
                    publisher.leave()
                    broker.stop()
                    pause.wait(rng.uniform(0, 0.1))
                    run.kill()
                    broker.start()
            else:
                run.kill()
            run.start(wait=number % 2 == 0 or number == KILLS - 1)  # what is not up yet drains nothing
        publisher.stop()
        count = publisher.acknowledged
        _arrive(subscriber, count, run)
    finally:
        with contextlib.ExitStack() as last:
            last.callback(subscriber.stop)
            last.callback(run.stop)
            last.callback(publisher.stop)
    found = verdict(subscriber.numbers, count)
    figures = run.figures("b")
    print(f"{qos=} {version=} kills={KILLS} {count=} {found} {figures.routes} {dict(figures.notes)}")
    if found["lost"] or found["inversions"] or (qos == 2 and found["duplicates"]):
        print(_told(subscriber.numbers), *story, sep="\n")
    assert count > 20 * KILLS
    assert (found["lost"], found["inversions"]) == (0, 0)
    if qos == 2:
        assert found["duplicates"] == 0
        assert figures.routes[0].incoming == count
    assert figures.error == 0
    assert figures.queued == figures.dead == 0
    assert figures.routes[0].incoming == figures.routes[0].out >= count


def _arrive(subscriber: Subscriber, count: int, run: Run) -> None:
    """All numbers are there; a busy machine may take its time, but something has to come."""
    found = -1
    while found < count:
        last = found
        try:
            wait_until(lambda last=last: len(set(subscriber.numbers)) > last, 60)  # type: ignore[misc]
        except AssertionError:
            state = run.state("b")
            raise AssertionError(f"{count - found} of {count} did not come; {state} {run.errors[-5:]}") from None
        found = len(set(subscriber.numbers))


def _told(numbers: list[int]) -> str:
    """Where in the stream which numbers came again."""
    seen: set[int] = set()
    again = []
    for place, number in enumerate(numbers):
        if number in seen:
            again.append((place, number))
        seen.add(number)
    return f"again, as (place, number): {again}"
