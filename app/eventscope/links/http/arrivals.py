"""What was posted as messages: one as it came, or the events of a batch, each as a message of its own."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple

from eventscope.core import cloudevents
from eventscope.core.bus import BusMessage
from eventscope.core.cloudevents import CONTENT_TYPE
from eventscope.links.http import replies
from eventscope.links.http.replies import Reply
from eventscope.links.http.rules import Head

EVENTS = 10_000  # of one batch
_BATCH = b"application/cloudevents-batch"
_WHOLE = b"application/cloudevents"
_BLANKS = " \t\r\n"
# A sender's own secrets: they must not lie in a queue, in dead letters and in what is exported of them.
_CREDENTIALS = frozenset((b"authorization", b"cookie", b"proxy-authorization"))


class Arrival(NamedTuple):
    """`name` is empty where the sender gave no id; the same name means the same post, sent again."""

    topic: str
    messages: list[BusMessage]
    name: bytes = b""


def read(topic: str, head: Head, body: bytes) -> Arrival | Reply:
    """All of it, or why nothing of it is taken.

    Headers stay as they came, but for credentials; CloudEvents in binary mode are just headers, which
    `core.httpheaders` reads.
    """
    kind = next(iter(head.values(CONTENT_TYPE)), b"").lower()
    media = kind.partition(b";")[0].strip()
    given = next(iter(head.values(b"webhook-id")), b"")
    try:
        if media.startswith(_BATCH):
            return _batch(topic, head, body, media, given)
        if media.startswith(_WHOLE):
            return _whole(topic, head, body, media, given)
    except ValueError as error:
        return replies.unfit(f"It says that it is a CloudEvent and is none: {_sentence(error)}.")
    names = [value for name in (b"ce-source", b"ce-id") for value in head.values(name)[:1]]
    ident = given or (b"\0".join(names) if len(names) == 2 else b"")
    return _arrival(topic, [_message(topic, head.headers, body, given)], ident, body, kind)


def _whole(topic: str, head: Head, body: bytes, media: bytes, given: bytes) -> Arrival | Reply:
    if media != _WHOLE + b"+json":
        return replies.NOT_JSON
    name = _checked(body)
    return _arrival(topic, [_message(topic, head.headers, body, given)], given or name, body, media)


def _batch(topic: str, head: Head, body: bytes, media: bytes, given: bytes) -> Arrival | Reply:
    if media != _BATCH + b"+json":
        return replies.NOT_JSON
    others = [item for item in head.headers if item[0] != CONTENT_TYPE]
    headers = [(CONTENT_TYPE, cloudevents.STRUCTURED), *others]
    messages, names = [], []
    for number, document in enumerate(split(body), 1):
        try:
            names.append(_checked(document))
        except ValueError as error:
            raise ValueError(f"event {number}: {_sentence(error)}") from None
        messages.append(_message(topic, headers, document, b""))
    return _arrival(topic, messages, given or b"\0".join(names), body, media)


def _checked(document: bytes) -> bytes:
    """Source and id of an event, which name it. Raises ValueError for what is none."""
    event = dict(cloudevents.parse(document).attributes)
    return f"{event['source']}\0{event['id']}".encode("utf-8", "replace")


def split(body: bytes) -> list[bytes]:
    """The items of a JSON array, each byte for byte as it stands there. Raises ValueError."""
    text = body.decode()
    at = _skip(text, 0)
    if text[at : at + 1] != "[":
        raise ValueError("a batch is a JSON array")
    found: list[bytes] = []
    at = _skip(text, at + 1)
    while text[at : at + 1] != "]":
        if found:
            if text[at : at + 1] != ",":
                raise ValueError("the array is not closed")
            at = _skip(text, at + 1)
        if len(found) == EVENTS:
            raise ValueError(f"a batch may have {EVENTS} events at most")
        try:
            _, end = cloudevents.WALKER.raw_decode(text, at)
        except RecursionError:
            raise ValueError("it is nested too deep") from None
        found.append(text[at:end].encode())
        at = _skip(text, end)
    if _skip(text, at + 1) != len(text):
        raise ValueError("something stands behind the array")
    return found


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANKS:
        at += 1
    return at


def _message(topic: str, headers: Sequence[tuple[bytes, bytes]], payload: bytes, given: bytes) -> BusMessage:
    """Without an id of the sender it gets one, since two equal posts are two events."""
    ident = given.decode("utf-8", "replace") or secrets.token_hex(16)
    kept = tuple(item for item in headers if item[0] not in _CREDENTIALS)
    return BusMessage("http", topic.encode(), payload, headers=kept, id=ident)


def _arrival(topic: str, messages: list[BusMessage], ident: bytes, body: bytes, kind: bytes) -> Arrival:
    """The name covers the content too: a sender that gives one id to everything loses nothing by it."""
    if not ident:
        return Arrival(topic, messages)
    digest = blake2b(b"%d\0%s" % (len(kind), kind) + body, digest_size=16).digest()
    return Arrival(topic, messages, blake2b(topic.encode() + b"\0" + ident, digest_size=16).digest() + digest)


def _sentence(error: ValueError) -> str:
    """Of json's errors only what and where; nothing of the body is repeated."""
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at character {error.pos}"
    if isinstance(error, UnicodeDecodeError):
        return "it is no UTF-8"
    if isinstance(error, UnicodeEncodeError):
        return "a text in it has half a surrogate pair, which UTF-8 cannot carry"
    return str(error)
