"""The workspace's saved events as a list that is searched, ordered, renamed, and mended by undo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from eventscope.core.workspace import SavedEvent


class SavedEvents:
    """Events in their order; an event is known by its collection and name. Every change can be taken back."""

    def __init__(self, events: Iterable[SavedEvent] = ()) -> None:
        self.events: tuple[SavedEvent, ...] = tuple(events)
        self._before: tuple[SavedEvent, ...] | None = None

    def take(self, events: Iterable[SavedEvent]) -> None:
        """The workspace holds these now."""
        events = tuple(events)
        if events != self.events:
            self.events, self._before = events, None

    @property
    def can_undo(self) -> bool:
        """Whether `undo` would change anything."""
        return self._before is not None

    def undo(self) -> None:
        """Take the last change back."""
        if self._before is not None:
            self.events, self._before = self._before, None

    def find(self, name: str, collection: str = "") -> SavedEvent | None:
        """The event of that name in that collection."""
        return next((item for item in self.events if (item.collection, item.name) == (collection, name)), None)

    def keep(self, event: SavedEvent) -> None:
        """Add an event, or replace the one of its name where it stands."""
        old = self.find(event.name, event.collection)
        if old is None:
            self._change((*self.events, event))
        else:
            self._change(tuple(event if item is old else item for item in self.events))

    def remove(self, event: SavedEvent) -> None:
        """Take one out."""
        self._change(tuple(item for item in self.events if _key(item) != _key(event)))

    def rename(self, event: SavedEvent, name: str, collection: str) -> SavedEvent | None:
        """Another name or collection; None, and nothing changed, where those are taken or the name is empty."""
        name, collection = name.strip(), collection.strip()
        taken = self.find(name, collection)
        if not name or (taken is not None and _key(taken) != _key(event)):
            return None
        changed = replace(event, name=name, collection=collection)
        self._change(tuple(changed if _key(item) == _key(event) else item for item in self.events))
        return changed

    def arrange(self, events: Iterable[SavedEvent]) -> bool:
        """Another order and perhaps other collections; False, and nothing changed, where two would share a name."""
        events = tuple(events)
        if len({_key(item) for item in events}) != len(self.events):
            return False
        self._change(events)
        return True

    def collections(self) -> list[str]:
        """Names of the collections, in the order of their first event."""
        return list(dict.fromkeys(item.collection for item in self.events if item.collection))

    def search(self, text: str) -> list[SavedEvent]:
        """Events with the text in name, topic or collection; those of no collection first, then by collection."""
        wanted = text.strip().casefold()
        order = {name: place for place, name in enumerate(["", *self.collections()])}
        found = [item for item in self.events if wanted in f"{item.name}\n{item.topic}\n{item.collection}".casefold()]
        return sorted(found, key=lambda item: order[item.collection])

    def free_name(self, wanted: str, collection: str = "") -> str:
        """`wanted`, with a number behind it where it is taken."""
        wanted = wanted.strip() or "event"
        name, number = wanted, 2
        while self.find(name, collection) is not None:
            name, number = f"{wanted} {number}", number + 1
        return name

    def _change(self, events: tuple[SavedEvent, ...]) -> None:
        if events != self.events:
            self._before, self.events = self.events, events


def _key(event: SavedEvent) -> tuple[str, str]:
    return event.collection, event.name
