"""Headers of HTTP: what steers it never crosses, everything else comes back."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from eventscope.core.httpheaders import from_http, to_http
from eventscope.core.mapping import Beside

names = st.binary(min_size=1, max_size=8) | st.sampled_from(
    [b"host", b"Authorization", b"k-key", b"k-null", b"ce-id", b"content-type", b"sec-fetch-site", b"X-Api-Key"]
)
values = st.none() | st.binary(max_size=12) | st.sampled_from([b" a", b"a\r\nHost: evil", b"a b", b""])


@given(st.lists(st.tuples(names, values), max_size=6), st.none() | st.binary(max_size=6), st.booleans())
def test_what_is_sent_is_valid_and_steers_nothing(
    headers: list[tuple[bytes, bytes | None]], key: bytes | None, null: bool
) -> None:
    for name, value in to_http(Beside(tuple(headers), key, null)):
        assert value is not None
        assert name.decode("ascii").isprintable()
        assert b" " not in name
        assert b":" not in name
        assert value == value.strip()
        assert value.decode("ascii").isprintable()
        assert name.lower() not in (b"host", b"authorization", b"content-length", b"cookie", b"x-api-key")


@given(st.lists(st.tuples(names, values), max_size=6), st.none() | st.binary(max_size=6), st.booleans())
def test_what_is_sent_comes_back(headers: list[tuple[bytes, bytes | None]], key: bytes | None, null: bool) -> None:
    back = from_http(to_http(Beside(tuple(headers), key, null)))
    assert (back.key, back.null) == (key, null)
    # Names that are tokens lose their capitals, as HTTP has it.
    assert [(name.lower(), value) for name, value in back.headers] == [(n.lower(), v) for n, v in headers]


def test_credentials_and_steering_are_left_behind() -> None:
    given_ = (
        (b"Host", b"evil"),
        (b"Authorization", b"Bearer secret"),
        (b"Cookie", b"a=b"),
        (b"X-Api-Key", b"secret"),
        (b"Sec-Fetch-Site", b"none"),
        (b"Traceparent", b"00-1"),
    )
    assert from_http(given_).headers == ((b"traceparent", b"00-1"),)


def test_attributes_of_events_are_percent_encoded() -> None:
    """The example of the binding [CloudEvents HTTP 3.1.3.2]."""
    event = ((b"ce_specversion", b"1.0"), (b"ce_id", b"1"), (b"ce_source", b"/"), (b"ce_type", "Euro € 😀".encode()))
    sent = to_http(Beside((*event, (b"ce_datacontenttype", b"a/b"))))
    assert sent[-1] == (b"ce-type", b"Euro%20%E2%82%AC%20%F0%9F%98%80")
    assert from_http(sent).headers == event


@pytest.mark.parametrize(("value", "found"), [(b'"a \\"b\\""', b'a "b"'), (b"%41", b"A"), (b"100%25", b"100%")])
def test_quoted_and_needlessly_encoded_attributes_are_read(value: bytes, found: bytes) -> None:
    assert from_http(((b"ce-x", value),)).headers == ((b"ce_x", found),)


def test_an_attribute_that_is_no_utf8_is_refused() -> None:
    with pytest.raises(ValueError, match="utf-8"):
        from_http(((b"ce-x", b"%C0%A0"),))
