"""The set-up: once for each state of the lock, what is of no use is made anew, what cannot be done is said."""

from __future__ import annotations

import builtins
import importlib.util
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from eventscope.base import system

ROOT = Path(__file__).resolve().parents[3]
GOOD, LACKS = system.Missing(()), system.Missing(("libegl1", "libgl1"))


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("prepare_script", ROOT / "packaging" / "prepare.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Machine:
    """What was run and made; `codes` are the exit codes of commands that hold a word."""

    def __init__(self, module: ModuleType, folder: Path) -> None:
        self.module, self.folder = module, folder
        self.ran: list[list[str]] = []
        self.made: list[dict[str, Any]] = []
        self.codes: dict[str, int] = {}

    def run(self, command: list[str], **options: Any) -> SimpleNamespace:
        self.ran.append(command)
        return SimpleNamespace(returncode=next((c for word, c in self.codes.items() if word in command), 0))

    def environment(self, **options: Any) -> SimpleNamespace:
        self.made.append(options)
        return SimpleNamespace(create=lambda home: self.put_python())

    def put_python(self) -> None:
        self.module.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        self.module.PYTHON.write_text("")

    @property
    def installs(self) -> list[str]:
        """What pip was asked to install."""
        return [command[-1] for command in self.ran if "install" in command and "apt-get" not in command]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    module = load()
    found = Machine(module, tmp_path)
    for name, path in (
        ("ROOT", tmp_path),
        ("LOCK", tmp_path / "lock"),
        ("VENV", tmp_path / ".venv"),
        ("STAMP", tmp_path / ".venv" / "prepared"),
        ("PYTHON", tmp_path / ".venv" / "bin" / "python"),
    ):
        monkeypatch.setattr(module, name, path)
    (tmp_path / "lock").write_text("one")
    (tmp_path / "pyproject.toml").write_text("two")
    monkeypatch.setattr(module.subprocess, "run", found.run)
    monkeypatch.setattr(module.venv, "EnvBuilder", found.environment)
    monkeypatch.setattr(system, "missing", lambda: GOOD)
    monkeypatch.setattr(system, "can_install", lambda: False)
    return found


def test_a_fresh_checkout_gets_everything_and_the_next_run_does_nothing(machine: Machine) -> None:
    assert machine.module.main() == 0
    assert [options["clear"] for options in machine.made] == [False]
    assert machine.installs == [str(machine.folder / "lock"), str(machine.folder)]
    assert "--require-hashes" in machine.ran[0]
    before = len(machine.ran)
    assert machine.module.main() == 0
    assert len(machine.ran) == before


@pytest.mark.parametrize("name", ["lock", "pyproject.toml"])
def test_another_lock_is_installed_into_the_same_environment(name: str, machine: Machine) -> None:
    machine.module.main()
    (machine.folder / name).write_text("changed")
    machine.module.main()
    assert len(machine.made) == 1
    assert len(machine.installs) == 4


@pytest.mark.parametrize("left", ["an interpreter that does not run", "a folder without one"])
def test_an_environment_of_no_use_is_made_anew(left: str, machine: Machine) -> None:
    machine.module.VENV.mkdir()
    if "interpreter" in left:
        machine.put_python()
        machine.codes = {"--version": 1}
    machine.module.main()
    assert [options["clear"] for options in machine.made] == [True]


def test_a_failed_installation_is_said_and_tried_again_next_time(machine: Machine) -> None:
    machine.codes = {"--require-hashes": 1}
    with pytest.raises(SystemExit, match="see the lines above"):
        machine.module.main()
    machine.codes = {}
    machine.module.main()
    assert machine.module.STAMP.exists()


@pytest.fixture
def no_ensurepip(monkeypatch: pytest.MonkeyPatch) -> None:
    """Debian's Python without its venv package."""
    right = builtins.__import__

    def without(name: str, *more: Any, **named: Any) -> Any:
        if name == "ensurepip":
            raise ImportError(name)
        return right(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", without)


@pytest.mark.usefixtures("no_ensurepip")
def test_without_venvs_the_command_is_named(machine: Machine) -> None:
    with pytest.raises(SystemExit, match=r"sudo apt-get install -y python3\.\d+-venv"):
        machine.module.main()
    assert machine.ran == []


@pytest.mark.usefixtures("no_ensurepip")
def test_without_venvs_root_on_debian_gets_them(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "can_install", lambda: True)
    machine.module.main()
    assert [command[:2] for command in machine.ran[:2]] == [["apt-get", "update"], ["apt-get", "install"]]
    assert machine.ran[1][-1].endswith("-venv")
    assert len(machine.made) == 1


def test_what_qt_lacks_is_installed_where_nobody_has_to_be_asked(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter([LACKS, GOOD])
    monkeypatch.setattr(system, "missing", lambda: next(answers))
    monkeypatch.setattr(system, "can_install", lambda: True)
    machine.module.prepare_system()
    assert machine.ran[-1] == ["apt-get", "install", "-y", "--no-install-recommends", "libegl1", "libgl1"]
    assert "Run:" not in capsys.readouterr().out


@pytest.mark.parametrize("able", [False, True])
def test_what_qt_still_lacks_is_named_with_the_command(
    able: bool, machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system, "missing", lambda: LACKS)
    monkeypatch.setattr(system, "can_install", lambda: able)
    machine.codes = {"apt-get": 100}
    machine.module.prepare_system()
    assert "apt-get install -y libegl1 libgl1" in capsys.readouterr().out


def test_an_old_python_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 9))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or later.*make PYTHON="):
        load()


def test_it_needs_nothing_that_is_not_there_yet() -> None:
    """Only the standard library, and of ours only what needs no more."""
    import subprocess

    done = subprocess.run(
        [sys.executable, "-S", "-c", f"import runpy; runpy.run_path({str(ROOT / 'packaging' / 'prepare.py')!r})"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
