"""Clocks: monotonic for durations, an anchor for display."""

from __future__ import annotations

import pytest

from eventscope.base import clock


def test_mono_never_goes_back() -> None:
    stamps = [clock.mono_ns() for _ in range(1000)]
    assert stamps == sorted(stamps)


def test_the_anchor_notices_a_jump(monkeypatch: pytest.MonkeyPatch) -> None:
    now = {"wall": 1_000_000_000, "mono": 500}
    monkeypatch.setattr(clock, "wall_ns", lambda: now["wall"])
    monkeypatch.setattr(clock, "mono_ns", lambda: now["mono"])
    anchor = clock.WallAnchor()
    assert anchor.wall(600) == 1_000_000_100
    now["wall"] += 250_000_000
    assert anchor.wall(600) == 1_000_000_100  # steady until it is asked to look
    assert anchor.check() == 250_000_000
    assert anchor.check() == 0


def test_stored_times_do_not_jump_with_the_wall_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    before = clock.steady_ns()
    assert abs(before - clock.wall_ns()) < 3_600 * 10**9  # as long as nobody sets this machine's clock
    monkeypatch.setattr(clock, "wall_ns", lambda: 0)
    assert before <= clock.steady_ns() < before + 60 * 10**9


def test_the_boot_id_is_short_and_steady_on_this_system() -> None:
    assert len(clock.boot_id()) == 8
