"""The only place that knows where things lie: resources, data, settings, sockets, and how to start ourselves."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

import platformdirs

APP = "eventscope"


@cache
def resources() -> Path:
    """The folder of icons, themes, samples, schemas and translations, in a wheel, a bundle or a checkout."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "resources"
    return shipped if shipped.is_dir() else package.parent.parent / "resources"


def home() -> Path:
    """The data folder; EVENTSCOPE_HOME moves everything of ours below one place (tests, demos, sticks)."""
    moved = os.environ.get("EVENTSCOPE_HOME")
    return Path(moved) if moved else Path(platformdirs.user_data_dir(APP, appauthor=False))


def settings_file() -> Path:
    """Preferences of this user."""
    moved = os.environ.get("EVENTSCOPE_HOME")
    base = Path(moved) if moved else Path(platformdirs.user_config_dir(APP, appauthor=False))
    return base / "settings.toml"


def workspace_file() -> Path:
    """The workspace that opens when none is named."""
    return home() / "workspace.toml"


def log_folder() -> Path:
    """The message log's segment files."""
    return home() / "log"


def lock_file() -> Path:
    """Held by the engine that owns the log folder."""
    return home() / "engine.lock"


def report_file() -> Path:
    """Where processes write their own diagnostics (no payloads)."""
    return home() / "eventscope.log"


def typed(text: str) -> Path:
    """A path as a person writes it: ~ is their home; the home of somebody who does not exist stays as written."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


def runtime_folder() -> Path:
    """For what lasts as long as a process: the API's tokens. Private to this user."""
    # A Linux session without a runtime folder of its own leaves only shared /tmp: then rather the data folder.
    if os.environ.get("EVENTSCOPE_HOME") or (sys.platform == "linux" and not os.environ.get("XDG_RUNTIME_DIR")):
        return home() / "run"
    return Path(platformdirs.user_runtime_dir(APP, appauthor=False))


def audit_file() -> Path:
    """What was changed through the API, and who was refused."""
    return home() / "audit.jsonl"


def self_command() -> list[str]:
    """The command that starts this program again, also inside a frozen bundle."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", APP]
