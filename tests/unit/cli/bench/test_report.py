"""The page of bench all: whole, nothing from elsewhere, every text escaped, drawn by the shape of results."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from eventscope.cli.bench import budgets, charts, drawings, report
from eventscope.cli.bench.shapes import curves, groups

EVIL = '<script>alert("x")</script> & <img src=x onerror=y>'
ONE = {"rate": 200, "least": 100, "most": 400, "cpu_us_per_message": 2.5}
TIMES = {"p50": 0.2, "p99": 20.0, "max": 300.0}
COURSE = [[n, 1000 * n, 100.0 + n, None if n == 3 else 2.0] for n in range(1, 8)]
INTAKE = {
    "qos": 0,
    "receivers": {"eventscope": {**ONE, "curve": COURSE}, "paho": {**ONE, "curve": COURSE}, EVIL: ONE},
    "ratios": {"paho": 1.0},
    "notes": [EVIL],
}
BROKER = {"cases": [{"case": EVIL, "window": 9, "eventscope": ONE, "mosquitto": ONE, "ratio": 2.5}]}
NOTHING = {"p50": None, "p99": None, "max": None, "lost": 5}
LATENCY = {
    "cases": [
        {
            "case": "5/s, direct",
            "receivers": {"eventscope": {**TIMES, "stamp_error_ms": TIMES}, "paho": NOTHING},
            "rate": 5,
        }
    ]
}
WINDOW = {"received": 5, "frame_gap_ms": TIMES, "control_gap_ms": TIMES, "rss_curve": [[n, 1.0, 2.0] for n in range(9)]}


def result(quick: bool = False, **more: Any) -> dict[str, Any]:
    told = {"title": "A measure", "command": "eventscope bench x", "seconds": 12.3, "load_before": 1.0}
    results = {"intake": INTAKE, "broker": BROKER, "latency": LATENCY, "window": WINDOW}
    measures: dict[str, Any] = {k: {**told, "load_others": 0.5, "result": item} for k, item in results.items()}
    measures["bad"] = {**told, "load_others": None, "error": {"code": "x", "words": EVIL}}
    machine = {"cpu": EVIL, "cores": 2, "system": "Linux", "python": "3.11", "mosquitto": None}
    return {
        "began": "2026-11-24T17:00:00+00:00", "seconds": 99.0, "quick": quick, "machine": machine,
        "measures": measures, "budgets": budgets.verdicts(results, quick), "warnings": [EVIL], **more,
    }  # fmt: skip


class Page(HTMLParser):
    """Tags that are open, and all that were seen."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def parsed(**more: Any) -> Page:
    page = Page()
    page.feed(report.page(result(**more)))
    page.close()
    assert page.open == []
    return page


def test_nothing_comes_from_elsewhere_and_nothing_runs() -> None:
    page = parsed()
    assert not {tag for tag, _ in page.seen} & {
        "script",
        "img",
        "link",
        "iframe",
        "object",
        "form",
        "a",
        "image",
        "use",
    }
    assert not {name for _, attrs in page.seen for name in attrs if name.startswith("on") or name in ("src", "href")}
    assert not re.search(r"url\(|@import|https?:", report.page(result()))
    assert ("meta", {"http-equiv": "Content-Security-Policy", "content": report._POLICY}) in page.seen
    assert "default-src 'none'" in report._POLICY


def test_texts_from_outside_are_text() -> None:
    page = parsed()
    assert page.words.count(EVIL) >= 5  # machine, warning, note, error, case


def test_light_and_dark_are_the_readers_choice() -> None:
    text = report.page(result())
    assert "prefers-color-scheme: dark" in text
    assert "color-scheme: light dark" in text
    assert all(colour in text for colour in ("#14171c", "#f3f5f8"))  # the window's own grounds


def test_every_budget_and_measure_is_there_and_a_failure_is_said() -> None:
    words = parsed().words
    assert all(item.what in words for item in budgets.BUDGETS)
    assert "missed, at" in words
    assert words.count("A measure") == 5
    assert "of 4 budgets held" in words


