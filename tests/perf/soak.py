"""A soak: messages at a fixed rate for long; nothing may be lost, and nothing may grow (promises.md P24).

    python tests/perf/soak.py --seconds 600 --rate 100000              # ten minutes at full rate
    python tests/perf/soak.py --seconds 600 --rate 2000 --reconnect 30 # with a broker that goes every 30 s

A broker of a few lines in this process sends numbered QoS 1 messages (see tests/fullrate.py) to an engine in a process
of its own. The log is bounded, so that it forgets and goes on. Memory, file handles and threads are read from outside,
objects and references to None inside, after a full collection. Slopes are straight lines through the samples of the
second half. Exit 1 where a message is missing.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS))

import numpy as np  # noqa: E402
import psutil  # noqa: E402

from fullrate import Book, Flood, numbers  # noqa: E402
from peers import Peer, Talk  # noqa: E402
from storing import Notices, opened  # noqa: E402

MIB = 1 << 20
GROWS = ("rss_mb", "handles", "threads", "objects", "none_refs")
Sample = dict[str, Any]


class Source:
    """Sends at a rate, hangs up every so often, and sends again what was not acknowledged then."""

    def __init__(self, rate: float, reconnect: float) -> None:
        self.book = Book()
        self.end = threading.Event()
        self.done = threading.Event()
        self._rate = rate
        self._reconnect = reconnect
        self._step = max(int(rate * min(1.0, (reconnect or 1.0) / 4)), 1)  # between two looks at the time

    def __call__(self, talk: Talk) -> None:
        talk.accept(session_present=talk.number > 1)
        talk.grant(1)
        flood, until = Flood(talk, self.book), time.monotonic() + (self._reconnect or float("inf"))
        flood.resume()
        with contextlib.suppress(EOFError, OSError):
            while not self.end.is_set():
                flood.push(self._step, self._rate)
                if time.monotonic() > until:
                    return
            flood.drain()
            self.done.set()
            flood.stay()


def soak(seconds: float, rate: float, reconnect: float, retention: int, every: float) -> dict[str, Any]:
    """Run it; answers figures and samples."""
    source = Source(rate, reconnect)
    with tempfile.TemporaryDirectory() as folder, Peer(source, lenient=True) as peer:
        log = Path(folder) / "log"
        engine = _engine(peer.port, log, retention, every)
        samples = _watch(engine, source, seconds)
        assert source.done.wait(120), "not everything was acknowledged"
        engine.terminate()
        assert engine.wait(30) == 0
        return _judged(source, samples, log, peer.connections)


def _engine(port: int, log: Path, retention: int, every: float) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS.parent / "app"), str(TESTS)])}
    more = ["--retention", str(retention), "--every", str(every)]
    command = [sys.executable, str(TESTS / "rateengine.py"), str(port), str(log), *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env)


def _watch(engine: subprocess.Popen[str], source: Source, seconds: float) -> list[Sample]:
    """A sample for each line that the engine says of itself; the last one is behind the last message."""
    assert engine.stdout is not None
    process, samples = psutil.Process(engine.pid), list[Sample]()
    assert engine.stdout.readline() == "up\n"
    begun = time.monotonic()
    for line in engine.stdout:
        seen = process.memory_info().rss / MIB, process.num_fds(), process.num_threads()
        at = time.monotonic() - begun
        sample = {"s": round(at, 1), **dict(zip(GROWS, seen, strict=False)), **json.loads(line)}
        samples.append(sample)
        print(json.dumps(sample), file=sys.stderr, flush=True)
        if source.done.is_set():
            break
        if at >= seconds:
            source.end.set()
    return samples


def _judged(source: Source, samples: list[Sample], log: Path, connections: int) -> dict[str, Any]:
    book, last = source.book, samples[-1]
    with opened(log, notices=Notices()) as found:
        kept = np.unique(numbers(found))
    steady = [each for each in samples if each["s"] >= samples[-1]["s"] / 2]
    return {
        "sent": book.sent,
        "acknowledged": book.acked,
        "sent_again": book.resent,
        "rate": round(book.rate),
        "connections": connections,
        "stored": last["stored"],
        "dropped": last["dropped"],
        "missing_in_log": int(kept[-1] - kept[0] + 1 - len(kept)) + book.sent - 1 - int(kept[-1]),
        "kept_in_log": len(kept),
        "most": {name: max(each[name] for each in samples) for name in (*GROWS, "log_bytes")},
        "growth_per_minute": {name: _slope(steady, name) for name in (*GROWS, "log_bytes")},
    }


def _slope(samples: list[Sample], name: str) -> float:
    """A minute's growth, by least squares."""
    if len(samples) < 2:
        return 0.0
    return round(float(np.polyfit([each["s"] for each in samples], [each[name] for each in samples], 1)[0] * 60), 3)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--rate", type=float, default=100_000.0, help="messages a second")
    parser.add_argument("--reconnect", type=float, default=0.0, help="seconds between two hang-ups of the broker")
    parser.add_argument("--retention", type=int, default=256 * MIB, help="bytes that the log may keep")
    parser.add_argument("--every", type=float, default=5.0, help="seconds between two samples")
    given = parser.parse_args()
    found = soak(given.seconds, given.rate, given.reconnect, given.retention, given.every)
    print(json.dumps(found, indent=2))
    whole = found["acknowledged"] == found["sent"] <= found["stored"] <= found["sent"] + found["sent_again"]
    return 0 if whole and not found["dropped"] and not found["missing_in_log"] else 1


if __name__ == "__main__":
    sys.exit(main())
