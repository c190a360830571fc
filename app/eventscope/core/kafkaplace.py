"""Places in a partition as people write them: earliest, latest, an offset, a time, or how long ago."""

from __future__ import annotations

from datetime import datetime

from eventscope.core import duration
from eventscope.core.errors import BadInput
from eventscope.core.kafka import AtTime, Place

HELP = "earliest, latest, an offset, a time such as 2026-05-01T12:00:00Z (without a zone: local), or -15m for that ago"
_LONGEST = 19  # digits of an offset


def read(text: str, now: int) -> Place:
    """What `text` means; `now` is wall time in ns since 1970. BadInput shows how to write it."""
    given = text.strip()
    if given == "earliest":
        return "earliest"
    if given == "latest":
        return "latest"
    if given.isascii() and given.isdigit() and len(given) <= _LONGEST:
        return int(given)
    if given.startswith("-"):
        return AtTime(now - int(duration.seconds(given[1:]) * 1e9))
    try:
        moment = datetime.fromisoformat(given)
        seconds = moment.astimezone().timestamp()
    except (ValueError, OverflowError, OSError):
        raise BadInput(
            "bad-place", "{text!r} is no place in a partition. Write {help}.", text=text, help=HELP
        ) from None
    return AtTime(round(seconds * 1e6) * 1_000)
