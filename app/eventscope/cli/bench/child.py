"""A process of the bench at the other end of a pipe: it says (kind, value), and is ended in any state."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from typing import Any

from eventscope.core.errors import EventscopeError


class Child:
    """`target(pipe, *given)` runs in a process of its own and first says at which port it listens.

    What takes too long comes as TimeoutError; `ended` and `failed` make the error for a child that is gone or says
    ("failed", words).
    """

    def __init__(
        self,
        target: Callable[..., None],
        given: tuple[object, ...],
        ended: Callable[[], EventscopeError],
        failed: Callable[[str], EventscopeError],
    ) -> None:
        self._ended = ended
        self._failed = failed
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=target, args=(theirs, *given), name="bench-child", daemon=True)
        self._process.start()
        theirs.close()
        try:
            self.port: int = self._expect("port", 20.0)
        except BaseException:
            self.close()
            raise

    def begin(self) -> None:
        """Go on."""
        self._pipe.send("begin")

    def close(self) -> None:
        """End the process in any state."""
        if self._process.is_alive():
            self._process.kill()
        self._process.join()
        self._process.close()
        self._pipe.close()

    def _expect(self, kind: str, seconds: float) -> Any:
        """The value of the next message of that kind; those before it are of no interest any more."""
        while self._pipe.poll(seconds):
            try:
                found, value = self._pipe.recv()
            except EOFError:
                raise self._ended() from None
            if found == "failed":
                raise self._failed(value)
            if found == kind:
                return value
        raise TimeoutError(f"it did not come to {kind!r} within {seconds:.0f} s")
