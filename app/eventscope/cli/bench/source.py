"""A source in a process of its own: plays broker for one receiver, or publishes to one, a known number of messages.

It sends as fast as the receiver reads, or at a fixed rate, so receivers are compared on equal terms and no
broker between them can drop anything.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing

from eventscope.cli.bench import sending
from eventscope.cli.bench.child import Child
from eventscope.cli.bench.load import Load, Sent
from eventscope.core.errors import Unavailable


class Source(Child):
    """The handle. In this order: a receiver connects to `port`, `ready`, `begin`, perhaps `end`, `finish`; `close`.

    Where it publishes, a receiver subscribes at the broker, and `finish` does not wait for its goodbye.
    What goes wrong in the process comes as Unavailable, what takes too long as TimeoutError.
    """

    def __init__(self, load: Load) -> None:
        self._progress = multiprocessing.get_context("spawn").Value(ctypes.c_int64, lock=False)
        super().__init__(sending.run, (load, self._progress), _ended, _failed)

    def ready(self, seconds: float) -> None:
        """Wait until the receiver has subscribed."""
        self._expect("ready", seconds)

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


def _ended() -> Unavailable:
    return Unavailable("bench-source-ended", "The source of the messages ended by itself.")


def _failed(words: str) -> Unavailable:
    sentence = "The receiver did not take all messages: {words}"
    return Unavailable("bench-receiver-failed", sentence, words=words)
