"""The doctor says what is missing with the command that mends it, and changes nothing."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from eventscope.base import display, paths, system
from eventscope.cli import doctor


def found(name: str) -> doctor.Finding:
    return next(item for item in doctor.examine() if item.name == name)


def test_what_qt_lacks_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "missing", lambda: system.Missing(("libegl1", "libgl1")))
    item = found("window")
    assert item.good is False
    assert "libegl1, libgl1" in item.words
    assert item.mend.endswith("apt-get install -y libegl1 libgl1")


def test_a_display_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "fault", lambda: "DISPLAY is :55, but no display answers there")
    item = found("display")
    assert item.good is None
    assert item.words.startswith("DISPLAY is :55, but no display answers there: ")
    monkeypatch.setattr(display, "fault", lambda: "")
    assert found("display").good is True


def test_a_folder_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(paths, "home", lambda: tmp_path / "file" / "home")
    assert found("folder").good is False


def test_looking_makes_no_folder() -> None:
    assert found("folder").good
    assert not paths.home().exists()


def test_a_port_in_use_is_no_fault() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        assert doctor._port(number).good is None
    assert doctor._port(number).good is True


def test_exit_code_and_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    import typer

    for missing, code in (((), 0), (("libegl1",), 1)):
        monkeypatch.setattr(system, "missing", lambda missing=missing: system.Missing(missing))
        with pytest.raises(typer.Exit) as end:
            doctor.doctor(as_json=True)
        assert end.value.exit_code == code
        report = json.loads(capsys.readouterr().out)
        assert report["good"] is (code == 0)
        with pytest.raises(typer.Exit):
            doctor.doctor(as_json=False)
        assert ("BAD" in capsys.readouterr().out) is (code == 1)
