"""The audit log: a chain that shows every change to it, over threads and restarts, however many refusals come."""

from __future__ import annotations

import json
import stat
import sys
import threading
from pathlib import Path

import pytest

from eventscope.api.audit import QUIET, Audit, verify
from eventscope.core.errors import BadInput


def write(log: Audit, number: int = 0) -> None:
    log.write("actor", "operate", "POST /publish", f"target {number}", "202", "ab" * 32)


def test_lines_follow_each_other_over_restarts(tmp_path: Path) -> None:
    path = tmp_path / "home" / "audit.jsonl"
    for number in range(3):
        write(Audit(path), number)
    text = path.read_text(encoding="ascii")
    assert verify(text) == 3
    lines = [json.loads(line) for line in text.splitlines()]
    assert [item["seq"] for item in lines] == [1, 2, 3]
    assert lines[2]["prev"] == lines[1]["hash"]
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("change", ["edit", "remove", "swap", "insert", "nonsense"])
def test_a_change_shows(tmp_path: Path, change: str) -> None:
    path = tmp_path / "audit.jsonl"
    for number in range(4):
        write(Audit(path), number)
    lines = path.read_text(encoding="ascii").splitlines()
    changed = {
        "edit": [lines[0], lines[1].replace("target 1", "target 9"), *lines[2:]],
        "remove": [lines[0], *lines[2:]],
        "swap": [lines[0], lines[2], lines[1], lines[3]],
        "insert": [lines[0], lines[0], *lines[1:]],
        "nonsense": [lines[0], "5", *lines[1:]],
    }[change]
    with pytest.raises(BadInput, match="Line 2"):
        verify("\n".join(changed))


def test_many_threads_make_one_chain(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    logs = [Audit(path), Audit(path)]
    threads = [threading.Thread(target=lambda n=n: [write(logs[n % 2]) for _ in range(10)]) for n in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert verify(path.read_text(encoding="ascii")) == 40


def test_a_line_that_a_crash_cut_off_does_not_swallow_the_next(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    write(Audit(path))
    with path.open("ab") as file:
        file.write(b'{"seq": 2, "act')
    write(Audit(path))
    lines = path.read_text(encoding="ascii").splitlines()
    assert json.loads(lines[2])["seq"] == 2
    with pytest.raises(BadInput, match="Line 2"):
        verify("\n".join(lines))


def test_a_flood_of_refusals_is_counted(tmp_path: Path) -> None:
    now = [10**15]
    path = tmp_path / "audit.jsonl"
    log = Audit(path, lambda: now[0])
    for _ in range(1000):
        log.refused("wrong-host", "GET http")
    log.refused("no-token", "GET http")
    now[0] += QUIET
    log.refused("wrong-host", "GET http")
    lines = [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]
    assert [(item["result"], item["unsaid-before"]) for item in lines] == [
        ("wrong-host", 0), ("no-token", 0), ("wrong-host", 999),
    ]  # fmt: skip


def test_text_from_outside_stays_within_its_line(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    Audit(path).write("a", "read", "x", "\n\x1b[31m\u2028é", "200")
    assert path.read_bytes().count(b"\n") == 1
    assert path.read_bytes().isascii()


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError):
        write(Audit(tmp_path / "file" / "audit.jsonl"))