def test_a_quick_look_is_called_one() -> None:
    words = parsed(quick=True).words
    assert "A quick look" in words
    assert "held" not in words
    assert "200/s at least 300,000/s" in words  # figures are told all the same


def test_every_figure_stands_in_a_table() -> None:
    words = parsed().words
    assert all(word in words for word in ("cpu us per message", "stamp error ms p99", "received", "frame gap ms"))
    assert "nothing came" in words


def test_nothing_measured_is_a_page_too() -> None:
    page = parsed(measures={}, budgets=budgets.verdicts({}), warnings=[])
    assert "No budget was judged" in page.words
    assert "care" not in page.words


def test_shapes_are_found_wherever_they_are() -> None:
    assert [(item.title, item.kind, list(item.rows)) for item in groups(INTAKE)] == [
        ("", "spread", ["eventscope", "paho", EVIL]),
        ("", "plain", ["ratios"]),
    ][::-1]
    (case,) = groups(BROKER)
    assert (case.title, case.kind, case.facts["ratio"]) == (EVIL, "spread", 2.5)
    (times,) = groups(LATENCY)
    assert (times.title, times.kind, list(times.rows)) == ("5/s, direct", "times", ["eventscope", "paho"])
    assert times.rows["eventscope"]["stamp error ms p99"] == 20.0
    (window,) = groups(WINDOW)
    assert list(window.rows) == ["frame_gap_ms", "control_gap_ms"]


def test_rows_of_a_list_are_a_group_and_equal_names_are_told_apart() -> None:
    took = {"ms": 8.0, "least": 7.0, "most": 12.0, "hits": 200}
    searches = [{"search": "rare", **took}, {"search": "rare", **took}, {"search": "time", **took}]
    found = list(groups({"stages": [{"messages": 10_000, "rate": 5}], "searches": {"open": searches}}))
    assert [(item.title, item.kind, list(item.rows)) for item in found] == [
        ("stages", "plain", ["10,000"]),
        ("open", "took", ["rare", "rare #2", "time"]),
    ]
    assert "12" in drawings.of({"searches": {"open": searches}})


def test_memory_is_drawn_of_ours_and_of_the_window() -> None:
    (ours,) = curves(INTAKE)
    assert (ours.title, ours.seconds, ours.lines["memory"][0]) == ("eventscope", [1, 2, 3, 4, 5, 6, 7], 101.0)
    (window,) = curves(WINDOW)
    assert list(window.lines) == ["window", "engine"]
    assert list(curves({"receivers": {"eventscope": {"curve": COURSE[:4]}}})) == []


@pytest.mark.parametrize("values", [[0.2, 5.0], [0.1], [1000.0, 3.0], [0.0], []])
def test_a_logarithmic_scale_holds_all_its_values(values: list[float]) -> None:
    low, high = charts.log_range(values)
    assert all(low <= value <= high for value in values if value > 0)
    assert high >= 10 * low


def numbers(svg: str, name: str) -> list[float]:
    return [float(value) for value in re.findall(rf'{name}="(-?[\d.]+)"', svg)]


@pytest.mark.parametrize("ratio", [0.0, 0.01, 0.25, 0.5, 1.0, 2.0, 4.0, 1e9])
def test_a_budget_is_drawn_within_its_place_and_on_its_side(ratio: float) -> None:
    svg = charts.against(ratio, ratio >= 1)
    (x,), (width,) = numbers(svg, " x"), numbers(svg, " width")
    assert -0.01 <= x <= x + width <= 100.01
    assert x >= 49.99 if ratio >= 1 else x + width <= 50.01


def test_bars_and_beams_stay_inside() -> None:
    span = charts.log_range([0.2, 300.0])
    for svg in (charts.bar(200, 400, 100, 400), charts.bar(0, 0), charts.percentiles((0.0, 20.0, 300.0), span)):
        assert all(-0.01 <= value <= 100.01 for name in (" x", "x1", "x2") for value in numbers(svg, name))
