"""bench all: every measure in turn, on one machine whose load is told beside it, each figure against its budget."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import typer

from eventscope.base import clock, display, paths
from eventscope.cli.bench import budgets, machine
from eventscope.cli.bench.measures import Measure, present
from eventscope.cli.bench.peers import started
from eventscope.core.errors import BadInput

Say = Callable[[str, str], None]  # words, and what kind of notice they are


def measure(measures: Sequence[Measure], quick: bool, say: Say) -> dict[str, Any]:
    """Run them one after the other; what fails is told in its place and stops nothing.

    Answers {"format", "began", "seconds", "quick", "machine", "measures": {key: {"title", "command", "seconds",
    "load_before", "load_others", and "result" or "error"}}, "budgets", "warnings"}; loads are percent of all cores.
    """
    began, start = datetime.fromtimestamp(clock.wall_ns() / 1e9, UTC), clock.mono_ns()
    found: dict[str, Any] = {}
    for number, item in enumerate(measures, 1):
        say(f"{number} of {len(measures)}: {item.title}", "bench-running")
        found[item.key] = one = _run(item, quick)
        for code, words in _warnings(one):
            say(words, code)
    results = {key: one["result"] for key, one in found.items() if "result" in one}
    return {
        "format": 1,
        "began": began.isoformat(timespec="seconds"),
        "seconds": round((clock.mono_ns() - start) / 1e9, 1),
        "quick": quick,
        "machine": machine.facts(),
        "measures": found,
        "budgets": budgets.verdicts(results, quick),
        "warnings": [words for one in found.values() for _, words in _warnings(one)],
    }


def _run(item: Measure, quick: bool) -> dict[str, Any]:
    words = [*item.words, *(item.quick if quick else item.full)]
    told = {"title": item.title, "command": "eventscope bench " + " ".join(words), "load_before": machine.load_now()}
    start = clock.mono_ns()
    answer, others = _answer([*paths.self_command(), "bench", *words, "--json"])
    return {**told, "load_others": others, "seconds": round((clock.mono_ns() - start) / 1e9, 1), **answer}


def _answer(command: list[str]) -> tuple[dict[str, Any], float | None]:
    """What a command says, as {"result": …} or {"error": …}; and the share of the machine that others took."""
    others = machine.Others()
    with started(command, subprocess.PIPE, subprocess.PIPE, environment=_environment()) as process:
        out, problems = process.communicate()
    if process.returncode == 0:
        return {"result": json.loads(out.splitlines()[-1])}, others.share()
    if process.returncode in (130, -signal.SIGINT):  # Ctrl+C reached it first
        raise KeyboardInterrupt
    return {"error": _error(problems)}, others.share()


def _error(problems: bytes) -> dict[str, str]:
    """The last object on the error stream that says what went wrong."""
    for line in reversed(problems.splitlines()):
        try:
            found = json.loads(line)
            return {"code": found["error"], "words": found["words"]}
        except (ValueError, KeyError, TypeError):
            continue
    return {"code": "bench-measure-failed", "words": "It ended without an answer."}


def _environment() -> dict[str, str]:
    """A window that nobody could see is painted all the same."""
    hidden = {"QT_QPA_PLATFORM": "offscreen"} if display.fault() else {}
    return {**os.environ, **hidden}


def _warnings(one: dict[str, Any]) -> list[tuple[str, str]]:
    """(code, words) of what makes its figures worth less."""
    said = []
    if "error" in one:
        said.append(("bench-not-measured", f"{one['title']}: not measured. {one['error']['words']}"))
    if one["load_before"] > machine.QUIET:
        words = f"{one['title']}: the machine was {one['load_before']:g} % busy before it began."
        said.append(("bench-not-quiet", words))
    if (one["load_others"] or 0) > machine.QUIET:
        words = f"{one['title']}: others took about {one['load_others']:g} % of the machine meanwhile."
        said.append(("bench-not-quiet", words))
    return said


def chosen(app: typer.Typer, only: Sequence[str]) -> list[Measure]:
    """Those of these keys, or all that are here; BadInput for a key that names none."""
    known = present(app)
    missing = sorted(set(only) - {item.key for item in known})
    if missing:
        sentence = "There is no measure {names} here. Choose from: {known}."
        raise BadInput(
            "bench-unknown-measure", sentence, names=", ".join(missing), known=", ".join(item.key for item in known)
        )
    return [item for item in known if not only or item.key in only]
