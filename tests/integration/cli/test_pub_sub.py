"""`pub` and `sub` against our broker and mosquitto: events arrive whole, figures are true, exit codes are kept."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from commands import ES, Running, broker, data, run, running
from servers import free_port, mosquitto, needs_mosquitto


@pytest.fixture(scope="module")
def ours() -> Any:
    os.environ.setdefault("EVENTSCOPE_HOME", os.devnull)
    with broker("--ws-port", "0") as ports:
        yield ports


def url(ports: dict[str, Any]) -> str:
    return f"mqtt://127.0.0.1:{ports['mqtt']}"


def subscribe(ports: dict[str, Any], *arguments: str) -> Running:
    """A sub whose subscription is granted: it has printed the retained marker."""
    marker = run("pub", "--url", url(ports), "-t", "marker", "-m", "here", "-q", "1", "-r", "--no-stamp")
    assert marker.returncode == 0, marker.stderr
    command = Running("sub", "--url", url(ports), "-t", "marker", "--json", *arguments)
    assert command.line()["payload"] == "here"
    return command


def test_an_event_arrives_as_it_was_sent(ours: dict[str, Any]) -> None:
    command = subscribe(ours, "-t", "one/#", "-q", "2", "-n", "2", "--seconds", "60")
    text = 'ä \x1b[31m {{ seq }} "x"\r\n'
    sent = run(
        "pub", "--url", url(ours), "-t", "one/1", "-m", text, "-q", "2", "--property", "k=v", "--property",
        "content-type=text/plain", "--json",
    )  # fmt: skip
    assert sent.returncode == 0, sent.stderr
    assert data(sent)["acknowledged"] == 1
    assert data(sent)["acknowledged_ms"] >= data(sent)["sent_ms"] >= 0
    code, (item,) = command.end()
    assert code == 0
    assert (item["topic"], item["payload"], item["qos"], item["retain"]) == ("one/1", text, 2, False)
    assert item["properties"]["content_type"] == "text/plain"
    assert item["properties"]["user"][0] == ["k", "v"]
    assert item["latency_ms"] > 0
    assert item["received_ns"] > 1_700_000_000_000_000_000


@pytest.mark.parametrize("version", ["3.1.1", "5"])
def test_bytes_of_a_file_and_of_stdin_stay_bytes(version: str, ours: dict[str, Any], tmp_path: Path) -> None:
    body = bytes(range(256)) * 3
    (tmp_path / "event").write_bytes(body)
    command = subscribe(ours, "-t", f"bytes/{version}", "-n", "3", "--version", version)
    common = ("pub", "--url", url(ours), "-t", f"bytes/{version}", "--version", version)
    assert run(*common, "-f", str(tmp_path / "event")).returncode == 0
    assert run(*common, "-f", "-", input=body).returncode == 0
    code, items = command.end()
    assert code == 0
    assert [base64.b64decode(item["payload_base64"]) for item in items] == [body, body]


def test_repeats_keep_their_number_and_templates_count(ours: dict[str, Any]) -> None:
    command = subscribe(ours, "-t", "many", "-n", "21", "-q", "1")
    sent = run(
        "pub", "--url", url(ours), "-t", "many", "-m", "{{ seq }}", "--template", "--repeat", "20", "--every", "2ms",
        "-q", "1", "--json",
    )  # fmt: skip
    assert data(sent) == {"published": 20, "acknowledged": 20, "failed": 0}
    code, items = command.end()
    assert code == 0
    assert [item["payload"] for item in items] == [str(n) for n in range(1, 21)]


def test_a_filter_shows_and_counts_what_matches_and_the_rest_is_stored_all_the_same(ours: dict[str, Any]) -> None:
    common = ("-t", "picked", "--filter", 'payload.n > 17 || topic == "marker"', "-q", "1")
    command = subscribe(ours, *common, "-n", "4")
    sent = run(
        "pub", "--url", url(ours), "-t", "picked", "-m", '{"n": {{ seq }}}', "--template", "--repeat", "20", "--every",
        "1ms", "-q", "1",
    )  # fmt: skip
    assert sent.returncode == 0, sent.stderr
    code, items = command.end()
    assert code == 0
    assert [item["payload"] for item in items] == ['{"n": 18}', '{"n": 19}', '{"n": 20}']


def test_quiet_counts_what_the_filter_shows(ours: dict[str, Any]) -> None:
    for name in ("kept/1", "kept/2", "kept/3"):
        assert run("pub", "--url", url(ours), "-t", name, "-m", name, "-q", "1", "-r").returncode == 0
    done = run("sub", "--url", url(ours), "-t", "kept/#", "--filter", "-topic : kept/2", "-n", "2", "--quiet")
    assert done.returncode == 0
    figures = data(done)
    assert figures["shown"] == 2
    assert figures["received"] == figures["stored"] == 3
    done = run("sub", "--url", url(ours), "-t", "kept/#", "-n", "2", "--quiet")
    figures = data(done)
    assert (figures["shown"], figures["received"]) == (2, 3)  # the third came with them


def test_websocket_carries_the_same(ours: dict[str, Any]) -> None:
    command = subscribe(ours, "-t", "ws", "-n", "2")
    assert run("pub", "--url", f"ws://127.0.0.1:{ours['ws']}", "-t", "ws", "-m", "x", "-q", "1").returncode == 0
    assert command.end()[1][0]["payload"] == "x"


def test_quiet_tells_only_figures(ours: dict[str, Any]) -> None:
    with running(
        "sub", "--url", url(ours), "-t", "quiet", "-q", "1", "-n", "500", "--quiet", "--json", "--seconds", "60"
    ) as command:
        while command.process.poll() is None:  # until the subscription is there, then to its end
            run(
                "pub",
                "--url",
                url(ours),
                "-t",
                "quiet",
                "-m",
                "x" * 100,
                "-q",
                "1",
                "--repeat",
                "300",
                "--every",
                "1ms",
            )
        code, (figures,) = command.end()
    assert code == 0
    assert figures["shown"] == 500
    assert set(figures) == {
        "shown",
        "received",
        "stored",
        "dropped",
        "lost",
        "duplicates",
        "rate",
        "cpu_us_per_message",
    }
    assert figures["stored"] == figures["received"] >= 500
    assert (figures["dropped"], figures["duplicates"]) == (0, 0)
    assert figures["rate"] > 0
    assert figures["cpu_us_per_message"] > 0


def test_a_log_that_was_asked_for_stays(ours: dict[str, Any], tmp_path: Path) -> None:
    command = subscribe(ours, "-n", "1", "--log", str(tmp_path / "kept"))
    assert command.end()[0] == 0
    again = run("sub", "--url", url(ours), "-t", "marker", "-n", "1", "--log", str(tmp_path / "kept"), "--json")
    assert len(again.stdout.splitlines()) == 1  # what lay there before is not printed
    assert any((tmp_path / "kept").iterdir())


@pytest.mark.parametrize("shape", [[], ["--json"]])
def test_no_escape_code_reaches_a_pipe_unless_raw(shape: list[str], ours: dict[str, Any]) -> None:
    hostile = "\x1b]0;title\x07\x9b31m\u202e"
    assert run("pub", "--url", url(ours), "-t", "hostile", "-m", hostile, "-r", "-q", "1").returncode == 0
    done = run("sub", "--url", url(ours), "-t", "hostile", "-n", "1", *shape)
    assert done.returncode == 0
    text = done.stdout.decode()
    assert not any(char in text for char in "\x1b\x07\x9b\u202e")
    raw = run("sub", "--url", url(ours), "-t", "hostile", "-n", "1", "--raw")
    assert raw.stdout == hostile.encode() + b"\n"


def test_a_count_that_is_not_reached_is_exit_1_in_words(ours: dict[str, Any]) -> None:
    short = ("sub", "--url", url(ours), "-t", "nothing", "-n", "1", "--seconds", "300ms")
    done = run(*short)
    assert done.returncode == 1
    assert done.stderr.decode().startswith("0 of 1 came in 0.")
    assert done.stdout == b""
    done = run(*short, "--quiet", "--json")
    assert done.returncode == 1
    assert data(done)["shown"] == 0
    assert json.loads(done.stderr)["error"] == "too-few"
    assert run("sub", "--url", url(ours), "-t", "nothing", "--seconds", "300ms").returncode == 0


@pytest.mark.parametrize("command", [["pub", "-m", "x"], ["sub"]])
def test_no_connection_is_exit_3_in_words(command: list[str]) -> None:
    done = run(*command, "-t", "a", "--url", f"mqtt://127.0.0.1:{free_port()}")
    assert done.returncode == 3
    assert b"Nothing accepts connections" in done.stderr
    assert done.stdout == b""


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C cannot be sent there")
def test_ctrl_c_ends_with_the_figures(ours: dict[str, Any]) -> None:
    import signal

    command = subscribe(ours)
    code, _ = command.end(signal.SIGINT)
    assert code == 0


@needs_mosquitto
def test_users_of_mosquitto(tmp_path: Path) -> None:
    passwords = tmp_path / "passwords"
    passwords.write_text("ann:s3cret\n")
    subprocess.run(["mosquitto_passwd", "-U", str(passwords)], check=True, capture_output=True)
    passwords.chmod(0o644)
    (tmp_path / "right").write_text("s3cret\n")
    (tmp_path / "wrong").write_text("guess\n")
    with mosquitto(f"password_file {passwords}", anonymous=False) as server:
        common = ("pub", "--url", f"mqtt://ann@127.0.0.1:{server.port}", "-t", "a", "-m", "x", "-q", "1")
        assert run(*common, "--password-file", str(tmp_path / "right")).returncode == 0
        refused = run(*common, "--password-file", str(tmp_path / "wrong"))
        assert refused.returncode == 3
        assert refused.stderr.strip()
        assert b"guess" not in refused.stderr


def test_secrets_are_in_no_argument_list(ours: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("canary-51c2\n")
    with running(
        "sub", "--url", url(ours), "--user", "ann", "--password-file", str(tmp_path / "secret"), "-t", "a"
    ) as it:
        time.sleep(0)  # the argument list is there as soon as the process is
        if Path("/proc").exists():
            shown = (
                Path(f"/proc/{it.process.pid}/cmdline").read_bytes()
                + Path(f"/proc/{it.process.pid}/environ").read_bytes()
            )
            assert b"canary-51c2" not in shown
        assert "canary-51c2" not in json.dumps(ES)
