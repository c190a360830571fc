"""The handle on the engine is light: the window must not pay for what runs in another process."""

from __future__ import annotations

import subprocess
import sys


def test_the_engine_is_not_imported_with_its_handle() -> None:
    code = "import sys, eventscope.host.process; print([m for m in sys.modules if m.startswith(('paho', 'sqlite3'))])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
