"""The subscription dialog: all options, sentences in place, and the question before everything is subscribed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from eventscope.core.verbs import Subscribe, Unsubscribe
from eventscope.core.workspace import EMBEDDED, Subscription
from eventscope.ui.dialogs.ask import Question
from eventscope.ui.dialogs.subscription import SubscriptionDialog, hint, takes_all
from ui.fakes import connection, make_desk, state, summary

FULL = Subscription("orders/#", 2, 3, "all", True, True, 2, 77, False)


@pytest.fixture
def desk():
    return make_desk(known=state(connection("lab"), connection("old", version="3.1.1")))


def open_dialog(qtbot, desk, *args, **fields) -> SubscriptionDialog:
    dialog = SubscriptionDialog(desk, *args, **fields)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # the test ends it
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_every_field_survives(qtbot, desk) -> None:
    dialog = open_dialog(qtbot, desk, "lab", FULL, known=True)
    assert dialog.subscription() == FULL
    dialog.go.click()
    assert desk.door.last(Subscribe) == Subscribe("lab", FULL)


def test_a_changed_filter_replaces_the_old_one(qtbot, desk) -> None:
    dialog = open_dialog(qtbot, desk, "lab", Subscription("orders/#"), known=True)
    dialog.filter.setText("orders/+")
    dialog.go.click()
    assert desk.door.last(Unsubscribe) == Unsubscribe("lab", "orders/#")
    assert desk.door.last(Subscribe).subscription.filter == "orders/+"


def test_a_suggested_filter_is_new(qtbot, desk) -> None:
    dialog = open_dialog(qtbot, desk, EMBEDDED, Subscription("a/#"))
    dialog.filter.setText("b")
    dialog.go.click()
    assert not desk.door.of(Unsubscribe)


def test_colours_are_dealt_out(qtbot, desk) -> None:
    assert open_dialog(qtbot, desk).colour.value() == 2  # 0 and 1 are in use


@pytest.mark.parametrize("wrong", ["", "a/#/b", "a+", "$share//x"])
def test_a_wrong_filter_is_said_in_place(qtbot, desk, wrong: str) -> None:
    dialog = open_dialog(qtbot, desk)
    dialog.filter.setText(wrong)
    dialog.go.click()
    assert not desk.door.of(Subscribe)
    assert dialog.form._errors[dialog.filter].isVisible()


def test_no_local_and_shared_do_not_go_together(qtbot, desk) -> None:
    dialog = open_dialog(qtbot, desk)
    dialog.filter.setText("$share/g/a")
    dialog.no_local.setChecked(True)
    dialog.go.click()
    assert not desk.door.of(Subscribe)


@pytest.mark.parametrize("filter_", ["#", "+/#", "+/+/#", "$share/g/#"])
def test_everything_is_never_subscribed_unasked(qtbot, desk, filter_: str) -> None:
    desk.last_summary = summary()
    dialog = open_dialog(qtbot, desk)
    dialog.filter.setText(filter_)
    dialog.go.click()
    assert not desk.door.of(Subscribe)
    question = dialog.findChild(Question)
    next(item for item in question.findChildren(QPushButton) if item.text() == "Subscribe").click()
    assert desk.door.last(Subscribe).subscription.filter == filter_


def test_options_of_five_need_five(qtbot, desk) -> None:
    dialog = open_dialog(qtbot, desk, "old")
    assert not dialog.no_local.isEnabled()
    dialog.connection.set_value("lab")
    assert dialog.no_local.isEnabled()


def test_hints_explain_the_filter() -> None:
    assert "group g" in hint("$share/g/a")
    assert "$" in hint("#")
    assert "one level" in hint("a/+")
    assert "$share" in hint("a")
    assert not takes_all("a/#")
    assert not takes_all("+")
