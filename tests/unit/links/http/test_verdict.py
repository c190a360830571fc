"""What answers mean, and how long they let us wait."""

from __future__ import annotations

from email.utils import formatdate

import pytest
from hypothesis import given, strategies as st

from eventscope.core import visible
from eventscope.links.http.verdict import LONGEST, judge, waiting

NOW = 1_764_000_000.0


def verdict(status: int, text: str = "", retry: str = "", location: str = "") -> tuple[str, str]:
    found = judge(status, retry, location, text, NOW)
    return found.kind, found.reason


@given(st.integers(100, 999), st.text(), st.text(), st.text())
def test_every_answer_means_something(status: int, retry: str, location: str, text: str) -> None:
    found = judge(status, retry, location, text, NOW)
    assert found.kind in ("done", "later", "never", "gone")
    assert (found.kind == "done") == (200 <= status < 300)
    assert found.kind == "done" or str(status) in found.words
    assert not visible.hidden(found.words), "one line, nothing hidden"
    assert len(found.words) < 1_000
    assert found.seconds is None or 0 <= found.seconds <= LONGEST


@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [
        (204, "done", ""), (410, "gone", "gone"), (308, "never", "redirected"), (304, "never", "redirected"),
        (401, "never", "not_authorized"), (404, "never", "invalid_topic"), (413, "never", "too_large"),
        (418, "never", "refused"), (408, "later", "timeout"), (425, "later", "too_early"), (429, "later", "quota"),
        (500, "later", "server_error"), (503, "later", "unavailable"), (599, "later", "server_error"),
        (101, "later", "server_error"), (999, "later", "server_error"),
    ],
)  # fmt: skip
def test_by_status(status: int, kind: str, reason: str) -> None:
    assert verdict(status) == (kind, reason)


def test_what_the_server_says_is_text_of_one_line() -> None:
    words = judge(400, "", "", "<img src=x>\r\n\x1b[31m\u202e" + "y" * 10_000, NOW).words
    assert "<img src=x>" in words, "shown as it is: it is plain text everywhere"
    assert not {"\r", "\n", "\x1b", "\u202e"} & set(words)
    assert len(words) < 300


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0.0), ("120", 120.0), (" 5 ", 5.0), ("999999999999", LONGEST), ("", None), ("-1", None), ("1.5", None),
        ("soon", None), ("٣", None), (formatdate(NOW + 60, usegmt=True), 60.0),
        (formatdate(NOW - 60, usegmt=True), 0.0), ("Sun Nov  6 08:49:37 1994", 0.0), ("Wed, 99 Foo 2026", None),
        (formatdate(NOW + 10**6, usegmt=True), LONGEST),
    ],
)  # fmt: skip
def test_retry_after(text: str, seconds: float | None) -> None:
    assert waiting(text, NOW) == seconds
