"""The check that nothing from outside is taken for an escape code, a hidden character or a formula."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import subprocess
from collections.abc import Iterator
from typing import Any

from eventscope.base import paths
from eventscope.cli.selftest.check import Broken, Check, expect
from eventscope.cli.selftest.hostile import PAYLOADS, STEERING, TOPICS, publish
from eventscope.cli.selftest.scriptedpeer import ScriptedPeer, Talk
from eventscope.core import csvtext

PATIENCE = 30.0  # seconds for a command
# C0 without the end of a line, DEL, C1, and what turns, hides or breaks text.
STEERS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
FORMULAS = ("=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "a;=1", ' "=1', "＝1")
SENT = [(topic, payload) for topic in (*TOPICS, STEERING) for payload in (*PAYLOADS[:3], STEERING)]
USER = (STEERING.replace(b"\x00", b""), STEERING.replace(b"\x00", b""))


def nothing_is_interpreted() -> str:
    """P15: `sub` prints hostile messages as text and as JSON; a spreadsheet's formulas are guarded in CSV."""
    lines = _printed().removesuffix("\n").split("\n")
    steering = [line for line in lines if STEERS.search(line)]
    expect(not steering, f"{len(steering)} lines can steer a terminal, as {steering[:1]!a}")
    expect(len(lines) == len(SENT), f"{len(SENT)} messages became {len(lines)} lines")
    text = _printed("--json").removesuffix("\n")
    expect(text.isascii() and not STEERS.search(text), "the JSON holds more than plain ASCII")
    found = [json.loads(line) for line in text.split("\n")]
    same = [(_raw(item, "topic"), _raw(item, "payload")) for item in found] == SENT
    expect(same, "the JSON does not say byte for byte what was sent")
    _guarded()
    return (
        f"{len(SENT)} hostile messages as text and JSON: none steers, no byte changed; {len(FORMULAS)} formulas guarded"
    )


def _printed(*more: str) -> str:
    """What `sub` writes about the messages, output and errors."""

    def script(talk: Talk) -> None:
        talk.accept()
        talk.grant()
        talk.send(*(publish(topic, payload, USER) for topic, payload in SENT))
        talk.hold()

    with ScriptedPeer(script) as peer:
        where = ["sub", "--url", f"mqtt://127.0.0.1:{peer.port}", "-t", "#", "-n", str(len(SENT)), "--seconds", "20s"]
        done = subprocess.run(  # noqa: S603  # a list, no shell
            [*paths.self_command(), *where, *more],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    errors = done.stderr.decode("utf-8", "replace").replace("\r\n", "\n")
    if STEERS.search(errors):
        raise Broken(f"the errors can steer a terminal, as {errors[:200]!a}")
    expect(done.returncode == 0, f"sub ended with {done.returncode}: {errors[:200]}")
    return done.stdout.decode("utf-8", "replace").replace("\r\n", "\n")


def _raw(item: dict[str, Any], name: str) -> bytes:
    if name in item:
        return str(item[name]).encode()
    return base64.b64decode(item[name + "_base64"])


def _guarded() -> None:
    found = next(csv.reader(io.StringIO(csvtext.line(FORMULAS), newline="")))
    expect(len(found) == len(FORMULAS), "a text became several cells of a table")
    loose = [cell for cell in found if _is_formula(cell)]
    expect(not loose, f"a spreadsheet would compute {loose!a}")


def _is_formula(cell: str) -> bool:
    """Whether a spreadsheet computes it: in the cell, or in one that a careless program splits off."""
    return any(part.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) for part in _parts(cell))


def _parts(cell: str) -> Iterator[str]:
    yield cell
    yield from (part.strip(' "') for part in re.split("[;\t\r\n]", cell))


CHECKS = (Check("P15", "Nothing from outside is interpreted", nothing_is_interpreted),)
