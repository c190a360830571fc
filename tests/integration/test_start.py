"""The window shows before anything heavy is imported, and only then begins."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

# What the window has imported when it is painted first: "numpy" and the panels come after it.
PROBE = """
import sys
import eventscope.__main__ as program
from eventscope.ui import app

def begin(session):
    print(session._window._seen, "numpy" in sys.modules, "eventscope.ui.shell" in sys.modules, flush=True)
    session.end()
    app.QApplication.exit(0)

app.Session.begin = begin
sys.exit(program.window())
"""


def test_the_first_paint_comes_before_everything_heavy(tmp_path: Path) -> None:
    known = {**os.environ, "EVENTSCOPE_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", PROBE], env=known, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["True", "False", "False"]
