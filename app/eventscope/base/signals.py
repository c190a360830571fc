"""Signals that ask the program to end: answered by the first process alone, never by its children."""

from __future__ import annotations

import contextlib
import multiprocessing.resource_tracker
import signal
import sys
import threading
from collections.abc import Callable, Iterator

# Ctrl+C, a polite kill, a closed terminal, and Ctrl+Break of Windows.
NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
_ALL = tuple(getattr(signal, name) for name in NAMES if hasattr(signal, name))


def asked() -> tuple[signal.Signals, ...]:
    """Those that ask us to end; under nohup a closed terminal does not."""
    return tuple(n for n in _ALL if n.name != "SIGHUP" or signal.getsignal(n) is not signal.SIG_IGN)


def on_end(call: Callable[[], object]) -> None:
    """Call for each of them, on the running loop of the main thread, as long as it runs."""
    import asyncio  # here: the window starts faster without

    loop = asyncio.get_running_loop()
    for number in asked():
        try:
            loop.add_signal_handler(number, call)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(call))


def exit_in_order() -> None:
    """What ends a program at once shall unwind it instead, so that children and temporary folders go with it.

    SIGINT does so already. Nothing happens outside of the main thread.
    """
    if threading.current_thread() is threading.main_thread():
        for number in asked():
            if number != signal.SIGINT:
                signal.signal(number, _exit)


def _exit(number: int, _: object) -> None:
    sys.exit(128 + number)


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Start children within, from any thread: none of these signals reaches them before they say `ignore`.

    A signal to a terminal's whole group would otherwise meet a child in the middle of its imports.
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ALL)
    try:
        multiprocessing.resource_tracker.ensure_running()  # now, because its start lifts the block again
        signal.pthread_sigmask(signal.SIG_BLOCK, _ALL)
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ignore() -> None:
    """In a child, first of all: the one that started it decides when it ends, and closes its pipe."""
    for number in _ALL:
        signal.signal(number, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ALL)
