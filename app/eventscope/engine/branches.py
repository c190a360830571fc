"""To which branch each topic belongs: the first levels of its name; grows with the topics."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


class Branches:
    """Branches of `levels` first levels (0: every topic is one) among the topics that hold `text`.

    The name of a branch ends with a slash, that of a topic with fewer levels is the topic; since the one has as
    many slashes as there are levels and the other fewer, they are never the same. Groups are numbered in order of
    appearance, -1 is for topics that do not hold `text`.
    """

    def __init__(self, levels: int, text: bytes) -> None:
        self.levels = levels
        self.text = text
        self.names: list[bytes] = []
        self.sizes = array("q")  # topics in each
        self._index: dict[bytes, int] = {}
        self._of = array("q")

    def grow(self, topics: Sequence[bytes], number: int) -> NDArray[np.int64]:
        """The groups of the first `number` topics, of which those that were there before are known."""
        for place in range(len(self._of), number):
            self._of.append(self._group(topics[place]))
        return np.array(self._of, np.int64)

    def _group(self, topic: bytes) -> int:
        if self.text and self.text not in topic:
            return -1
        name = branch(topic, self.levels)
        group = self._index.setdefault(name, len(self.names))
        if group == len(self.names):
            self.names.append(name)
            self.sizes.append(0)
        self.sizes[group] += 1
        return group


def branch(topic: bytes, levels: int) -> bytes:
    """The first levels of a topic with a slash after them; the topic itself where it has no more than those."""
    if not levels:
        return topic
    parts = topic.split(b"/", levels)
    return b"/".join(parts[:levels]) + b"/" if len(parts) > levels else topic
