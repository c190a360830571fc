"""The sheet is whole: every token is filled in and every measure is scaled."""

from __future__ import annotations

import re

from eventscope.ui.stylesheet import stylesheet
from eventscope.ui.theme import tokens


def test_no_token_is_left_open() -> None:
    sheet = stylesheet(tokens()["dark"], round, "/icons", "dark")
    assert "$" not in sheet
    assert "@" not in sheet


def test_zoom_scales_measures_but_not_lines() -> None:
    sheet = stylesheet(tokens()["dark"], lambda value: round(value * 2), "/icons", "dark")
    assert re.search(r"QTreeView::item \{ height: 44px", sheet)
    assert "border: 1px solid" in sheet
