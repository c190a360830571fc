"""CPU and memory of a family of processes: those that have ended keep what they used."""

from __future__ import annotations

from types import SimpleNamespace

import psutil
import pytest

from eventscope.cli.bench import meter
from eventscope.cli.bench.meter import Meter


class Process:
    """One of psutil's; `gone` ones raise."""

    def __init__(self, pid: int, cpu: float, rss: int) -> None:
        self.pid, self.cpu, self.rss = pid, cpu, rss
        self.gone = False
        self.young: list[Process] = []

    def children(self, recursive: bool = False) -> list[Process]:
        assert recursive
        if self.gone:
            raise psutil.NoSuchProcess(self.pid)
        return self.young

    def cpu_times(self) -> SimpleNamespace:
        if self.gone:
            raise psutil.NoSuchProcess(self.pid)
        return SimpleNamespace(user=self.cpu * 0.75, system=self.cpu * 0.25)

    def memory_info(self) -> SimpleNamespace:
        return SimpleNamespace(rss=self.rss)


@pytest.fixture
def parent(monkeypatch: pytest.MonkeyPatch) -> Process:
    process = Process(1, 2.0, 100)
    monkeypatch.setattr(meter.psutil, "Process", lambda pid: process)
    return process


def test_only_what_is_used_after_the_beginning_counts(parent: Process) -> None:
    watch = Meter(1)
    parent.cpu = 5.0
    watch.sample()
    assert watch.cpu_seconds == pytest.approx(3.0)
    watch.begin()
    assert watch.cpu_seconds == 0
    parent.cpu = 6.0
    watch.sample()
    assert watch.cpu_seconds == pytest.approx(1.0)


def test_children_count_from_their_birth_and_after_their_end(parent: Process) -> None:
    watch = Meter(1)
    child = Process(2, 1.5, 1000)
    parent.young = [child]
    watch.sample()
    assert watch.peak_rss == 1100
    child.gone, parent.young = True, []
    parent.cpu = 2.5
    watch.sample()
    assert watch.cpu_seconds == pytest.approx(2.0)
    assert watch.peak_rss == 1100


def test_a_process_that_is_gone_keeps_its_last_figures(parent: Process) -> None:
    watch = Meter(1)
    parent.cpu = 4.0
    watch.sample()
    parent.gone = True
    watch.sample()
    assert (watch.cpu_seconds, watch.peak_rss) == (pytest.approx(2.0), 100)
