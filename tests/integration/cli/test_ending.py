"""However a command is asked to end, nothing of it stays: no process, no folder, no traceback."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from commands import ES, broker
from servers import wait_until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextmanager
def alone(folder: Path, *arguments: str, **variables: str) -> Iterator[subprocess.Popen[bytes]]:
    """A command in a group of its own, with its temporary files in `folder`."""
    process = subprocess.Popen(
        [*ES, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "TMPDIR": str(folder), "PYTHONUNBUFFERED": "1", **variables},
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=20)


def ends(process: subprocess.Popen[bytes], number: int, folder: Path) -> bytes:
    """Signal the whole group as a terminal does; answers the error stream."""
    family = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, number)
    _, err = process.communicate(timeout=30)
    assert b"Traceback" not in err
    wait_until(lambda: not any(item.is_running() for item in family), 10)
    assert [path.name for path in folder.iterdir() if path.name.startswith("eventscope-")] == []
    return err


@pytest.mark.parametrize("number", ENDING)
def test_the_demo_in_the_terminal(number: int, tmp_path: Path) -> None:
    with alone(tmp_path, "demo", "--headless") as process:
        assert process.stdout is not None
        while b" 0/s delivered" in process.stdout.readline():
            pass
        assert ends(process, number, tmp_path) == b""  # and no false alarm that the broker died
    assert process.returncode == 0


@pytest.mark.parametrize("number", ENDING)
def test_the_demo_while_its_broker_starts(number: int, tmp_path: Path) -> None:
    with alone(tmp_path, "demo", "--headless") as process:
        wait_until(lambda: psutil.Process(process.pid).children(), 20)
        assert ends(process, number, tmp_path) == b""


@pytest.mark.parametrize("number", ENDING)
def test_sub_and_pub(number: int, tmp_path: Path) -> None:
    with broker() as ports:
        url = f"mqtt://127.0.0.1:{ports['mqtt']}"
        repeat = ("-m", "x", "--repeat", "0", "--every", "1ms")
        with (
            alone(tmp_path, "pub", "--url", url, "-t", "a", *repeat) as pub,
            alone(tmp_path, "sub", "--url", url, "-t", "a") as sub,
        ):
            assert sub.stdout is not None
            assert sub.stdout.readline()
            for process in (sub, pub):
                os.killpg(process.pid, number)
                _, err = process.communicate(timeout=30)
                assert (process.returncode, err) == (0, b"")
    assert list(tmp_path.glob("eventscope-*")) == []


def test_a_window_that_cannot_be_measured_leaves_nothing(tmp_path: Path) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only there a display can be missing")
    with alone(tmp_path, "bench", "window", DISPLAY=":59873", QT_QPA_PLATFORM="", WAYLAND_DISPLAY="") as process:
        out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert out == b""
    assert err.startswith(b"DISPLAY is :59873, but no display answers there. ")
    assert len(err.splitlines()) == 1
    assert list(tmp_path.glob("eventscope-*")) == []
    wait_until(lambda: not _group(process.pid), 10)


def _group(number: int) -> list[psutil.Process]:
    """What lives of a group."""
    found = []
    for item in psutil.process_iter():
        with contextlib.suppress(psutil.Error, ProcessLookupError):
            if os.getpgid(item.pid) == number and item.status() != psutil.STATUS_ZOMBIE:
                found.append(item)
    return found


def test_a_port_that_is_taken_is_exit_1(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        with alone(tmp_path, "broker", "--port", str(taken.getsockname()[1])) as process:
            _, err = process.communicate(timeout=60)
        assert process.returncode == 1
        assert b"is taken by another program" in err
