from __future__ import annotations

from datetime import UTC, datetime

import pytest

from eventscope.core.moment import moment

NOW = 1_790_000_000 * 10**9


def local(*parts: int) -> int:
    return round(datetime(*parts).astimezone().timestamp()) * 10**9


@pytest.mark.parametrize(
    ("text", "seconds"), [("-10s", 10), ("-1.5m", 90), ("-2min", 120), ("-1h", 3600), ("-2d", 172_800)]
)
def test_ago(text: str, seconds: int) -> None:
    assert moment(text, NOW) == NOW - seconds * 10**9


def test_times_of_today() -> None:
    today = datetime.fromtimestamp(NOW // 10**9).astimezone().date()
    parts = today.year, today.month, today.day
    assert moment("14:30", NOW) == local(*parts, 14, 30)
    assert moment("9:05:07.25", NOW) == local(*parts, 9, 5, 7) + 250_000_000


def test_dates() -> None:
    assert moment("2025-06-01", NOW) == local(2025, 6, 1)
    assert moment("2025-06-01T12:30", NOW) == local(2025, 6, 1, 12, 30)
    utc = round(datetime(2025, 6, 1, 12, 30, 15, tzinfo=UTC).timestamp()) * 10**9
    assert moment("2025-06-01T12:30:15.000000001Z", NOW) == utc + 1
    assert moment("2025-06-01T14:30:15+02:00", NOW) == utc


@pytest.mark.parametrize(
    "text", ["", "now", "24:00", "12:60", "2025-02-30", "10m", "-10", "-10w", "2025-06-01 12:00", "٣:٠٠", "0000-01-01"]
)
def test_what_is_no_moment(text: str) -> None:
    assert moment(text, NOW) is None
