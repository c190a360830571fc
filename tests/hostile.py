"""The corpus of texts that must be shown as text and nothing else, as strings and as bytes."""

from __future__ import annotations

import json
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus" / "hostile_texts.json"
BAD_BYTES = [
    b"\xff\xfe\x00\x01",
    b"ab\xc3",
    b"\xed\xa0\x80",
    b"\xf8\x88\x80\x80\x80",
    b"\x1f\x8b\x08\x00",
    bytes(range(256)),
]


def texts() -> list[str]:
    """Every entry, as it is or repeated as often as it says."""
    entries = json.loads(CORPUS.read_text(encoding="utf-8"))
    return [entry["text"] if "text" in entry else entry["repeat"] * entry["count"] for entry in entries]


def payloads() -> list[bytes]:
    """The texts as bytes (lone surrogates as the three bytes a bad encoder makes) and bytes that are no text."""
    return [text.encode("utf-8", "surrogatepass") for text in texts()] + BAD_BYTES
