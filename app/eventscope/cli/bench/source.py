"""A source in a process of its own: plays broker for one receiver, or publishes to one, a known number of messages.

It sends as fast as the receiver reads, or at a fixed rate, so receivers are compared on equal terms and no
broker between them can drop anything.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
from typing import Any

from eventscope.cli.bench import sending
from eventscope.cli.bench.load import Load, Sent
from eventscope.core.errors import Unavailable


class Source:
    """The handle. In this order: a receiver connects to `port`, `ready`, `begin`, perhaps `end`, `finish`; `close`.

    Where it publishes, a receiver subscribes at the broker, and `finish` does not wait for its goodbye.
    What goes wrong in the process comes as Unavailable, what takes too long as TimeoutError.
    """

    def __init__(self, load: Load) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._progress = context.Value(ctypes.c_int64, lock=False)
        given = (theirs, load, self._progress)
        self._process = context.Process(target=sending.run, args=given, name="bench-source", daemon=True)
        self._process.start()
        theirs.close()
        try:
            self.port: int = self._expect("port", 20.0)
        except BaseException:
            self.close()
            raise

    def ready(self, seconds: float) -> None:
        """Wait until the receiver has subscribed."""
        self._expect("ready", seconds)

    def begin(self) -> None:
        """Send from now on (or from when the receiver has subscribed)."""
        self._pipe.send("begin")

    @property
    def sent(self) -> int:
        """How many messages were handed to the socket by now."""
        return int(self._progress.value)

    def all_sent(self, seconds: float) -> bool:
        """Whether the last message has left by now, or within so many seconds."""
        try:
            self._expect("sent", seconds)
        except TimeoutError:
            return False
        return True

    def end(self) -> int:
        """Send no more; answers how many messages left in all."""
        with contextlib.suppress(OSError):  # it may be over already
            self._pipe.send("end")
        sent: int = self._expect("sent", 10.0)
        return sent

    def finish(self, seconds: float) -> Sent:
        """Wait until the receiver says goodbye."""
        sent: Sent = self._expect("end", seconds)
        return sent

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
                raise Unavailable("bench-source-ended", "The source of the messages ended by itself.") from None
            if found == "failed":
                sentence = "The receiver did not take all messages: {words}"
                raise Unavailable("bench-receiver-failed", sentence, words=value)
            if found == kind:
                return value
        raise TimeoutError(f"the source did not come to {kind!r} within {seconds:.0f} s")
