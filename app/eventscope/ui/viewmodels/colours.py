"""Which colour a topic has: that of the first enabled subscription of its connection that matches it."""

from __future__ import annotations

from collections.abc import Iterable

from eventscope.core.kafkafilters import matches
from eventscope.core.message import connection_tag
from eventscope.core.workspace import Connection

KEPT = 20_000


class TopicColours:
    """Looks up series colours by connection tag and raw topic; remembers what it found."""

    def __init__(self) -> None:
        self._filters: dict[int, tuple[tuple[str, int], ...]] = {}
        self._names: dict[int, str] = {}
        self._known: dict[tuple[int, bytes], int | None] = {}

    def take(self, connections: Iterable[Connection]) -> None:
        """The workspace changed."""
        connections = tuple(connections)
        self._names = {connection_tag(item.id): item.name for item in connections}
        self._filters = {
            connection_tag(item.id): tuple((one.filter, one.colour) for one in item.subscriptions if one.enabled)
            for item in connections
        }
        self._known.clear()

    def of(self, tag: int, raw_topic: bytes) -> int | None:
        """The number of the series colour; None where no subscription matches any more."""
        key = (tag, raw_topic)
        if key not in self._known:
            if len(self._known) >= KEPT:
                self._known.clear()
            topic = raw_topic.decode("utf-8", "surrogateescape")
            found = (colour for wanted, colour in self._filters.get(tag, ()) if matches(wanted, topic))
            self._known[key] = next(found, None)
        return self._known[key]

    def connection(self, tag: int) -> str:
        """The name of a connection; "" for one that is not in this workspace."""
        return self._names.get(tag, "")
