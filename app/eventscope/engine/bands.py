"""Stretches of time worth marking on every chart: the clock jumped, a link was down, this window was late."""

from __future__ import annotations

from collections import deque
from dataclasses import replace

from eventscope.core.news import LinkNews
from eventscope.core.verbs import Band

KEPT = 1000
_MS = 1_000_000
_JOIN = 250 * _MS


class Bands:
    """The newest KEPT bands; times are monotonic ns."""

    def __init__(self) -> None:
        self._bands: deque[Band] = deque(maxlen=KEPT)
        self._down: dict[str, int] = {}
        self._was_up: set[str] = set()

    def mark(self, kind: str, start: int, end: int, words: str = "") -> None:
        """Add a stretch; one that goes on where the last of its kind ended makes that one longer."""
        last = self._bands[-1] if self._bands else None
        if last is not None and (last.kind, last.words) == (kind, words) and start - last.end < _JOIN:
            self._bands[-1] = replace(last, end=max(end, last.end))
        else:
            self._bands.append(Band(kind, start, end, words))

    def late(self, now: int, lateness_ms: float) -> None:
        """The window was late by so much until now."""
        self.mark("window-late", now - int(lateness_ms * _MS), now)

    def jumped(self, now: int, jump: int) -> None:
        """The wall clock jumped by `jump` ns."""
        self.mark("clock-jump", now, now, f"{jump / _MS:+.0f} ms")

    def link(self, news: LinkNews) -> None:
        """A link is down from when it was up until it is up again, or its owner wants it no more."""
        name = news.connection
        if news.state in ("up", "down"):
            if name in self._down:
                self.mark("link-down", self._down.pop(name), news.since, name)
            (self._was_up.add if news.state == "up" else self._was_up.discard)(name)
        elif name in self._was_up:
            self._was_up.discard(name)
            self._down[name] = news.since

    def between(self, start: int, end: int, now: int) -> tuple[Band, ...]:
        """Bands that touch a stretch; those that still last end now."""
        lasting = [Band("link-down", since, now, name) for name, since in self._down.items()]
        return tuple(each for each in (*self._bands, *lasting) if each.end >= start and each.start <= end)
