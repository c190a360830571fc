"""Killing the real program's processes: what remains says so, nothing stays behind, and the next start works."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from servers import wait_until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="kills processes by signal"),
]


@contextmanager
def program(home: Path) -> Iterator[psutil.Process]:
    """The window on a home of its own; at the end nothing that it started may be left."""
    environment = {**os.environ, "EVENTSCOPE_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    with (home.parent / "output").open("ab") as output:
        started = subprocess.Popen([sys.executable, "-m", "eventscope"], stdout=output, stderr=output, env=environment)
    process = psutil.Process(started.pid)
    try:
        yield process
    finally:
        left = [process, *children(process)] if started.poll() is None else []
        for item in left:
            item.kill()
        started.wait(10)


def children(process: psutil.Process) -> list[psutil.Process]:
    """The engine first, then its broker (without Python's own helper processes)."""
    try:
        return [item for item in process.children(recursive=True) if _is_ours(item)]
    except psutil.NoSuchProcess:
        return []


def _is_ours(process: psutil.Process) -> bool:
    try:
        return "spawn_main" in " ".join(process.cmdline())
    except psutil.Error:
        return False


def complete(process: psutil.Process, *old: psutil.Process) -> tuple[psutil.Process, psutil.Process]:
    """Wait until an engine and a broker run and listen that are none of `old`."""

    def both() -> tuple[psutil.Process, psutil.Process] | None:
        fresh = [item for item in children(process) if item not in old and _lives(item)]
        try:
            fresh.sort(key=lambda item: item.ppid() != process.pid)
            complete = len(fresh) == 2 and fresh[0].ppid() == process.pid and listens(fresh[1])
        except psutil.NoSuchProcess:  # one of them ended just now
            return None
        return (fresh[0], fresh[1]) if complete else None

    return wait_until(both, 40, "an engine and a broker")


def listens(process: psutil.Process) -> bool:
    """Whether it accepts connections; before that, Python itself complains when the parent goes."""
    try:
        return any(item.status == psutil.CONN_LISTEN for item in process.net_connections("tcp"))
    except psutil.Error:
        return False


def gone(*processes: psutil.Process) -> None:
    """Wait until none of them is there, but for their parent to notice."""

    wait_until(lambda: not any(map(_lives, processes)), 15, "the end of all processes")


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:  # between the two questions
        return False


def end(process: psutil.Process, number: int, code: int) -> None:
    """Signal the window and wait for it and all of its children."""
    left = children(process)
    process.send_signal(number)
    assert process.wait(20) == code
    gone(*left)


def test_a_killed_broker_and_a_killed_engine_come_back_and_nothing_stays_behind(tmp_path: Path) -> None:
    with program(tmp_path / "home") as window:
        engine, broker = complete(window)
        broker.kill()
        gone(broker)
        same, second = complete(window, broker)
        assert same == engine
        engine.kill()
        gone(engine, second)
        third, fourth = complete(window, engine, broker, second)
        end(window, signal.SIGTERM, 0)
        gone(third, fourth)
    assert "Traceback" not in (tmp_path / "output").read_text()


def test_a_killed_window_takes_everything_along_and_the_next_one_starts(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with program(home) as window:
        engine, broker = complete(window)
        window.kill()
        gone(window, engine, broker)
    with program(home) as window:
        complete(window)
        end(window, signal.SIGINT, 0)
    assert "Traceback" not in (tmp_path / "output").read_text()
    assert not (home / "engine.running").exists(), "the end in order is remembered"


def test_garbage_in_every_file_of_the_home_stops_no_start(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "log").mkdir(parents=True)
    for name in ("workspace.toml", "engine.lock", "engine.running", "eventscope.log", "log/0001.segment"):
        (home / name).write_bytes(b"\x00\xff garbage " * 100)
    (home / "settings.toml").write_text(f"format = 1\nzoom = {'9' * 5_000}\n")
    with program(home) as window:
        complete(window)
        end(window, signal.SIGTERM, 0)
    assert "Traceback" not in (tmp_path / "output").read_text()
    kept = [path for path in home.rglob("*") if "damaged" in path.name]
    assert {path.name.split(".")[0] for path in kept} >= {"workspace", "settings"}
