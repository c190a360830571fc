"""The check that what the message log acknowledged survives kill -9, once and in order."""

from __future__ import annotations

import itertools
import multiprocessing
import tempfile
import threading
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

import numpy as np

from eventscope.base import clock, signals
from eventscope.cli.selftest.check import Check, expect
from eventscope.core.message import ROW, Block
from eventscope.core.workspace import Retention
from eventscope.store.log import Log

KILLS, BLOCK, ENOUGH = 5, 50, 100
WIDTH = 16  # bytes of a payload: its number
RUN = 10**9  # numbers of each run begin at a multiple of this


def survives_kill() -> str:
    """P1: after kill -9 every acknowledged message is in the log, once and in order."""
    acknowledged: list[int] = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        for run in range(1, KILLS + 1):
            acknowledged += _killed_run(Path(name), run * RUN)
        stored = _stored(Path(name))
    missing = set(acknowledged) - set(stored)
    expect(len(acknowledged) >= KILLS * ENOUGH * BLOCK, f"only {len(acknowledged)} messages were acknowledged")
    expect(not missing, f"{len(missing):,} of {len(acknowledged):,} acknowledged messages are not in the log")
    expect(stored == sorted(set(stored)), "the log holds messages twice, or out of order")
    return f"{KILLS} kills, {len(acknowledged):,} acknowledged, all of them stored"


def _killed_run(folder: Path, first: int) -> list[int]:
    """Numbers that were acknowledged before the kill."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=store, args=(str(folder), first, theirs), daemon=True)
    with signals.held():
        process.start()
    theirs.close()
    heard = _hear(ours)
    with ours:
        try:
            known = list(itertools.islice(heard, ENOUGH))
        finally:
            process.kill()
            process.join()
            process.close()
        known += heard  # what was acknowledged before the kill but not read yet counts as well
    return [number for start in known for number in range(start, start + BLOCK)]


def _hear(pipe: Pipe) -> Iterator[int]:
    while True:
        try:
            yield pipe.recv()
        except (EOFError, OSError):
            return


def store(folder: str, first: int, pipe: Pipe) -> None:
    """In a process: store numbered blocks and say which were acknowledged, until it is killed or left alone."""
    signals.ignore()
    alone = threading.Event()

    def told(start: int) -> Callable[[], None]:
        def acknowledge() -> None:
            try:
                pipe.send(start)
            except OSError:
                alone.set()

        return acknowledge

    log = Log.open(Path(folder), Retention(), lambda *_, **__: None)
    for start in itertools.count(first, BLOCK):
        log.put(block(start), told(start))
        if alone.is_set():
            break
    log.close()


def block(first: int, count: int = BLOCK) -> Block:
    """Messages whose payloads are their numbers."""
    rows = np.zeros(count, ROW)
    rows["size"] = WIDTH
    rows["wall"] = clock.wall_ns()  # old messages are forgotten
    rows["at"] = np.arange(count) * WIDTH
    return Block(rows, [b"selftest"], b"".join(b"%0*d" % (WIDTH, first + index) for index in range(count)))


def _stored(folder: Path) -> list[int]:
    """The numbers of all messages, as they are read back."""
    log = Log.open(folder, Retention(), lambda *_, **__: None)
    found: list[int] = []
    try:
        start = log.oldest
        while (run := log.forward(start)) is not None:
            start = run.end
            if run.block is not None:
                found += [int(run.block.payload(index)) for index in range(len(run.block))]
    finally:
        log.close()
    return found


CHECKS = (Check("P1", "No acknowledged message is lost by kill -9", survives_kill),)
