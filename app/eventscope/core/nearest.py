"""Names the nearest known word to a mistyped one, for files and options."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from eventscope.core.errors import BadInput


def refuse_unknown(given: Iterable[str], known: Iterable[str], where: str, what: str = "unknown key") -> None:
    """Raise BadInput for the first key that is not known, with the nearest known one.

    `what` is for names that are no keys: "there is no bridge", before the name.
    """
    words = sorted(known)
    for key in given:
        if key in words:
            continue
        sentence = "{where}: {what} {key!r}. {hint}"
        raise BadInput("unknown-key", sentence, where=where, what=what, key=key, hint=hint(key, words))


def hint(key: str, known: Iterable[str]) -> str:
    """A sentence that names the nearest known word, or all of them where none is near."""
    words = sorted(known)
    near = get_close_matches(key, words, 1, 0.4)
    return f"Did you mean {near[0]!r}?" if near else "Known are: " + ", ".join(words) + "."
