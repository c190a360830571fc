"""Everything of ours lies below one home when it is moved."""

from __future__ import annotations

from pathlib import Path

import pytest

from eventscope.base import paths


def test_home_moves_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENTSCOPE_HOME", str(tmp_path))
    places = [
        paths.settings_file(),
        paths.workspace_file(),
        paths.log_folder(),
        paths.lock_file(),
        paths.report_file(),
        paths.runtime_folder(),
        paths.audit_file(),
    ]
    assert all(place.is_relative_to(tmp_path) for place in places)


def test_resources_are_found_in_a_checkout() -> None:
    assert (paths.resources() / "themes" / "tokens.toml").is_file()


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths.sys, "frozen", True, raising=False)
    assert paths.self_command() == [paths.sys.executable]


def test_a_path_as_a_person_writes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert paths.typed("~/ca.pem") == tmp_path / "ca.pem"
    assert paths.typed("a/b") == Path("a/b")
    assert not paths.typed("~nobody-has-this-name/x").exists()
