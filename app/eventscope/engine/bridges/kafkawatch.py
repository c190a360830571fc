"""Whether topics are still those that a bridge has offsets of: one that was made anew must not pass for the old one."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from typing import Protocol

from eventscope.core.errors import EventscopeError
from eventscope.core.kafka import Edge, Partition, Servers
from eventscope.links.kafka.cluster import Cluster
from eventscope.links.kafka.troubles import Trouble

log = logging.getLogger(__name__)
EVERY = 5.0  # seconds between two looks
AGAIN = 1.0  # seconds until a cluster that did not answer is asked once more
WAIT = 5.0  # seconds for an answer
# Beside offsets the spool keeps, under this number of partition, the identity of each topic; and under an empty topic
# that reading has begun once, and whether it ended with the group knowing every offset.
IDENTITY, IN_ORDER = -1, -2
Stored = Mapping[tuple[str, int], int]


def begun(stored: Stored) -> bool:
    """Whether anything was ever read."""
    return ("", IDENTITY) in stored or any(number >= 0 for _, number in stored)


class Watched(Protocol):
    """Hears of a watch, on its thread."""

    def on_unreached(self, trouble: Trouble) -> None:
        """The cluster does not answer; it is asked again."""

    def on_anew(self, topics: Sequence[str]) -> bool:
        """Before anything is read: these are not what they were. True goes on without them being agreed to."""

    def on_open(self, anew: Mapping[Partition, int], there: frozenset[str]) -> None:
        """Now read; partitions of topics that were made anew from these offsets on. `there` are all topics."""

    def on_changed(self, topic: str) -> None:
        """While reading: this one is not what it was."""

    def on_identities(self, found: Mapping[str, int]) -> None:
        """To be kept beside the offsets."""


class Watch:
    """One thread. Where a cluster gives its topics no identity, only offsets that are out of range are noticed."""

    def __init__(self, servers: Servers, password: bytes | None, stored: Stored, begin: Edge, watched: Watched) -> None:
        self._servers, self._password = servers, password
        self._begin: Edge = begin
        self._watched = watched
        self._known = {topic: at for (topic, number), at in stored.items() if number == IDENTITY and topic}
        self._news = threading.Condition()
        self._agreed = self._closed = self._poked = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin; raises EventscopeError for settings that cannot work."""
        self._cluster = Cluster(self._servers, self._password, WAIT)
        self._thread = threading.Thread(target=self._run, name="kafka watch", daemon=True)
        self._thread.start()

    def see(self, topics: set[str]) -> None:
        """These are read from now on: look at once."""
        with self._news:
            for topic in topics:
                self._known.setdefault(topic, 0)
            self._poked = True
            self._news.notify_all()

    def agree(self) -> None:
        """A person wants to go on."""
        with self._news:
            self._agreed = True
            self._news.notify_all()

    def trust(self, topic: str) -> None:
        """The topic is what it is now."""
        with self._news:
            self._known[topic] = 0
            self._poked = True
            self._news.notify_all()

    def close(self) -> None:
        """Look no more."""
        with self._news:
            self._closed = True
            self._news.notify_all()
        if self._thread is not None:
            self._thread.join(WAIT + 1.0)

    # --- the thread --------------------------------------------------------------------------------------

    def _run(self) -> None:
        found = self._answer()
        if found is None:
            return
        anew = [topic for topic, number in found.items() if self._known[topic] not in (0, number)]
        if anew and not self._watched.on_anew(anew):
            self._wait(None)
        edges, there = self._edges(anew), self._topics()
        if not self._closed:
            self._watched.on_open(edges, there)
        while not self._closed:
            self._look()
            self._wait(EVERY)

    def _answer(self) -> dict[str, int] | None:
        """The first answer; None when it is too late for one."""
        while not self._closed:
            try:
                if not self._known:
                    self._cluster.metadata()
                return self._cluster.identities(list(self._known))
            except EventscopeError as error:
                self._watched.on_unreached(Trouble(error.code, str(error), lasting=error.exit_code != 3))
                self._wait(AGAIN)
        return None

    def _wait(self, seconds: float | None) -> None:
        with self._news:
            if seconds is None:
                self._news.wait_for(lambda: self._agreed or self._closed)
            elif not self._poked:
                self._news.wait_for(lambda: self._poked or self._closed, seconds)
            self._poked = False

    def _edges(self, topics: Sequence[str]) -> dict[Partition, int]:
        """Where to begin in these."""
        while topics and not self._closed:
            try:
                there = self._cluster.metadata().topics
                partitions = [Partition(name, number) for name in topics for number in there[name].partitions]
                earliest, latest = self._cluster.edges(partitions)
            except EventscopeError as error:
                self._watched.on_unreached(Trouble(error.code, str(error)))
                self._wait(AGAIN)
            except KeyError:  # deleted once more
                return {}
            else:
                self._keep(dict.fromkeys(topics, 0))
                return earliest if self._begin == "earliest" else latest
        return {}

    def _topics(self) -> frozenset[str]:
        while not self._closed:
            try:
                return frozenset(self._cluster.metadata().topics)
            except EventscopeError as error:
                self._watched.on_unreached(Trouble(error.code, str(error)))
                self._wait(AGAIN)
        return frozenset()

    def _look(self) -> None:
        try:
            found = self._cluster.identities(list(self._known))
        except EventscopeError as error:
            log.debug("identities of topics: %s", error)  # whether it is reached is told elsewhere
            return
        new: dict[str, int] = {}
        with self._news:
            changed = [topic for topic, number in found.items() if self._known[topic] not in (0, number)]
            for topic, number in found.items():
                if self._known[topic] == 0:
                    new[topic] = self._known[topic] = number
        if new:
            self._watched.on_identities(new)
        for topic in changed:
            with self._news:
                self._known.pop(topic)  # told once; `trust` takes it up again
            self._watched.on_changed(topic)

    def _keep(self, known: Mapping[str, int]) -> None:
        with self._news:
            self._known.update(known)
