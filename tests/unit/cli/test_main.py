"""The command line as a whole: exit codes, faces, quick help."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from typing import Any

import pytest

from eventscope import __version__
from eventscope.cli import main
from eventscope.cli.main import Faces
from eventscope.core.errors import BadInput, CannotConnect, Refused, Unavailable


def faces(code: int = 0) -> Faces:
    return Faces(lambda: code, lambda: code + 1, lambda *arguments: {})


def run(*arguments: str) -> int:
    return main.run(faces(), arguments)


def test_without_a_command_the_window_opens() -> None:
    assert main.run(faces(0), []) == 0
    assert main.run(faces(5), []) == 5


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert __version__ in capsys.readouterr().out
    assert run("--help") == 0
    out = capsys.readouterr().out
    assert all(name in out for name in ("demo", "broker", "pub", "sub", "selftest", "doctor", "bench"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["pub"],
        ["pub", "--url", "mqtt://h", "-t", "a"],
        ["pub", "--url", "mqtt://h", "-t", "a", "-m", "x", "-f", "y"],
        ["pub", "--url", "http://h", "-t", "a", "-m", "x"],
        ["pub", "--url", "mqtt://h", "-t", "a/#", "-m", "x"],
        ["pub", "--url", "mqtt://h", "-t", "a", "-m", "x", "-q", "3"],
        ["pub", "--url", "mqtt://h", "-t", "a", "-m", "{{ x }}", "--template"],
        ["pub", "--url", "mqtt://h", "-t", "a", "-m", "x", "--every", "soon"],
        ["pub", "--url", "mqtt://h", "-t", "a", "-m", "x", "--version", "3.1.1", "--property", "a=b"],
        ["sub", "--url", "mqtt://h", "-t", "a/#/b"],
        ["sub", "--url", "mqtt://h", "-t", "a", "--seconds", "long"],
        ["broker", "--config", "no such file"],
        ["broker", "--port", "70000"],
    ],
)
def test_wrong_usage_and_bad_files_are_exit_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.strip()
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (BadInput("x", "Bad {a}.", a="\x1b[31m"), 2),
        (CannotConnect("x", "No."), 3),
        (Refused("x", "No."), 1),
        (Unavailable("x", "No."), 1),
    ],
)
def test_errors_are_sentences_with_an_exit_code(
    error: Exception, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(**options: Any) -> None:
        raise error

    monkeypatch.setattr(main, "app", fails)
    assert run() == code
    err = capsys.readouterr().err
    assert "\x1b" not in err
    assert err.strip().endswith(".")


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (["pub", "--url", "mqtt://h", "-t", "a", "--json"], "no-payload", 2),
        (["pub", "--url", "mqtt://h", "-t", "a", "-m", "x", "-f", "y", "--json"], "two-payloads", 2),
        (["pub", "--url", "mqtt://h", "-t", "a", "-f", "/no/such/file", "--json"], "cannot-read", 2),
        (["sub", "--url", "mqtt://h", "-t", "a", "--filter", "latncy > 5ms", "--json"], "filter-mistyped", 2),
        (["pub", "--json"], "usage", 2),
        (["nonsense", "--json"], "usage", 2),
        (["pub", "--url", "mqtt://h", "-t", "a", "-m", "x", "-q", "3", "--json"], "usage", 2),
    ],
)
def test_with_json_an_error_is_an_object_on_the_error_stream(
    arguments: list[str], code: str, exit_code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == exit_code
    out, err = capsys.readouterr()
    assert out == ""
    found = json.loads(err)
    assert found["error"] == code
    assert found["words"]


def test_with_json_exit_codes_and_data_stay_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("broker", "hash", "--json", "--password-file", __file__) == 0
    out, err = capsys.readouterr()
    assert set(json.loads(out)) == {"password"}
    assert err == ""
    assert run("doctor", "--json") in (0, 1)
    assert run("sub", "--help", "--json") == 0


def test_an_empty_password_gets_no_hash(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert run("broker", "hash") == 2
    assert "empty" in capsys.readouterr().err


def test_two_payloads_are_one_too_many(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("pub", "--url", "mqtt://h", "-t", "a", "-m", "x", "-f", "y") == 2
    assert "not with both" in capsys.readouterr().err


@pytest.mark.parametrize("group", [[], ["bench"], ["broker"]])
def test_summaries_are_whole_in_a_terminal_of_eighty_columns(
    group: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert run(*group, "--help") == 0
    commands = capsys.readouterr().out.partition("Commands:")[2].split("\n\n")[0]
    assert commands.strip()
    assert "..." not in commands


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of Unix")
def test_a_closed_terminal_is_no_traceback() -> None:
    import pty

    ours, theirs = pty.openpty()
    code = "import sys; from eventscope.cli import main; input(); sys.exit(main.run(None, ['--version']))"
    process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=theirs, stderr=theirs)
    os.close(theirs)
    os.close(ours)
    process.communicate(b"\n", timeout=30)
    assert process.returncode == 1


def test_a_bug_stays_loud(monkeypatch: pytest.MonkeyPatch) -> None:
    def bug(**options: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(main, "app", bug)
    with pytest.raises(ZeroDivisionError):
        run()


def test_ctrl_c_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(**options: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(main, "app", interrupted)
    assert run() == 1


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import json, sys; from eventscope.cli import main; "
        "main.run(main.Faces(None, None, None), ['--help']); "
        "print(json.dumps([name for name in ('numpy', 'paho', 'PySide6', 'sqlite3', 'jinja2', 'keyring') "
        "if name in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout.splitlines()[-1]) == []
