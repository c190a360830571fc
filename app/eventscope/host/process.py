"""The engine process from the outside: started, and ended in order, by the window that it serves.

The engine itself is imported only in its own process: it would cost the window 44 MB and 0.4 s.
"""

from __future__ import annotations

import atexit
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection

from eventscope.base import clock, signals
from eventscope.door.client import Client
from eventscope.engine.documents import Options

END_WITHIN = 3.0  # seconds to commit and drain after the window is gone


class EngineProcess:
    """The window's handle on its engine: a process and the client end of the door.

    When the engine dies, `client.lost` turns true; throw this away (`close`) and make another.
    """

    def __init__(self, options: Options, wake: Callable[[], None]) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe(duplex=True)
        # Not a daemon: it has children of its own, and must be able to drain when the window dies.
        self.process = context.Process(target=_run, args=(theirs, options), name="eventscope-engine")
        with signals.held():
            self.process.start()
        theirs.close()
        self.client = Client(ours, wake)
        self.client.start()
        # At exit Python waits for children, and this one waits for us to close.
        atexit.register(self.close)

    def close(self, timeout: float = END_WITHIN) -> int | None:
        """Close the door and wait for the engine to end; kills it when it does not. Answers its exit code."""
        atexit.unregister(self.close)
        end = clock.mono_ns() + int(timeout * 1e9)
        self.client.close(timeout)
        self.process.join(max((end - clock.mono_ns()) / 1e9, 0.2))
        if self.process.is_alive():
            self.process.kill()
            self.process.join(1.0)
        return self.process.exitcode


def _run(pipe: Connection, options: Options) -> None:
    from eventscope.host.main import run

    run(pipe, options)
