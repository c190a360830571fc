"""Budgets: the right figure is found, held and missed are told with their ratio, and nothing unmeasured is judged."""

from __future__ import annotations

from typing import Any

import pytest

from eventscope.cli.bench import budgets
from eventscope.cli.bench.budgets import BUDGETS, Budget, amount, judged, limit, markdown, verdicts
from eventscope.cli.bench.measures import MEASURES

RESULT = {
    "rate": 50,
    "deep": {"p99": 8.0, "none": None},
    "cases": [{"case": "one", "ratio": 0.5}, {"case": "two", "ratio": 3.0}],
}


def verdict(budget: Budget, quick: bool = False, monkeypatch: Any = None, **results: Any) -> dict[str, Any]:
    return budgets._verdict(budget, results, quick)


@pytest.mark.parametrize(
    ("path", "at", "target", "held", "ratio"),
    [
        (("rate",), "least", 40, True, 1.25),
        (("rate",), "least", 50, True, 1.0),
        (("rate",), "least", 100, False, 0.5),
        (("deep", "p99"), "most", 16, True, 2.0),
        (("deep", "p99"), "most", 4, False, 0.5),
        (("cases", "two", "ratio"), "least", 1, True, 3.0),
        (("cases", "one", "ratio"), "least", 1, False, 0.5),
    ],
)
def test_a_figure_is_judged(path: tuple[str, ...], at: Any, target: float, held: bool, ratio: float) -> None:
    found = verdict(Budget("x", "m", path, at, target), m=RESULT)
    assert (found["held"], found["ratio"]) == (held, ratio)


@pytest.mark.parametrize(
    "path", [("away",), ("deep", "none"), ("cases", "three", "ratio"), ("rate", "deeper"), ("cases",), ("deep",)]
)
def test_what_is_not_there_is_not_judged(path: tuple[str, ...]) -> None:
    found = verdict(Budget("x", "m", path, "least", 1), m=RESULT)
    assert (found["value"], found["held"], found["ratio"]) == (None, None, None)
    assert verdict(Budget("x", "away", path, "least", 1), m=RESULT)["held"] is None


def test_a_quick_look_has_figures_and_no_verdict() -> None:
    found = verdict(Budget("x", "m", ("rate",), "least", 1), quick=True, m=RESULT)
    assert (found["value"], found["held"], judged(found)) == (50, None, "")


def test_one_measure_over_another() -> None:
    budget = Budget("x", "m", ("rate",), "most", 2, over=("n", ("rate",)))
    assert verdict(budget, m=RESULT, n={"rate": 40})["value"] == 1.25
    assert verdict(budget, m=RESULT)["value"] is None
    assert verdict(budget, m=RESULT, n={"rate": 0})["value"] is None


def test_zero_is_held_where_less_is_better() -> None:
    found = verdict(Budget("x", "m", ("rate",), "most", 2), m={"rate": 0})
    assert (found["held"], found["ratio"], judged(found)) == (True, None, "held")


def test_every_budget_belongs_to_a_measure_and_has_its_own_name() -> None:
    keys = {item.key for item in MEASURES}
    assert {item.measure for item in BUDGETS} <= keys
    assert {item.over[0] for item in BUDGETS if item.over} <= keys
    assert len({item.what for item in BUDGETS}) == len(BUDGETS)
    assert all(item["held"] is None for item in verdicts({}))


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (391_000.4, "/s", "391,000/s"),
        (1.25, "times", "1.25 times"),
        (200, "MB", "200 MB"),
        (None, "ms", "not measured"),
    ],
)
def test_amounts_are_for_people(value: float | None, unit: str, words: str) -> None:
    assert amount(value, unit) == words


def test_words_of_a_verdict() -> None:
    found = verdict(Budget("x", "m", ("rate",), "least", 100, "/s"), m=RESULT)
    assert (limit(found), judged(found)) == ("at least 100/s", "missed, at 0.5 of it")
    assert judged(verdict(Budget("x", "m", ("rate",), "least", 40), m=RESULT)) == "held, 1.25 times over"


def test_the_table_for_the_readme_tells_where_it_was_measured_and_what_disturbed_it() -> None:
    machine = {"cpu": "Some CPU", "cores": 2, "python": "3.11.7"}
    found = {"machine": machine, "began": "2026-11-24T17:00:00+00:00", "warnings": ["It was busy."], "budgets": []}
    found["budgets"] = [verdict(Budget("Rate", "m", ("rate",), "least", 40, "/s"), m=RESULT)]
    text = markdown(found)
    assert "Some CPU, 2 cores, Python 3.11.7, 2026-11-24" in text
    assert "| Rate | at least 40/s | 50/s | held, 1.25 times over |" in text
    assert text.endswith("* It was busy.")
