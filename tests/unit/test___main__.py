"""The program chooses its face: window, or the demo in the terminal with the reason in words."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from eventscope import __main__ as program
from eventscope.base import display, system
from eventscope.cli.main import Faces
from eventscope.core.errors import Unavailable


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
    monkeypatch.setattr(display, "fault", lambda: "DISPLAY is :55, but no display answers there")
    assert program.window() == 7
    assert program.demo_window() == 7
    assert commands == [["demo", "--headless"]] * 2
    assert capsys.readouterr().out.count("DISPLAY is :55, but no display answers there, so the demo runs in") == 2


def test_what_qt_lacks_is_named_with_the_command(
    commands: list[Sequence[str] | None], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(display, "fault", lambda: "")
    monkeypatch.setattr(system, "missing", lambda: system.Missing(("libegl1",)))
    assert program.window() == 7
    out = capsys.readouterr().out
    assert "apt-get install -y libegl1" in out
    assert "terminal" in out


def test_a_window_that_cannot_be_shown_is_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "fault", lambda: "There is no display here")
    with pytest.raises(Unavailable, match=r"^There is no display here\. .*offscreen\.$"):
        program.bench_window(None, 1.0, None)


def test_the_exit_code_is_that_of_the_command(
    commands: list[Sequence[str] | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SystemExit) as end:
        program.main()
    assert end.value.code == 7
    assert commands == [None]
