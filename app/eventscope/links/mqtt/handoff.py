"""A thread between reading and storing: when the store is full it waits here, and keep-alive goes on."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable

from eventscope.core.message import Block
from eventscope.links.base import Acknowledge, LinkSink

log = logging.getLogger(__name__)
DEPTH = 4  # blocks that may wait; the builder holds one more, then reading stops
Item = tuple[Block, Acknowledge | None]


class Handoff:
    """Gives blocks to the sink in order, from a thread of its own.

    `taken` is called (from that thread) when the sink has taken a block, `failed` when the sink raised: the block
    is then lost to the sink and `acknowledge` was not called for it.
    """

    def __init__(
        self,
        connection: str,
        sink: LinkSink,
        taken: Callable[[], None],
        failed: Callable[[Acknowledge | None, int, Exception], None],
    ) -> None:
        self._connection = connection
        self._sink = sink
        self._taken = taken
        self._failed = failed
        self._queue: queue.SimpleQueue[Item | None] = queue.SimpleQueue()
        self._waiting = 0
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name=f"handoff {connection}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    @property
    def full(self) -> bool:
        """No more may be put."""
        return self._waiting >= DEPTH

    @property
    def idle(self) -> bool:
        """Everything that was put is taken."""
        return not self._waiting

    def put(self, block: Block, acknowledge: Acknowledge | None) -> None:
        """Never waits; ask `full` first."""
        with self._lock:
            self._waiting += 1
        self._queue.put((block, acknowledge))

    def stop(self, timeout: float) -> bool:
        """End after what was put; whether it ended within `timeout` seconds. The sink may hold the thread longer."""
        self._queue.put(None)
        if threading.current_thread() is not self._thread and self._thread.is_alive():
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (item := self._queue.get()) is not None:
            block, acknowledge = item
            try:
                self._sink.on_block(self._connection, block, acknowledge)
            except Exception as error:
                log.exception("the receiver of %d messages failed", len(block))
                self._failed(acknowledge, len(block), error)
            with self._lock:
                self._waiting -= 1
            del item, block, acknowledge  # waiting for the next must not keep this one alive
            self._taken()
