"""Moments as people write them in a filter: 14:30, 2025-06-01T12:00, -10m (ten minutes ago)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_AGO = re.compile(r"-(\d{1,9}(?:\.\d{1,3})?)(s|m|min|h|d)", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?", re.ASCII)
_DATE = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[Tt](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?([Zz]|[+-]\d\d:\d\d)?", re.ASCII
)
_SECONDS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment(text: str, now: int) -> int | None:
    """Wall time in ns; None for what is no moment. `now` is wall time in ns too; without a zone it is local time."""
    try:
        return _ago(text, now) or _clock(text, now) or _date(text)
    except (ValueError, OverflowError):
        return None


def _ago(text: str, now: int) -> int | None:
    found = _AGO.fullmatch(text)
    return now - int(float(found[1]) * _SECONDS[found[2]] * 1e9) if found else None


def _clock(text: str, now: int) -> int | None:
    """A time of today."""
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    hour, minute, second = (int(part or 0) for part in found.groups()[:3])
    today = datetime.fromtimestamp(now // 10**9).astimezone().replace(tzinfo=None, microsecond=0)
    return _ns(today.replace(hour=hour, minute=minute, second=second), found[4])


def _date(text: str) -> int | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    *parts, fraction, zone = found.groups()
    naive = datetime(*(int(part or 0) for part in parts))  # type: ignore[arg-type]  # noqa: DTZ001
    return _ns(datetime.fromisoformat(f"{naive.isoformat()}{zone}") if zone else naive, fraction)


def _ns(at: datetime, fraction: str | None) -> int:
    """Of a moment without a zone: as this machine's clock shows it."""
    whole = at.astimezone() - _EPOCH
    return whole // timedelta(seconds=1) * 10**9 + int((fraction or "0").ljust(9, "0"))
