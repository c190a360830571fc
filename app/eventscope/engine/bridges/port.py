"""A bus as something to publish to and to subscribe at, over all restarts of the bus."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from eventscope.core.bus import BusMessage
from eventscope.core.errors import Unavailable
from eventscope.engine.bridges.ends import Done
from eventscope.engine.bridges.flow import Flow

Ear = Callable[[Sequence[BusMessage]], None]


class Port:
    """See `service.BusPort`; any thread calls."""

    def __init__(self, name: str) -> None:
        self.flow: Flow | None = None
        self._name = name
        self._ears: tuple[Ear, ...] = ()

    def put(self, messages: Sequence[BusMessage], done: Done | None = None) -> None:
        """Publish at the bus. Raises Unavailable while it does not run."""
        running = self.flow.works if self.flow is not None else None
        if running is None or running.closed or running.hub is None:
            raise Unavailable("bus-down", "The bus {name} does not run. Start it first.", name=self._name)
        running.hub.put(messages, None, done)

    def listen(self, heard: Ear) -> None:
        """Hear every message that enters."""
        self._ears = (*self._ears, heard)

    def ignore(self, heard: Ear) -> None:
        """Hear no more."""
        self._ears = tuple(ear for ear in self._ears if ear != heard)

    def heard(self, number: int, messages: Sequence[BusMessage]) -> None:
        """What entered by a source of the bus."""
        for ear in self._ears:
            ear(messages)
