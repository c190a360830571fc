"""Offsets move only after a dry run of the very same wish and a counted question."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton

from eventscope.core.errors import Refused
from eventscope.core.verbs import MoveOffsets, PlanOffsets
from eventscope.ui.dialogs.ask import Question
from eventscope.ui.dialogs.offsets import OffsetsDialog
from eventscope.ui.widgets import Label
from ui.fakekafka import FakeKafka
from ui.fakes import make_desk


@pytest.fixture
def kafka() -> FakeKafka:
    return FakeKafka()


@pytest.fixture
def dialog(qtbot, kafka: FakeKafka) -> OffsetsDialog:
    made = OffsetsDialog(make_desk(kafka.answers()), "stream", kafka.groups[0])
    qtbot.addWidget(made)
    made.show()
    return made


def press(dialog: OffsetsDialog, text: str) -> Question:
    question = dialog.findChildren(Question)[-1]
    next(item for item in question.findChildren(QPushButton) if item.text() == text).click()
    return question


def test_a_dry_run_then_a_counted_question(dialog, qtbot) -> None:
    door = dialog._desk.door
    assert not dialog.go.isEnabled()
    dialog.to.setEditText("earliest")
    dialog.try_.click()
    assert door.of(PlanOffsets) == [PlanOffsets("stream", "billing", "event_topic", "earliest", None)]
    assert door.of(MoveOffsets) == []
    assert dialog.outcome.text() == "2 partitions move, 1,000 records are read again, 1 partition had no offset."
    assert [dialog.rows.index(row, 3).data() for row in range(2)] == ["reads 1,000 again", "had no offset"]
    dialog.go.click()
    question = dialog.findChildren(Question)[-1]
    assert "1,000 records are read again" in "".join(label.text() for label in question.findChildren(Label))
    assert door.of(MoveOffsets) == []
    with qtbot.waitSignal(dialog.moved):
        press(dialog, "Move offsets")
    (moved,) = door.of(MoveOffsets)
    assert [move.after for move in moved.plan.moves] == [0, 5]
    assert dialog.outcome.text() == "Moved."
    assert not dialog.go.isEnabled()


def test_a_change_wants_another_dry_run(dialog) -> None:
    for field in (dialog.to.setEditText, dialog.topic.setEditText, dialog.partitions.setText):
        dialog.try_.click()
        assert dialog.go.isEnabled()
        field("1")
        assert not dialog.go.isEnabled()
        assert dialog.rows.rowCount() == 0


@pytest.mark.parametrize("text", ["x", "1;2", "-1", "1.5", "9999999999"])
def test_partitions_are_numbers(dialog, text: str) -> None:
    dialog.partitions.setText(text)
    dialog.try_.click()
    assert dialog._desk.door.of(PlanOffsets) == []
    assert "as in 0, 2" in "".join(label.text() for label in dialog.form.findChildren(Label))


def test_some_partitions_and_no_topic(dialog) -> None:
    dialog.partitions.setText(" 1, 0 ,1")
    dialog.try_.click()
    assert dialog._desk.door.last(PlanOffsets).partitions == (1, 0)
    dialog.topic.setEditText(" ")
    dialog.try_.click()
    assert len(dialog._desk.door.of(PlanOffsets)) == 1


def test_what_the_cluster_refuses_is_said(dialog) -> None:
    sentence = "Group {group!r} has {n} member(s) that are reading. Stop them first, then move its offsets."
    dialog._desk.door.answers[MoveOffsets] = Refused("group-busy", sentence, group="billing", n=1)
    dialog.try_.click()
    dialog.go.click()
    press(dialog, "Move offsets")
    assert "Stop them first" in dialog.outcome.text()
    assert dialog.outcome.property("kind") == "bad"
