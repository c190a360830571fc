"""`bridge run`, `bridge check` and `dlq` as a person meets them: lines, exit codes, what happens at the end."""

from __future__ import annotations

import base64
import json
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

import bridgeruns
import commands
from bridgeears import ears, publish
from bridgeruns import Run
from servers import Mosquitto, free_port, mosquitto, needs_mosquitto, wait_for_port, wait_until

pytestmark = [needs_mosquitto, pytest.mark.peer, pytest.mark.timeout(120)]


def text(source: int, target: int, **more: object) -> str:
    return bridgeruns.file(
        bridgeruns.connection("edge", f"mqtt://127.0.0.1:{source}"),
        bridgeruns.connection("cloud", f"mqtt://127.0.0.1:{target}"),
        bridgeruns.bridge("b", 'connection = "edge", filter = "in/#"', 'connection = "cloud", topic = "{2}"', **more),
    )


def dlq(run: Run, what: str, *more: object) -> subprocess.CompletedProcess[bytes]:
    return commands.run("dlq", what, str(run.file), "--spool", str(run.spools), *map(str, more))


def test_ready_figures_and_the_end(tmp_path: Path) -> None:
    with mosquitto() as edge, mosquitto() as cloud, ears(cloud.port) as (ear,):
        run = Run(tmp_path, text(edge.port, cloud.port)).start()
        publish(edge.port, b"in/a", b"1", b"2")
        wait_until(lambda: ear.copies == {b"1": 1, b"2": 1}, 10, "both arrive")
        wait_until(lambda: run.state("b").get("in") == 2, 10, "figures tell of it")
        state = run.state("b")
        assert (state["state"], state["routes"][0]["out"], state["books-error"]) == ("running", 2, 0)
        assert run.stop() == 0
        assert run.lines[-1] == {"ended": True, "left": [], "spool": str(run.spools)}


def doors(edge: int, second: int, cloud: int, *tables: str) -> str:
    """Two connections lead to one broker."""
    return bridgeruns.file(
        bridgeruns.connection("edge", f"mqtt://127.0.0.1:{edge}"),
        bridgeruns.connection("edge again", f"mqtt://127.0.0.1:{second}", version="3.1.1"),
        bridgeruns.connection("cloud", f"mqtt://127.0.0.1:{cloud}"),
        *tables,
    )


def circle() -> tuple[str, str]:
    there = 'connection = "edge", filter = "#"', 'connection = "cloud", topic = "{topic}"'
    back = 'connection = "cloud", filter = "#"', 'connection = "edge again", topic = "{topic}"'
    return bridgeruns.bridge("there", *there), bridgeruns.bridge("back", *back)


def test_a_cycle_over_two_addresses_of_one_broker(tmp_path: Path) -> None:
    second = free_port()
    with mosquitto(f"listener {second} 127.0.0.1") as edge, mosquitto() as cloud:
        wait_for_port(second)
        there, back = circle()
        file = tmp_path / "b.toml"
        file.write_text(doors(edge.port, second, cloud.port, there, back))
        assert commands.run("bridge", "check", str(file), "--offline").returncode == 0
        for command in (("check",), ("run", "--spool", str(tmp_path / "spools"))):
            found = commands.run("bridge", command[0], str(file), *command[1:])
            assert found.returncode == 2
            assert (
                b"edge > there > cloud > back > edge again. edge, edge again lead to one and the same" in found.stderr
            )
        apart = tmp_path / "apart.toml"
        apart.write_text(doors(edge.port, second, cloud.port, there))
        assert b"nothing wrong" in commands.run("bridge", "check", str(apart)).stdout


def test_a_bus_of_two_addresses_of_one_broker(tmp_path: Path) -> None:
    second = free_port()
    with mosquitto(f"listener {second} 127.0.0.1") as edge, mosquitto() as cloud:
        wait_for_port(second)
        file = tmp_path / "b.toml"
        file.write_text(doors(edge.port, second, cloud.port, bridgeruns.bus("all", "edge", "cloud", "edge again")))
        for command in (("check",), ("run", "--spool", str(tmp_path / "spools"))):
            found = commands.run("bridge", command[0], str(file), *command[1:])
            assert found.returncode == 2
            assert b"one and the same broker: edge, edge again" in found.stderr


