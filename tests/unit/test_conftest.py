"""The window's tests run where no display is, whoever starts them and however."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent.parent
NONE = {"DISPLAY": "", "WAYLAND_DISPLAY": ""}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
@pytest.mark.parametrize(
    ("given", "platform"),
    [(NONE, "offscreen"), ({**NONE, "DISPLAY": ":0"}, "-"), ({**NONE, "QT_QPA_PLATFORM": "minimal"}, "minimal")],
)
def test_without_a_display_qt_draws_into_memory(given: dict[str, str], platform: str) -> None:
    rest = {name: value for name, value in os.environ.items() if name not in (*NONE, "QT_QPA_PLATFORM")}
    look = "import os, conftest; print(os.environ.get('QT_QPA_PLATFORM', '-'))"
    found = subprocess.run([sys.executable, "-c", look], cwd=HERE, env=rest | given, capture_output=True, check=True)
    assert found.stdout.decode().strip() == platform
