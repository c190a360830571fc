"""How far the consumer groups that we read are behind, asked of their clusters every few seconds, as queues."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from eventscope.base import tasks
from eventscope.core.errors import EventscopeError
from eventscope.core.kafka import Servers
from eventscope.core.kafkafigures import Group
from eventscope.core.metrics import QueueFigures
from eventscope.links.kafka import ours
from eventscope.links.kafka.ours import Reader

if TYPE_CHECKING:
    from eventscope.links.kafka.cluster import Cluster

log = logging.getLogger(__name__)
EVERY = 3.0  # seconds between two questions
WAIT = 5.0  # seconds for an answer
Place = tuple[Servers, bytes | None]


class Lags:
    """`tell` hears the queues on the event loop. A cluster that does not answer has none meanwhile."""

    def __init__(self, tell: Callable[[Sequence[QueueFigures]], None]) -> None:
        self._tell = tell
        self._clusters: dict[Place, Cluster] = {}
        self._task: asyncio.Task[None] | None = None
        self._greatest: dict[str, int] = {}

    def start(self) -> None:
        """Begin, on the running loop."""
        self._task = tasks.spawn(self._run(), "lags of groups")

    def stop(self) -> None:
        """Ask no more."""
        if self._task is not None:
            self._task.cancel()

    async def _run(self) -> None:
        told = False
        while True:
            readers = ours.readers()
            if readers or told:
                figures = await asyncio.to_thread(self.ask, readers)
                told = bool(figures)
                self._tell(figures)
            await asyncio.sleep(EVERY)

    def ask(self, readers: Sequence[Reader]) -> list[QueueFigures]:
        """Waits for the clusters."""
        places = {(item.servers, item.password) for item in readers}
        self._clusters = {place: item for place, item in self._clusters.items() if place in places}
        several = Counter(item.group for item in readers)
        found = []
        for place in places:
            names = sorted(item.group for item in readers if (item.servers, item.password) == place)
            for group in self._groups(place, names):
                found.append(
                    self._queue(group, group.id if several[group.id] == 1 else f"{group.id} @ {place[0].bootstrap}")
                )
        return found

    def _groups(self, place: Place, names: list[str]) -> Sequence[Group]:
        from eventscope.links.kafka.cluster import Cluster  # here: a consumer runs, so the library is loaded
        from eventscope.links.kafka.groups import Groups

        servers, password = place
        try:
            if place not in self._clusters:
                self._clusters[place] = Cluster(servers, password, WAIT)
            return Groups(self._clusters[place], password).some(names, times=True)
        except EventscopeError as error:
            log.info("the lag at %s cannot be asked: %s", servers.bootstrap, error)
            return ()

    def _queue(self, group: Group, name: str) -> QueueFigures:
        oldest = max((item.time_lag or 0.0 for item in group.partitions), default=0.0)
        greatest = self._greatest[name] = max(self._greatest.get(name, 0), group.lag)
        # Offsets are counted, and those of markers and compacted records are among them.
        return QueueFigures(name, "kafka", group.lag, "reported", oldest=max(0.0, oldest), max_depth=greatest)
