"""kill -9 of the engine in the middle of 100,000 messages a second at QoS 1: what it acknowledged is in the log.

Two or three kills; EVENTSCOPE_KILLS=20 is the long form, and prints its figures.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from brokers import Broker, broker
from commands import ES
from eventscope.core.broker import BrokerConfig, Limits, Listener
from fullrate import STEP, Book, Flood, Numbers, numbers
from peers import V311, Peer, Talk, packet, text
from servers import wait_until
from storing import Notices, opened

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system knows no kill -9"),
]
KILLS = int(os.environ.get("EVENTSCOPE_KILLS", "3"))
RATE = 100_000
AT_LEAST = 20_000  # acknowledged messages before a kill
TESTS = Path(__file__).resolve().parents[2]


@contextmanager
def receiving(port: int, log: Path, *more: str) -> Iterator[subprocess.Popen[bytes]]:
    """The product's own receiver, engine and log and all, to be killed."""
    where = ["sub", "--url", f"mqtt://127.0.0.1:{port}", "-t", "rate/#", "-q", "1", "--quiet", "--log", str(log)]
    process = subprocess.Popen([*ES, *where, *more], stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait(20)


class Source:
    """A broker that sends to whoever comes, and forgets what a client that is gone did not acknowledge."""

    def __init__(self) -> None:
        self.book = Book()
        self.begun = 0
        self.turns: list[tuple[int, Numbers]] = []  # of each connection that is over: where it began, what was acked

    def __call__(self, talk: Talk) -> None:
        book = self.book = Book(self.book.sent)
        self.begun += 1
        talk.accept()
        talk.grant(1)
        flood = Flood(talk, book)
        with contextlib.suppress(EOFError, OSError):
            flood.push(1 << 30, RATE)
        self.turns.append((book.first, book.done))


def stored_in(log: Path) -> Numbers:
    """The numbers in a log that opens without a word."""
    notices = Notices()
    with opened(log, notices=notices) as found:
        assert not found.temporary
        assert notices.told == []
        return numbers(found)


def test_what_was_acknowledged_at_full_rate_is_in_the_log(tmp_path: Path) -> None:
    rng, source, log, rates = random.Random(4), Source(), tmp_path / "log", list[float]()
    with Peer(source, lenient=True) as peer:
        for turn in range(KILLS):
            with receiving(peer.port, log) as process:
                wait_until(lambda turn=turn: source.begun == turn + 1, 60, "it connects")
                enough = AT_LEAST + rng.randrange(RATE)
                wait_until(lambda enough=enough: source.book.acked >= enough, 60, "it receives")
                process.send_signal(signal.SIGKILL)
                assert process.wait(20) == -signal.SIGKILL
            wait_until(lambda turn=turn: len(source.turns) == turn + 1, 20, "the end of the connection")
            rates.append(source.book.rate)
            known = stored_in(log)
            assert (np.diff(known) > 0).all(), "order kept, nothing twice"
            for begin, acked in source.turns:
                missing = np.setdiff1d(acked, known)
                assert not len(missing), f"{len(missing)} of {len(acked)} acknowledged are missing, from {begin} on"
    acked = sum(len(each) for _, each in source.turns)
    print(f"{KILLS} kills: {acked} acknowledged, {len(known)} stored, 0 missing, {_spread(rates)}")


def _spread(rates: list[float]) -> str:
    return f"{min(rates):.0f} to {max(rates):.0f}/s, median {np.median(rates):.0f}"


class Publisher:
    """A client of the broker on a thread of its own; it rests while nobody receives."""

    def __init__(self, port: int) -> None:
        self.book = Book()
        self.go, self.rests, self.end = threading.Event(), threading.Event(), threading.Event()
        self._port = port
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Wait until all is acknowledged by the broker."""
        self.end.set()
        self.go.set()
        self._thread.join(60)
        assert self.book.acked == self.book.sent

    def _run(self) -> None:
        with socket.create_connection(("127.0.0.1", self._port)) as sock:
            talk = Talk(sock, 1)
            talk.version = V311
            talk.send(packet(0x10, text(b"MQTT") + b"\x04\x02\x00\x00" + text(b"publisher")))
            assert talk.read() == (0x20, b"\x00\x00")
            flood = Flood(talk, self.book, window=5_000)
            while not self.end.is_set():
                while self.go.is_set() and not self.end.is_set():
                    flood.push(5 * STEP, RATE)
                self.rests.set()
                self.go.wait()
            flood.drain()


def test_with_our_broker_in_between_everything_that_was_published_is_in_the_log(tmp_path: Path) -> None:
    """The broker keeps the session: what was not acknowledged to it comes again, and nothing else may be missing."""
    rng, log = random.Random(5), tmp_path / "log"
    limits = Limits(queue_messages=4_000_000, queue_bytes=1 << 30)
    with broker(BrokerConfig((Listener(port=0),), limits=limits)) as one:
        publisher = Publisher(one.port)
        for _ in range(KILLS):
            with session(one.port, log) as process:
                enough = delivered(one) + AT_LEAST + rng.randrange(RATE)
                publisher.rests.clear()
                publisher.go.set()
                wait_until(lambda enough=enough: delivered(one) >= enough, 60, "it flows")
                process.send_signal(signal.SIGKILL)
                assert process.wait(20) == -signal.SIGKILL
                publisher.go.clear()
                assert publisher.rests.wait(60)
            assert len(stored_in(log))
        with session(one.port, log):
            publisher.close()
            one.client("killed", lambda each: each.connected and not each.queued and not each.in_flight)
        gauges = one.client("killed", lambda each: not each.connected)
        assert gauges.dropped == {}
    known, sent = np.unique(stored_in(log)), publisher.book.sent
    assert not len(np.setdiff1d(np.arange(sent), known)), "everything that the broker took is in the log"
    print(
        f"{KILLS} kills: {sent} published, {len(known)} stored, 0 missing, {publisher.book.rate:.0f}/s with the pauses"
    )


def delivered(one: Broker) -> int:
    """Messages that the broker has sent to the receiver so far."""
    snapshots = one.snapshots
    return sum(each.delivered for each in snapshots[-1].clients if each.client == "killed") if snapshots else 0


@contextmanager
def session(port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """An engine that takes up its session at the broker, ready to receive; see tests/rateengine.py."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS.parent / "app"), str(TESTS)])}
    command = [sys.executable, str(TESTS / "rateengine.py"), str(port), str(log)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=env)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == b"up\n"
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(20)
        process.stdout.close()
