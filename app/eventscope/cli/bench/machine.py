"""The machine that a bench ran on, and how quiet it was: others' work is in every figure that is taken beside it."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
import sys
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Any

import psutil

from eventscope import __version__
from eventscope.base import clock, system

QUIET = 10.0  # percent of the machine that others may take before it is said
LISTEN = 1.0  # seconds
_PACKAGES = ("PySide6-Essentials", "paho-mqtt", "confluent-kafka", "numpy", "noida-db")


def facts() -> dict[str, Any]:
    """CPU, cores, memory, system, and the versions of what takes part."""
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "memory_mb": round(psutil.virtual_memory().total / 2**20),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "eventscope": __version__,
        "mosquitto": _mosquitto(),
        **{name: _version(name) for name in _PACKAGES},
        "sqlite": sqlite3.sqlite_version,
    }


def _cpu() -> str:
    with suppress(OSError, StopIteration):
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
        return next(line for line in lines if line.startswith("model name")).partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _version(package: str) -> str | None:
    with suppress(metadata.PackageNotFoundError):
        return metadata.version(package)
    return None


def _mosquitto() -> str | None:
    program = system.program("mosquitto")
    if program is None:
        return None
    done = subprocess.run([program, "-h"], capture_output=True, check=False, timeout=10)  # noqa: S603  # a list, no shell
    return done.stdout.decode("utf-8", "replace").partition("\n")[0].removeprefix("mosquitto version ").strip() or None


def load_now() -> float:
    """Percent of all cores that are busy while nobody of us works, over LISTEN seconds."""
    return round(float(psutil.cpu_percent(LISTEN)), 1)


class Others:
    """How much of the machine others take from now on, while processes of ours are started and waited for.

    Exact but for the kernel's own work, which has no owner, once every process of ours has ended. Time that a host
    took from a virtual machine is others', too.
    """

    def __init__(self) -> None:
        self._begun, self._busy, self._ours = clock.mono_ns(), _busy(), _ours()

    def share(self) -> float | None:
        """Percent of all cores; None on Windows, which does not add up what children used."""
        if sys.platform == "win32":
            return None
        seconds = max((clock.mono_ns() - self._begun) / 1e9, 0.001)
        others = _busy() - self._busy - (_ours() - self._ours)
        return round(max(100 * others / (seconds * (os.cpu_count() or 1)), 0.0), 1)


def _busy() -> float:
    """CPU seconds that processes have used since the machine started."""
    times = psutil.cpu_times()
    return float(times.user + times.system + getattr(times, "nice", 0.0) + getattr(times, "steal", 0.0))


def _ours() -> float:
    """CPU seconds of this process and of all its children that have ended, and theirs."""
    if sys.platform == "win32":
        return 0.0
    import resource

    uses = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(use.ru_utime + use.ru_stime for use in uses)
