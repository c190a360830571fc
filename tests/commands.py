"""Commands of the program as a person starts them: processes with their own home, ended by their pid."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

ES = [sys.executable, "-m", "eventscope"]


def run(*arguments: str, input: bytes | None = None, seconds: float = 60.0) -> subprocess.CompletedProcess[bytes]:
    """Run a command to its end."""
    return subprocess.run([*ES, *arguments], input=input, capture_output=True, timeout=seconds, check=False)


def data(done: subprocess.CompletedProcess[bytes]) -> Any:
    """The JSON of the last line of a command's output."""
    assert done.stdout.strip(), done.stderr.decode()
    return json.loads(done.stdout.splitlines()[-1])


class Running:
    """A command that goes on; `line()` reads its next line of output."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [*ES, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )

    def line(self) -> Any:
        assert self.process.stdout is not None
        found = self.process.stdout.readline()
        assert found, self.process.stderr.read().decode()  # type: ignore[union-attr]
        return json.loads(found)

    def end(self, signal: int | None = None) -> tuple[int, list[Any]]:
        """Signal it (None: it ends by itself); answers the exit code and the JSON of the remaining lines."""
        if signal is not None:
            self.process.send_signal(signal)
        out, _ = self.process.communicate(timeout=60)
        return self.process.returncode, [json.loads(item) for item in out.splitlines()]


@contextmanager
def running(*arguments: str) -> Iterator[Running]:
    """A command for one test."""
    command = Running(*arguments)
    try:
        yield command
    finally:
        if command.process.poll() is None:
            command.process.kill()
        command.process.communicate(timeout=20)


@contextmanager
def broker(*arguments: str) -> Iterator[dict[str, Any]]:
    """Our broker on free ports; answers what it says of them."""
    with running("broker", "--port", "0", "--json", *arguments) as command:
        yield command.line()
