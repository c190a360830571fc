"""Places as people write them."""

from __future__ import annotations

import pytest

from eventscope.core import kafkaplace
from eventscope.core.errors import BadInput
from eventscope.core.kafka import AtTime

NOW = 1_764_000_000_000_000_000


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("earliest", "earliest"),
        (" latest ", "latest"),
        ("0", 0),
        ("123", 123),
        ("-15m", AtTime(NOW - 900 * 10**9)),
        ("2026-05-01T12:00:00Z", AtTime(1_777_636_800 * 10**9)),
        ("2026-05-01T14:00:00.123456+02:00", AtTime(1_777_636_800_123_456_000)),
    ],
)
def test_what_they_mean(text: str, place: object) -> None:
    assert kafkaplace.read(text, NOW) == place


def test_a_time_without_a_zone_is_local() -> None:
    assert isinstance(kafkaplace.read("2026-05-01T12:00", NOW), AtTime)


@pytest.mark.parametrize("text", ["", "yesterday", "-", "-x", "1.5", "٣", "9" * 20, "9999-99-99"])
def test_what_is_no_place(text: str) -> None:
    with pytest.raises(BadInput):
        kafkaplace.read(text, NOW)
