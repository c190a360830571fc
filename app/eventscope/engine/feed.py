"""News leave by the feed: services tell, listeners (door, command line, API) hear, each from any thread."""

from __future__ import annotations

from collections.abc import Callable

from eventscope.base import clock
from eventscope.core.news import News, Notice

Listener = Callable[[News], None]


class Feed:
    """Hands news to listeners at once; a listener must return at once and do its own queueing."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Hear everything from now on."""
        self._listeners = [*self._listeners, listener]

    def ignore(self, listener: Listener) -> None:
        """Hear no more."""
        self._listeners = [item for item in self._listeners if item != listener]

    def tell(self, item: News) -> None:
        """Announce."""
        for listener in self._listeners:
            listener(item)

    def notice(self, level: str, code: str, sentence: str, **params: object) -> None:
        """Announce something a person should know once."""
        words = sentence.format(**params) if params else sentence
        texts = {key: str(value) for key, value in params.items()}
        self.tell(Notice(level, code, words, texts, clock.wall_ns()))  # type: ignore[arg-type]
