"""What the PyInstaller builds of all three systems share: data files, hidden imports, what stays out."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAUNCH = str(ROOT / "packaging" / "launch.py")
SEARCH = [str(ROOT / "app")]
SHIPPED = ("icons", "themes", "samples", "schemas", "i18n")
DATAS = [(str(ROOT / "resources" / name), f"eventscope/resources/{name}") for name in SHIPPED]


def noida_db() -> list[tuple[str, str]]:
    """The server behind `eventscope kafka`: a program beside its package, which the analysis takes for nothing."""
    found = find_spec("noida_db")
    assert found is not None
    assert found.origin is not None
    return [(str(path), "noida_db") for path in Path(found.origin).parent.glob("noida-db*")]


BINARIES = noida_db()

# Command and link modules are imported when they are needed, by name.
HIDDEN = [
    "eventscope.cli",
    "eventscope.ui.app",
    "eventscope.host.main",
    "eventscope.broker.child",
    "eventscope.engine.kafkachild",
    "noida_db",
]
LEFT_OUT = [
    "tkinter",
    "matplotlib",
    "scipy",
    "IPython",
    "pytest",
    "hypothesis",
    "mypy",
    "PyInstaller",
    "PySide6.QtNetwork",
    "PySide6.QtOpenGLWidgets",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtSql",
    "PySide6.QtTest",
]
