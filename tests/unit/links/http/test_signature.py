"""Signatures against a computation of their own, and against the example of the specification."""

from __future__ import annotations

import base64
import hashlib
import hmac

import pytest
from hypothesis import given, strategies as st

from eventscope.core.errors import BadInput
from eventscope.links.http import signature

SECRET = b"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_the_example_of_standard_webhooks() -> None:
    body = b'{"test": 2432232314}'
    found = signature.sign(signature.key(b"whsec_" + SECRET), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@given(st.binary(min_size=1), st.from_regex(r"[a-z0-9:-]{1,40}", fullmatch=True), st.integers(0, 2**40), st.binary())
def test_like_another_computation(key: bytes, ident: str, seconds: int, body: bytes) -> None:
    secret = base64.b64encode(key)
    expected = hmac.new(key, f"{ident}.{seconds}.".encode() + body, hashlib.sha256).digest()
    for written in (secret, b"whsec_" + secret, b" " + secret + b"\n"):
        headers = dict(signature.headers(signature.key(written), ident, seconds, body))
        assert headers[b"webhook-signature"] == b"v1," + base64.b64encode(expected)
        assert headers[b"webhook-id"] == ident.encode()
        assert headers[b"webhook-timestamp"] == str(seconds).encode()


@pytest.mark.parametrize("secret", [b"", b"whsec_", b"not base64!", b"abc", b"whsec_\xff\xff"])
def test_no_secret(secret: bytes) -> None:
    with pytest.raises(BadInput, match="base64"):
        signature.key(secret)


def test_unsigned_is_still_named() -> None:
    assert dict(signature.headers(None, "a", 7, b"")) == {b"webhook-id": b"a", b"webhook-timestamp": b"7"}
