"""CPU time and memory of a process with its children, read from outside while they work."""

from __future__ import annotations

import contextlib

import psutil


class Meter:
    """Watches a process that runs. `sample` now and then, and once more at the end.

    Processes that have ended keep what they showed last; memory is the sum of the resident sizes, in which pages
    that processes share count for each of them.
    """

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self._cpu: dict[int, float] = {}
        self._base = 0.0
        self.rss = self.peak_rss = 0  # bytes
        self.begin()

    def begin(self) -> None:
        """Count CPU time from now on."""
        self.sample()
        self._base = sum(self._cpu.values())

    def sample(self) -> None:
        """Look once."""
        total = 0
        for process in self._family():
            with contextlib.suppress(psutil.Error):
                times = process.cpu_times()
                self._cpu[process.pid] = times.user + times.system
                total += process.memory_info().rss
        if total:
            self.rss = total
        self.peak_rss = max(self.peak_rss, total)

    @property
    def cpu_seconds(self) -> float:
        """From `begin` to the last sample."""
        return sum(self._cpu.values()) - self._base

    def _family(self) -> list[psutil.Process]:
        try:
            return [self._process, *self._process.children(recursive=True)]
        except psutil.Error:
            return [self._process]
