"""Watches over a local Kafka from a process of its own: it ends with whoever started it, however that ended."""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any, NoReturn

# Only the standard library: this process should be up in a tenth of a second.

START_SECONDS = 10.0
END_SECONDS = 1.5
EVERY = 0.02  # seconds between two looks while it starts
LOG = "noida-db.log"
_READY = re.compile(r"^\s*kafka\s+\S+:(\d+)\s*$", re.MULTILINE)
_ERROR = re.compile(r"^error: (.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Errand:
    """What to run: the program, its port (0: any), its folder, and whether that is thrown away at the end."""

    program: str
    port: int
    folder: str
    temporary: bool


def main(pipe: Pipe, errand: Errand) -> None:
    """Run until the pipe says so or closes. Tells ("ready", port, pid), ("failed", words), ("ended", words)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the one who started us
    signal.signal(signal.SIGTERM, _leave)
    process: subprocess.Popen[bytes] | None = None
    patience = END_SECONDS
    try:
        process = _started(errand)
        if _told_ready(pipe, process, errand):
            patience = _watch(pipe, process, errand)
    except (OSError, EOFError):  # whoever listened is gone
        pass
    finally:
        if process is not None:
            _end(process, errand, patience)
        if errand.temporary:
            shutil.rmtree(errand.folder, ignore_errors=True)


def _leave(*_: object) -> NoReturn:
    raise SystemExit(0)


def _started(errand: Errand) -> subprocess.Popen[bytes]:
    command = [errand.program, "start", "--only", "kafka", "--kafka-port", str(errand.port)]
    command += ["--host", "127.0.0.1", "--data-dir", errand.folder]
    more: dict[str, Any] = {"start_new_session": True} if os.name == "posix" else {"creationflags": 0x200}
    if sys.platform.startswith("linux"):
        more["preexec_fn"] = _die_with_us
    with (Path(errand.folder) / LOG).open("wb") as log:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **more)  # noqa: S603


def _die_with_us() -> None:
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: should this process be killed by force


def _told_ready(pipe: Pipe, process: subprocess.Popen[bytes], errand: Errand) -> bool:
    left = int(START_SECONDS / EVERY)
    while (found := _READY.search(_said(errand))) is None:
        left -= 1
        if process.poll() is not None or left < 0:
            pipe.send(("failed", _fault(errand) or "it did not come up in time"))
            return False
        time.sleep(EVERY)
    pipe.send(("ready", int(found[1]), process.pid))
    return True


def _watch(pipe: Pipe, process: subprocess.Popen[bytes], errand: Errand) -> float:
    """How long (s) its end may take."""
    while process.poll() is None:
        if pipe.poll(0.1):
            said = pipe.recv()  # seconds, or EOFError: either way it is over
            return max(END_SECONDS, float(said))
    pipe.send(("ended", _fault(errand) or f"exit code {process.returncode}"))
    return END_SECONDS


def _end(process: subprocess.Popen[bytes], errand: Errand, patience: float) -> None:
    """In order, since it loses what it has not written yet at a hard end; by force when it does not."""
    if process.poll() is not None:
        return
    if os.name == "posix":
        process.terminate()
    else:
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            down = [errand.program, "down", "--data-dir", errand.folder]
            subprocess.run(down, timeout=END_SECONDS, capture_output=True, check=False)  # noqa: S603
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(END_SECONDS)


def _said(errand: Errand) -> str:
    return (Path(errand.folder) / LOG).read_text(encoding="utf-8", errors="replace")


def _fault(errand: Errand) -> str:
    found = _ERROR.search(_said(errand))
    return found[1].rstrip(".") if found else ""
