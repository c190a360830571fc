"""The program chooses its face: window, or the demo in the terminal with the reason in words."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from eventscope import __main__ as program
from eventscope.base import system
from eventscope.cli.main import Faces


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str] | None]:
    seen: list[Sequence[str] | None] = []

    def run(faces: Faces, arguments: Sequence[str] | None = None) -> int:
        seen.append(arguments)
        return 7

    monkeypatch.setattr(program, "run", run)
    return seen


def test_without_a_display_the_demo_runs_here(
    commands: list[Sequence[str] | None], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system, "has_display", lambda: False)
    assert program.window() == 7
    assert program.demo_window() == 7
    assert commands == [["demo", "--headless"]] * 2
    assert "no display" in capsys.readouterr().out


def test_what_qt_lacks_is_named_with_the_command(
    commands: list[Sequence[str] | None], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system, "has_display", lambda: True)
    monkeypatch.setattr(system, "missing", lambda: system.Missing(("libegl1",)))
    assert program.window() == 7
    out = capsys.readouterr().out
    assert "apt-get install -y libegl1" in out
    assert "terminal" in out


def test_the_exit_code_is_that_of_the_command(
    commands: list[Sequence[str] | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SystemExit) as end:
        program.main()
    assert end.value.code == 7
    assert commands == [None]
