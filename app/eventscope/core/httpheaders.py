"""Headers of HTTP to and from Kafka's form, see `core.mapping`.

Names that steer HTTP itself, or that carry somebody's credentials, never cross in either direction under their own
name: a message from outside must not be able to set them, and a webhook must not be handed them.
"""

from __future__ import annotations

import base64
import re
from urllib.parse import unquote_to_bytes

from eventscope.core import cloudevents
from eventscope.core.bus import Headers
from eventscope.core.mapping import Beside, Pairs

_STEERING = frozenset(
    b"accept accept-charset accept-encoding accept-language authorization connection content-encoding content-length "
    b"cookie date expect forwarded from host keep-alive origin proxy-authorization proxy-connection referer te trailer "
    b"transfer-encoding upgrade user-agent via webhook-id webhook-signature webhook-timestamp x-api-key "
    b"x-forwarded-for x-forwarded-host x-forwarded-proto x-real-ip".split()
)
_FETCH = b"sec-"
_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # [RFC9110 5.6.2]
_PLAIN = re.compile(rb"(?:[!-~](?:[ -~]*[!-~])?)?")
_CODED = re.compile(rb"[^!#$&-~]|%")  # what the binding wants as %XX [CloudEvents HTTP 3.1.3.2]


def from_http(headers: Headers) -> Beside:
    """What was posted, in Kafka's form. Raises ValueError for an attribute of an event that is no UTF-8."""
    found: Pairs = []
    key: bytes | None = None
    null = False
    for given, value in headers:
        name = given.lower()
        if name in _STEERING or name.startswith(_FETCH):
            continue
        name, value = _decode(name, value or b"")
        if name == b"k-key":
            key = value
        elif name == b"k-null":
            null = value == b"1"
        else:
            found.append((name.removeprefix(b"k-header."), value))
    return Beside(tuple(found), key, null)


def _decode(name: bytes, given: bytes) -> tuple[bytes, bytes | None]:
    """Takes off what `_encode` has put on, in the opposite order, but for k-header."""
    value: bytes | None = given
    if name.startswith(b"k-name."):
        name = _unnamed(name)
    if name.startswith(b"ce-"):
        return cloudevents.PREFIX + name[3:], _attribute(given)
    if name.startswith(b"k-absent."):
        name, value = name[9:], None
    elif name.startswith(b"k-base64."):
        try:
            name, value = name[9:], base64.b64decode(given, validate=True)
        except ValueError:
            return name, given  # somebody else's, and no base64
    return name, value


def _unnamed(name: bytes) -> bytes:
    try:
        return base64.b16decode(name[7:], casefold=True)
    except ValueError:
        return name


def _attribute(value: bytes) -> bytes:
    """One round of unquoting and of percent-decoding [CloudEvents HTTP 3.1.3.2]."""
    if len(value) > 1 and value[:1] == value[-1:] == b'"':
        value = re.sub(rb"\\(.)", rb"\1", value[1:-1], flags=re.DOTALL)
    decoded = unquote_to_bytes(value)
    decoded.decode()
    return decoded


def to_http(beside: Beside) -> Headers:
    """What to send with a POST: each name a token, each value printable, nothing that steers HTTP."""
    event = cloudevents.is_binary(beside.headers)
    found: Pairs = []
    for name, value in beside.headers:
        if event and name.startswith(cloudevents.PREFIX):
            if name != b"ce_datacontenttype":  # must not stand beside Content-Type [CloudEvents HTTP 3.1.1]
                found.append((b"ce-" + name[3:], _percent(value or b"")))
        else:
            found.append(_encode(name, value))
    if beside.key is not None:
        found.append(_encode(b"k-key", beside.key, ours=True))
    if beside.null:
        found.append((b"k-null", b"1"))
    return tuple(found)


def _percent(value: bytes) -> bytes:
    return _CODED.sub(lambda match: b"%%%02X" % match.group()[0], value)


def _encode(name: bytes, value: bytes | None, ours: bool = False) -> tuple[bytes, bytes]:
    small = name.lower()
    if not ours and (small in _STEERING or small.startswith((_FETCH, b"k-", b"ce-"))):
        name = b"k-header." + name
    if value is None:
        name, value = b"k-absent." + name, b""
    elif not _PLAIN.fullmatch(value):
        name, value = b"k-base64." + name, base64.b64encode(value)
    if not _TOKEN.fullmatch(name):
        name = b"k-name." + base64.b16encode(name)
    return name, value
