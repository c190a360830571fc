"""The consumer dialog: every field survives, and each fault is said at its field."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from eventscope.core.consumer import ConsumerSpec, Simulation
from eventscope.core.errors import BadInput
from eventscope.core.verbs import SaveConsumer
from eventscope.ui.dialogs.consumer import ConsumerDialog
from eventscope.ui.dialogs.consumerfields import mode_note, sharing_note
from ui.fakes import connection, make_desk, state

FULL = ConsumerSpec(
    "billing", "lab", "orders/+", "hybrid", "hybrid", "crew", 2, 7,
    Simulation("lognormal", 12.5, 3.25, 4, 0.125, 5, 99), enabled=False,
)  # fmt: skip


@pytest.fixture
def desk():
    return make_desk(known=state(connection("lab"), connection("stream", scheme="kafka")))


def open_dialog(qtbot, desk, *args) -> ConsumerDialog:
    dialog = ConsumerDialog(desk, *args)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # the test ends it
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_every_field_survives(qtbot, desk) -> None:
    dialog = open_dialog(qtbot, desk, FULL)
    assert dialog.spec() == FULL
    dialog.go.click()
    assert desk.door.last(SaveConsumer) == SaveConsumer(FULL, "billing")
    assert not dialog.isVisible()


def test_a_new_one_begins_with_a_name_and_a_connection(qtbot, desk) -> None:
    dialog = open_dialog(qtbot, desk, None, "stream")
    assert dialog.taking.name.text() == "consumer-1"
    assert dialog.taking.connection.value() == "stream"
    dialog.taking.filter.setText("orders.*")
    dialog.go.click()
    asked = desk.door.last(SaveConsumer)
    assert asked == SaveConsumer(ConsumerSpec("consumer-1", "stream", "orders.*"))


@pytest.mark.parametrize(
    ("field", "text"),
    [("name", " "), ("filter", "a/#/b"), ("filter", "$share/g/a"), ("group", "a/b"), ("group", ""), ("ahead", "0")],
)
def test_a_fault_is_said_at_its_field(qtbot, desk, field: str, text: str) -> None:
    dialog = open_dialog(qtbot, desk, FULL)
    dialog.tabs.setCurrentWidget(dialog.work)
    getattr(dialog.taking, field).setText(text)
    dialog.go.click()
    assert not desk.door.of(SaveConsumer)
    assert dialog.tabs.currentWidget() is dialog.taking
    assert getattr(dialog.taking, field).property("wrong") == "true"


@pytest.mark.parametrize(
    ("field", "text"),
    [("mean", "0"), ("mean", "fast"), ("spread", "-1"), ("concurrency", "0"), ("failure", "101"), ("retries", "1000")],
)
def test_so_are_faults_of_the_pretended_work(qtbot, desk, field: str, text: str) -> None:
    dialog = open_dialog(qtbot, desk, FULL)
    getattr(dialog.work, field).setText(text)
    dialog.go.click()
    assert not desk.door.of(SaveConsumer)
    assert dialog.tabs.currentWidget() is dialog.work
    assert getattr(dialog.work, field).property("wrong") == "true"


def test_what_does_not_go_together_is_said(qtbot, desk) -> None:
    dialog = open_dialog(qtbot, desk, replace(FULL, simulate=Simulation("uniform", 5.0, 6.0)))
    dialog.go.click()
    assert dialog.work.spread.property("wrong") == "true"
    pulled = open_dialog(qtbot, desk, replace(FULL, mode="pull", qos=0))
    pulled.go.click()
    assert pulled.taking.qos.property("wrong") == "true"


def test_what_the_engine_refuses_stays_open(qtbot, desk) -> None:
    desk.door.answers[SaveConsumer] = BadInput(
        "consumer-known", "There is a consumer {name!r} already.", name="billing"
    )
    dialog = open_dialog(qtbot, desk, FULL)
    dialog.go.click()
    assert dialog.isVisible()
    assert dialog.taking.name.property("wrong") == "true"
    desk.door.answers[SaveConsumer] = BadInput("else", "Something else.")
    dialog.go.click()
    assert dialog.said.text() == "Something else."
    assert dialog.go.isEnabled()


def test_without_pretended_work_its_fields_rest(qtbot, desk) -> None:
    dialog = open_dialog(qtbot, desk, replace(FULL, simulate=None))
    assert not dialog.work.mean.isEnabled()
    assert dialog.spec().simulate is None
    dialog.work.on.setChecked(True)
    assert dialog.spec().simulate == Simulation()


def test_notes_say_what_a_choice_means(qtbot, desk) -> None:
    dialog = open_dialog(qtbot, desk, FULL)
    dialog.taking.sharing.set_value("topic")
    assert not dialog.taking.group.isVisible()
    assert dialog.spec().group == ""
    dialog.taking.mode.set_value("pull")
    assert dialog.taking.mode.accessibleDescription() == mode_note("pull", False)
    dialog.taking.connection.set_value("stream")
    assert dialog.taking.mode.accessibleDescription() == mode_note("pull", True)
    assert not dialog.taking.qos.isVisible()
    assert len({mode_note(mode, False) for mode in ("push", "pull", "hybrid")}) == 3
    assert len({sharing_note(item) for item in ("topic", "queue", "hybrid")}) == 3
