"""The signature of a webhook after the Standard Webhooks scheme (version 1.0.0): HMAC-SHA256 over id, time and body."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

from eventscope.core.errors import BadInput

PREFIX = b"whsec_"


def key(secret: bytes) -> bytes:
    """The key in a secret: base64, with or without `whsec_` before it. Raises BadInput for what is none."""
    coded = secret.strip().removeprefix(PREFIX)
    try:
        found = base64.b64decode(coded, validate=True)
    except binascii.Error:
        found = b""
    if not found:
        sentence = (
            "The secret that signs webhooks must be base64, with or without whsec_ before it, as Standard Webhooks "
            "has it. Make one with: openssl rand -base64 32"
        )
        raise BadInput("bad-webhook-secret", sentence)
    return found


def headers(key: bytes | None, ident: str, seconds: int, body: bytes) -> tuple[tuple[bytes, bytes], ...]:
    """What goes with a request; `seconds` since 1970 is when it is sent. Without a key it is not signed."""
    stated = ((b"webhook-id", ident.encode()), (b"webhook-timestamp", b"%d" % seconds))
    if key is None:
        return stated
    return (*stated, (b"webhook-signature", sign(key, ident, seconds, body).encode()))


def sign(key: bytes, ident: str, seconds: int, body: bytes) -> str:
    """`v1,` and the signature in base64."""
    signed = b"%s.%d.%s" % (ident.encode(), seconds, body)
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
