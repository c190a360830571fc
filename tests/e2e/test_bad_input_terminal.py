"""What comes from outside cannot steer a terminal (promises.md b, row 21): commands as processes, on pty and pipe."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest

from commands import ES
from peers import Peer, Script, Talk, disconnect, publish, user_property

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

EVIL = "\x1b[31mred\x1b]52;c;ZXZpbA==\x07\x1b]0;title\x07\x9b31m\x85\x00\x7f\u202e\u200b\u2028end"
STEERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
Place = Callable[..., tuple[int, str]]
RAW = EVIL.encode()
TEXT = RAW.replace(b"\x00", b"")  # where MQTT forbids NUL


def sends(talk: Talk) -> None:
    talk.accept()
    talk.grant()
    properties = user_property(TEXT, TEXT) + b"\x03" + len(TEXT).to_bytes(2, "big") + TEXT
    talk.send(publish(TEXT, RAW, properties=properties), publish(b"bad\xff\x1b[2J", b"\xff\x1b[2J"))
    talk.hold(30)


def refuses(talk: Talk) -> None:
    talk.accept(reason=0x87, properties=b"\x1f" + len(TEXT).to_bytes(2, "big") + TEXT)


def refuses_filter(talk: Talk) -> None:
    talk.accept()
    talk.grant(0x87)
    talk.hold(30)


def throws_out(talk: Talk) -> None:
    talk.accept()
    talk.grant()
    talk.send(disconnect(0x8B, b"\x1f" + len(TEXT).to_bytes(2, "big") + TEXT))
    talk.closed()


def on_terminal(*arguments: str) -> tuple[int, str]:
    """Everything that a command writes to its terminal, output and errors."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen([*ES, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True)
    os.close(theirs)
    written = b""
    try:
        while chunk := _read(ours):
            written += chunk
        return process.wait(60), written.decode("utf-8")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait(10)
        os.close(ours)


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:  # Linux says so at the end of a pty
        return b""


def on_pipe(*arguments: str) -> tuple[int, str]:
    done = subprocess.run([*ES, *arguments], capture_output=True, timeout=60, check=False)
    return done.returncode, (done.stdout + done.stderr).decode("utf-8")


CASES: dict[str, tuple[Script, Place, list[str], int]] = {
    "lines": (sends, on_terminal, ["sub", "-t", "#", "-n", "2"], 0),
    "json": (sends, on_pipe, ["sub", "-t", "#", "-n", "2", "--json"], 0),
    "a refused filter": (refuses_filter, on_terminal, ["sub", "-t", EVIL.replace("\x00", ""), "-n", "1"], 1),
    "a refused publisher": (refuses, on_terminal, ["pub", "-t", "t", "-m", EVIL.replace("\x00", "")], 3),
    "the last words of a broker": (throws_out, on_pipe, ["sub", "-t", "#", "--seconds", "0.5"], 0),
}


@pytest.mark.parametrize("name", CASES)
def test_nothing_that_steers_a_terminal_is_written(name: str) -> None:
    script, place, arguments, expected = CASES[name]
    with Peer(script, lenient=True) as peer:
        code, written = place(*arguments, "--url", f"mqtt://127.0.0.1:{peer.port}")
    assert STEERS.search(written.replace("\r\n", "\n").replace("\n", "")) is None, repr(written)
    assert code == expected, written
    if name == "lines":
        assert "␛[31mred" in written
        assert "bad\\xff␛[2J" in written
        assert "‹RLO›" in written
    elif name == "json":
        assert "\\u001b[31mred" in written
        assert '"topic_base64"' in written
    else:
        assert name == "the last words of a broker" or "␛[31m" in written


def test_raw_is_raw() -> None:
    with Peer(sends, lenient=True) as peer:
        done = subprocess.run(
            [*ES, "sub", "--url", f"mqtt://127.0.0.1:{peer.port}", "-t", "#", "-n", "2", "--raw"],
            capture_output=True, timeout=60, check=False,
        )  # fmt: skip
    assert done.stdout == RAW + b"\n" + b"\xff\x1b[2J\n"
