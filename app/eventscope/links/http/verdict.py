"""What an HTTP answer means for what was posted: taken, never, later, or nothing more at all."""

from __future__ import annotations

from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Literal, NamedTuple

from eventscope.core import visible

SHOWN = 200  # characters of the server's own words inside a sentence
LONGEST = 3_600.0  # seconds that a server may ask us to wait

# Reasons of dead letters (promises.md c.8) by status; what is not listed is "refused".
_NEVER = {
    400: "payload_format", 401: "not_authorized", 403: "not_authorized", 404: "invalid_topic", 405: "invalid_topic",
    406: "payload_format", 407: "not_authorized", 413: "too_large", 414: "too_large", 415: "payload_format",
    422: "payload_format", 431: "too_large",
}  # fmt: skip
_LATER = {408: "timeout", 425: "too_early", 429: "quota", 503: "unavailable", 504: "timeout"}
APART = frozenset((400, 406, 409, 413, 415, 422))  # may be the fault of one event of a batch


class Verdict(NamedTuple):
    """`seconds` is how long the server asks us to wait, None where it does not say."""

    kind: Literal["done", "later", "never", "gone"]
    reason: str = ""
    words: str = ""
    seconds: float | None = None


def judge(status: int, retry_after: str, location: str, text: str, now: float) -> Verdict:
    """`now` in seconds since 1970. `text` is what the answer holds, of which the beginning is told."""
    if 200 <= status < 300:
        return Verdict("done")
    said = f"The server answered {status}{_phrase(status)}{_told(text)}"
    if 300 <= status < 400:
        where = f" to {_line(location)}" if location else ""
        words = (
            f"{said} It points elsewhere{where}; redirects are not followed. Write that address into the connection."
        )
        return Verdict("never", "redirected", words)
    if status == 410:
        return Verdict("gone", "gone", said)
    if status in _LATER or status >= 500 or status < 200:
        return Verdict("later", _LATER.get(status, "server_error"), said, waiting(retry_after, now))
    return Verdict("never", _NEVER.get(status, "refused"), said)


def waiting(text: str, now: float) -> float | None:
    """Retry-After in seconds or as a date [RFC9110 10.2.3], bounded; None for what is neither."""
    text = text.strip()
    if text.isascii() and text.isdecimal():
        return min(float(text[:9]), LONGEST)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return min(max(moment.timestamp() - now, 0.0), LONGEST)


def _phrase(status: int) -> str:
    try:
        return f" {HTTPStatus(status).phrase}"
    except ValueError:
        return ""


def _told(text: str) -> str:
    line = _line(text)
    return f": {line}" if line else "."


def _line(text: str) -> str:
    """Text from outside as one line in which nothing hides."""
    shown = visible.show(" ".join(text[: 4 * SHOWN].split())).text
    return visible.elide(shown, SHOWN)
