"""A writing process is killed at random instants: what it acknowledged is there, and the log opens."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from storing import Notices, counted, fill, opened, payloads

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system knows no kill -9"),
]

KILLS = 20
CHILD = """
import os, sys
from pathlib import Path
from storing import counted, Notices
from eventscope.core.workspace import Retention
from eventscope.store import packer, recorder
from eventscope.store.log import Log

recorder.SEGMENT_BYTES = 300_000  # so that kills also hit the change of segments
packer.LOOK, packer.REST, packer.SMALLEST = 0.001, 0, 0  # ... and their packing
log = Log.open(Path(sys.argv[1]), Retention(), Notices())
log._packer._busy = lambda: 0  # else it would never begin in this flood
number = int(sys.argv[2])
while True:
    count = 1 + number % 7
    log.put(counted(number, count, size=100), lambda last=number + count: os.write(1, b"%d\\n" % last))
    if number % 3 == 0:
        log.put(counted(0, 1), None)
    number += count
"""


def started(program: str, *arguments: object) -> subprocess.Popen[bytes]:
    """A program of its own that knows the app and these tests."""
    tests = Path(__file__).resolve().parents[2]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tests.parent / "app"), str(tests)])}
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, env=env)


def run_and_kill(folder: Path, first: int, delay: float) -> int:
    """The number after the last one that was acknowledged."""
    child = started(CHILD, folder, first)
    assert child.stdout is not None
    heard = [child.stdout.readline()]  # it is writing now
    timer = threading.Timer(delay, child.kill)
    timer.start()
    heard += child.stdout.readlines()
    child.stdout.close()
    assert child.wait(30) == -signal.SIGKILL
    timer.join()
    whole = [int(line) for line in heard if line.endswith(b"\n")]
    assert whole, "it was killed before it acknowledged anything"
    return whole[-1]


def test_no_acknowledged_message_is_lost(tmp_path: Path) -> None:
    rng = random.Random(20)
    acknowledged: list[tuple[int, int]] = []
    for turn in range(KILLS):
        first = 1_000_000 * (turn + 1)
        acknowledged.append((first, run_and_kill(tmp_path, first, rng.uniform(0, 0.25))))
        notices = Notices()
        with opened(tmp_path, notices=notices) as log:
            stored = [int(item) for item in payloads(log)]
            assert not log.temporary
            assert log.newest == log.oldest + len(stored) - 1
        assert notices.told == []
        numbers = [n for n in stored if n]
        assert numbers == sorted(set(numbers)), "order kept, nothing twice"
        known = set(numbers)
        for begin, end in acknowledged:
            assert known.issuperset(range(begin, end))


PACKS = """
import os, sys
from pathlib import Path
from storing import Notices
from eventscope.store import packer
from eventscope.store.folder import open_folder
from eventscope.store.shelf import Shelf

packer.SMALLEST = packer.REST = 0
folder = Path(sys.argv[1])
packing = packer.Packer(folder, Shelf(open_folder(folder, Notices()).segments), lambda: 0)
os.write(1, b"begins\\n")
while packing.pack_one():
    pass
"""


def test_a_kill_while_segments_are_packed_leaves_each_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eventscope.store.recorder.SEGMENT_BYTES", 300_000)
    with opened(tmp_path) as log:
        for at in range(0, 40_000, 500):
            fill(log, counted(at, 500, size=150))
        wanted = payloads(log)
    rng = random.Random(21)
    packed: list[int] = []
    for turn in range(KILLS):
        child = started(PACKS, tmp_path)
        assert child.stdout is not None
        assert child.stdout.readline() == b"begins\n"
        if turn < KILLS - 1:
            threading.Event().wait(rng.uniform(0, 0.02))
            child.kill()
        child.stdout.close()
        child.wait(60)
        notices = Notices()
        with opened(tmp_path, notices=notices) as log:
            assert payloads(log) == wanted
            packed.append(sum(item.packed for item in log._shelf.all()))
        assert notices.told == []
    assert packed == sorted(packed)
    assert packed[-1] >= 15, "the last turn was let run to its end"
