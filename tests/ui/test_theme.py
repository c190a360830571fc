"""Light, dark and zoom take effect at once, and everything stays legible."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from eventscope.ui.contrast import contrast
from eventscope.ui.theme import theme, tokens


@pytest.fixture(autouse=True)
def _dark_again():
    yield
    theme.apply("dark")


def test_apply_changes_palette_and_tells(qtbot) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.apply("light")
    assert not theme.dark
    app = QApplication.instance()
    assert app.palette().color(QPalette.ColorRole.Window) == QColor(tokens()["light"]["ground"])
    assert tokens()["light"]["panel"] in app.styleSheet()


def test_system_chooses_one_of_both(qtbot) -> None:
    theme.apply("system")
    assert theme.colour("text").name() in (tokens()["dark"]["text"], tokens()["light"]["text"])


def test_zoom_scales_type_and_measures_within_bounds(qtbot) -> None:
    theme.apply("dark", 200)
    assert theme.px(22) == 44
    assert theme.font().pixelSize() == 26
    theme.apply("dark", 9000)
    assert theme.zoom == 300


@pytest.mark.parametrize(
    ("look", "role"), list(product(("dark", "light"), ("text", "muted", "accent", "good", "warn", "bad")))
)
def test_texts_reach_contrast_aa_on_every_surface(look: str, role: str) -> None:
    for surface in ("panel", "ground"):
        assert contrast(tokens()[look][role], tokens()[look][surface]) >= 4.5


@pytest.mark.parametrize(("look", "surface"), list(product(("dark", "light"), ("raised", "select"))))
def test_text_reads_on_fields_and_selections(look: str, surface: str) -> None:
    assert contrast(tokens()[look]["text"], tokens()[look][surface]) >= 4.5


@pytest.mark.parametrize("look", ["dark", "light"])
def test_text_on_the_primary_button_reads(look: str) -> None:
    assert contrast(tokens()[look]["accent-text"], tokens()[look]["accent"]) >= 4.5


@pytest.mark.parametrize("look", ["dark", "light"])
def test_series_stand_out(look: str) -> None:
    theme.apply(look)
    for number in range(7):
        assert contrast(theme.series(number).name(), tokens()[look]["panel"]) >= 3.0
        assert contrast(theme.series_ink(number).name(), tokens()[look]["panel"]) >= 4.5


def test_series_beyond_the_colours_differ_by_dash() -> None:
    colours = len(tokens()["series"]["colours"])
    assert theme.dash(0) != theme.dash(colours)


def test_numbers_are_tabular(qtbot) -> None:
    metrics = theme.font()
    from PySide6.QtGui import QFontMetricsF

    width = QFontMetricsF(metrics).horizontalAdvance
    assert width("1111") == width("8888")
