"""The fold narrows to a strip and opens by hand."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from eventscope.ui.fold import EDGE, LEAST, STRIP, Fold
from eventscope.ui.theme import theme


def test_narrow_folds_wide_opens_and_a_hand_overrules(qtbot) -> None:
    panel = QWidget()
    fold = Fold(panel, "Inspector", 340)
    qtbot.addWidget(fold)
    fold.show()
    assert panel.isVisible()
    assert not fold.strip.isVisible()
    fold.set_narrow(True)
    assert not panel.isVisible()
    assert fold.maximumWidth() == STRIP
    fold.strip.click()
    assert panel.isVisible()
    assert fold.strip.isVisible()
    fold.set_narrow(True)  # still narrow: what the hand chose stays
    assert panel.isVisible()
    fold.set_narrow(False)
    assert panel.isVisible()
    assert not fold.strip.isVisible()
    fold.strip.grab()


def test_strip_says_what_it_does(qtbot) -> None:
    fold = Fold(QWidget(), "Inspector", 340)
    qtbot.addWidget(fold)
    fold.set_folded(True)
    assert fold.strip.accessibleName() == "Inspector"
    assert "Open Inspector" in fold.strip.toolTip()


def test_each_kind_of_window_has_a_choice_of_its_own_that_is_kept(qtbot) -> None:
    fold = Fold(QWidget(), "Inspector", 360)
    qtbot.addWidget(fold)
    fold.set_narrow(True)
    fold.toggle()
    assert not fold.folded
    fold.set_narrow(False)
    fold.toggle()
    assert fold.folded
    assert fold.save_state() == {"narrow": False, "wide": True}
    again = Fold(QWidget(), "Inspector", 360)
    qtbot.addWidget(again)
    again.set_narrow(True)
    again.restore_state(fold.save_state())
    assert not again.folded
    again.set_narrow(False)
    assert again.folded


def test_odd_choices_are_left_out(qtbot) -> None:
    fold = Fold(QWidget(), "Inspector", 360)
    qtbot.addWidget(fold)
    fold.restore_state({"narrow": "yes", "wide": None, "other": True})
    assert not fold.folded
    assert fold.save_state() == {}


def test_open_it_is_never_too_narrow_to_read(qtbot) -> None:
    fold = Fold(QWidget(), "Inspector", 360)
    qtbot.addWidget(fold)
    fold.set_narrow(True)
    with qtbot.waitSignal(fold.changed):
        fold.set_folded(False)
    assert fold.minimumWidth() == LEAST + EDGE
    theme.apply("dark", 140)
    try:
        assert fold.minimumWidth() == theme.px(LEAST + EDGE)
    finally:
        theme.apply("dark", 100)
