"""Notices take their own room, count repeats, and never hide how many there are."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from eventscope.core.errors import Refused
from eventscope.core.news import Notice
from eventscope.ui.dialogs.ask import Question
from eventscope.ui.notices import LONGEST, SHOWN, Notices
from eventscope.ui.widgets import PlainView
from ui.fakes import HOSTILE, make_desk, push


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def notices(window, desk) -> Notices:
    made = Notices(desk, window)
    window.show()
    return made


def texts(notices: Notices) -> list[str]:
    return [strip.accessibleName() for strip in notices._strips if strip.isVisible()]


def test_a_notice_shows_and_can_be_closed(notices, desk) -> None:
    assert not notices.isVisible()
    push(desk, Notice("warn", "x", "The broker moved to port 1884."))
    assert texts(notices) == ["The broker moved to port 1884."]
    notices._strips[0].close_strip()
    assert not notices.isVisible()


def test_the_same_again_only_counts(notices, desk) -> None:
    for _ in range(3):
        push(desk, Notice("bad", "x", "Disk full."))
    assert texts(notices) == ["Disk full. (×3)"]


def test_at_most_three_and_the_rest_is_counted(notices, desk, qtbot) -> None:
    for n in range(5):
        push(desk, Notice("bad", "x", f"Notice {n}"))
    assert texts(notices) == ["Notice 4", "Notice 3", "Notice 2"]
    last = notices._strips[SHOWN - 1]
    assert last._more.isVisible()
    assert last._more.text().startswith("2 more")
    last._more.click()
    question = notices.window().findChild(Question)
    assert question.findChild(PlainView).toPlainText().splitlines()[0] == "Notice 4"


def test_an_offer_has_a_button_that_acts_and_goes(notices, desk) -> None:
    calls: list[int] = []
    desk.offer.emit("Removed.", "Undo", lambda: calls.append(1))
    next(item for item in notices._strips[0].findChildren(QPushButton) if item.text() == "Undo").click()
    assert calls == [1]
    assert texts(notices) == []


def test_errors_without_a_place_become_notices(notices, desk) -> None:
    desk.tell(Refused("x", "The broker said no to {what}.", what="it"))
    assert texts(notices) == ["The broker said no to it."]


def test_what_is_no_longer_so_can_be_withdrawn(notices) -> None:
    notices.tell("bad", "The engine ended.")
    notices.withdraw("The engine ended.")
    assert texts(notices) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_plain_and_bounded(notices, desk, text: str) -> None:
    push(desk, Notice("bad", "x", text))
    shown = texts(notices)[0]
    assert len(shown) <= LONGEST + 200
    assert not {"\u202e", "\x00", "\x1b"} & set(shown)
    assert [item.id for item in notices.commands()] == ["notices.show"]
