"""What the PyInstaller builds of all three systems share: data files, hidden imports, what stays out."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAUNCH = str(ROOT / "packaging" / "launch.py")
SEARCH = [str(ROOT / "app")]
SHIPPED = ("icons", "themes", "samples", "schemas", "i18n")
DATAS = [(str(ROOT / "resources" / name), f"eventscope/resources/{name}") for name in SHIPPED]

# Command and link modules are imported when they are needed, by name.
HIDDEN = [
    "eventscope.cli",
    "eventscope.ui.app",
    "eventscope.host.main",
    "eventscope.broker.child",
    "eventscope.engine.kafkachild",
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
