"""The rules over the head of a request, for whatever bytes come."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given, strategies as st

from eventscope.links.http import replies, rules
from eventscope.links.http.replies import Reply
from eventscope.links.http.rules import Head

NAMES = frozenset({"127.0.0.1:80"})
LEVEL = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(
    lambda text: (
        text not in (".", "..") and "/" not in text and all(ord(char) >= 32 and ord(char) != 127 for char in text)
    )
)


def head(*headers: tuple[bytes, bytes], method: bytes = b"POST", target: bytes = b"/a") -> Head:
    return Head(method, target, list(headers))


@given(st.lists(LEVEL, min_size=1))
def test_a_quoted_path_is_its_topic(levels: list[str]) -> None:
    topic = "/".join(levels)
    assert rules.topic(b"/" + quote(topic, safe="/").encode()) == topic


@given(st.binary())
def test_any_target_is_a_clean_topic_or_refused(target: bytes) -> None:
    found = rules.topic(target)
    if isinstance(found, Reply):
        assert found.status in (400, 404)
        return
    assert found
    assert not any(ord(char) < 32 for char in found)
    assert not {".", ".."} & set(found.split("/"))


@given(st.lists(st.tuples(st.sampled_from([b"host", b"origin", b"sec-fetch-site", b"authorization"]), st.binary())))
def test_any_headers_are_judged(headers: list[tuple[bytes, bytes]]) -> None:
    found = head(*headers)
    refused = rules.source(found, NAMES)
    assert refused is not None or found.values(b"host") == [b"127.0.0.1:80"]
    given_ = rules.token(found)
    assert given_ is None or given_
    if given_ is not None:
        assert rules.fits(given_, [given_, b"other", b"\xff"])[0]


@pytest.mark.parametrize(
    ("value", "token"),
    [
        (b"Bearer abc", b"abc"), (b"bearer   abc ", b"abc"), (b"Bearer", None), (b"Bearer ", None),
        (b"Basic abc", None), (b"Bearer a b", b"a b"), (b"", None), (b"\xff\xff \xff", None),
    ],
)  # fmt: skip
def test_token(value: bytes, token: bytes | None) -> None:
    assert rules.token(head((b"authorization", value))) == token


@pytest.mark.parametrize(
    ("given_", "reply"),
    [
        (head(method=b"GET"), replies.NOT_POST),
        (head((b"content-length", b"1"), (b"transfer-encoding", b"chunked")), replies.TWO_LENGTHS),
        (head((b"content-encoding", b"gzip")), replies.WRONG_CODING),
        (head((b"content-encoding", b"Identity")), None),
        (head((b"content-length", b"%d" % (replies.BODY_LIMIT + 1))), replies.TOO_LARGE),
        (head((b"content-length", b"%d" % replies.BODY_LIMIT)), None),
        (head((b"content-length", b"9" * 40)), replies.TOO_LARGE),
        (head(), None),
    ],
)
def test_form(given_: Head, reply: Reply | None) -> None:
    assert rules.form(given_) == reply
