"""Programs that are not ours, found where systems keep them, and processes watched while they work."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil

from eventscope.base import clock

SYSTEM_PLACES = "/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin"  # where an ordinary PATH does not look


def program(name: str) -> str | None:
    """The path of a program, or None."""
    return shutil.which(name) or shutil.which(name, path=SYSTEM_PLACES)


@contextlib.contextmanager
def mosquitto(in_flight: int) -> Iterator[tuple[int, int]]:
    """A mosquitto on loopback with that in-flight window and no limit on its queues; yields (port, pid)."""
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="eventscope-bench-") as folder:
        lines = [
            f"listener {port} 127.0.0.1",
            "allow_anonymous true",
            f"max_inflight_messages {in_flight}",
            "max_queued_messages 0",
            "set_tcp_nodelay true",
        ]
        file = Path(folder, "mosquitto.conf")
        file.write_text("\n".join(lines) + "\n", encoding="ascii")
        command = [str(program("mosquitto")), "-c", str(file)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603  # a list, no shell
        try:
            _await_port(port, process)
            yield port, process.pid
        finally:
            process.terminate()
            process.wait(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await_port(port: int, process: subprocess.Popen[bytes]) -> None:
    end = clock.mono_ns() + 10 * 10**9
    while clock.mono_ns() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1.0):
            return
    raise RuntimeError("mosquitto did not start")


class Meter:
    """CPU time and memory of a process with its children, while they live."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self._cpu: dict[int, float] = {}
        self.peak_rss = 0
        self.sample()
        self._base = sum(self._cpu.values())

    def sample(self) -> None:
        """Look once; processes that have ended keep their last value."""
        with contextlib.suppress(psutil.Error):
            total = 0
            for process in [self._process, *self._process.children(recursive=True)]:
                with contextlib.suppress(psutil.Error):
                    times = process.cpu_times()
                    self._cpu[process.pid] = times.user + times.system
                    total += process.memory_info().rss
            self.peak_rss = max(self.peak_rss, total)

    @property
    def cpu_seconds(self) -> float:
        """Since the meter was made."""
        return sum(self._cpu.values()) - self._base
