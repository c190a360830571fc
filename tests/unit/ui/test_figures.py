"""Numbers read as people write them."""

from __future__ import annotations

import pytest

from eventscope.ui import figures


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, ""),
        (0.04, ""),
        (0.4, "0.4/s"),
        (29, "29/s"),
        (820, "820/s"),
        (999.9, "1.0k/s"),
        (11_900, "11.9k/s"),
        (2.5e6, "2.5M/s"),
    ],
)
def test_rate(value: float, text: str) -> None:
    assert figures.rate(value) == text


@pytest.mark.parametrize(
    ("ns", "text"),
    [
        (0, "0 µs"),
        (900, "0.9 µs"),
        (41_000, "41 µs"),
        (80_000, "0.08 ms"),
        (800_000, "0.80 ms"),
        (4_100_000, "4.1 ms"),
        (41_700_000, "41.7 ms"),
        (1_200_000_000, "1.2 s"),
        (-5_000_000, "-5.0 ms"),
    ],
)
def test_span(ns: float, text: str) -> None:
    assert figures.span(ns) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0 B"), (200, "200 B"), (1024, "1 KB"), (412 << 20, "412 MB"), (2 << 30, "2 GB"), (3 << 39, "1.5 TB")],
)
def test_size(value: float, text: str) -> None:
    assert figures.size(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.2, "0.2 s"), (31, "31 s"), (240, "4.0 min"), (9_000, "2.5 h"), (200_000, "2.3 d")]
)
def test_seconds(value: float, text: str) -> None:
    assert figures.seconds(value) == text


def test_count_groups_thousands() -> None:
    assert figures.count(1_204_331) == "1,204,331"
