"""`bench`: JSON as it is, tables that cut nothing, notes where they are seen, help that says how figures are taken."""

from __future__ import annotations

import json
from typing import Any

import pytest

from eventscope.cli import main
from eventscope.cli.bench import bridge, broker, intake, latency, log, publish, window
from eventscope.cli.bench.load import Load
from eventscope.cli.main import Faces
from eventscope.core.errors import Unavailable
from eventscope.mqtt.packets import V5

ONE = {"rate": 1_234_567, "least": 1_234_000, "most": 1_235_000, "cpu_us_per_message": 2.5}
INTAKE = {
    "receivers": {
        "eventscope": {**ONE, "peak_rss_mb": 1120.5, "flatness": 1.07},
        "paho": {**ONE, "peak_rss_mb": 39.6, "flatness": None},
    },
    "ratios": {"paho": 12.5},
    "notes": ["mosquitto_sub is not installed, so it is not among them."],
}
PUBLISH = {
    "senders": INTAKE["receivers"],
    "ratios": {"paho": 41.5},
    "notes": ["mosquitto_pub is not installed, so it is not among them."],
}
BROKER = {
    "cases": [{"case": "one topic", "window": 10, "eventscope": {**ONE, "dropped": 4321}}],
    "notes": ["mosquitto is not installed, so there is nothing to compare with."],
}
ADDED = {"p50_added_ms": 1.25, "p99_added_ms": 33.5, "lost": 0}
BRIDGE = {
    "cases": [
        {
            "case": "at least once",
            "delivery": "at-least-once",
            "eventscope": {**ONE, **ADDED},
            "mosquitto": {**ONE, "p50_added_ms": None, "p99_added_ms": None, "lost": 7},
            "ratio": 0.5,
        }
    ],
    "notes": ["Kafka is noida-db on this machine."],
}
GAPS = {"p50": 16.1, "p99": 39.5, "max": 87.3}
TIMES = {"p50": 0.25, "p99": 4.125, "max": 9.5}
SEEN = {**TIMES, "source_late_ms": TIMES, "cpu_us_per_message": 11.5, "lost": 1_234}
LATENCY = {
    "cases": [
        {
            "case": "20,000/s, direct",
            "receivers": {"eventscope": {**SEEN, "stamp_error_ms": {**TIMES, "p99": 3.375}}, "paho": SEEN},
        }
    ],
    "notes": ["mosquitto is not installed, so there is nothing to compare with."],
}
WINDOW = {
    "received": 200_000,
    "rate": 20_000,
    "sent": 200_500,
    "lost": 3,
    "duplicates": 1,
    "frame_gap_ms": GAPS,
    "control_gap_ms": GAPS,
    "stamp_error_ms": {"p50": 0.1, "p99": 5.9},
    "window_rss_mb": 162.9,
    "engine_rss_mb": 106.1,
    "rss_curve": [(0.0, 150.0, 80.0), (10.0, 151.5, 81.0)],
}

TIMES = {"ms": 43.21, "least": 40.5, "most": 51.75}
SEARCH = {"case": "rare text, newest 200", "hits": 200, "budget_ms": 50.0, **TIMES}
LOG = {
    "bytes_per_message": {"open": 266.6, "packed": 24.5},
    "opening": TIMES,
    "stages": [
        {
            "messages": 10_000,
            "rate": 1_234_567,
            "cpu_us_per_message": 0.12,
            "search_us_per_message": 0.2,
            "rss_mb": 99.5,
        }
    ],
    "searches": {"open": [SEARCH], "packed": [{**SEARCH, "ms": 67.8}]},
    "exports": {"jsonl": {"rate": 98_765}, "csv": {"rate": 54_321}},
}


