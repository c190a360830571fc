"""What the system lacks is named with the command that mends it."""

from __future__ import annotations

import pytest

from eventscope.base import system


def test_the_command_names_every_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "is_root", lambda: False)
    assert system.Missing(("libegl1", "libgl1")).command == "sudo apt-get install -y libegl1 libgl1"


def test_a_missing_library_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system.sys, "platform", "linux")
    monkeypatch.setattr(system, "_loads", lambda library: library != "libEGL.so.1")
    monkeypatch.setattr(system, "has_fonts", lambda: False)
    assert system.missing().packages == ("libegl1", "fonts-dejavu-core")


def test_nothing_is_asked_of_other_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system.sys, "platform", "darwin")
    assert system.missing().packages == ()


def test_a_program_is_found_on_the_path_and_where_servers_lie(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str | None] = []

    def which(name: str, path: str | None = None) -> str | None:
        asked.append(path)
        return f"/usr/sbin/{name}" if path and name == "broker" else None

    monkeypatch.setattr(system.shutil, "which", which)
    assert system.program("broker") == "/usr/sbin/broker"
    assert asked[0] is None  # the person's own path comes first
    assert "/usr/sbin" in (asked[1] or "").split(system.os.pathsep)
    assert system.program("nothing") is None
