"""The contrast ratio is the one of WCAG, and `legible` reaches what it is asked for."""

from __future__ import annotations

import pytest

from eventscope.ui.contrast import contrast, legible


def test_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_legible_keeps_what_is_legible_already() -> None:
    assert legible("#000000", "#ffffff", 4.5) == "#000000"


@pytest.mark.parametrize("ground", ["#ffffff", "#1b1f26"])
def test_legible_reaches_the_ratio(ground: str) -> None:
    assert contrast(legible("#f0e442", ground, 4.5), ground) >= 4.5
    assert contrast(legible("#0072b2", ground, 4.5), ground) >= 4.5
