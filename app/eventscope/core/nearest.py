"""Names the nearest known word to a mistyped one, for files and options."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from eventscope.core.errors import BadInput


def refuse_unknown(given: Iterable[str], known: Iterable[str], where: str) -> None:
    """Raise BadInput for the first key that is not known, with the nearest known one."""
    words = sorted(known)
    for key in given:
        if key in words:
            continue
        near = get_close_matches(key, words, 1, 0.4)
        hint = f"Did you mean {near[0]!r}?" if near else "Known are: " + ", ".join(words) + "."
        raise BadInput("unknown-key", "{where}: unknown key {key!r}. {hint}", where=where, key=key, hint=hint)
