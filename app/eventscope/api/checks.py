"""What makes a request be refused before anything of it is looked at: pure rules over its headers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Headers = Sequence[tuple[bytes, bytes]]

BODY_LIMIT = 1 << 20
BEARER = "bearer."  # of a WebSocket subprotocol that carries the token
PROTOCOL = "eventscope.v1"


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that says no: a code, a sentence of ours (nothing of the request is in it), and extra headers."""

    status: int
    code: str
    words: str
    headers: tuple[tuple[str, str], ...] = field(default=())


WRONG_HOST = Refusal(
    421, "wrong-host", "This server answers only to 127.0.0.1, [::1] or localhost with its port as Host."
)
WRONG_ORIGIN = Refusal(403, "wrong-origin", "Web pages may not use this API. Call it from a program.")
WRONG_SITE = Refusal(403, "wrong-site", "Browsers may not call this API from a page. Call it from a program.")
WRONG_TYPE = Refusal(415, "wrong-type", "A body must be JSON, with Content-Type: application/json and no encoding.")
TOO_LARGE = Refusal(413, "too-large", "A body may have at most 1 MiB.", (("Connection", "close"),))
TOO_SLOW = Refusal(408, "too-slow", "The body did not come within 10 s.", (("Connection", "close"),))
_CHALLENGE = (("WWW-Authenticate", 'Bearer realm="eventscope"'),)
NO_TOKEN = Refusal(401, "no-token", "Send Authorization: Bearer TOKEN, with a token of the token file.", _CHALLENGE)
WRONG_TOKEN = Refusal(
    401,
    "wrong-token",
    "This token is not one of this run. Tokens change at each start: read the token file.",
    _CHALLENGE,
)
NO_SCOPE = Refusal(403, "no-scope", "The token does not allow this. Use one of a higher scope.")

NOT_FOUND = Refusal(404, "not-found", "There is nothing here. See /v1/openapi.json for what there is.")
NOT_DIGITS = Refusal(422, "invalid", "A whole number in the address is written in digits.")
UNKNOWN_QUERY = Refusal(422, "invalid", "A parameter of the query is unknown or there twice. See /v1/openapi.json.")


def paused(seconds: int) -> Refusal:
    """Too many wrong tokens came. Not 429: whoever brings a right token is let in all the same."""
    words = "Too many wrong tokens came. Read the token file, and wait as long as Retry-After says, in seconds."
    return Refusal(401, "paused", words, (*_CHALLENGE, ("Retry-After", str(seconds))))


def values(headers: Headers, name: bytes) -> list[str]:
    """All values of a header; `name` in lower case."""
    return [value.decode("latin-1").strip() for key, value in headers if key.lower() == name]


def hosts(port: int) -> frozenset[str]:
    """The only names this server goes by (DNS rebinding brings others)."""
    return frozenset(f"{name}:{port}" for name in ("127.0.0.1", "[::1]", "localhost"))


def check_source(headers: Headers, port: int, origins: Iterable[str] = ()) -> Refusal | None:
    """Host, Origin and Sec-Fetch-Site: whether the request comes from a program on this machine."""
    named = values(headers, b"host")
    if len(named) != 1 or named[0].lower() not in hosts(port):
        return WRONG_HOST
    if any(origin not in origins for origin in values(headers, b"origin")):
        return WRONG_ORIGIN
    if any(site != "none" for site in values(headers, b"sec-fetch-site")):
        return WRONG_SITE
    return None


def check_path(path: bytes) -> Refusal | None:
    """No path of ours needs an escape, so one that has some means to be another than it seems."""
    return NOT_FOUND if b"%" in path else None


def check_body(headers: Headers, size: int) -> Refusal | None:
    """Whether a body that came may be read; one of no bytes needs no type."""
    if size == 0:
        return None
    if values(headers, b"content-encoding") not in ([], ["identity"]):
        return WRONG_TYPE
    types = values(headers, b"content-type")
    if len(types) != 1:
        return WRONG_TYPE
    kind, _, parameters = types[0].partition(";")
    fits = parameters.strip().lower().replace('"', "") in ("", "charset=utf-8")
    return None if kind.strip().lower() == "application/json" and fits else WRONG_TYPE


def announced(headers: Headers) -> int:
    """The size that a request announces; 0 where it does not say, more than allowed where it makes no sense."""
    sizes = values(headers, b"content-length")
    if not sizes:
        return 0
    return int(sizes[0]) if sizes[0].isascii() and sizes[0].isdecimal() and len(sizes[0]) < 16 else BODY_LIMIT + 1


def bearer(headers: Headers) -> str | None:
    """The token of the Authorization header; None where there is none of that kind."""
    given = values(headers, b"authorization")
    if len(given) != 1:
        return None
    kind, _, token = given[0].partition(" ")
    return token.strip() if kind.lower() == "bearer" and token.strip() else None


def protocol_bearer(protocols: Iterable[str]) -> str | None:
    """The token that a WebSocket client sent as a subprotocol."""
    return next((item.removeprefix(BEARER) for item in protocols if item.startswith(BEARER)), None)
