"""`demo` in the terminal: everything that was published arrives, queues are seen, and it ends when asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from commands import ES, data, run


def test_the_figures_at_the_end() -> None:
    done = run("demo", "--headless", "--seconds", "4", "--json")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 1
    result = data(done)
    assert set(result) == {"published", "received", "lost", "duplicates", "latency_ms", "queues", "bridges"}
    assert result["received"] == result["published"] > 100
    assert (result["lost"], result["duplicates"]) == (0, 0)
    assert set(result["latency_ms"]) == {"watcher", "warehouse", "billing-1", "billing-2", "billing-3"}
    assert set(result["latency_ms"]["watcher"]) == {"p50", "p90", "p99", "max"}
    assert result["latency_ms"]["watcher"]["p50"] > 0
    groups = [item for item in result["queues"] if "billing/orders" in item["name"]]
    assert len(groups) == 1
    assert set(groups[0]) == {"name", "depth", "max_depth", "quality"}
    assert groups[0]["quality"] == "exact"

    (bridge,) = result["bridges"]
    crossed(bridge, "mqtt", "mqtt")


def crossed(bridge: dict[str, Any], source: str, target: str) -> None:
    """Everything that came in is through, and the books say so."""
    (route,) = bridge["routes"]
    assert (bridge["source"]["kind"], route["target"]["kind"]) == (source, target)
    assert bridge["state"] == "running"
    assert (route["in"], route["queued"], route["dead"], bridge["books-error"]) == (route["out"], 0, 0, 0)
    assert bridge["in"] == route["out"] > 20
    assert bridge["notes"].get("duplicates", 0) == 0


@pytest.mark.kafka
def test_orders_go_by_a_local_kafka_when_asked() -> None:
    done = run("demo", "--headless", "--kafka", "--seconds", "4", "--json", seconds=90)
    assert done.returncode == 0, done.stderr
    result = data(done)
    assert (result["lost"], result["duplicates"]) == (0, 0)
    assert result["received"] == result["published"]
    first, second = result["bridges"]
    crossed(first, "mqtt", "kafka")
    crossed(second, "kafka", "mqtt")
    assert first["in"] == second["in"]


def test_without_noida_it_says_so_and_goes_straight() -> None:
    program = (
        "import sys; from eventscope.engine import localkafka; localkafka.available = lambda: False;"
        "from eventscope.cli import main; sys.exit(main.run(main.Faces(int, int, dict)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "demo", "--kafka", "--seconds", "2", "--json"],
        capture_output=True, timeout=90, check=True,
    )  # fmt: skip
    told = json.loads(done.stderr.splitlines()[0])
    assert told["notice"] == "demo-no-kafka"
    (bridge,) = json.loads(done.stdout)["bridges"]
    assert bridge["routes"][0]["target"]["kind"] == "mqtt"


def test_on_a_pipe_it_writes_plain_lines() -> None:
    done = run("demo", "--headless", "--seconds", "2.5")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.decode().splitlines()
    assert len(lines) >= 2
    assert all(line.isprintable() for line in lines)
    assert "offered" in lines[0]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there a display can be missing")
def test_without_a_display_the_program_says_so_and_runs_the_demo_until_ctrl_c() -> None:
    import signal

    left = {
        key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    process = subprocess.Popen(
        ES, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**left, "PYTHONUNBUFFERED": "1"}
    )
    try:
        assert process.stdout is not None
        assert b"There is no display here" in process.stdout.readline()
        assert b"offered" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        assert process.returncode == 0
        assert b"lost 0, duplicates 0; orders to the warehouse: " in out.splitlines()[-1]
        assert b"Traceback" not in err
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate(timeout=20)
