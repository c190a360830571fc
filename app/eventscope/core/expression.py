"""CEL expressions over messages of the log: bounded, with "no" for what a message lacks."""

from __future__ import annotations

from typing import Any

import numpy as np

from eventscope.core import jsonvalue
from eventscope.core.facts import Outline
from eventscope.core.message import NO_LATENCY, QOS, RETAIN, Block
from eventscope.core.program import CROSSED as CROSSED, Lacking, Program
from eventscope.core.terms import Mask

_SAMPLE: dict[str, Any] = {
    "topic": "a/b",
    "payload": {},
    "size": 2,
    "qos": 1,
    "retain": False,
    "latency_ms": 1.5,
}
NAMES = tuple(_SAMPLE)


class Expression:
    """A Term: the messages for which the expression is true.

    It may name topic (text), payload (decoded JSON, else text), size (bytes), qos, retain and latency_ms
    (null when not measured). A key that a payload lacks, a comparison between unlike kinds, or a division
    by zero make it false for that message. Where a JSON object repeats a key, one true answer is enough.
    `undecoded` counts payloads too large or too deep to decode, which were seen as text.
    """

    cost = 3

    def __init__(self, text: str, at: int = 0) -> None:
        """`at` is where the text begins in the filter, for the positions in errors. Raises BadInput."""
        self.text = text
        self.undecoded = 0
        self._program = Program(text, _SAMPLE, at)
        self._needs_payload = "payload" in self._program.words

    def may(self, outline: Outline) -> bool:
        """Nobody knows before it was tried."""
        return True

    def select(self, block: Block, among: Mask) -> Mask:
        """Evaluates row by row."""
        found = np.zeros(len(block), bool)
        names = [topic.decode("utf-8", "replace") for topic in block.topics]
        for row in np.flatnonzero(among).tolist():
            found[row] = self._true(_variables(block, row, names), block.payload(row))
        return found

    def _true(self, variables: dict[str, Any], payload: bytes) -> bool:
        if not self._needs_payload:
            return self._evaluate(variables)
        try:
            tokens = self._program.bound({**variables, "payload": payload})
            values = jsonvalue.alternatives(payload, tokens)
        except jsonvalue.TooMuch:
            self.undecoded += 1
            values = (jsonvalue.as_text(payload),)
        return any(self._evaluate({**variables, "payload": self._program.visible(value)}) for value in values)

    def _evaluate(self, variables: dict[str, Any]) -> bool:
        try:
            return self._program.run(variables) is True
        except Lacking:
            return False


def _variables(block: Block, row: int, names: list[str]) -> dict[str, Any]:
    item = block.rows[row]
    flags, latency = int(item["flags"]), int(item["latency"])
    return {
        "topic": names[int(item["topic"])],
        "size": int(item["size"]),
        "qos": flags & QOS,
        "retain": bool(flags & RETAIN),
        "latency_ms": None if latency == NO_LATENCY else latency / 1e6,
    }