def test_a_circle_that_shows_when_a_broker_comes_up(tmp_path: Path) -> None:
    """Both bridges wait for it, and run; then the second begins anew, and is refused with the path."""
    second = free_port()
    edge = Mosquitto(f"listener {second} 127.0.0.1")
    with mosquitto() as cloud:
        run = Run(tmp_path, doors(edge.port, second, cloud.port, *circle()))
        run.start(wait=False)
        try:
            wait_until(lambda: run.state("there") and run.state("back"), 20, "both are there")
            edge.start()
            assert run.process is not None
            assert run.process.wait(30) == 1
            wait_until(
                lambda: any("edge > there > cloud > back > edge again" in line for line in run.errors), 10, "why"
            )
        finally:
            run.kill()
            edge.stop()


def test_for_people(tmp_path: Path) -> None:
    with mosquitto() as edge, mosquitto() as cloud:
        file = tmp_path / "b.toml"
        file.write_text(text(edge.port, cloud.port))
        command = [*commands.ES, "bridge", "run", str(file)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout is not None
            lines = []
            while not lines or "What waits" not in lines[-1]:
                lines.append(process.stdout.readline().decode())
                assert lines[-1]
            process.send_signal(signal.SIGINT)
            rest, errors = process.communicate(timeout=30)
    assert "All running: b. Ctrl+C ends it.\n" in lines
    assert str(tmp_path / "home" / "bridges") in lines[-1]
    assert rest.decode().endswith("Ended; nothing waits.\n")
    assert (process.returncode, errors) == (0, b"")


def test_a_broker_that_is_away_is_waited_for(tmp_path: Path) -> None:
    cloud = Mosquitto()
    with mosquitto() as edge:
        run = Run(tmp_path, text(edge.port, cloud.port)).start(wait=False)
        try:
            wait_until(lambda: any("Nothing accepts connections" in line for line in run.errors), 20, "it is told")
            assert not any("ready" in line for line in run.lines)
            cloud.start()
            run.ready()
        finally:
            assert run.stop() == 0
            cloud.stop()


def test_what_is_left_is_said_and_leaves_with_the_next_run(tmp_path: Path) -> None:
    with mosquitto() as edge, mosquitto() as cloud:
        run = Run(tmp_path, text(edge.port, cloud.port), "--drain", "0.2").start()
        cloud.stop()
        wait_until(lambda: run.state("b").get("state") == "degraded", 10, "it is told that a side is away")
        publish(edge.port, b"in/a", b"1", b"2")
        wait_until(lambda: run.state("b").get("queued") == 2, 10, "both wait")
        assert run.stop() == 0
        assert run.lines[-1]["left"] == [{"name": "b", "queued": 2, "dead": 0}]
        cloud.start()
        with ears(cloud.port) as (ear,):
            run.start()
            wait_until(lambda: ear.copies == {b"1": 1, b"2": 1}, 10, "they leave now")
            assert run.stop() == 0


def test_a_second_signal_ends_at_once(tmp_path: Path) -> None:
    with mosquitto() as edge, mosquitto() as cloud:
        run = Run(tmp_path, text(edge.port, cloud.port), "--drain", "3600").start()
        cloud.stop()
        publish(edge.port, b"in/a", b"1")
        wait_until(lambda: run.state("b").get("queued") == 1, 10, "it waits")
        assert run.process is not None
        run.process.terminate()
        wait_until(lambda: run.state("b").get("state") == "draining" or len(run.lines) > 0, 10, "it drains")
        run.process.send_signal(signal.SIGINT)
        assert run.stop() == 0
        assert run.lines[-1]["left"] == [{"name": "b", "queued": 1, "dead": 0}]


def test_a_second_process_is_turned_away(tmp_path: Path) -> None:
    with mosquitto() as edge, mosquitto() as cloud:
        run = Run(tmp_path, text(edge.port, cloud.port)).start()
        try:
            for command in (("bridge", "run"), ("dlq", "list")):
                done = commands.run(*command, str(run.file), "--json", "--spool", str(run.spools))
                said = json.loads(done.stderr.splitlines()[-1])
                assert (done.returncode, said["error"]) == (1, "bridges-running")
                assert "Stop that one first" in said["words"]
        finally:
            run.stop()


@pytest.mark.parametrize(
    ("change", "words"),
    [(("filter", "filtr"), "Did you mean 'filter'"), (("{2}", "{2"), "lone {"), (("format = 1", "format = 9"), "1")],
)
def test_a_file_that_cannot_work(change: tuple[str, str], words: str, tmp_path: Path) -> None:
    run = Run(tmp_path, text(1, 2).replace(*change))
    done = commands.run("bridge", "run", str(run.file))
    assert done.returncode == 2
    assert words in done.stderr.decode()
    assert not done.stdout


def test_check_reaches_out(tmp_path: Path) -> None:
    with mosquitto() as edge:
        gone = free_port()
        run = Run(tmp_path, text(edge.port, gone))
        done = commands.run("bridge", "check", str(run.file), "--json")
        assert done.returncode == 3
        assert [item["connection"] for item in json.loads(done.stdout)["unreached"]] == ["cloud"]
        assert f"Nothing accepts connections at 127.0.0.1:{gone}" in json.loads(done.stderr)["words"]
        assert commands.run("bridge", "check", str(run.file), "--offline").returncode == 0


def test_dead_letters(tmp_path: Path) -> None:
    """What has no second level cannot be mapped: it is kept, and leaves once it is mended."""
    with mosquitto() as edge, mosquitto() as cloud, ears(cloud.port) as (ear,):
        run = Run(tmp_path, text(edge.port, cloud.port)).start()
        publish(edge.port, b"in", b"\x1b[31mred\xff", b"two")
        publish(edge.port, b"in/a", b"fine")
        wait_until(lambda: run.state("b").get("dead") == 2, 10, "both are dead letters")
        wait_until(lambda: ear.copies == {b"fine": 1}, 10, "the others go on")
        assert run.stop() == 0

        shown = dlq(run, "list")
        assert (shown.returncode, b"\x1b" in shown.stdout) == (0, False)
        assert "b: 2 dead letters (invalid_mapping 2)." in shown.stdout.decode()
        assert "\u241b[31mred\\xff" in shown.stdout.decode()
        found = _letters(run)
        assert base64.b64decode(found[0]["payload"]) == b"\x1b[31mred\xff"

        one = dlq(run, "replay", "--id", found[0]["id"], "--set-topic", "in/mended")
        assert b"1 dead letter wait" in one.stdout, one.stderr
        export = tmp_path / "dead.jsonl"
        assert dlq(run, "export", "--output", export).returncode == 0
        assert [json.loads(line)["payload-text"] for line in export.read_text().splitlines()] == ["two"]
        assert dlq(run, "export", "--output", export).returncode == 2  # nothing is overwritten
        assert dlq(run, "purge", "--all").returncode == 2  # not without a yes
        assert commands.data(dlq(run, "purge", "--all", "--yes", "--json")) == {"bridge": "b", "purged": 1}
        assert _letters(run) == []

        run.start()
        wait_until(lambda: any(topic == b"mended" for _, topic, _ in ear.heard), 10, "the mended one arrives")
        assert run.stop() == 0
    assert run.figures("b").error == 0


def _letters(run: Run) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = commands.data(dlq(run, "list", "--json"))["letters"]
    return found


def test_dead_letters_of_what_never_ran(tmp_path: Path) -> None:
    run = Run(tmp_path, text(1, 2))
    assert dlq(run, "list").stdout == b"b: 0 dead letters.\n"
    assert dlq(run, "export").stdout == b""
    assert b"0 dead letters wait" in dlq(run, "replay", "--all").stdout
    assert not run.spools.exists()
    assert dlq(run, "replay").returncode == dlq(run, "replay", "--id", 3).returncode == 2
    assert b"Did you mean 'b'" in dlq(run, "list", "--bridge", "bb").stderr
