"""What is looked at before anything of a request is read: where it comes from, who posts, and to which topic."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from eventscope.links.http import replies
from eventscope.links.http.replies import Reply

Headers = Sequence[tuple[bytes, bytes]]
_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_DIGITS = re.compile(rb"[0-9]{1,15}")


class Head(NamedTuple):
    """A request without its body; names of headers are in lower case."""

    method: bytes
    target: bytes
    headers: Headers

    def values(self, name: bytes) -> list[bytes]:
        """All values of a header."""
        return [value.strip() for key, value in self.headers if key == name]


def source(head: Head, names: frozenset[str]) -> Reply | None:
    """Whether it comes from a program that knows this address by a name of ours."""
    hosts = head.values(b"host")
    if len(hosts) != 1 or hosts[0].decode("latin-1").lower() not in names:
        return replies.WRONG_HOST
    if head.values(b"origin"):
        return replies.WRONG_ORIGIN
    if any(value != b"none" for value in head.values(b"sec-fetch-site")):
        return replies.WRONG_SITE
    return None


def token(head: Head) -> bytes | None:
    """The bearer token; None where there is none."""
    given = head.values(b"authorization")
    if len(given) != 1:
        return None
    kind, _, found = given[0].partition(b" ")
    return found.strip() if kind.lower() == b"bearer" and found.strip() else None


def fits(given: bytes, tokens: Iterable[bytes]) -> list[bool]:
    """Which tokens are the given one. All are compared, each in constant time, whichever fits."""
    return [hmac.compare_digest(given, each) for each in tokens]


def form(head: Head) -> Reply | None:
    """Whether its first line and its framing are what they must be, so that what stands behind it can be trusted."""
    if head.method != b"POST":
        return replies.NOT_POST
    if head.values(b"transfer-encoding") and head.values(b"content-length"):
        return replies.TWO_LENGTHS  # the stuff of request smuggling [RFC9112 6.1]
    if [value for value in head.values(b"content-encoding") if value.lower() != b"identity"]:
        return replies.WRONG_CODING
    return replies.TOO_LARGE if announced(head) > replies.BODY_LIMIT else None


def announced(head: Head) -> int:
    """The size that it announces, 0 where it does not say."""
    sizes = head.values(b"content-length")
    if not sizes:
        return 0
    return int(sizes[0]) if _DIGITS.fullmatch(sizes[0]) else replies.BODY_LIMIT + 1


def topic(target: bytes) -> str | Reply:
    """The path without its first slash, percent-decoded once, as a topic.

    What would mean something else behind another decoding is refused: %2F, a level . or .., control characters,
    bytes that are no UTF-8; and a query, which would be lost, or is a secret in a place where logs keep it.
    """
    if target[:1] != b"/" or b"#" in target:
        return replies.WRONG_FORM
    if b"?" in target:
        return replies.NO_QUERY
    if _ESCAPE.search(target) or b"%2f" in target.lower():
        return replies.WRONG_PATH
    try:
        found = unquote_to_bytes(target[1:]).decode()
    except UnicodeDecodeError:
        return replies.WRONG_PATH
    if _CONTROL.search(found) or any(level in (".", "..") for level in found.split("/")):
        return replies.WRONG_PATH
    return found or replies.NO_PATH
