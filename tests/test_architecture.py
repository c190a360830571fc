"""The house keeps its shape: layers, one test for each source file, no addresses or paths of one machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "app" / "eventscope"


def test_contracts_between_layers_hold() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_top_level_holds_only_what_the_readme_names() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    if not listed:
        pytest.skip("no git checkout (an unpacked source archive)")
    known = {
        ".ci", ".gitignore", "CHANGELOG.md", "LICENSE", "Makefile", "README.md",
        "app", "packaging", "pyproject.toml", "resources", "tests",
    }  # fmt: skip
    assert {name.split("/")[0] for name in listed} <= known


def test_every_module_opens_with_its_purpose() -> None:
    for path in APP.rglob("*.py"):
        first = path.read_text(encoding="utf-8").lstrip()
        assert first.startswith('"""'), f"{path.relative_to(ROOT)} does not open with a sentence of purpose"


def test_no_file_is_past_the_limit() -> None:
    # A look, not a fence, up to 300 lines; past 450 nobody would want to live there.
    long = {str(p.relative_to(ROOT)): n for p in APP.rglob("*.py") if (n := len(p.read_text().splitlines())) > 450}
    assert not long


def test_the_window_loads_neither_the_expression_language_nor_a_client() -> None:
    """Each would cost it tens of megabytes and a quarter of a second at its start; the engine has them."""
    look = (
        "import importlib, pkgutil, sys, eventscope.ui as ui\n"
        "for each in pkgutil.walk_packages(ui.__path__, 'eventscope.ui.'): importlib.import_module(each.name)\n"
        "print([name for name in ('cel', 'paho', 'confluent_kafka', 'httpx', 'sqlite3') if name in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(APP.parent), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, env=environment, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_widget_is_asked_for_its_screen() -> None:
    """See `ui.window.screen_of`: the collector would delete it with the widget."""
    for path in (APP / "ui").rglob("*.py"):
        code = re.sub(r'""".*?"""', "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.search(r"\.screen\(\)", code), f"{path.relative_to(ROOT)} asks a widget for its screen"


def test_the_lock_carries_hashes_and_no_addresses() -> None:
    lock = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8")
    assert "--hash=sha256:" in lock
    assert not re.search(r"https?://|--index-url|--find-links", lock)


@pytest.mark.parametrize("folder", ["app", "tests", "packaging", "resources"])
def test_no_path_of_one_machine(folder: str) -> None:
    forbidden = re.compile(rb"/(?:home|Users|root|work)/\w+")
    for path in (ROOT / folder).rglob("*"):
        if path.suffix in {".py", ".toml", ".md", ".json", ".ts", ".spec", ".txt"} and path != Path(__file__):
            assert not forbidden.search(path.read_bytes()), path.relative_to(ROOT)
