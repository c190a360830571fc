"""Packaging: steps in order, the first failure ends it, and the self-test runs away from the checkout."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]


class Commands:
    """Commands that are not run; the first one that holds `fails` ends with 7."""

    def __init__(self) -> None:
        self.ran: list[list[str]] = []
        self.options: list[dict[str, Any]] = []
        self.fails = "\0"

    def run(self, command: Any, **options: Any) -> SimpleNamespace:
        self.ran.append(list(command))
        self.options.append(options)
        return SimpleNamespace(returncode=7 if self.fails in " ".join(command) else 0)


@pytest.fixture
def commands() -> Commands:
    return Commands()


@pytest.fixture
def build(commands: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_script", ROOT / "packaging" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "dist").mkdir()
    for number, name in enumerate(("eventscope-0.0-py3-none-any.whl", "eventscope-0.1-py3-none-any.whl")):
        (tmp_path / "dist" / name).write_text("")
        os.utime(tmp_path / "dist" / name, (number, number))
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module.subprocess, "run", commands.run)
    monkeypatch.setattr(module.venv, "EnvBuilder", lambda **options: SimpleNamespace(create=lambda home: None))
    return module


def test_the_program_is_built_then_tried(build: ModuleType, commands: Commands) -> None:
    assert build.program() == 0
    built, tried = commands.ran
    assert built[:3] == [sys.executable, "-m", "PyInstaller"]
    assert built[-1].endswith("eventscope.spec")
    assert Path(tried[0]).parent == build.ROOT / "dist" / "eventscope"
    assert tried[1:] == ["selftest"]


def test_the_newest_wheel_is_installed_with_the_locked_packages_and_tried(
    build: ModuleType, commands: Commands
) -> None:
    assert build.wheel() == 0
    made, locked, installed, tried = commands.ran
    assert "wheel" in made
    assert "--require-hashes" in locked
    assert locked[-1].endswith("requirements.lock")
    assert installed[-1].endswith("eventscope-0.1-py3-none-any.whl")
    assert locked[0] == installed[0] != sys.executable
    assert Path(tried[0]).parent == Path(locked[0]).parent
    assert tried[1:] == ["selftest"]


@pytest.mark.parametrize(
    ("fails", "steps"),
    [("PyInstaller", 1), ("eventscope selftest", 2), ("pip --disable-pip-version-check --quiet wheel", 3), (".whl", 5)],
)
def test_the_first_failure_ends_it(fails: str, steps: int, build: ModuleType, commands: Commands) -> None:
    commands.fails = fails
    assert build.main() == 7
    assert len(commands.ran) == steps


def test_both_are_built(build: ModuleType, commands: Commands) -> None:
    assert build.main() == 0
    assert len(commands.ran) == 6


def test_the_self_test_knows_nothing_of_the_checkout(
    build: ModuleType, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "app"))
    build.self_test(Path("eventscope"))
    (options,) = commands.options
    assert "PYTHONPATH" not in options["env"]
    assert options["env"]["EVENTSCOPE_HOME"] == options["cwd"]
    assert not Path(options["cwd"]).is_relative_to(ROOT)
    assert not Path(options["cwd"]).exists()  # it is gone by now


def test_there_is_a_spec_for_every_system() -> None:
    for system in ("linux", "macos", "windows"):
        text = (ROOT / "packaging" / system / "eventscope.spec").read_text(encoding="utf-8")
        assert "common.LAUNCH" in text
        assert "common.DATAS" in text
        compile(text, "eventscope.spec", "exec")
