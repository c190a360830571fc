"""The fold narrows to a strip and opens by hand."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from eventscope.ui.fold import STRIP, Fold


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
