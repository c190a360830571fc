"""Calls come when due, late ones are made up for, a failing or busy caller harms no other."""

from __future__ import annotations

import logging
import threading

import pytest

from eventscope.base import clock
from eventscope.engine.schedule import Schedule


def test_calls_come_in_order_and_not_early() -> None:
    schedule, done, seen = Schedule(), threading.Event(), []
    start = clock.mono_ns()

    def call(name: str, due: int) -> None:
        def made(now: int) -> None:
            seen.append((name, now >= due))
            if len(seen) == 3:
                done.set()

        schedule.at(due, made)

    call("c", start + 30_000_000)
    call("a", start + 1_000_000)
    call("b", start + 15_000_000)
    assert done.wait(10)
    assert seen == [("a", True), ("b", True), ("c", True)]
    schedule.close()


def test_a_caller_far_behind_does_not_starve_the_others() -> None:
    schedule, done, turns = Schedule(), threading.Event(), []

    def behind(now: int) -> int:
        turns.append("behind")
        return 0

    def other(now: int) -> int | None:
        turns.append("other")
        if turns.count("other") < 5:
            return now
        done.set()
        return None

    schedule.at(0, behind)
    schedule.at(clock.mono_ns(), other)
    assert done.wait(10)
    schedule.close()


def test_a_failing_call_is_loud_and_alone(caplog: pytest.LogCaptureFixture) -> None:
    schedule, done = Schedule(), threading.Event()

    def fails(now: int) -> int:
        raise RuntimeError("a bug")

    with caplog.at_level(logging.ERROR):
        schedule.at(0, fails)
        schedule.at(1, lambda now: done.set())
        assert done.wait(10)
    schedule.close()
    assert "a bug" in caplog.text


def test_close_ends_the_thread_and_drops_what_waits() -> None:
    schedule, called = Schedule("of-a-test"), threading.Event()
    schedule.at(clock.mono_ns() + 3_600_000_000_000, lambda now: called.set())
    schedule.close()
    schedule.at(0, lambda now: called.set())
    assert all(thread.name != "of-a-test" for thread in threading.enumerate())
    assert not called.is_set()
