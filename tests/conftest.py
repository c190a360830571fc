"""Every test runs in a home of its own, so that nothing of this user is read or written."""

from __future__ import annotations

import gc
import itertools
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Time is never a verdict, and a run that judges a commit tries the same examples each time.
settings.register_profile("eventscope", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("eventscope")

# Where no display is, Qt aborts the whole run instead of failing one test: then it draws into memory.
if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A collector that runs on some other thread (a link's, the one that speaks to the test runner) would destroy widgets
# there, and Qt would crash in a later test; the window has the same rule, see ui.garbage.
gc.disable()
_tests = itertools.count(1)

# Under nohup a hang-up is ignored, and behind an & of a shell Ctrl+C: programs that tests start would inherit that; a
# handler they do not.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, lambda *_: None)


@pytest.fixture(autouse=True)
def _collect_on_this_thread() -> Iterator[None]:
    yield
    gc.collect(2 if next(_tests) % 25 == 0 else 0)


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENTSCOPE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
