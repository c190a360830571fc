"""`eventscope bridge run` for tests: a process of its own that may be killed, and the file that it reads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eventscope.engine.bridges.homes import Homes
from eventscope.store.spool import Spool
from eventscope.store.spoolcounts import Figures
from eventscope.store.spoolrows import Limits
from servers import wait_until

READY = 30.0  # seconds


def connection(name: str, url: str, **more: str) -> str:
    """A [[connection]] of a file; `more` are keys with underscores for hyphens."""
    return _table("[[connection]]", name=name, url=url, **more)


def bridge(name: str, source: str, *targets: str, **more: object) -> str:
    """A [[bridge]]; `source` and `targets` are what stands in the braces of `from` and `to`."""
    head = _table("[[bridge]]", name=name, **more) + f"from = {{ {source} }}\n"
    if len(targets) == 1:
        return head + f"to = {{ {targets[0]} }}\n"
    return head + "".join(f"[[bridge.route]]\nto = {{ {target} }}\n" for target in targets)


def bus(name: str, *members: str, **more: object) -> str:
    """A [[bus]]."""
    return _table("[[bus]]", name=name, members=list(members), **more)


def file(*tables: str) -> str:
    """The text of a file of bridges."""
    return "format = 1\n" + "".join(tables)


def _table(head: str, **keys: object) -> str:
    lines = [f"{name.replace('_', '-')} = {_value(found)}" for name, found in keys.items()]
    return "\n".join([head, *lines]) + "\n"


def _value(found: object) -> str:
    if isinstance(found, dict):
        return "{ " + ", ".join(f"{name.replace('_', '-')} = {_value(item)}" for name, item in found.items()) + " }"
    return json.dumps(found)  # strings, numbers, truth values and lists of them are the same in TOML


class Run:
    """One file's bridges as a process. What it prints is collected: `lines`, and `errors` from the error stream."""

    def __init__(self, folder: Path, text: str, *options: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.file = folder / "bridges.toml"
        self.file.write_text(text, encoding="utf-8")
        self.spools = folder / "spools"
        self.lines: list[dict[str, Any]] = []
        self.errors: list[str] = []
        self.process: subprocess.Popen[bytes] | None = None
        self._options = options
        self._readers: list[threading.Thread] = []

    def start(self, wait: bool = True) -> Run:
        """Run it; wait until everything is connected."""
        assert self.process is None
        self.lines, self.errors = [], []
        command = [sys.executable, "-m", "eventscope", "bridge", "run", str(self.file), "--json"]
        command += ["--spool", str(self.spools), *self._options]
        env = {**os.environ, "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)
        self._readers = [
            threading.Thread(target=self._read_lines, args=(self.process,)),
            threading.Thread(target=self._read_errors, args=(self.process,)),
        ]
        for reader in self._readers:
            reader.start()
        if wait:
            self.ready()
        return self

    def __enter__(self) -> Run:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()  # where it was not stopped, a test has failed

    def ready(self) -> None:
        """Wait for the line that says so."""

        def told() -> bool:
            assert self.process is not None
            assert self.process.poll() is None, self.errors
            return any(line.get("ready") for line in self.lines)

        wait_until(told, READY, f"the bridges are ready ({self.errors})")

    def kill(self) -> None:
        """As a power failure would."""
        if self.process is not None:
            self.process.kill()
            self._over()

    def stop(self, seconds: float = 30.0) -> int:
        """As a polite person would; answers the exit code."""
        if self.process is None:
            return 0
        self.process.terminate()
        return self._over(seconds)

    def _over(self, seconds: float = 30.0) -> int:
        process, self.process = self.process, None
        assert process is not None
        try:
            return process.wait(seconds)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait(10)
            for reader in self._readers:
                reader.join(10)
            for stream in (process.stdout, process.stderr):
                assert stream is not None
                stream.close()

    def _read_lines(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            try:
                self.lines.append(json.loads(line))
            except ValueError:  # the end of a process that was killed
                continue

    def _read_errors(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stderr is not None
        for line in process.stderr:
            self.errors.append(line.decode("utf-8", "replace").rstrip())

    def status(self) -> Sequence[dict[str, Any]]:
        """The bridges in the newest line of figures."""
        found = [line["bridges"] for line in self.lines if "ready" not in line and "bridges" in line]
        return found[-1] if found else []

    def state(self, name: str) -> dict[str, Any]:
        """One bridge of it; empty while nothing was told."""
        return next((item for item in self.status() if item["name"] == name), {})

    def figures(self, name: str) -> Figures:
        """The books of a bridge's spool, while the process is not running."""
        assert self.process is None
        install = (self.spools / "id").read_text().strip()
        home = Homes(self.spools, install).find(name)
        assert home is not None
        spool = Spool.open(home.folder, Limits(), _notice)
        try:
            return spool.figures()
        finally:
            spool.close()


def _notice(level: str, code: str, sentence: str, **params: object) -> None:
    raise AssertionError(f"{level} {code}: {sentence.format(**params)}")
