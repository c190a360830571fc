"""By which of a connection's subscriptions a topic can have come: for rates, overlaps and shared groups."""

from __future__ import annotations

from dataclasses import dataclass

from eventscope.core import kafkafilters, topics

# Topics; beyond it the memory starts anew, so it must be well above 100,000: with topics in turn nothing would be known
# when it is asked for again.
_REMEMBERED = 200_000


@dataclass(frozen=True, slots=True)
class Routes:
    """The filters (by number) that match a topic, how many of them are plain, and whether all are shared."""

    filters: tuple[int, ...]
    plain: int

    @property
    def shared_only(self) -> bool:
        """It can only have come by a shared subscription, so that others may have got its neighbours."""
        return bool(self.filters) and not self.plain


_NOWHERE = Routes((), 0)


class Attribution:
    """The granted filters of one connection; answers are remembered by topic."""

    def __init__(self) -> None:
        self.filters: list[str] = []
        self._routes: dict[bytes, Routes] = {}
        self._known: dict[tuple[int, ...], Routes] = {}  # few: topics share them, which halves their memory

    def grant(self, filter_: str) -> None:
        """The broker granted it."""
        if filter_ not in self.filters:
            self.filters.append(filter_)
            self._forget()

    def remove(self, filter_: str) -> None:
        """It is gone or was refused."""
        if filter_ in self.filters:
            self.filters.remove(filter_)
            self._forget()

    def routes(self, topic: bytes) -> Routes:
        """Of one topic; of none while no filter is known."""
        if not self.filters:
            return _NOWHERE
        known = self._routes.get(topic)
        if known is None:
            known = self._match(topic.decode("utf-8", "replace"))
            if len(self._routes) >= _REMEMBERED:
                self._routes.clear()
            self._routes[topic] = known
        return known

    def overlaps(self, topic: bytes) -> bool:
        """Whether the broker may send one message on this topic twice [MQTT5 4.8.2, 3.3.4]."""
        return len(self.routes(topic).filters) > 1

    def _match(self, topic: str) -> Routes:
        found = tuple(n for n, filter_ in enumerate(self.filters) if kafkafilters.matches(filter_, topic))
        known = self._known.get(found)
        if known is None:
            known = self._known[found] = Routes(found, sum(topics.share(self.filters[n])[0] is None for n in found))
        return known

    def _forget(self) -> None:
        """The numbers of filters mean something else now."""
        self._routes.clear()
        self._known.clear()
