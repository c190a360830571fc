"""What others send arrives whole, whoever plays the broker, and an independent receiver counts the same."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from commands import Running, broker, running
from eventscope.cli.bench.meter import Meter
from foreigntraffic import await_subscriber, compiled, needs_compiler, publish_lines
from servers import mosquitto, needs_mosquitto, needs_mosquitto_clients, wait_until

pytestmark = [needs_mosquitto, needs_mosquitto_clients, pytest.mark.peer]
LINES, PUBLISHERS, FLOOD = 5_000, 4, 100_000


@pytest.fixture(params=["ours", "mosquitto"])
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    """A broker, ours or a foreign one, that drops nothing because a queue is full."""
    with ExitStack() as stack:
        if request.param == "ours":
            yield stack.enter_context(broker())["mqtt"]
        else:
            yield stack.enter_context(mosquitto("max_queued_messages 0")).port


@contextmanager
def our_sub(port: int, topic: str, count: int) -> Iterator[Running]:
    """Ends by itself with the last message; one more comes, which asked whether it had subscribed."""
    where = ("--url", f"mqtt://127.0.0.1:{port}", "-t", topic, "-t", "ready/ours")
    with running("sub", *where, "-n", str(count + 1), "--seconds", "60s", "--quiet") as command:
        await_subscriber(port, "ready/ours")
        yield command


@contextmanager
def their_sub(port: int, topic: str, count: int) -> Iterator[subprocess.Popen[bytes]]:
    """mosquitto_sub, which writes each payload's size on a line."""
    what = ["-t", topic, "-t", "ready/theirs", "-C", str(count + 1), "-W", "60", "-F", "%l"]
    command = ["mosquitto_sub", "-p", str(port), *what]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        try:
            await_subscriber(port, "ready/theirs")
            yield process
        finally:
            process.kill()


def expect_all(command: Running, count: int) -> None:
    """Everything was received, stored and told; nothing was dropped, lost or doubled."""
    code, (figures,) = command.end()
    assert code == 0
    told = {name: figures[name] for name in ("shown", "received", "stored", "dropped", "duplicates")}
    assert told == {"shown": count + 1, "received": count + 1, "stored": count + 1, "dropped": 0, "duplicates": 0}


def test_lines_of_several_mosquitto_pub_at_once_arrive_whole(port: int) -> None:
    with our_sub(port, "lines/#", LINES * PUBLISHERS) as command:
        sent = publish_lines(port, PUBLISHERS, LINES)
        expect_all(command, sent)


@needs_compiler
def test_a_flood_of_packets_made_beforehand_arrives_whole(port: int, tmp_path: Path) -> None:
    program = compiled(tmp_path)
    with our_sub(port, "flood/#", FLOOD) as command:
        done = subprocess.run([program, str(port), str(FLOOD), "200"], capture_output=True, check=True, timeout=60)
        assert int(done.stdout) == FLOOD
        expect_all(command, FLOOD)


@needs_compiler
@pytest.mark.parametrize("source", ["lines", "flood"])
def test_mosquitto_sub_counts_the_same_on_the_same_traffic(
    port: int, source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """CPU a message of both is told, not judged: `eventscope bench intake` measures it."""
    send: Callable[[], object]
    if source == "lines":
        count, send = LINES * PUBLISHERS, lambda: publish_lines(port, PUBLISHERS, LINES)
    else:
        flood = [compiled(tmp_path), str(port), str(FLOOD), "200"]
        count, send = FLOOD, lambda: subprocess.run(flood, stdout=subprocess.DEVNULL, check=True, timeout=60)
    with our_sub(port, f"{source}/#", count) as ours, their_sub(port, f"{source}/#", count) as theirs:
        meters = {"eventscope sub": Meter(ours.process.pid), "mosquitto_sub": Meter(theirs.pid)}
        send()
        assert theirs.stdout is not None
        lines = []
        while len(lines) < count + 1 and (line := theirs.stdout.readline()):
            lines.append(line)
            if len(lines) % 1000 == 0:
                for meter in meters.values():
                    meter.sample()
        for meter in meters.values():
            meter.sample()
        expect_all(ours, count)
        wait_until(lambda: theirs.poll() is not None, what="mosquitto_sub ends")
    assert len(lines) == count + 1
    with capsys.disabled():
        told = ", ".join(f"{name} {1e6 * meter.cpu_seconds / count:.1f}" for name, meter in meters.items())
        print(f"\n{source}: CPU µs a message: {told}")
