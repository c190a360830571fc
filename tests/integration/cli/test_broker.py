"""`broker`: one line of ports, other people's clients, a file with users, and a quick end."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from commands import broker, data, run, running
from servers import needs_mosquitto_clients, wait_for_port

posix = pytest.mark.skipif(sys.platform == "win32", reason="ends processes by signal")


def test_the_line_names_every_listener() -> None:
    with broker("--ws-port", "0") as ports:
        assert set(ports) == {"mqtt", "mqtts", "ws", "wss", "pid"}
        assert (ports["mqtts"], ports["wss"]) == (None, None)
        wait_for_port(ports["mqtt"])
        wait_for_port(ports["ws"])


@posix
@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_ends_it_and_frees_the_port(number: str) -> None:
    with running("broker", "--port", "0", "--json") as command:
        ports = command.line()
        client = socket.create_connection(("127.0.0.1", ports["mqtt"]))
        code, _ = command.end(getattr(signal, number))
        client.close()
        assert code == 0
        with socket.socket() as again:
            again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            again.bind(("127.0.0.1", ports["mqtt"]))


def test_gauges_come_as_lines() -> None:
    with running("broker", "--port", "0", "--json", "--stats-json") as command:
        command.line()
        gauges = command.line()
        assert {"clients", "groups", "received", "delivered"} <= set(gauges)


@needs_mosquitto_clients
@pytest.mark.parametrize("version", ["mqttv311", "mqttv5"])
def test_mosquittos_clients_work_against_it(version: str) -> None:
    with broker() as ports:
        where = ["-V", version, "-p", str(ports["mqtt"])]
        subprocess.run(["mosquitto_pub", *where, "-t", "a/b", "-m", "kept", "-q", "2", "-r"], check=True, timeout=30)
        got = subprocess.run(
            ["mosquitto_sub", *where, "-t", "#", "-v", "-C", "1", "-W", "20"],
            check=True,
            capture_output=True,
            timeout=30,
        )
        assert got.stdout == b"a/b kept\n"


def test_users_of_its_file_and_the_hash_command(tmp_path: Path) -> None:
    for name, text in (("right", "s3cret\n"), ("wrong", "guess\n")):
        (tmp_path / name).write_text(text)
    made = run("broker", "hash", "--password-file", str(tmp_path / "right"), "--json")
    hashed = data(made)["password"]
    assert hashed.startswith("$argon2id$")
    file = tmp_path / "broker.toml"
    file.write_text(
        f'format = 1\n[[listener]]\nkind = "mqtt"\nport = 0\n[[user]]\nname = "ann"\npassword = {json.dumps(hashed)}\n'
        '[[access]]\nuser = "ann"\naction = "publish"\nfilter = "open/#"\nallow = true\n'
        '[[access]]\naction = "publish"\nfilter = "#"\nallow = false\n'
    )
    with running("broker", "--config", str(file), "--json") as command:
        port = command.line()["mqtt"]
        common = ["pub", "--url", f"mqtt://ann@127.0.0.1:{port}", "-m", "x", "-q", "1", "--json"]
        right = ["--password-file", str(tmp_path / "right")]
        assert run(*common, "-t", "open/1", *right).returncode == 0
        forbidden = run(*common, "-t", "closed/1", *right)
        assert forbidden.returncode == 1
        assert data(forbidden)["reason"] == 0x87
        assert run(*common, "-t", "open/1", "--password-file", str(tmp_path / "wrong")).returncode == 3
        assert run("pub", "--url", f"mqtt://127.0.0.1:{port}", "-t", "open/1", "-m", "x").returncode == 3


@pytest.mark.parametrize(
    "text",
    ["nonsense", "format = 2", 'format = 1\n[[listener]]\nkind = "mqttt"', "format = 1\n[[lisener]]\n", "\udcff"],
)
def test_a_bad_file_is_exit_2_in_words(text: str, tmp_path: Path) -> None:
    (tmp_path / "broker.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    done = run("broker", "--config", str(tmp_path / "broker.toml"), "--json")
    assert done.returncode == 2
    assert done.stderr.strip()
    assert b"Traceback" not in done.stderr


def test_a_port_that_is_taken_is_exit_1_in_words() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("broker", "--port", str(taken.getsockname()[1]), "--json")
        assert done.returncode == 1
        assert str(taken.getsockname()[1]).encode() in done.stderr


def test_a_port_that_is_given_goes_before_the_files(tmp_path: Path) -> None:
    (tmp_path / "broker.toml").write_text("format = 1\n[[listener]]\nport = 1\n")
    with running("broker", "--config", str(tmp_path / "broker.toml"), "--port", "0", "--json") as command:
        assert command.line()["mqtt"] > 1
