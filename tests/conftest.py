"""Every test runs in a home of its own, so that nothing of this user is read or written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Time is never a verdict, and a run that judges a commit tries the same examples each time.
settings.register_profile("eventscope", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("eventscope")


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENTSCOPE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
