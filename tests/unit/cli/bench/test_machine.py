"""Facts of the machine, and the share that others take of it while processes of ours work."""

from __future__ import annotations

import subprocess
import sys

import pytest

from eventscope.base import clock, system
from eventscope.cli.bench import machine


def test_facts_name_the_machine_and_the_peers(monkeypatch: pytest.MonkeyPatch) -> None:
    found = machine.facts()
    assert {"cpu", "cores", "memory_mb", "system", "python", "mosquitto", "paho-mqtt", "sqlite"} <= set(found)
    assert found["cpu"]
    assert found["python"].startswith("3.")
    monkeypatch.setattr(system, "program", lambda name: None)
    monkeypatch.setattr(machine, "_PACKAGES", ("no-such-package",))
    found = machine.facts()
    assert (found["mosquitto"], found["no-such-package"]) == (None, None)


def test_load_is_percent() -> None:
    assert 0 <= machine.load_now() <= 100


def test_what_is_ours_is_not_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """In 2 s of 2 cores 3 CPU seconds were used, 2 of them by us: others took 1 of 4."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(machine.os, "cpu_count", lambda: 2)
    state = {"at": 10**9, "busy": 100.0, "ours": 50.0}
    monkeypatch.setattr(clock, "mono_ns", lambda: state["at"])
    monkeypatch.setattr(machine, "_busy", lambda: state["busy"])
    monkeypatch.setattr(machine, "_ours", lambda: state["ours"])
    others = machine.Others()
    state.update(at=3 * 10**9, busy=103.0, ours=52.0)
    assert others.share() == 25.0
    state.update(ours=60.0)  # clocks of two kinds are not exact
    assert others.share() == 0.0


def test_where_children_are_not_added_up_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert machine.Others().share() is None


@pytest.mark.skipif(sys.platform == "win32", reason="it does not add up what children used")
def test_children_that_have_ended_are_ours() -> None:
    before = machine._ours()
    code = "import time; end = time.process_time() + 0.3\nwhile time.process_time() < end: pass"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert machine._ours() - before >= 0.3
