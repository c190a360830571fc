"""`eventscope serve`: says where it is when it accepts, and ends in order and in time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.sync.client import connect

from commands import ES

# The command by itself, so that this test holds wherever it is mounted.
_CODE = """
import sys, typer
from eventscope.cli.serve import serve
app = typer.Typer(pretty_exceptions_enable=False)
app.callback()(lambda: None)
app.command()(serve)
if __name__ == "__main__":
    app()
"""


@pytest.fixture
def program(tmp_path: Path) -> list[str]:
    file = tmp_path / "program.py"  # a file, because children of the engine are spawned
    file.write_text(_CODE)
    return [sys.executable, str(file), "serve"]


@contextmanager
def running(program: list[str], *arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], dict[str, str]]]:
    process = subprocess.Popen([*program, "--json", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, process.stderr.read().decode()  # type: ignore[union-attr]
        yield process, json.loads(line)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=20)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are of Unix")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ready_line_answers_and_end(program: list[str], number: int) -> None:
    with ExitStack() as stack, running(program, "--port", "0", "--temporary") as (process, ready):
        assert set(ready) == {"url", "token_file", "broker"}
        assert ready["broker"].startswith("mqtt://127.0.0.1:")
        found = json.loads(Path(ready["token_file"]).read_text())
        assert found["pid"] == process.pid
        headers = {"Authorization": f"Bearer {found['token']}"}
        with httpx.Client(base_url=ready["url"] + "/v1", headers=headers, timeout=20, trust_env=False) as client:
            assert client.get("/health").json()["pid"] == process.pid
            assert client.get("/connections").json()["connections"][0]["id"] == "embedded"
        news = ready["url"].replace("http:", "ws:") + "/v1/news"
        wanted: Any = ["eventscope.v1", f"bearer.{found['token']}"]
        reading = stack.enter_context(connect(news, subprotocols=wanted, proxy=None))
        assert json.loads(reading.recv(timeout=20))["kind"]
        pulling = threading.Thread(
            target=httpx.get,
            args=(ready["url"] + "/v1/pull?wait=60",),
            kwargs={"headers": headers, "timeout": 30, "trust_env": False},
        )
        pulling.start()
        assert process.stdout is not None
        begun = time.monotonic()
        process.send_signal(number)
        assert process.stdout.read() == b""
        assert process.wait(20) == 0
        assert time.monotonic() - begun < 15.0  # 3 s are promised; a busy machine is no verdict
        assert not Path(ready["token_file"]).exists()
        pulling.join(20)


def test_its_description(program: list[str]) -> None:
    done = subprocess.run([*program, "--openapi"], capture_output=True, timeout=60, check=True)
    assert json.loads(done.stdout)["openapi"] == "3.1.0"
    assert done.stdout.isascii()


def test_a_workspace_that_is_not_there(program: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [*program, "--workspace", str(tmp_path / "no.toml")], capture_output=True, timeout=60, check=False
    )
    assert done.returncode != 0
    assert b"There is no workspace file" in done.stderr
    both = subprocess.run([*program, "--demo", "--temporary"], capture_output=True, timeout=60, check=False)
    assert both.returncode != 0
    assert not Path(os.environ["EVENTSCOPE_HOME"], "workspace.toml").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are of Unix")
def test_what_a_person_should_know_comes_as_a_notice_and_goes_on() -> None:
    process = subprocess.Popen([*ES, "serve", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        assert process.stdout is not None
        assert "url" in json.loads(process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=30)
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate(timeout=20)
    assert process.returncode == 0
    notice = json.loads(told.splitlines()[0])
    assert notice["notice"] == "no-workspace-yet"  # not "error": nothing has failed
    assert "Give --workspace FILE" in notice["words"]
