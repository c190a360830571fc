"""The corpus of packets that MQTT forbids: `corpus/bad_packets.json`, one entry for each rule."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus" / "bad_packets.json"


@dataclass(frozen=True)
class BadPacket:
    """`raw` is what goes over the wire, header included; `to` says who must refuse it: broker, client or both.

    `reason` is the MQTT 5 reason code to refuse it with, `says` a part of the words that name the field.
    """

    name: str
    version: int
    to: str
    reason: int
    says: str
    raw: bytes

    def __str__(self) -> str:
        return f"{self.name} in version {self.version}"


def bad_packets() -> list[BadPacket]:
    """Every entry of the corpus."""
    entries = json.loads(CORPUS.read_text(encoding="utf-8"))
    return [
        BadPacket(
            entry["name"],
            entry["version"],
            entry["to"],
            int(entry["reason"], 16),
            entry["says"],
            bytes.fromhex(entry["hex"]),
        )
        for entry in entries
    ]
