"""Durations as people write them: 10ms, 1.5s, 2m."""

from __future__ import annotations

import re

from eventscope.core.errors import BadInput

_FORM = re.compile(r"\s*(\d+(?:\.\d+)?|\.\d+)\s*(us|ms|s|m|h|)\s*")
_SECONDS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "": 1.0, "m": 60.0, "h": 3600.0}


def seconds(text: str) -> float:
    """The seconds that `text` means; a bare number is seconds. BadInput shows how to write it."""
    found = _FORM.fullmatch(text)
    if found is None:
        sentence = "{text!r} is no duration. Write a number with us, ms, s, m or h, as in 10ms or 1.5s."
        raise BadInput("bad-duration", sentence, text=text)
    number, unit = found.groups()
    return float(number) * _SECONDS[unit]
