"""bench all: its order, what it makes of the answers, and what it says when the machine is not quiet."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from eventscope.base import display
from eventscope.cli import main
from eventscope.cli.bench import bench, everything, machine
from eventscope.cli.bench.measures import MEASURES, Measure, present
from eventscope.cli.main import Faces
from eventscope.core.errors import BadInput

GOOD = Measure("good", "Something good", ("good",), ("--full",), ("--quick",))
BAD = Measure("bad", "Something bad", ("bad",))
SCRIPT = """
import json, sys
print(json.dumps({"asked": sys.argv[1:]}))
if "bad" in sys.argv:
    print(json.dumps({"notice": "x", "words": "Not this."}), file=sys.stderr)
    print(json.dumps({"error": "bench-x", "words": "It did not work."}), file=sys.stderr)
    print("something else", file=sys.stderr)
    sys.exit(1)
"""


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measures are a script, and the machine is quiet."""
    monkeypatch.setattr(everything.paths, "self_command", lambda: [sys.executable, "-c", SCRIPT])
    monkeypatch.setattr(machine, "load_now", lambda: 1.5)
    monkeypatch.setattr(machine.Others, "share", lambda self: 2.5)


def taken(*measures: Measure, quick: bool = False) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    said: list[tuple[str, str]] = []
    return everything.measure(measures, quick, lambda words, code: said.append((code, words))), said


def test_each_is_a_command_of_its_own_and_tells_its_result() -> None:
    found, said = taken(GOOD)
    one = found["measures"]["good"]
    assert one["result"] == {"asked": ["bench", "good", "--full", "--json"]}
    assert (one["title"], one["command"]) == ("Something good", "eventscope bench good --full")
    assert (one["load_before"], one["load_others"]) == (1.5, 2.5)
    assert said == [("bench-running", "1 of 1: Something good")]
    assert found["warnings"] == []
    assert {"format", "began", "seconds", "quick", "machine", "budgets"} < set(found)
    assert json.loads(json.dumps(found)) == found


def test_a_quick_look_asks_for_less_and_judges_nothing() -> None:
    found, _ = taken(GOOD, quick=True)
    assert found["measures"]["good"]["command"] == "eventscope bench good --quick"
    assert {item["held"] for item in found["budgets"]} == {None}


def test_what_fails_is_told_and_stops_nothing() -> None:
    found, said = taken(BAD, GOOD)
    assert list(found["measures"]) == ["bad", "good"]
    assert found["measures"]["bad"]["error"] == {"code": "bench-x", "words": "It did not work."}
    assert "result" in found["measures"]["good"]
    assert found["warnings"] == ["Something bad: not measured. It did not work."]
    assert ("bench-not-measured", found["warnings"][0]) in said


def test_one_that_dies_without_a_word_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(everything.paths, "self_command", lambda: [sys.executable, "-c", "import os; os.abort()"])
    found, _ = taken(GOOD)
    assert found["measures"]["good"]["error"]["code"] == "bench-measure-failed"


def test_ctrl_c_in_a_measure_ends_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(everything.paths, "self_command", lambda: [sys.executable, "-c", "raise SystemExit(130)"])
    with pytest.raises(KeyboardInterrupt):
        taken(GOOD, GOOD)


def test_a_machine_that_is_not_quiet_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "load_now", lambda: 40.0)
    monkeypatch.setattr(machine.Others, "share", lambda self: 12.5)
    found, said = taken(GOOD)
    assert found["warnings"] == [
        "Something good: the machine was 40 % busy before it began.",
        "Something good: others took about 12.5 % of the machine meanwhile.",
    ]
    assert [words for code, words in said if code == "bench-not-quiet"] == found["warnings"]


def test_without_a_display_the_window_is_painted_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setattr(display, "fault", lambda: "There is no display here")
    assert everything._environment()["QT_QPA_PLATFORM"] == "offscreen"
    monkeypatch.setattr(display, "fault", lambda: "")
    assert "QT_QPA_PLATFORM" not in everything._environment()


def test_the_measures_are_commands_that_exist_or_are_left_out() -> None:
    found = [item.key for item in present(bench)]
    assert {"intake", "broker", "bridge", "latency", "window"} <= set(found)
    assert found == [item.key for item in MEASURES if item.key in found]
    assert len({item.key for item in MEASURES}) == len(MEASURES)


@pytest.mark.parametrize("quick", [False, True])
def test_each_measure_is_a_command_line_that_is_understood(quick: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for item in present(bench):
        words = [*item.words, *(item.quick if quick else item.full), "--help"]
        assert main.run(Faces(None, None, None), ["bench", *words]) == 0, words  # type: ignore[arg-type]


def test_only_what_is_asked_for_in_the_usual_order() -> None:
    assert [item.key for item in everything.chosen(bench, ["broker", "intake"])] == ["intake", "broker"]
    with pytest.raises(BadInput, match="no measure brokers here"):
        everything.chosen(bench, ["broker", "brokers"])


# --- the command -------------------------------------------------------------------------------------------------


def run(*arguments: str) -> int:
    return main.run(Faces(None, None, None), ["bench", "all", *arguments])  # type: ignore[arg-type]


@pytest.fixture
def _two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(everything, "present", lambda app: [GOOD, BAD])


@pytest.mark.usefixtures("_two")
def test_json_is_one_line_and_a_failed_measure_is_exit_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--only", "good", "--json") == 0
    out, err = capsys.readouterr()
    assert list(json.loads(out)["measures"]) == ["good"]
    assert json.loads(err) == {"notice": "bench-running", "words": "1 of 1: Something good"}
    assert run("--json") == 1
    assert len(capsys.readouterr().out.splitlines()) == 1


@pytest.mark.usefixtures("_two")
def test_the_table_has_every_budget_and_ends_with_what_is_not_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--only", "bad") == 1
    out = capsys.readouterr().out
    assert all(word in out for word in ("Receive and store", "at least 300,000/s", "not measured"))
    assert "Something bad: not measured. It did not work." in out
    assert out.splitlines()[-1].startswith("Not measured by the bench")


@pytest.mark.usefixtures("_two")
def test_the_page_is_written_and_replaced(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text("old")
    assert run("--only", "good", "--html", str(file)) == 0
    assert file.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.usefixtures("_two")
def test_a_place_that_cannot_be_written_is_told_before_anything_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for place in (tmp_path, tmp_path / "no" / "report.html"):
        assert run("--html", str(place)) == 2
        out, err = capsys.readouterr()
        assert (out, "cannot be a file" in err, "1 of" in err) == ("", True, False)


@pytest.mark.usefixtures("_two")
def test_an_unknown_measure_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--only", "nonsense") == 2
    assert "Choose from: good, bad" in capsys.readouterr().err


def test_help_says_how_and_how_long(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    text = " ".join(capsys.readouterr().out.split())
    assert all(word in text for word in ("forty minutes", "leave the machine alone", "above 10 percent", "Exit 1 when"))
