from __future__ import annotations

import base64

import pytest

from eventscope.core.errors import BadInput
from eventscope.core.workspace import Tls
from eventscope.links.http.site import site


def test_credentials() -> None:
    basic = site("http://h", Tls(), "u", b"p")
    assert dict(basic.headers)[b"authorization"] == b"Basic " + base64.b64encode(b"u:p")
    assert dict(site("http://h", Tls(), "", b"tok").headers)[b"authorization"] == b"Bearer tok"
    assert site("http://h", Tls()).headers == ()
    assert site("http://h", Tls(), secret=b"whsec_" + base64.b64encode(b"k")).key == b"k"


@pytest.mark.parametrize("password", [b"a b", b"a\r\nb", b"\xff", "ä".encode()])
def test_a_token_that_no_header_can_carry(password: bytes) -> None:
    with pytest.raises(BadInput, match="token"):
        site("http://h", Tls(), "", password)


@pytest.mark.parametrize(
    "header",
    [("", "v"), ("a b", "v"), ("a:", "v"), ("x", "a\r\nb: c"), ("x", "\0"), ("ä", "v"), ("x", "温"), ("a\n", "v")],
)
def test_headers_that_are_none(header: tuple[str, str]) -> None:
    if header == ("a\n", "v"):
        assert site("http://h", Tls(), headers=[header]).headers == ((b"a", b"v"),)
        return
    with pytest.raises(BadInput):
        site("http://h", Tls(), headers=[header])


@pytest.mark.parametrize("name", ["Host", "content-length", "Transfer-Encoding", "webhook-signature", "WEBHOOK-ID"])
def test_headers_that_are_ours(name: str) -> None:
    with pytest.raises(BadInput, match="itself"):
        site("http://h", Tls(), headers=[(name, "v")])


def test_no_secret_in_its_repr() -> None:
    made = site("http://h", Tls(), "u", b"hidden", b"whsec_aGlkZGVu", [("x", "hidden")])
    assert "hidden" not in repr(made)
    assert "aGlkZGVu" not in repr(made)


def test_no_tls_without_https() -> None:
    assert site("http://h", Tls("missing.pem")).context() is None
    with pytest.raises(BadInput, match="CA file"):
        site("https://h", Tls("missing.pem")).context()
