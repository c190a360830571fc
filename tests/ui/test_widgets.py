"""Widgets keep texts from outside plain."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon

from eventscope.ui.theme import theme
from eventscope.ui.widgets import Card, Dot, Elided, Empty, IconButton, Label, Pill, PlainView, icon, tooltip
from ui.fakes import HOSTILE


@pytest.mark.parametrize("text", HOSTILE)
def test_label_never_becomes_rich_text(qtbot, text: str) -> None:
    label = Label(text)
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == text


def test_tooltip_escapes_markup_and_keeps_lines(qtbot) -> None:
    label = Label()
    qtbot.addWidget(label)
    tooltip(label, "<img src='file:///x'>\nsecond")
    assert "<img" not in label.toolTip()
    assert "&lt;img" in label.toolTip()
    assert "<br>second" in label.toolTip()


def test_heading_speaks_in_capitals_and_kind_can_change(qtbot) -> None:
    label = Label("Topics", "heading")
    qtbot.addWidget(label)
    assert label.text() == "TOPICS"
    label.set_kind("bad")
    assert label.property("kind") == "bad"


def test_elided_offers_the_whole_text_on_hover(qtbot) -> None:
    label = Elided("a/" * 200)
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    label.grab()
    assert "a/a/" in label.toolTip()
    assert label.sizeHint().width() <= 4000


def test_icon_follows_the_theme(qtbot) -> None:
    glyph = icon("mdi6.circle")
    theme.apply("light")
    light = glyph.pixmap(QSize(16, 16)).toImage().pixelColor(8, 8)
    theme.apply("dark")
    dark = glyph.pixmap(QSize(16, 16)).toImage().pixelColor(8, 8)
    assert light == _opaque("light", "muted")
    assert dark == _opaque("dark", "muted")
    checked = glyph.pixmap(QSize(16, 16), QIcon.Mode.Normal, QIcon.State.On).toImage().pixelColor(8, 8)
    assert checked == theme.colour("accent")


def _opaque(look: str, role: str):
    from PySide6.QtGui import QColor

    from eventscope.ui.theme import tokens

    return QColor(tokens()[look][role])


def test_icon_button_is_named_and_reachable_by_tab(qtbot) -> None:
    calls: list[int] = []
    made = IconButton("mdi6.plus", "Add a thing", lambda: calls.append(1))
    qtbot.addWidget(made)
    made.click()
    assert calls == [1]
    assert made.accessibleName() == "Add a thing"
    assert made.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_card_has_its_actions_at_the_right(qtbot) -> None:
    card = Card("Topics")
    qtbot.addWidget(card)
    made = card.add_action("mdi6.plus", "Add", lambda: None)
    card.resize(300, 100)
    card.show()
    assert made.x() > card.heading.x()
    assert card.accessibleName() == "Topics"


def test_empty_offers_its_first_action(qtbot) -> None:
    calls: list[int] = []
    empty = Empty("Nothing yet.", "Begin", lambda: calls.append(1))
    qtbot.addWidget(empty)
    empty.button.click()
    assert calls == [1]


def test_plain_view_neither_wraps_nor_edits(qtbot) -> None:
    view = PlainView()
    qtbot.addWidget(view)
    view.setPlainText(HOSTILE[0])
    assert view.toPlainText() == HOSTILE[0]
    assert view.isReadOnly()
    assert view.lineWrapMode() == PlainView.LineWrapMode.NoWrap


def test_pill_and_dot(qtbot) -> None:
    pill, dot = Pill("Pause", checked=True), Dot("good")
    qtbot.addWidget(pill)
    qtbot.addWidget(dot)
    assert pill.isChecked()
    dot.show_state("series:1")
    assert dot.grab().toImage().pixelColor(5, 5) == theme.series(1)
