"""Durations as people write them."""

from __future__ import annotations

import pytest

from eventscope.core.duration import seconds
from eventscope.core.errors import BadInput


@pytest.mark.parametrize(
    ("text", "value"),
    [("10ms", 0.01), ("1.5s", 1.5), ("2m", 120), ("1h", 3600), ("250us", 0.00025), ("3", 3), (" .5 s ", 0.5), ("0", 0)],
)
def test_known_forms(text: str, value: float) -> None:
    assert seconds(text) == pytest.approx(value)


@pytest.mark.parametrize("text", ["", "ms", "-1s", "1e3", "10 minutes", "1s 2s", "nan", "١s"[:1] + "x"])
def test_everything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadInput, match="as in 10ms"):
        seconds(text)
