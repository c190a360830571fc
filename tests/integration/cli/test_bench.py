"""`bench` for real and in short: real receivers, brokers and window; contracts hold, nothing stays behind."""

from __future__ import annotations

import contextlib
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from commands import data, run, running
from eventscope.base import system
from eventscope.cli.bench import broker, intake
from eventscope.cli.bench.sending import Load
from eventscope.core.errors import Unavailable
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
@pytest.mark.parametrize("qos", [0, 1])
def test_every_receiver_takes_everything(qos: int) -> None:
    found = intake.measure(3000, 100, qos, 1)
    assert set(found["receivers"]) == {"eventscope", "paho", "mosquitto_sub"}
    assert set(found["ratios"]) == {"paho", "mosquitto_sub"}
    for item in found["receivers"].values():
        assert item["least"] <= item["rate"] <= item["most"]
        assert item["rate"] > 0
        assert item["peak_rss_mb"] > 1
    assert found["receivers"]["eventscope"]["cpu_us_per_message"] > 0


def test_intake_as_a_command() -> None:
    done = run("bench", "intake", "--count", "2000", "--repeats", "1", "--json")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 1
    found = data(done)
    assert {"eventscope", "paho"} <= set(found["receivers"])
    assert (found["messages"], found["qos"], found["size"]) == (2000, 0, 200)


def test_a_receiver_that_never_comes_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "START_WITHIN", 0.3)
    with pytest.raises(Unavailable, match="nobody did not take"):
        intake.once("nobody", lambda port, qos, count: intake.started([sys.executable, "-c", "input()"]), Load(100))


def test_figures_of_a_receiver_that_ended_badly_are_not_told() -> None:
    code = (
        "import sys; from eventscope.cli.main import Faces, run; "
        "run(Faces(None, None, None), sys.argv[1:]); sys.exit(1)"
    )

    @contextlib.contextmanager
    def bad(port: int, qos: int, count: int) -> Iterator[int]:
        where = ["sub", "--url", f"mqtt://127.0.0.1:{port}", "-t", "#", "-n", str(count), "--quiet"]
        with intake.started([sys.executable, "-c", code, *where]) as process:
            yield process.pid
            intake.expect_success(process)

    with pytest.raises(Unavailable, match="good end"):
        intake.once("bad", bad, Load(1000))


def test_a_receiver_that_stands_still_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "PATIENCE", 0.5)
    stands = lambda port, qos, count: intake.ours(port, qos, count + 1)  # noqa: E731  # waits for one that never comes
    with pytest.raises(Unavailable, match="in time"):
        intake.once("stands", stands, Load(1000))


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


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C cannot be sent to one process there")
@pytest.mark.parametrize(
    "arguments",
    [
        ["intake", "--count", "100000000"],
        ["broker", "--seconds", "600"],
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
