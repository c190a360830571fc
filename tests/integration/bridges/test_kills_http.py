"""`eventscope bridge run` with HTTP on a side is killed (kill -9) at random instants: at least once loses nothing.

EVENTSCOPE_KILLS sets the number of kills (10). In a fifth of the rounds the receiver of webhooks, or the broker, is
restarted as well.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import bridgeruns
from bridgeharness import Publisher, Subscriber, verdict
from bridgeruns import Run
from httpscripts import scripted
from servers import LASTING, Mosquitto, free_port, mosquitto, needs_mosquitto, wait_until

KILLS = int(os.environ.get("EVENTSCOPE_KILLS", "10"))
TOKEN = "a-token-for-the-kills"
STREAMS = 4

pytestmark = [needs_mosquitto, pytest.mark.peer, pytest.mark.slow, pytest.mark.timeout(180 + 20 * KILLS)]


@pytest.fixture
def broker() -> Iterator[Mosquitto]:
    """It keeps its sessions over a restart."""
    with mosquitto(LASTING) as made:
        yield made


def test_webhooks_out(broker: Mosquitto, tmp_path: Path) -> None:
    rng = random.Random(KILLS)
    pause = threading.Event()
    with scripted() as server:
        text = bridgeruns.file(
            bridgeruns.connection("source", f"mqtt://127.0.0.1:{broker.port}"),
            bridgeruns.connection("hook", server.url),
            bridgeruns.bridge(
                "b", 'connection = "source", filter = "t/#"', 'connection = "hook", topic = "{topic}"',
                delivery="at-least-once", tries=0,
            ),
        )  # fmt: skip
        run = Run(tmp_path / "run", text, "--drain", "25")
        run.start()
        publisher = Publisher(broker.port, 1, STREAMS, burst=20)
        publisher.start(rate=300)
        try:
            for number in range(KILLS):
                pause.wait(rng.uniform(0.05, 0.6))
                if number % 5 == 4:
                    server.stop()
                    run.kill()
                    server.start()
                else:
                    run.kill()
                run.start(wait=number % 2 == 0 or number == KILLS - 1)  # what is not up yet drains nothing
            publisher.stop()
            count = publisher.acknowledged
            wait_until(lambda: len({request.body for request in list(server.requests)}) >= count, 60)
        finally:
            with contextlib.ExitStack() as last:
                last.callback(run.stop)
                last.callback(publisher.stop)
        names: dict[str, bytes] = {}
        for request in server.requests:
            assert names.setdefault(request.header("webhook-id"), request.body) == request.body
        found = verdict([int(request.body) for request in server.requests], count, STREAMS)
        figures = run.figures("b")
        print(f"out kills={KILLS} {count=} {found} {figures.routes} {dict(figures.notes)}")
        assert count > 10 * KILLS
        assert (found["lost"], found["inversions"]) == (0, 0)
        assert len(names) >= count
        assert figures.error == figures.queued == figures.dead == 0


class Poster:
    """Posts numbers, each under an id of its own, again and again until it is told that one is stored."""

    def __init__(self, port: int) -> None:
        self.acknowledged = 0
        self.again = 0
        self._port = port
        self._wanted = True
        self._thread = threading.Thread(target=self._run)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._wanted = False
        self._thread.join(60)
        assert not self._thread.is_alive()

    def _run(self) -> None:
        pause = threading.Event()
        line: http.client.HTTPConnection | None = None
        while self._wanted:
            line = line or http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)
            try:
                number = self.acknowledged
                headers = {"Authorization": f"Bearer {TOKEN}", "webhook-id": f"n{number}"}
                line.request("POST", f"/t/{number % STREAMS}", b"%d" % number, headers)
                response = line.getresponse()
                response.read()
                if response.status == 202:
                    self.acknowledged += 1
                    pause.wait(0.002)
                    continue
                assert response.status == 503, response.status
            except (OSError, http.client.HTTPException):
                line.close()
                line = None
            self.again += 1
            pause.wait(0.02)
        if line is not None:
            line.close()


def test_posts_in(broker: Mosquitto, tmp_path: Path) -> None:
    rng = random.Random(KILLS + 1)
    pause = threading.Event()
    port = free_port()
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "in.token").write_text(TOKEN)
    text = bridgeruns.file(
        bridgeruns.connection("in", f"http://127.0.0.1:{port}", secret_file="in.token"),
        bridgeruns.connection("target", f"mqtt://127.0.0.1:{broker.port}"),
        bridgeruns.bridge(
            "b", 'connection = "in", filter = "#"', 'connection = "target", topic = "{topic}"',
            delivery="at-least-once",
        ),
    )  # fmt: skip
    run = Run(tmp_path / "run", text, "--drain", "25")
    subscriber = Subscriber(broker.port, 1)
    subscriber.start()
    run.start()
    poster = Poster(port)
    poster.start()
    try:
        for number in range(KILLS):
            pause.wait(rng.uniform(0.05, 0.6))
            if number % 5 == 4:
                broker.stop()
                run.kill()
                broker.start()
            else:
                run.kill()
            run.start(wait=number % 2 == 0 or number == KILLS - 1)  # what is not up yet drains nothing
        wait_until(lambda: run.process is not None and poster.acknowledged > 20 * KILLS, 60)
        poster.stop()
        count = poster.acknowledged
        wait_until(lambda: len(set(subscriber.numbers)) >= count, 60)
    finally:
        with contextlib.ExitStack() as last:
            last.callback(subscriber.stop)
            last.callback(run.stop)
            last.callback(poster.stop)
    found = verdict(subscriber.numbers, count, STREAMS)
    figures = run.figures("b")
    print(f"in kills={KILLS} {count=} again={poster.again} {found} {figures.routes} {dict(figures.notes)}")
    assert (found["lost"], found["inversions"]) == (0, 0)
    assert figures.error == figures.queued == figures.dead == 0
