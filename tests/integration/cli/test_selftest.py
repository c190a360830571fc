"""`selftest` as a person starts it: it holds here, in short, and Ctrl+C ends it with everything it started."""

from __future__ import annotations

import signal
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from commands import data, run, running
from servers import wait_until

SOME = ["P4", "P14", "P16", "P18"]  # quick ones; each check has tests of its own


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go."""
    made = tmp_path / "temporary"
    made.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(made))
    monkeypatch.setattr(tempfile, "tempdir", str(made))
    return made


def test_it_holds_here_and_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    done = run("selftest", *SOME, "--json", seconds=110)
    found = data(done)
    assert [item for item in found["checks"] if item["outcome"] == "broken"] == []
    assert done.returncode == 0
    assert found["passed"] is True
    assert {item["promise"] for item in found["checks"]} == set(SOME)
    assert done.stderr == b""
    assert list(folder.iterdir()) == []
    assert not (tmp_path / "home").exists()  # nothing of the user was touched


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C cannot be sent to one process there")
@pytest.mark.parametrize(("promise", "sign"), [("P1", "*.segment"), ("P11", ""), ("P20", "lock"), ("P25", "*.segment")])
def test_ctrl_c_ends_it_and_everything_that_it_started(promise: str, sign: str, folder: Path) -> None:
    with running("selftest", promise) as command:
        process = psutil.Process(command.process.pid)
        assert command.process.stderr is not None
        assert promise.encode() in command.process.stderr.readline()
        # In the middle: its log is open, or its link runs. Python itself is not silent when it is interrupted while it
        # starts a process.
        wait_until(lambda: any(folder.rglob(sign)) if sign else process.num_threads() > 1, 30.0)
        children = process.children(recursive=True)
        command.process.send_signal(signal.SIGINT)
        out, err = command.process.communicate(timeout=30)
    assert command.process.returncode in (1, 130)
    assert b"holds" not in out
    assert b"broken" not in out
    assert b"Traceback" not in err
    wait_until(lambda: not any(item.is_running() and item.status() != psutil.STATUS_ZOMBIE for item in children))
    wait_until(lambda: list(folder.glob("*")) == [])
