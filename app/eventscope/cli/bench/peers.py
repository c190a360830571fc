"""Processes that the bench starts and measures: begun with a list, ended in order whatever happens."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from eventscope.base import clock, paths, system
from eventscope.core.errors import Unavailable

START_WITHIN = 20.0  # seconds until a server accepts
END_WITHIN = 5.0  # seconds after each push: by itself, asked, forced


@contextlib.contextmanager
def started(
    command: Sequence[str],
    stdout: int = subprocess.DEVNULL,
    stderr: int = subprocess.DEVNULL,
    stdin: int = subprocess.DEVNULL,
    environment: Mapping[str, str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """A process for a block. After a good end of the block it may end by itself, else it is asked, then forced."""
    with subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=stderr, env=environment) as process:  # noqa: S603  # a list, no shell
        try:
            yield process
            wait(process)
        finally:
            for push in (process.terminate, process.kill):
                if process.poll() is None:
                    push()
                    wait(process)


def expect_success(process: subprocess.Popen[bytes]) -> None:
    """Raise Unavailable unless it ends now, and well: one that gave up has measured nothing."""
    wait(process)
    if process.returncode != 0:
        sentence = "{name} did not come to a good end, so its figures mean nothing."
        raise Unavailable("bench-receiver-gave-up", sentence, name=Path(str(process.args[0])).name)  # type: ignore[index]


def wait(process: subprocess.Popen[bytes]) -> None:
    """Give it END_WITHIN seconds."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(END_WITHIN)


@contextlib.contextmanager
def embedded() -> Iterator[tuple[int, int]]:
    """The product's own `broker` command on any free port; yields (port, pid)."""
    with started([*paths.self_command(), "broker", "--port", "0", "--json"], subprocess.PIPE) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise Unavailable("bench-no-broker", "The embedded broker did not start. Try: eventscope broker --port 0")
        ready = json.loads(line)
        try:
            yield ready["mqtt"], ready["pid"]
        finally:
            process.terminate()


@contextlib.contextmanager
def mosquitto(in_flight: int, more: Sequence[str] = ()) -> Iterator[tuple[int, int]]:
    """A mosquitto on loopback with that in-flight window and no limit on its queues; yields (port, pid).

    `more` are further lines of its configuration.
    """
    port = _free_port()
    lines = (
        f"listener {port} 127.0.0.1",
        "allow_anonymous true",
        f"max_inflight_messages {in_flight}",
        "max_queued_messages 0",
        "set_tcp_nodelay true",
        *more,
    )
    with tempfile.TemporaryDirectory(prefix="eventscope-bench-") as folder:
        file = Path(folder, "mosquitto.conf")
        file.write_text("\n".join(lines) + "\n", encoding="ascii")
        with started([str(system.program("mosquitto")), "-c", str(file)]) as process:
            _await_port(port, process)
            try:
                yield port, process.pid
            finally:
                process.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await_port(port: int, process: subprocess.Popen[bytes]) -> None:
    def accepts() -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1.0):
            return True
        return False

    if not clock.wait_for(lambda: process.poll() is not None or accepts(), START_WITHIN) or process.poll() is not None:
        raise Unavailable("bench-no-mosquitto", "mosquitto is installed but did not start, so it cannot be measured.")
