"""Which topics hold a text: looked for a slice at a time, and never twice."""

from __future__ import annotations

SLICE = 4_096  # topics of one look


class Hits:
    """`found` are the numbers of the topics that hold `wanted`, among those that were looked at.

    `names` may grow while this lives. A text that only became longer is looked for among its former hits.
    """

    def __init__(self, names: list[bytes]) -> None:
        self._names = names
        self.wanted = b""
        self.found: list[int] = []
        self._seen = 0

    def want(self, text: bytes) -> None:
        """Look for another text; an empty one is not looked for."""
        if self.wanted and self.wanted in text:
            self.found = [topic for topic in self.found if text in self._names[topic]]
        else:
            self.found, self._seen = [], 0
        self.wanted = text

    @property
    def left(self) -> int:
        """Topics that were not looked at."""
        return len(self._names) - self._seen if self.wanted else 0

    def look(self) -> None:
        """The next slice."""
        start, end = self._seen, min(self._seen + SLICE, len(self._names))
        wanted = self.wanted
        self.found += [n for n, name in enumerate(self._names[start:end], start) if wanted in name]
        self._seen = end
