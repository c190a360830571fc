"""The bridge dialog: every field there and back, complaints in place, a circle told, an example alive."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from PySide6.QtCore import Qt

from eventscope.core.bus import BridgeSpec, QueueLimits, Route, Source, Target
from eventscope.core.cycles import TWICE
from eventscope.core.errors import BadInput
from eventscope.core.note import Note
from eventscope.core.verbs import CheckBridge, DryRunBridge, SaveBridge
from eventscope.ui.dialogs.bridge import BridgeDialog
from ui.fakebus import bus_desk, busy, spec

FULL = BridgeSpec(
    "all of it",
    "hybrid",
    "effectively-once",
    Source("Embedded broker", "orders/#", qos=2, shared="team"),
    (
        Route(
            Target("Kafka staging", "orders.{2}", "{2}"), "payload.total > 0", "billing", "payload.items", "dead-letter"
        ),
        Route(Target("Lab", "$up/{topic}", "", 2, True, True, "structured", "t", "s"), "", "audit"),
    ),
    QueueLimits(1_000, 3 << 20, 60.0, "drop-oldest"),
    "manual",
    4,
    0,
    True,
    5,
)
KAFKA = replace(FULL, source=Source("Kafka staging", topic="t", group="g", begin="oldest"))


@pytest.fixture
def desk():
    return bus_desk(busy())


def open_dialog(qtbot, desk, item: BridgeSpec = FULL, before: str = "") -> BridgeDialog:
    dialog = BridgeDialog(desk, item, before)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # the test ends it
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.check()
    return dialog


def shown_error(form) -> str:
    return " ".join(label.text() for label in form._errors.values() if label.isVisibleTo(form))


def test_every_field_survives_the_dialog(qtbot, desk) -> None:
    plain = BridgeSpec("", "publish-subscribe", "at-least-once", Source(""), ())
    assert all(getattr(FULL, each.name) != getattr(plain, each.name) for each in fields(BridgeSpec))
    for item in (FULL, KAFKA, spec("plain", "Lab", ("Audit hook", ""))):
        assert open_dialog(qtbot, desk, item).spec() == item


def test_a_connection_that_is_gone_is_not_changed_silently(qtbot, desk) -> None:
    desk.door.answers[CheckBridge] = BadInput("unknown-key", "Gone.")
    item = spec("x", "Gone", ("Gone too", "{topic}"))
    dialog = open_dialog(qtbot, desk, item)
    assert dialog.spec().source.connection == "Gone"
    assert dialog.spec().routes == item.routes
    assert "no such connection" in dialog.general.source.currentText()


def test_both_routes_are_kept_whichever_is_looked_at(qtbot, desk) -> None:
    dialog = open_dialog(qtbot, desk)
    dialog.routes.choose(1)
    dialog.routes.choose(0)
    assert dialog.spec().routes == FULL.routes


def test_odd_sizes_and_ages_that_nobody_touched_stay(qtbot, desk) -> None:
    odd = replace(FULL, queue=QueueLimits(5, 1_500_000, 0.5))
    assert open_dialog(qtbot, desk, odd).spec().queue == odd.queue


def test_fields_follow_the_kind_of_broker(qtbot, desk) -> None:
    dialog = open_dialog(qtbot, desk)
    assert dialog.general.filter.isVisibleTo(dialog.general)
    dialog.general.source.set_value("Kafka staging")
    assert not dialog.general.filter.isVisibleTo(dialog.general)
    assert dialog.general.topic.isVisibleTo(dialog.general)
    assert dialog.routes.form.key.isVisibleTo(dialog.routes.form)
    dialog.routes.form.target.set_value("Lab")
    assert not dialog.routes.form.key.isVisibleTo(dialog.routes.form)
    assert dialog.spec().routes[0].to.key == ""


def test_a_topic_that_nobody_changed_follows_its_target(qtbot, desk) -> None:
    item = spec("x", "Embedded broker", ("Lab", "{topic}"))
    dialog = open_dialog(qtbot, desk, item)
    dialog.routes.form.target.set_value("Kafka staging")
    assert dialog.spec().routes[0].to.topic == "{dotted}"
    dialog.routes.form.topic.setText("mine")
    dialog.routes.form.target.set_value("Lab")
    assert dialog.spec().routes[0].to.topic == "mine"


def test_routes_are_added_moved_and_taken_out(qtbot, desk) -> None:
    dialog = open_dialog(qtbot, desk)
    dialog.routes.add()
    assert len(dialog.spec().routes) == 3
    dialog.routes.move_route(-1)
    assert dialog.routes.list.currentRow() == 1
    dialog.routes.remove()
    dialog.routes.remove()
    assert len(dialog.spec().routes) == 1
    assert not dialog.routes.remove_button.isEnabled()
    dialog.routes.remove()
    assert len(dialog.spec().routes) == 1


def test_a_class_that_needs_more_raises_the_qos(qtbot, desk) -> None:
    dialog = open_dialog(qtbot, desk, spec("x", "Lab", ("Lab", "{topic}")))
    dialog.general.delivery.set_value("effectively-once")
    assert dialog.spec().source.qos == 2
    assert "0 lost" not in dialog.preview.meaning.text()
    assert "QoS 2" in dialog.preview.meaning.text()


def test_it_is_checked_while_it_is_written(qtbot, desk) -> None:
    dialog = open_dialog(qtbot, desk)
    asked = len(desk.door.of(CheckBridge))
    dialog.general.filter.setText("orders/x")
    dialog.general.filter.setText("orders/xy")
    qtbot.waitUntil(lambda: len(desk.door.of(CheckBridge)) > asked, timeout=3000)
    assert len(desk.door.of(CheckBridge)) == asked + 1
    assert desk.door.last(CheckBridge).bridge.source.filter == "orders/xy"


def complaint(place: str, words: str) -> BadInput:
    return BadInput("bridge-file", "In {place}: {words}.", place=place, words=words)


def test_complaints_stand_at_their_field_and_mark_their_tab(qtbot, desk) -> None:
    dialog = open_dialog(qtbot, desk)
    desk.door.answers[CheckBridge] = complaint("bridge 'all of it', from, filter", "# must be the last level")
    dialog.check()
    assert shown_error(dialog.general) == "# must be the last level."
    assert dialog.tabs.tabText(0).endswith("●")
    desk.door.answers[CheckBridge] = complaint("bridge 'all of it', route 2, to, topic", "topic is missing")
    dialog.check()
    assert shown_error(dialog.general) == ""
    assert dialog.routes.list.currentRow() == 1
    assert "Topic is missing." in shown_error(dialog.routes.form)
    desk.door.answers[CheckBridge] = (
        Note("arrives-twice", TWICE, {"start": "A", "end": "B", "one": "x", "other": "y"}),
    )
    dialog.check()
    assert shown_error(dialog.routes.form) == ""
    assert "twice" in dialog.outcome.text()
    assert not any("●" in dialog.tabs.tabText(number) for number in range(3))


def test_a_complaint_without_a_field_stands_below(qtbot, desk) -> None:
    dialog = open_dialog(qtbot, desk)
    desk.door.answers[CheckBridge] = BadInput("other", "No such thing.")
    dialog.check()
    assert dialog.outcome.text() == "No such thing."


def test_a_number_that_is_none_is_told_without_asking(qtbot, desk) -> None:
    dialog = open_dialog(qtbot, desk)
    asked = len(desk.door.of(CheckBridge))
    dialog.queue.messages.setText("many")
    dialog.save()
    assert len(desk.door.of(CheckBridge)) == asked
    assert desk.door.of(SaveBridge) == []
    assert dialog.tabs.currentIndex() == 2
    assert "whole number" in shown_error(dialog.queue)


def test_a_circle_is_told_once_with_its_path_and_taken_back(qtbot, desk) -> None:
    dialog = open_dialog(qtbot, desk)
    heard: list[tuple[str, ...]] = []
    dialog.refused.connect(lambda path, _sentence: heard.append(path))
    circle = BadInput("bridge-cycle", "A circle: {path}.", path="A > b > A", cycle=("A", "b", "A"))
    desk.door.answers[CheckBridge] = circle
    dialog.check()
    dialog.check()
    desk.door.answers[CheckBridge] = ()
    dialog.check()
    assert heard == [("A", "b", "A"), ()]


def test_the_example_is_alive(qtbot, desk) -> None:
    item = spec("x", "Embedded broker", ("Kafka staging", "orders.{2}"))
    dialog = open_dialog(qtbot, desk, item)
    assert dialog.preview.topic.text() == "orders/7/created"
    assert dialog.preview.lines[0].text() == "→ Kafka staging · orders.7"
    dialog.preview.topic.setText("orders/31/created")
    dialog.preview.topic.textEdited.emit("orders/31/created")
    dialog.check()
    assert "orders.31" in dialog.preview.lines[0].text()
    dialog.preview.topic.setText("other")
    dialog.preview.topic.textEdited.emit("other")
    dialog.check()
    assert "does not match" in dialog.preview.lines[0].text()
    desk.door.answers[DryRunBridge] = BadInput("x", "No line.")
    dialog.check()
    assert dialog.preview.lines[0].text() == "No line."


def test_an_answer_to_an_older_question_is_not_shown(qtbot, desk) -> None:
    dialog = open_dialog(qtbot, desk)
    desk.door.held = True
    desk.door.answers[CheckBridge] = lambda verb: (Note("its-name", verb.bridge.name),)
    dialog.general.name.setText("first")
    dialog.check()
    dialog.general.name.setText("second")
    dialog.check()
    desk.door.release()
    assert dialog.outcome.text() == "second"


def test_saving_says_what_it_was_called_and_closes(qtbot, desk) -> None:
    dialog = open_dialog(qtbot, desk, before="old")
    with qtbot.waitSignal(dialog.saved) as heard:
        dialog.save()
    assert heard.args == ["all of it"]
    assert desk.door.last(SaveBridge) == SaveBridge(FULL, "old")
    assert not dialog.isVisible()


def test_a_refusal_keeps_it_open_on_the_tab_that_is_wrong(qtbot, desk) -> None:
    dialog = open_dialog(qtbot, desk)
    desk.door.answers[SaveBridge] = complaint("bridge 'all of it', tries", "it is a number from 1, or 0 for ever")
    dialog.save()
    assert dialog.isVisible()
    assert dialog.tabs.currentIndex() == 2
    assert dialog.go.isEnabled()


def test_every_field_says_what_it_means(qtbot, desk) -> None:
    dialog = open_dialog(qtbot, desk)
    silent = {"Start", "Topics with $"}
    for form in (dialog.general, dialog.routes.form, dialog.queue):
        for field in form.fields.values():
            assert field.accessibleDescription() or field.accessibleName() in silent
