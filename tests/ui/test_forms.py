"""Forms say in place what is wrong."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit

from eventscope.core.topics import check_topic
from eventscope.ui.forms import Area, Form, Number, Select, Wrong, check, checked_by


def test_error_shows_below_its_field_and_goes_again(qtbot) -> None:
    form = Form()
    qtbot.addWidget(form)
    field = form.add("Port", QLineEdit(), "a note")
    form.finish()
    form.show()
    form.show_error(field, "Enter a port.")
    assert field.property("wrong") == "true"
    assert field.accessibleDescription() == "Enter a port."
    assert any(label.text() == "Enter a port." and label.isVisible() for label in form._errors.values())
    form.clear_errors()
    assert field.property("wrong") == "false"
    assert not any(label.isVisible() for label in form._errors.values())


def test_labels_name_their_fields(qtbot) -> None:
    form = Form()
    qtbot.addWidget(form)
    field = form.add("Host", QLineEdit())
    assert field.accessibleName() == "Host"
    form.rename(field, "Address")
    assert field.accessibleName() == "Address"


@pytest.mark.parametrize("text", ["", "-1", "1e3", "abc", "65536", "٣", "9" * 5000])
def test_number_refuses_what_is_none(qtbot, text: str) -> None:
    number = Number(1, 65_535)
    qtbot.addWidget(number)
    number.setText(text)
    with pytest.raises(Wrong, match="whole number"):
        number.value()


def test_optional_number(qtbot) -> None:
    number = Number(1, 10, optional=True)
    qtbot.addWidget(number)
    assert number.value() is None
    number.set_value(7)
    assert number.number() == 7


def test_select_by_value(qtbot) -> None:
    select = Select([("a", "A"), (None, "nothing")])
    qtbot.addWidget(select)
    select.set_value(None)
    assert select.value() is None
    select.set_value("a")
    assert select.value() == "a"


def test_area_lets_tab_move_on(qtbot) -> None:
    area = Area()
    qtbot.addWidget(area)
    assert area.tabChangesFocus()


def test_rules_of_core_speak_at_the_field(qtbot) -> None:
    field = QLineEdit("a/#")
    qtbot.addWidget(field)
    with pytest.raises(Wrong) as caught:
        checked_by(check_topic, field)
    assert caught.value.field is field
    field.setText("a/b")
    assert checked_by(check_topic, field) == "a/b"


def test_check_box_keeps_its_text_plain(qtbot) -> None:
    box = check("Retain", True)
    qtbot.addWidget(box)
    assert box.isChecked()
