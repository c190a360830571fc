"""`selftest`: outcomes, exit codes, choice of checks, output that nothing seen can steer."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from eventscope.base import paths
from eventscope.cli import main
from eventscope.cli.main import Faces
from eventscope.cli.selftest import command
from eventscope.cli.selftest.check import Broken, Check, Skipped


def says(seen: str) -> Callable[[], str]:
    return lambda: seen


def raises(error: BaseException) -> Callable[[], str]:
    def run() -> str:
        raise error

    return run


GOOD = Check("P1", "Good", says("12 of 12"))
BAD = Check("P2", "Bad", raises(Broken("11 of 12\x1b[2J")))
FAULT = Check("P3", "Faulty", raises(ValueError("no such thing")))
SKIP = Check("P4", "Skipped", raises(Skipped("not on this system")))


def run(monkeypatch: pytest.MonkeyPatch, checks: list[Check], *arguments: str) -> int:
    monkeypatch.setattr(command, "all_checks", lambda: tuple(checks))
    return main.run(Faces(lambda: 0, lambda: 0, lambda: {}), ["selftest", *arguments])


@pytest.mark.parametrize(
    ("check", "outcome", "seen"),
    [
        (GOOD, "holds", "12 of 12"),
        (BAD, "broken", "11 of 12\x1b[2J"),
        (FAULT, "broken", "ValueError: no such thing"),
        (SKIP, "skipped", "not on this system"),
    ],
)
def test_outcomes(check: Check, outcome: str, seen: str) -> None:
    found = command.attempt(check)
    assert found.pop("seconds") >= 0
    assert found == {"promise": check.promise, "title": check.title, "outcome": outcome, "seen": seen}


@pytest.mark.parametrize(
    ("checks", "code"), [([GOOD], 0), ([GOOD, SKIP], 0), ([GOOD, BAD], 1), ([FAULT, GOOD], 1), ([SKIP], 0)]
)
def test_one_that_is_broken_is_exit_1(
    checks: list[Check], code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, checks, "--json") == code
    (line,) = capsys.readouterr().out.splitlines()
    found = json.loads(line)
    assert found["passed"] is (code == 0)
    assert [item["promise"] for item in found["checks"]] == [check.promise for check in checks]
    assert all(set(item) == {"promise", "title", "outcome", "seen", "seconds"} for item in found["checks"])


def test_the_table_shows_everything_and_steers_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, [GOOD, BAD, SKIP]) == 1
    out, err = capsys.readouterr()
    assert "\x1b" not in out
    assert all(word in out for word in ("12 of 12", "11 of 12", "not on this system", "broken"))
    assert out.splitlines()[-1] == "1 hold · 1 broken · 1 skipped"
    assert "P2 Bad ..." in err


def test_only_what_was_asked_for_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    again = Check("P1", "Good too", says("1"))
    assert run(monkeypatch, [GOOD, BAD, again], "P1", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [item["title"] for item in found["checks"]] == ["Good", "Good too"]


def test_an_unknown_promise_is_exit_2(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, [GOOD], "P99") == 2
    assert "P99" in capsys.readouterr().err


def test_ctrl_c_ends_it_at_once(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    ran: list[int] = []
    after = Check("P5", "After", lambda: ran.append(1) or "")
    code = run(monkeypatch, [Check("P4", "Interrupted", raises(KeyboardInterrupt())), after])
    assert code not in (0, None)
    assert ran == []
    assert capsys.readouterr().out.strip() in ("", "Aborted!")


def test_logs_of_what_is_broken_on_purpose_are_not_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    before = list(root.handlers)
    loud = Check("P1", "Loud", lambda: logging.getLogger("eventscope.x").error("boom") or "seen")
    assert run(monkeypatch, [loud], "--json") == 0
    assert "boom" not in capsys.readouterr().err
    assert root.handlers == before


def test_nothing_of_the_user_is_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Path] = []

    def look() -> str:
        seen.append(paths.home())
        paths.report_file().write_text("something")
        return ""

    before = paths.home()
    assert run(monkeypatch, [Check("P1", "Looks", look)], "--json") == 0
    assert paths.home() == before
    assert not before.exists()
    assert seen[0] != before
    assert not seen[0].exists()
    monkeypatch.delenv("EVENTSCOPE_HOME")
    assert run(monkeypatch, [Check("P1", "Looks", look)], "--json") == 0
    assert "EVENTSCOPE_HOME" not in os.environ


def test_every_promise_has_a_title_of_its_own() -> None:
    checks = command.all_checks()
    assert len({check.title for check in checks}) == len(checks)
    wanted = {"P1", "P4", "P10", "P11", "P12", "P14", "P15", "P16", "P17", "P18", "P19", "P20", "P23", "P25"}
    assert wanted <= {check.promise for check in checks}
