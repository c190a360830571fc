"""The engine as a process of its own: it answers, drains when its window goes, and its death is noticed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

import psutil
import pytest

from enginebench import EVENT, WATCHED, options
from enginewindow import Window, window
from eventscope.core import verbs
from eventscope.core.errors import EventscopeError
from eventscope.engine import files
from eventscope.engine.engine import Options

posix = pytest.mark.skipif(sys.platform == "win32", reason="ends processes by signal")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    files.save(tmp_path / "workspace.toml", WATCHED)
    return tmp_path


def publish(w: Window, count: int) -> None:
    w.until(lambda: w.ask(verbs.GetState()).subscriptions, "the subscription")
    w.ask(verbs.Publish(EVENT))
    for _ in range(count - 1):
        w.ask(verbs.Publish(EVENT))
    w.until(lambda: w.stored() >= count, "the messages")


def test_it_answers_tells_and_ends_in_order(home: Path) -> None:
    with window(options(home, None)) as w:
        publish(w, 3)
        assert w.ask(verbs.GetState()).workspace.name == "Test"
        with pytest.raises(EventscopeError, match="no connection"):
            w.ask(verbs.Connect("nobody"))
        child = w.ask(verbs.GetState()).ports
        assert child is not None
        assert w.engine.close() == 0
        assert not w.engine.client.lost
        assert not psutil.pid_exists(child.pid)
    with window(options(home, None)) as w:
        w.ask(verbs.GetState())
        assert "unclean-end" not in w.notices()
        assert w.until(w.summary, "a summary").newest == 3


@posix
def test_a_killed_engine_is_noticed_and_the_next_has_what_was_stored(home: Path) -> None:
    with window(options(home, None)) as w:
        publish(w, 5)
        state = w.ask(verbs.GetState())
        assert state.ports is not None
        got: list[EventscopeError] = []
        os.kill(w.engine.process.pid, signal.SIGKILL)  # type: ignore[arg-type]
        w.until(lambda: w.engine.client.lost, "the loss")
        w.engine.client.submit(verbs.GetState(), None, got.append)
        assert w.until(lambda: got, "an error")[0].code == "engine-gone"
        w.until(lambda: not psutil.pid_exists(state.ports.pid), "the end of its broker")
    with window(options(home, None)) as w:
        w.ask(verbs.GetState())
        assert "unclean-end" in w.notices()
        assert w.until(w.summary, "a summary").newest == 5


def _be_a_window(options: Options, pipe: Any) -> None:
    w = Window(options)
    publish(w, 5)
    pipe.send(w.engine.process.pid)
    threading.Event().wait()


@posix
def test_a_killed_window_takes_the_engine_with_it_and_nothing_is_lost(home: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    victim = context.Process(target=_be_a_window, args=(options(home, None), theirs))
    victim.start()
    assert ours.poll(60)
    engine = psutil.Process(ours.recv())
    family = [engine, *engine.children(recursive=True)]
    victim.kill()
    victim.join(10)
    _, alive = psutil.wait_procs(family, 15)
    assert alive == []
    with window(options(home, None)) as w:
        w.ask(verbs.GetState())
        assert "unclean-end" in w.notices()
        assert w.until(w.summary, "a summary").newest == 5
    ours.close()
    theirs.close()


@posix
def test_signals_to_the_whole_group_are_the_windows_to_answer(home: Path) -> None:
    with window(options(home, None)) as w:
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # in the middle of its start, too
            os.kill(w.engine.process.pid, getattr(signal, name))  # type: ignore[arg-type]
        publish(w, 1)
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            os.kill(w.engine.process.pid, getattr(signal, name))  # type: ignore[arg-type]
        publish(w, 1)
        assert w.engine.close(10) == 0
    with window(options(home, None)) as w:
        w.ask(verbs.GetState())
        assert "unclean-end" not in w.notices()


def test_a_goodbye_before_the_start_is_over_ends_it_all_the_same(home: Path) -> None:
    with window(options(home, None)) as w:
        assert w.engine.close(10) == 0
