"""Acknowledgements as a receiver sends them, counted and answered by the hundred."""

from __future__ import annotations

import numpy as np

PUBACK, PUBREC, PUBREL, PUBCOMP = 0x40, 0x50, 0x62, 0x70
PINGREQ, PINGRESP = 0xC0, b"\xd0\x00"


class Answers:
    """Takes the bytes of one receiver. A message is done with PUBACK, at QoS 2 with PUBCOMP."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> tuple[int, bytes]:
        """How many messages are done by this, and what has to be sent: PUBREL for each PUBREC, pongs."""
        data = self._rest + data
        whole = len(data) // 4 * 4
        rows = np.frombuffer(data, np.uint8, whole).reshape(-1, 4)
        # From the first packet on: a row that looks like an acknowledgement is one if all rows before it are.
        other = np.flatnonzero((rows[:, 1] != 2) | ~np.isin(rows[:, 0], (PUBACK, PUBREC, PUBCOMP)))
        plain = int(other[0]) if len(other) else len(rows)
        recs = rows[:plain][rows[:plain, 0] == PUBREC].copy()
        recs[:, 0] = PUBREL
        done, answer = self._walk(data[4 * plain :])
        return plain - len(recs) + done, recs.tobytes() + answer

    def _walk(self, data: bytes) -> tuple[int, bytes]:
        """Packet by packet, where pings or reason codes stand between."""
        at = done = 0
        answer = b""
        while at + 1 < len(data) and at + 2 + data[at + 1] <= len(data):  # none of them has 128 bytes
            first, end = data[at], at + 2 + data[at + 1]
            done += first in (PUBACK, PUBCOMP)
            answer += bytes((PUBREL, 2)) + data[at + 2 : at + 4] if first == PUBREC else b""
            answer += PINGRESP if first == PINGREQ else b""
            at = end
        self._rest = data[at:]
        return done, answer
