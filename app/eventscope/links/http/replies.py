"""What an address that takes events answers: each with a code and a sentence of ours, in which nothing is repeated."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from http import HTTPStatus

BODY_LIMIT = 16 << 20  # bytes of one request
RETRY_AFTER = 5  # seconds

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """`close`: the connection ends with it. `counts` stand beside the code."""

    status: int
    code: str
    words: str
    headers: Fields = ()
    close: bool = False
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        """As JSON."""
        return json.dumps({"code": self.code, "words": self.words, **self.counts}).encode() + b"\n"

    @property
    def phrase(self) -> str:
        """Of the status line."""
        return HTTPStatus(self.status).phrase

    def fields(self, closing: bool) -> list[tuple[str, str]]:
        """All headers: no answer is kept by anybody, nor taken for something else than it says it is."""
        found = [
            ("content-type", "application/json"),
            ("content-length", str(len(self.body))),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            *self.headers,
        ]
        return [*found, ("connection", "close")] if closing else found

    def raw(self) -> bytes:
        """The whole, for a connection that gets nothing else."""
        head = "".join(f"{name}: {value}\r\n" for name, value in self.fields(closing=True))
        return f"HTTP/1.1 {self.status} {self.phrase}\r\n{head}\r\n".encode("ascii") + self.body


_CHALLENGE = (("www-authenticate", 'Bearer realm="eventscope"'),)
_LATER = (("retry-after", str(RETRY_AFTER)),)

WRONG_HOST = Reply(421, "wrong-host", "The Host header must name this machine (127.0.0.1, [::1], localhost) and port.")
WRONG_ORIGIN = Reply(403, "wrong-origin", "Web pages may not post here. Post from a program.")
WRONG_SITE = Reply(403, "wrong-site", "Browsers may not post here from a page. Post from a program.")
NO_TOKEN = Reply(401, "no-token", "Send Authorization: Bearer TOKEN, with the token of this address.", _CHALLENGE)
WRONG_TOKEN = Reply(401, "wrong-token", "This is not the token of this address.", _CHALLENGE)
NOT_POST = Reply(405, "not-post", "Events are posted: use POST.", (("allow", "POST"),))
NO_QUERY = Reply(400, "query", "A query (? and what follows) is not kept. Put it into the path, a header or the body.")
WRONG_FORM = Reply(400, "target", "The request must name a path, as in POST /orders/7.")
WRONG_PATH = Reply(
    400, "path", "The path must be UTF-8, percent-encoded once, without %2F, control characters or levels . and .."
)
NO_PATH = Reply(404, "no-path", "Post to a path: without its first slash it is the topic of the event.")
NOBODY = Reply(404, "nobody", "Nobody takes what is posted to this path. The filters of bridges and subscriptions do.")
WRONG_CODING = Reply(415, "coding", "A body must come as it is, without Content-Encoding.")
NOT_JSON = Reply(415, "not-json", "Whole CloudEvents and batches are taken in JSON only.")
NOT_HTTP = Reply(400, "not-http", "This is not a request that can be read here.", close=True)
TWO_LENGTHS = Reply(400, "two-lengths", "Content-Length and Transfer-Encoding exclude each other.", close=True)
TOO_LARGE = Reply(413, "too-large", f"A body may have at most {BODY_LIMIT >> 20} MiB.", close=True)
LONG_HEAD = Reply(431, "long-head", "The headers are too large.", close=True)
SLOW_HEAD = Reply(408, "slow-head", "The headers did not come within 10 s.", close=True)
SLOW_BODY = Reply(408, "slow-body", "The body did not come within 30 s.", close=True)
TOO_MANY = Reply(503, "too-many", "All 64 connections are in use. Close one, or try again later.", _LATER, close=True)
NO_MEMORY = Reply(503, "no-memory", "Too much is being posted at the same time. Try again later.", _LATER, close=True)
FULL = Reply(503, "queue-full", "The queue is full or the disk is slow, and nothing is taken. Try again later.", _LATER)
UNSURE = Reply(
    503, "not-stored-yet", "It is not stored yet, and may still be. Post it again under the same webhook-id or event "
    "id: it is not taken twice.", _LATER,
)  # fmt: skip
PAUSED = Reply(503, "paused", "The bridge that takes from here is paused. Try again later.", _LATER)
NOT_STORED = Reply(503, "not-stored", "It could not be stored. Try again later.", _LATER)
FAULT = Reply(500, "fault", "A fault of Eventscope. It may not be stored; please report this.", close=True)
ENDING = Reply(503, "ending", "This address is being closed. Try again later.", _LATER, close=True)


def taken(accepted: int, duplicates: int = 0) -> Reply:
    """Stored; what came before under the same id is not stored again."""
    words = "It was stored before, under the same id." if duplicates else "There was nothing in it to be stored."
    words = "It is stored." if accepted else words
    return Reply(202, "stored", words, counts={"accepted": accepted, "duplicates": duplicates})


def unfit(words: str) -> Reply:
    """The body is not what its Content-Type says; `words` are ours."""
    return Reply(400, "unfit", words)


def last(reply: Reply) -> Reply:
    """The same, as the last on its connection."""
    return replace(reply, close=True)