FOUND = ((intake, INTAKE), (publish, PUBLISH), (broker, BROKER), (bridge, BRIDGE), (latency, LATENCY), (window, WINDOW), (log, LOG))


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Nothing is measured; what would have been asked for."""
    calls: list[tuple[Any, ...]] = []
    for module, found in FOUND:
        monkeypatch.setattr(module, "measure", lambda *given, found=found: calls.append(given) or found)
    return calls


def run(*arguments: str) -> int:
    return main.run(Faces(lambda: 0, lambda: 0, "the window"), ["bench", *arguments])  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "found"), [(module.__name__.rpartition(".")[2], found) for module, found in FOUND])
def test_json_is_one_line_with_everything(name: str, found: dict, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(name, "--json") == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line) == json.loads(json.dumps(found))


def test_the_table_of_receivers_cuts_nothing_and_ends_with_the_note(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("intake") == 0
    out = capsys.readouterr().out
    assert all(word in out for word in ("1,234,567", "1,120.5", "12.5 times", "CPU µs a message"))
    assert out.splitlines()[-2] == INTAKE["notes"][0]
    assert "1.07 times as much CPU a message in the ninth tenth" in out.splitlines()[-1]


def test_the_table_of_brokers_shows_drops_and_ends_with_the_note(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("broker") == 0
    out = capsys.readouterr().out
    assert "4,321" in out
    assert out.splitlines()[-1] == BROKER["notes"][0]


def test_the_table_of_bridges_shows_what_they_add_and_ends_with_the_note(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("bridge") == 0
    out = capsys.readouterr().out
    assert all(word in out for word in ("1.25", "33.5", "0.5 times", "mosquitto"))
    assert out.splitlines()[-1] == BRIDGE["notes"][0]


def test_the_table_of_latency_tells_error_and_losses_and_ends_with_the_note(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("latency") == 0
    out = capsys.readouterr().out
    assert all(word in out for word in ("20,000/s, direct", "paho", "4.125", "3.375", "11.5", "1,234"))
    assert out.splitlines()[-1] == LATENCY["notes"][0]


def test_the_window_tells_gaps_losses_and_the_curve(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("window", "--curve") == 0
    out = capsys.readouterr().out
    assert all(word in out for word in ("39.5", "received 200,000", "lost 3", "duplicates 1"))
    assert out.splitlines()[-1] == "after 10 s: window 151.5 MB, engine 81 MB"


def test_the_log_tells_stages_searches_and_exports(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("log") == 0
    out = capsys.readouterr().out
    assert all(
        word in out for word in ("1,234,567", "rare text, newest 200", "43.21", "67.8", "50", "opens in 43.21 ms")
    )
    assert "266.6, packed 24.5" in out
    assert out.splitlines()[-1] == "export jsonl 98,765 messages/s · csv 54,321 messages/s"


def test_options_are_passed_on(asked: list) -> None:
    run("intake", "--count", "5000", "--size", "100", "-q", "1", "--repeats", "2")
    run("intake", "--messages", "6000", "-q", "2", "--version", "5", "--transport", "wss", "--topics", "9", "--alone")
    run("broker", "--seconds", "2", "--repeats", "4", "--size", "30")
    run("bridge", "--seconds", "2", "--repeats", "4", "--size", "30", "--rate", "100")
    run("latency", "--seconds", "2", "--repeats", "4", "--size", "30", "--rate", "100", "--route", "direct")
    run("latency")
    run("window", "--rate", "5000", "--seconds", "600", "--topics", "9", "--curve")
    run("log", "--messages", "5000", "--repeats", "2")
    assert asked == [
        (Load(5000, 100, 1), 2, False),
        (Load(6000, 200, 2, version=V5, topics=9, transport="wss"), 5, True),
        (2.0, 4, 30),
        (2.0, 4, 30, 100.0),
        (2.0, 4, 30, (100.0,), ("direct",)),
        (3.0, 5, 200, latency.RATES, latency.ROUTES),
        ("the window", 5000, 600.0, 200, 9, True),
        (5000, 2),
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ["intake", "--count", "3"],
        ["intake", "-q", "3"],
        ["intake", "--transport", "x"],
        ["latency", "--route", "x"],
        ["broker", "--seconds", "0"],
        ["window", "--rate", "0"],
    ],
)
def test_wrong_usage_is_exit_2(arguments: list[str], asked: list) -> None:
    assert run(*arguments) == 2
    assert asked == []


def test_what_cannot_be_measured_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: Any) -> None:
        raise Unavailable("x", "mosquitto did not start.")

    monkeypatch.setattr(broker, "measure", fails)
    assert run("broker") == 1
    out, err = capsys.readouterr()
    assert (out, err) == ("", "mosquitto did not start.\n")
    assert run("broker", "--json") == 1
    out, err = capsys.readouterr()
    assert (out, json.loads(err)) == ("", {"error": "x", "words": "mosquitto did not start."})


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("intake", ("first byte", "last message", "medians", "children", "flatness", "1,000")),
        ("publish", ("first message", "acknowledges everything", "medians", "children", "--every 0s")),
        ("broker", ("where they arrive", "same number of messages in flight", "warm-up", "dropped is")),
        ("latency", ("open loop", "no coordinated omission", "stamp error is", "median p99", "lost is", "one clock")),
        ("bridge", ("read before the bridge and behind it", "kept under way", "whole broker", "warm-up")),
        ("log", ("clock stands still", "CPU that of the process", "once to warm up", "system's cache", "a million")),
        ("window", ("sixty times", "control", "lost is", "source stops", "largest resident size")),
    ],
)
def test_help_says_how_the_figures_are_taken(
    name: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(name, "--help") == 0
    text = " ".join(capsys.readouterr().out.split())
    assert [word for word in words if word not in text] == []
