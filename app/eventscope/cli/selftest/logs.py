"""Checks of the message log: what was acknowledged survives kill -9, and nothing stored can stop a start."""

from __future__ import annotations

import itertools
import multiprocessing
import tempfile
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

import numpy as np

from eventscope.base import clock
from eventscope.cli.selftest.check import Check, expect
from eventscope.core.message import ROW, Block
from eventscope.core.workspace import Retention
from eventscope.store.log import Log

KILLS, BLOCK, ENOUGH = 5, 50, 20
DAMAGE = {"empty": b"", "garbage": b"\xde\xad" * 5000, "text": b"not a database\n" * 100}


def survives_kill() -> str:
    """P1: after kill -9 every acknowledged message is in the log."""
    acknowledged = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        for _ in range(KILLS):
            acknowledged = _killed_run(Path(name), acknowledged)
        stored = _newest(Path(name))
    expect(stored >= acknowledged >= KILLS * BLOCK, f"{acknowledged} acknowledged, {stored} in the log")
    return f"{KILLS} kills, {acknowledged:,} acknowledged, all of them stored"


def _killed_run(folder: Path, before: int) -> int:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_store, args=(str(folder), theirs), daemon=True)
    process.start()
    theirs.close()
    newest = before
    try:
        for _ in range(ENOUGH):
            newest = ours.recv()
    finally:
        process.kill()
        process.join()
    while True:  # what was acknowledged before the kill but not read yet counts as well
        try:
            newest = ours.recv()
        except (EOFError, OSError):
            ours.close()
            return newest


def _store(folder: str, pipe: Pipe) -> None:
    log = Log.open(Path(folder), Retention(), lambda *_, **__: None)
    stored = itertools.count(log.newest + BLOCK, BLOCK)  # blocks are acknowledged in order
    while True:
        log.put(_block(), lambda: pipe.send(next(stored)))


def _block() -> Block:
    rows = np.zeros(BLOCK, ROW)
    rows["size"] = 100
    rows["at"] = np.arange(BLOCK) * 100
    return Block(rows, [b"selftest"], bytes(100 * BLOCK))


def _newest(folder: Path) -> int:
    log = Log.open(folder, Retention(), lambda *_, **__: None)
    try:
        return int(log.newest)
    finally:
        log.close()


def opens_when_damaged() -> str:
    """P14: every damaged log opens, and takes messages again."""
    told = 0
    for words in (*DAMAGE, "cut short"):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
            told += _damaged_run(Path(name), words)
    return f"{len(DAMAGE) + 1} kinds of damage, all opened, {told} notices"


def _damaged_run(folder: Path, kind: str) -> int:
    _fill(folder, [])
    for segment in [path for path in folder.iterdir() if path.is_file() and path.stat().st_size > 4096]:
        whole = segment.read_bytes()
        segment.write_bytes(DAMAGE.get(kind, whole[: len(whole) // 2]))
    notices: list[str] = []
    expect(_fill(folder, notices), f"a log that is {kind} takes no messages")
    return len(notices)


def _fill(folder: Path, notices: list[str]) -> bool:
    """Open, store one block, close; whether it could be read back."""
    log = Log.open(folder, Retention(), lambda level, code, *_, **__: notices.append(code))
    try:
        before = log.stored
        log.put(_block())
        return clock.wait_for(lambda: log.stored >= before + BLOCK and log.message(log.newest) is not None, 5.0)
    finally:
        log.close()


CHECKS = (
    Check("P1", "No acknowledged message is lost by kill -9", survives_kill),
    Check("P14", "Nothing stored can stop the next start", opens_when_damaged),
)
