"""Processes of the bench: begun, ended in order whatever happens, nothing left behind."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import psutil
import pytest

from eventscope.base import paths, system
from eventscope.cli.bench import peers
from eventscope.cli.bench.peers import embedded, mosquitto, started
from eventscope.core.errors import Unavailable
from eventscope.links.mqtt import stock
from servers import needs_mosquitto

WAITS = [sys.executable, "-c", "input()" if sys.platform == "win32" else "import time; time.sleep(600)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('on', flush=True); time.sleep(600)",
]


def test_a_process_may_end_by_itself_after_a_good_block() -> None:
    with started([sys.executable, "-c", "import time; time.sleep(0.3)"]) as process:
        pass
    assert process.returncode == 0


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_process_ends_with_a_block_that_fails(error: type[BaseException]) -> None:
    with pytest.raises(error), started(WAITS) as process:
        raise error
    assert process.returncode is not None
    assert not psutil.pid_exists(process.pid)


@pytest.mark.skipif(sys.platform == "win32", reason="nothing can refuse to end there")
def test_a_process_that_will_not_end_is_forced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "END_WITHIN", 0.3)

    def fails() -> None:
        assert process.stdout is not None
        assert process.stdout.readline() == b"on\n"
        raise ValueError

    with pytest.raises(ValueError), started(STUBBORN, peers.subprocess.PIPE) as process:
        fails()
    assert process.returncode == -9


def test_the_embedded_broker_runs_for_a_block() -> None:
    with embedded() as (port, pid):
        socket.create_connection(("127.0.0.1", port), 5.0).close()
        assert psutil.pid_exists(pid)
    assert not psutil.pid_exists(pid)


def test_a_broker_that_does_not_start_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "self_command", lambda: [sys.executable, "-c", "pass"])
    with pytest.raises(Unavailable, match="did not start"), embedded():
        pass


@needs_mosquitto
@pytest.mark.peer
def test_mosquitto_runs_for_a_block(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(peers.tempfile, "tempdir", str(tmp_path))
    with mosquitto(10) as (port, pid):
        socket.create_connection(("127.0.0.1", port), 5.0).close()
        (folder,) = tmp_path.iterdir()
        assert "max_inflight_messages 10" in (folder / "mosquitto.conf").read_text()
    assert not psutil.pid_exists(pid)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("code", ["pass", "import time; time.sleep(600)"])
def test_a_mosquitto_that_does_not_start_is_a_sentence(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "START_WITHIN", 0.5)
    monkeypatch.setattr(system, "program", lambda name: name)
    real = peers.subprocess.Popen
    monkeypatch.setattr(peers.subprocess, "Popen", lambda command, **more: real([sys.executable, "-c", code], **more))
    with pytest.raises(Unavailable, match="did not start"), mosquitto(10):
        pass


def test_stock_paho_ends_with_a_block_that_fails() -> None:
    pids: list[int] = []

    def fails(server: socket.socket) -> None:
        with stock.receiver(stock.Place(server.getsockname()[1], "#"), 5) as pid:
            pids.append(pid)
            server.settimeout(20)
            server.accept()[0].close()
            raise KeyboardInterrupt

    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(KeyboardInterrupt):
        fails(server)
    assert not psutil.pid_exists(pids[0])


def test_a_paho_that_gave_up_is_a_sentence() -> None:
    def left_alone(server: socket.socket) -> None:
        with stock.receiver(stock.Place(server.getsockname()[1], "#"), 5):
            server.settimeout(20)
            server.accept()[0].close()

    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(Unavailable, match="gave up"):
        left_alone(server)
