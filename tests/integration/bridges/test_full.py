"""The target stands still: memory stays small, the source is slowed, a full disk loses nothing and drains by itself.

EVENTSCOPE_FLOOD sets how many messages come in meanwhile (100,000).
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import bridgeruns
from bridgeears import Ear, ears, flood
from bridgeruns import Run
from disks import mounted
from eventscope.store.spool import NAME
from servers import Mosquitto, mosquitto, needs_mosquitto, wait_until

FLOOD = int(os.environ.get("EVENTSCOPE_FLOOD", "100000"))
LARGE = "max_queued_messages 0"  # it keeps whatever we do not take
PADDING = b"." * 190
MIB = 1 << 20

pytestmark = [needs_mosquitto, pytest.mark.peer, pytest.mark.slow]


def text(source: int, target: int, messages: int, **more: object) -> str:
    return bridgeruns.file(
        bridgeruns.connection("edge", f"mqtt://127.0.0.1:{source}"),
        bridgeruns.connection("cloud", f"mqtt://127.0.0.1:{target}"),
        bridgeruns.bridge(
            "b", 'connection = "edge", filter = "#"', 'connection = "cloud", topic = "{topic}"',
            queue={"messages": messages, "bytes": "8 GB"}, **more,
        ),
    )  # fmt: skip


def memory(run: Run, name: str) -> int:
    """VmRSS (now) or VmHWM (the most there ever was) in bytes."""
    assert run.process is not None
    lines = Path(f"/proc/{run.process.pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1]) << 10


def still(broker: Mosquitto) -> None:
    broker.signal(signal.SIGSTOP)


def again(broker: Mosquitto) -> None:
    broker.signal(signal.SIGCONT)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")
@pytest.mark.timeout(180 + FLOOD // 500)
def test_a_flood_while_the_target_stands_still(tmp_path: Path) -> None:
    with ExitStack() as stack:
        edge, cloud = (stack.enter_context(mosquitto(LARGE)) for _ in range(2))
        (ear,) = stack.enter_context(ears(cloud.port, keep=8))
        run = stack.enter_context(Run(tmp_path, text(edge.port, cloud.port, 2 * FLOOD)).start())
        try:
            flood(edge.port, b"t", (b"w%07d" % number for number in range(2_000)))
            wait_until(lambda: len(ear.heard) >= 2_000, 30, "it is warm")
            before = memory(run, "VmRSS")
            still(cloud)
            flood(edge.port, b"t", (b"%08d" % number + PADDING for number in range(FLOOD)), 1_000)
            wait_until(lambda: run.state("b").get("in", 0) >= FLOOD + 2_000, 60 + FLOOD / 1_000, "all are in")
            grown = memory(run, "VmHWM") - before
            state = run.state("b")
            print(f"{FLOOD} messages in, {state['queued']} wait: {grown / MIB:.1f} MiB over {before / MIB:.1f} MiB")
            assert state["queued"] > FLOOD * 0.9
            assert state["books-error"] == 0
        finally:
            again(cloud)
        wait_until(lambda: len(ear.copies) >= FLOOD + 2_000, 120 + FLOOD / 500, "all arrive")
        assert run.stop(120) == 0
    assert grown < 64 * MIB
    order = [payload for _, _, payload in ear.heard]
    firsts = list(dict.fromkeys(order))
    assert firsts == sorted(firsts, key=lambda item: (item[:1] != b"w", item))


@pytest.mark.timeout(180)
def test_a_full_queue_slows_the_source(tmp_path: Path) -> None:
    """`block`: what does not fit stays at the source's broker."""
    with ExitStack() as stack:
        edge, cloud = (stack.enter_context(mosquitto(LARGE)) for _ in range(2))
        (ear,) = stack.enter_context(ears(cloud.port, keep=8))
        run = stack.enter_context(Run(tmp_path, text(edge.port, cloud.port, 1_000)).start())
        still(cloud)
        flood(edge.port, b"t", (b"%08d" % number for number in range(20_000)))
        wait_until(lambda: run.state("b").get("code") == "bridge-queue-full", 30, "it says that it is full")
        state = run.state("b")
        assert state["state"] == "blocked"
        assert 1_000 <= state["queued"] < 5_000  # a batch that begins below the limit may end above it
        again(cloud)
        wait_until(lambda: len(ear.copies) == 20_000, 60, "all arrive")
        assert run.stop() == 0
    assert run.figures("b").error == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with mounted(tmp_path / "disk", "64m") as path:
        yield path


@pytest.mark.timeout(180)
@pytest.mark.parametrize("killed", [False, True])
def test_a_full_disk(killed: bool, disk: Path) -> None:
    count = 6_000  # of 16 KB: half as much again as the disk
    with ExitStack() as stack:
        edge, cloud = (stack.enter_context(mosquitto(LARGE)) for _ in range(2))
        (ear,) = stack.enter_context(ears(cloud.port, keep=8))
        run = stack.enter_context(Run(disk, text(edge.port, cloud.port, 1_000_000)).start())
        still(cloud)
        flood(edge.port, b"t", (b"%08d" % number + b"." * 16_000 for number in range(count)), 50)
        wait_until(lambda: run.state("b").get("code") == "bridge-disk-full", 60, "it says that the disk is full")
        taken = run.state("b")["in"]
        assert taken < count
        assert run.state("b")["books-error"] == 0
        if killed:
            run.kill()
            _whole(disk)
            run.start(wait=False)
        again(cloud)
        _arrive(run, ear, count)
        assert run.stop() == 0
    assert run.figures("b").error == 0
    assert run.figures("b").queued == 0
    _whole(disk)
    if not killed:
        assert len(ear.heard) == count


def _arrive(run: Run, ear: Ear, count: int) -> None:
    wait_until(lambda: len(ear.copies) == count, 90, f"all arrive ({run.state('b').get('words')})")
    firsts = list(dict.fromkeys(payload for _, _, payload in ear.heard))
    assert firsts == sorted(firsts)


def _whole(folder: Path) -> None:
    (path,) = folder.rglob(NAME)
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    db.close()
