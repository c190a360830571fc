"""`bench` for real and in short: real receivers, brokers and window; contracts hold, nothing stays behind."""

from __future__ import annotations

import contextlib
import json
import signal
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from commands import data, run, running
from eventscope.base import system
from eventscope.cli.bench import arrivals, broker, intake, latency, publish
from eventscope.cli.bench.load import Load
from eventscope.cli.bench.peers import expect_success, started
from eventscope.cli.bench.source import Source
from eventscope.cli.bench.wires import Transport
from eventscope.core.errors import Unavailable
from eventscope.mqtt.packets import V5
from servers import needs_mosquitto, needs_mosquitto_clients, wait_until


@pytest.fixture(autouse=True)
def _nothing_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """No process and no temporary file of a bench outlives it."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(folder))
    before = set(psutil.Process().children(recursive=True))
    yield
    wait_until(lambda: not [item for item in set(psutil.Process().children(True)) - before if alive(item)])
    assert [path.name for path in folder.iterdir() if path.name.startswith("eventscope-")] == []


def alive(process: psutil.Process) -> bool:
    """The helper of multiprocessing lives as long as we do."""
    try:
        return "resource_tracker" not in " ".join(process.cmdline()) and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def busy(process: psutil.Process) -> float:
    """CPU seconds of a process and its children so far."""
    return sum(sum(item.cpu_times()[:2]) for item in (process, *process.children(True)) if alive(item))


@needs_mosquitto_clients
@pytest.mark.peer
@pytest.mark.parametrize("qos", [0, 1, 2])
def test_every_sender_sends_everything(qos: int) -> None:
    found = publish.measure(3000, 100, qos, 1)
    assert set(found["senders"]) == {"eventscope", "eventscope --no-stamp", "paho", "mosquitto_pub"}
    assert set(found["ratios"]) == {"paho", "mosquitto_pub"}
    for item in found["senders"].values():
        assert item["least"] <= item["rate"] <= item["most"]
        assert item["rate"] > 0
        assert item["peak_rss_mb"] > 1


@needs_mosquitto_clients
@pytest.mark.peer
@pytest.mark.parametrize(
    "load",
    [
        Load(3000, 100),
        Load(3000, 100, 1),
        Load(3000, 100, 2),
        Load(3000, 100, 1, version=V5, transport="tls", topics=7),
    ],
)
def test_every_receiver_takes_everything(load: Load) -> None:
    found = intake.measure(load, 1)
    assert set(found["receivers"]) == {"eventscope", "paho", "mosquitto_sub"}
    assert set(found["ratios"]) == {"paho", "mosquitto_sub"}
    for item in found["receivers"].values():
        assert item["least"] <= item["rate"] <= item["most"]
        assert item["rate"] > 0
        assert item["peak_rss_mb"] > 1
    # The clock of processes has ticks of 10 ms; a quick receiver may need none of them for so few.
    assert found["receivers"]["paho"]["cpu_us_per_message"] > 0
    assert found["receivers"]["eventscope"]["cpu_us_per_message"] >= 0


@pytest.mark.parametrize("transport", ["ws", "wss"])
def test_over_websocket_there_are_two_receivers(transport: Transport) -> None:
    found = intake.measure(Load(2000, 100, 2, version=V5, transport=transport), 1)
    assert set(found["receivers"]) == {"eventscope", "paho"}


def test_intake_as_a_command() -> None:
    done = run("bench", "intake", "--messages", "2000", "--repeats", "1", "--json")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 1
    found = data(done)
    assert {"eventscope", "paho"} <= set(found["receivers"])
    assert (found["messages"], found["qos"], found["size"]) == (2000, 0, 200)


def test_a_receiver_that_never_comes_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "START_WITHIN", 0.3)
    with pytest.raises(Unavailable, match="nobody did not take"):
        intake.once("nobody", lambda port, load: started([sys.executable, "-c", "input()"]), Load(100))


def test_figures_of_a_receiver_that_ended_badly_are_not_told() -> None:
    code = (
        "import sys; from eventscope.cli.main import Faces, run; "
        "run(Faces(None, None, None), sys.argv[1:]); sys.exit(1)"
    )

    @contextlib.contextmanager
    def bad(port: int, load: Load) -> Iterator[int]:
        where = ["sub", "--url", f"mqtt://127.0.0.1:{port}", "-t", "#", "-n", str(load.count), "--quiet"]
        with started([sys.executable, "-c", code, *where]) as process:
            yield process.pid
            expect_success(process)

    with pytest.raises(Unavailable, match="good end"):
        intake.once("bad", bad, Load(1000))


def test_a_receiver_that_stands_still_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "PATIENCE", 0.5)
    stands = lambda port, load: intake.ours(port, replace(load, count=load.count + 1))  # noqa: E731  # one never comes
    with pytest.raises(Unavailable, match="in time"):
        intake.once("stands", stands, Load(1000))


@needs_mosquitto
@pytest.mark.peer
def test_latency_of_every_receiver_over_every_route() -> None:
    found = latency.measure(0.5, 1, 200, (300.0,))
    assert [item["route"] for item in found["cases"]] == ["direct", "embedded", "mosquitto"]
    for case in found["cases"]:
        assert set(case["receivers"]) == {"eventscope", "reader", "paho"}
        for item in case["receivers"].values():
            assert item["lost"] == 0
            assert 0 < item["p50"] <= item["p99"] <= item["max"]
            assert item["source_late_ms"]["p50"] >= 0
            assert ("stamp_error_ms" in item) == (case["route"] == "direct")
            assert (item["broker_cpu_us_per_message"] is None) == (case["route"] == "direct")


def test_what_the_engine_shows_is_arrival_less_plan() -> None:
    load = Load(400, 60, rate=2000, version=V5, planned=True)
    with contextlib.closing(Source(load)) as source, arrivals.ours(source.port, load) as watch:
        source.ready(30)
        source.begin()
        assert source.all_sent(20)
        arrived = watch.end()
        sent = source.finish(10)
    assert arrived.numbers.tolist() == list(range(400))
    assert arrived.shown is not None
    assert arrived.shown.tolist() == (arrived.times - sent.due).tolist()


def test_latency_as_a_command() -> None:
    done = run("bench", "latency", "--seconds", "0.5", "--repeats", "1", "--rate", "200", "--route", "direct", "--json")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 1
    assert data(done)["cases"][0]["case"] == "200/s, direct"


@needs_mosquitto
@pytest.mark.peer
def test_both_brokers_deliver_and_drop_nothing() -> None:
    cases = (broker.CASES[0], broker.CASES[4])
    found = broker.measure(0.5, 1, 200, cases)
    assert [item["case"] for item in found["cases"]] == [case.name for case in cases]
    for item in found["cases"]:
        assert set(item) == {"case", "window", "eventscope", "mosquitto", "ratio"}
        for name in ("eventscope", "mosquitto"):
            assert item[name]["rate"] > 0
            assert item[name]["dropped"] == 0
            assert item[name]["cpu_us_per_message"] > 0


def test_our_broker_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "program", lambda name: None)
    found = broker.measure(0.5, 1, 20_000, broker.CASES[3:4])
    assert set(found["cases"][0]) == {"case", "window", "eventscope"}
    assert found["cases"][0]["eventscope"]["dropped"] == 0
    assert found["notes"]


def test_the_window_as_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    done = run("bench", "window", "--rate", "2000", "--seconds", "2", "--curve", "--json")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 1
    found = data(done)
    assert {"received", "rate", "frame_gap_ms", "stamp_error_ms", "window_rss_mb", "engine_rss_mb"} <= set(found)
    assert set(found["frame_gap_ms"]) == {"p50", "p99", "max"}
    assert set(found["stamp_error_ms"]) == {"p50", "p99"}
    assert (found["lost"], found["duplicates"]) == (0, 0)
    assert 0 < found["received"] <= found["sent"]
    assert found["rss_curve"][0][0] == 0.0
    assert all(window > 10 and engine > 10 for _, window, engine in found["rss_curve"])


def test_everything_in_turn_with_a_page(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    done = run("bench", "all", "--quick", "--only", "intake-ws", "--html", str(file), "--json")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 1
    found = data(done)
    assert found["measures"]["intake-ws"]["result"]["messages"] == 20_000
    assert {item["held"] for item in found["budgets"]} == {None}
    assert "Receive and store over WebSocket" in file.read_text(encoding="utf-8")
    assert all(set(json.loads(line)) == {"notice", "words"} for line in done.stderr.splitlines())


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C cannot be sent to one process there")
@pytest.mark.parametrize(
    "arguments",
    [
        ["intake", "--count", "100000000"],
        ["broker", "--seconds", "600"],
        ["latency", "--seconds", "600", "--rate", "5000"],
        ["all"],
        ["window", "--seconds", "600", "--rate", "1000"],
    ],
)
def test_ctrl_c_ends_everything(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    with running("bench", *arguments) as command:
        process = psutil.Process(command.process.pid)
        wait_until(lambda: process.children(True) and busy(process) > 2.5, 30.0, "it measures")
        children = process.children(True)
        command.process.send_signal(signal.SIGINT)
        out, err = command.process.communicate(timeout=30)
    assert command.process.returncode == 130
    assert out == b""
    assert b"Traceback" not in err
    wait_until(lambda: not [item for item in children if alive(item)])
