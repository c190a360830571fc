"""Signals to a terminal's group are answered by the first process alone, and by unwinding it."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
from multiprocessing.connection import Connection

import pytest

from eventscope.base import signals

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _child(pipe: Connection) -> None:
    signals.ignore()
    pipe.send("alive")
    while pipe.recv() != "end":
        pipe.send("alive")


def test_a_child_hears_none_from_its_very_start() -> None:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_child, args=(theirs,))
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    with signals.held():
        process.start()
    assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == before
    assert process.pid is not None
    for number in ENDING:
        os.kill(process.pid, number)  # it has not even begun to import
    assert ours.poll(30)
    assert ours.recv() == "alive"
    for number in ENDING:
        os.kill(process.pid, number)
    ours.send("go on")
    assert ours.poll(30)
    assert ours.recv() == "alive"
    ours.send("end")
    process.join(10)
    assert process.exitcode == 0


def test_ours_is_not_lost_while_children_are_started() -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGHUP, lambda number, _: heard.append(number))
    try:
        with signals.held():
            os.kill(os.getpid(), signal.SIGHUP)
        assert heard == [signal.SIGHUP]
    finally:
        signal.signal(signal.SIGHUP, before)


def test_all_of_them_are_heard_on_the_loop() -> None:
    async def main() -> list[str]:
        heard: list[str] = []
        signals.on_end(lambda: heard.append("end"))
        for number in ENDING:
            os.kill(os.getpid(), number)
            async with asyncio.timeout(5):
                while len(heard) <= ENDING.index(number):
                    await asyncio.sleep(0)
        return heard

    assert asyncio.run(main()) == ["end"] * 3


def test_under_nohup_a_closed_terminal_is_no_end() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert signal.SIGHUP not in signals.asked()
    finally:
        signal.signal(signal.SIGHUP, before)
    assert signal.SIGTERM in signals.asked()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_the_program_unwinds(number: int) -> None:
    code = (
        "import os, sys; from eventscope.base import signals; signals.exit_in_order()\n"
        "try: os.kill(os.getpid(), int(sys.argv[1])); input()\n"
        "finally: print('unwound')"
    )
    done = subprocess.run([sys.executable, "-c", code, str(int(number))], capture_output=True, check=False, timeout=30)
    assert (done.returncode, done.stdout) == (128 + number, b"unwound\n")
