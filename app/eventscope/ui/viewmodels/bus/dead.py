"""Dead letters as rows, their bytes as text or hex, and what a person changed of them before they go again."""

from __future__ import annotations

import re
from dataclasses import dataclass

from eventscope.core import visible
from eventscope.core.deadletter import DeadEdit, DeadLetter
from eventscope.core.errors import BadInput
from eventscope.ui.viewmodels.brokers_rows import label
from eventscope.ui.viewmodels.lines import date_text

EDITABLE = 1 << 20  # bytes; a larger payload is no text for a field


@dataclass(frozen=True, slots=True)
class DeadRow:
    """One letter with its texts made visible."""

    letter: DeadLetter
    topic: str
    when: str

    @property
    def tries(self) -> int:
        """How often it was tried in vain."""
        return len(self.letter.errors)


def rows(letters: tuple[DeadLetter, ...]) -> list[DeadRow]:
    """One for each, the newest first."""
    return [
        DeadRow(letter, label(letter.topic.decode("utf-8", "backslashreplace")), date_text(letter.died))
        for letter in reversed(letters)
    ]


def is_text(data: bytes | None) -> bool:
    """Whether bytes can be edited as text without a change to those that nobody touched."""
    if data is None or b"\r" in data or b"\0" in data:
        return False
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    return not visible.show(text, lines=True).marked


def as_field(data: bytes | None, text: bool) -> str:
    """Bytes for an editor: text, or pairs of hex digits, 16 a line."""
    data = data or b""
    if text:
        return data.decode()
    pairs = [f"{byte:02x}" for byte in data]
    return "\n".join(" ".join(pairs[at : at + 16]) for at in range(0, len(pairs), 16))


def as_bytes(field: str, text: bool) -> bytes:
    """What an editor holds as bytes. Raises BadInput for what is no hex."""
    if text:
        return field.encode("utf-8", "surrogateescape")
    digits = re.sub(r"\s+", "", field)
    if re.fullmatch(r"(?:[0-9A-Fa-f]{2})*", digits) is None:
        raise BadInput("dead-hex", "Write bytes as pairs of hex digits, as in 7b 22 61 22 7d.")
    return bytes.fromhex(digits)


def edit(letter: DeadLetter, topic: str, payload: bytes | None, key: bytes | None) -> DeadEdit | None:
    """What was changed; None for nothing."""
    raw = topic.encode("utf-8", "surrogateescape")
    made = DeadEdit(
        raw if raw != letter.topic else None,
        payload if payload != letter.payload and not (payload == b"" and letter.payload is None) else None,
        key if key != letter.key and not (key == b"" and letter.key is None) else None,
    )
    return None if made == DeadEdit() else made
