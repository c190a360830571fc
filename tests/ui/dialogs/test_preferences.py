"""Preferences tell every change at once."""

from __future__ import annotations

import pytest

from eventscope.core.workspace import Settings
from eventscope.ui.dialogs.preferences import PreferencesDialog
from ui.fakes import make_desk, state

KEPT = Settings("light", "zh_CN", 125, "both", ("a",), True, "id")


def test_shows_what_is_set_and_keeps_what_it_does_not_show(qtbot) -> None:
    dialog = PreferencesDialog(make_desk(known=state(settings=KEPT)))
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.changed) as changed:
        dialog.look.set_value("dark")
    assert changed.args == [Settings("dark", "zh_CN", 125, "both", ("a",), True, "id")]


@pytest.mark.parametrize(("field", "value"), [("language", "en"), ("zoom", 150), ("definitions", "simple")])
def test_each_field_is_told(qtbot, field: str, value: object) -> None:
    dialog = PreferencesDialog(make_desk(known=state(settings=KEPT)))
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.changed) as changed:
        getattr(dialog, field).set_value(value)
    assert getattr(changed.args[0], field) == value


def test_an_unusual_zoom_is_kept(qtbot) -> None:
    dialog = PreferencesDialog(make_desk(known=state(settings=Settings(zoom=115))))
    qtbot.addWidget(dialog)
    assert dialog.zoom.value() == 115
