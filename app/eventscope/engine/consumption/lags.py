"""Asks Kafka clusters how far behind the groups of our consumers are, from threads that may wait."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eventscope.base import clock, tasks
from eventscope.core.errors import EventscopeError
from eventscope.core.kafka import Servers
from eventscope.core.kafkafigures import Group

if TYPE_CHECKING:
    from eventscope.links.kafka.groups import Groups

EVERY = 1.0  # seconds between two questions
ANSWER = 5.0  # seconds for an answer
STALE = 10 * 10**9  # ns: older than this it says nothing of now


@dataclass(frozen=True, slots=True)
class _Asked:
    group: Group
    at: int


class Lags:
    """The groups of one cluster; lives on the event loop."""

    def __init__(self, servers: Servers, password: bytes | None) -> None:
        self._servers, self._password = servers, password
        self._wanted: dict[str, int] = {}  # by group: how many consumers want to know
        self._known: dict[str, _Asked] = {}
        self._task: asyncio.Task[None] | None = None

    def want(self, group: str) -> None:
        """Ask about this group too."""
        self._wanted[group] = self._wanted.get(group, 0) + 1
        if self._task is None:
            self._task = tasks.spawn(self._watch(), "kafka lag")

    def forget(self, group: str) -> None:
        """One consumer fewer wants it; when nobody wants anything any more, it asks no longer."""
        left = self._wanted.pop(group, 1) - 1
        if left:
            self._wanted[group] = left
        if not self._wanted and self._task is not None:
            self._task.cancel()
            self._task = None

    @property
    def idle(self) -> bool:
        """Whether nobody wants anything."""
        return not self._wanted

    def latest(self, group: str) -> tuple[Group, int] | None:
        """(group, monotonic ns at which it was so); None while nothing fresh is known."""
        found = self._known.get(group)
        return (found.group, found.at) if found and clock.mono_ns() - found.at < STALE else None

    async def _watch(self) -> None:
        """A cluster that does not answer is told by its consumers: here it just makes the figures unknown."""
        groups: Groups | None = None
        while True:
            try:
                if groups is None:
                    groups = await asyncio.to_thread(self._reach)
                wanted = tuple(self._wanted)
                at = clock.mono_ns()
                for group in await asyncio.to_thread(groups.some, wanted, True):
                    self._known[group.id] = _Asked(group, at)
            except EventscopeError:
                pass
            await asyncio.sleep(EVERY)

    def _reach(self) -> Groups:
        from eventscope.links.kafka.cluster import Cluster  # Kafka's library loads when it is needed
        from eventscope.links.kafka.groups import Groups

        return Groups(Cluster(self._servers, self._password, ANSWER), self._password)
