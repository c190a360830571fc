"""A sink in a process of its own: plays broker for one sender, reads as fast as it can and acknowledges everything."""

from __future__ import annotations

from eventscope.cli.bench import taking
from eventscope.cli.bench.child import Child
from eventscope.cli.bench.taking import Taken
from eventscope.core.errors import Unavailable


class Sink(Child):
    """The handle. In this order: a sender connects to `port`, `ready`, `begin` (which accepts it), `finish`; `close`.

    What goes wrong in the process comes as Unavailable, what takes too long as TimeoutError.
    """

    def __init__(self, count: int) -> None:
        super().__init__(taking.run, (count,), _ended, _failed)

    def ready(self, seconds: float) -> None:
        """Wait until the sender has asked to connect; it waits for the answer, which `begin` gives."""
        self._expect("ready", seconds)

    def finish(self, seconds: float) -> Taken:
        """Wait until all messages are there and acknowledged."""
        taken: Taken = self._expect("end", seconds)
        return taken


def _ended() -> Unavailable:
    return Unavailable("bench-sink-ended", "The sink of the messages ended by itself.")


def _failed(words: str) -> Unavailable:
    return Unavailable("bench-sender-failed", "The sender did not send all messages: {words}", words=words)
