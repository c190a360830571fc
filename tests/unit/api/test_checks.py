"""Rules over headers: source, body, path, token."""

from __future__ import annotations

import pytest

from eventscope.api import checks
from eventscope.api.checks import Refusal

HOST = (b"host", b"127.0.0.1:80")


def headers(**named: str) -> list[tuple[bytes, bytes]]:
    return [HOST, *((key.replace("_", "-").encode(), value.encode("latin-1")) for key, value in named.items())]


@pytest.mark.parametrize("host", ["127.0.0.1:80", "LocalHost:80", "[::1]:80", " localhost:80 "])
def test_our_hosts(host: str) -> None:
    assert checks.check_source([(b"Host", host.encode())], 80) is None


@pytest.mark.parametrize(
    "found", [[], [HOST, HOST], [(b"host", b"127.0.0.1:8080")], [(b"host", b"")], [(b"host", b"\xff")]]
)
def test_other_hosts(found: list[tuple[bytes, bytes]]) -> None:
    assert checks.check_source(found, 80) is checks.WRONG_HOST


def test_origins_and_sites() -> None:
    assert checks.check_source(headers(origin="http://a"), 80) is checks.WRONG_ORIGIN
    assert checks.check_source(headers(origin="http://a"), 80, ["http://a"]) is None
    assert (
        checks.check_source([*headers(origin="http://a"), (b"origin", b"null")], 80, ["http://a"])
        is checks.WRONG_ORIGIN
    )
    assert checks.check_source(headers(sec_fetch_site="same-origin"), 80) is checks.WRONG_SITE
    assert checks.check_source(headers(sec_fetch_site="none"), 80) is None


@pytest.mark.parametrize(
    "kind", ["application/json", "Application/JSON; charset=utf-8", 'application/json;charset="UTF-8"']
)
def test_json(kind: str) -> None:
    assert checks.check_body(headers(content_type=kind), 2) is None
    assert checks.check_body(headers(content_type=kind, content_encoding="identity"), 2) is None
    assert checks.check_body(headers(content_type=kind, content_encoding="br"), 2) is checks.WRONG_TYPE


@pytest.mark.parametrize("kind", ["text/json", "application/json; charset=latin-1", "application/json; x=y", ""])
def test_no_json(kind: str) -> None:
    assert checks.check_body(headers(content_type=kind), 2) is checks.WRONG_TYPE


def test_no_type_two_types_and_no_body() -> None:
    assert checks.check_body(headers(), 1) is checks.WRONG_TYPE
    two = [*headers(content_type="application/json"), (b"content-type", b"text/plain")]
    assert checks.check_body(two, 1) is checks.WRONG_TYPE
    assert checks.check_body(headers(content_type="text/plain"), 0) is None


def test_sizes() -> None:
    assert checks.announced(headers()) == 0
    assert checks.announced(headers(content_length="12")) == 12
    for absurd in ("-1", "1e9", "9" * 30, "١"):
        found = checks.announced([(b"content-length", absurd.encode())])
        assert found > checks.BODY_LIMIT, absurd


def test_tokens() -> None:
    assert checks.bearer(headers(authorization="Bearer abc")) == "abc"
    assert checks.bearer(headers(authorization="bearer  abc ")) == "abc"
    for wrong in ("Basic abc", "Bearer", "Bearer ", "abc"):
        assert checks.bearer(headers(authorization=wrong)) is None
    assert checks.bearer([(b"authorization", b"Bearer a"), (b"authorization", b"Bearer b")]) is None
    assert checks.protocol_bearer(["eventscope.v1", "bearer.abc"]) == "abc"
    assert checks.protocol_bearer(["eventscope.v1"]) is None


def test_paths_need_no_escapes() -> None:
    assert checks.check_path(b"/v1/connections/a-b.c") is None
    assert checks.check_path(b"/v1/connections/a%2fb") is checks.NOT_FOUND


def test_a_pause_says_how_long() -> None:
    found = checks.paused(7)
    assert isinstance(found, Refusal)
    assert ("Retry-After", "7") in found.headers
