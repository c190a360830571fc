"""The composer publishes what is written, says in place what is wrong, and never loses a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

import hostile
from eventscope.core.errors import Refused
from eventscope.core.message import PublishProperties, Receipt
from eventscope.core.news import PublishingNews, ReceiptNews
from eventscope.core.verbs import Publish, SaveEvents, StopPublishing
from eventscope.core.workspace import SavedEvent
from eventscope.ui.desk import Desk
from eventscope.ui.forms import Wrong
from eventscope.ui.panels.composer import FIRST, ComposerPanel
from eventscope.ui.panels.composer_editor import LONGEST
from eventscope.ui.panels.composer_events import NameDialog
from eventscope.ui.panels.composer_properties import PropertiesDialog
from opened import Watch, bait
from ui.fakes import connection, make_desk, push, state

EVENT = SavedEvent(
    "order",
    "orders/7/created",
    '{"id": {{ seq }}}',
    connection="lab",
    qos=2,
    retain=True,
    properties=PublishProperties(content_type="application/json", user=(("a", "b"),)),
    seed=4,
)


class Bench:
    """A composer with its desk."""

    def __init__(self, qtbot: QtBot, *events: SavedEvent) -> None:
        known = state(connection("lab", version="3.1.1"))
        known = replace(known, workspace=replace(known.workspace, events=events))
        self.desk: Desk = make_desk({Publish: 41}, known)
        self.panel = ComposerPanel(self.desk)
        self.panel.resize(900, 220)
        qtbot.addWidget(self.panel)
        self.panel.show()

    @property
    def door(self) -> Any:
        return self.desk.door

    @property
    def left(self) -> str:
        return str(self.panel.status.left.text())

    @property
    def last(self) -> str:
        return str(self.panel.status.last.text())

    def write(self, topic: str, payload: str, kind: str = "json") -> None:
        self.panel.topic.setText(topic)
        self.panel.kind.set_value(kind)
        self.panel.payload.set_text(kind, payload)
        self.panel.check()

    def dialog(self, kind: type) -> Any:
        return self.panel.findChild(kind)


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    made = Bench(qtbot, EVENT, replace(EVENT, name="refund", collection="Orders"))
    yield made
    made.panel.close()


def test_what_is_loaded_is_published_unchanged(bench: Bench) -> None:
    bench.desk.compose.emit(EVENT)
    bench.panel.publish()
    assert bench.door.of(Publish) == [Publish(EVENT)]
    assert bench.panel.connection.currentText() == "Lab"
    assert bench.panel.properties.text() == "Properties 2"


def test_the_first_event_is_ready_to_go(bench: Bench) -> None:
    bench.panel.publish()
    assert bench.door.last(Publish).event == FIRST
    assert bench.left.startswith('Preview  {"id": "o-2", "total": ')


def test_the_preview_counts_as_the_engine_will(bench: Bench) -> None:
    for _ in range(3):
        bench.panel.publish()
    assert '"o-4"' in bench.left
    bench.panel.topic.setText("another/topic")
    bench.panel.check()
    assert '"o-1"' in bench.left  # the engine counts by name and topic
    assert bench.panel.run.next_number(FIRST) == 4
    bench.desk.door.lost = True
    bench.desk._drain()  # another engine begins anew
    assert bench.panel.run.next_number(FIRST) == 1


def test_a_repetition_begins_with_one(bench: Bench) -> None:
    bench.panel.publish()
    assert bench.panel.run.next_number(FIRST) == 2
    assert bench.panel.run.next_number(replace(FIRST, repeat=5)) == 1


def test_a_receipt_fills_in(bench: Bench) -> None:
    bench.panel.publish()
    push(bench.desk, ReceiptNews((Receipt(41, "t", 1, 0, 0),)))
    assert bench.last == "last: waiting to be sent"
    push(bench.desk, ReceiptNews((Receipt(41, "t", 1, 0, 0, 100_000, 600_000, 700_000, 4),)))
    assert bench.last == "last: acknowledged in 0.60 ms, received by 4"
    push(bench.desk, ReceiptNews((Receipt(99, "t", 1, 0, 0, failed="x", words="Other."),)))
    assert "Other" not in bench.last


def test_a_receipt_that_came_before_the_answer(bench: Bench) -> None:
    bench.door.held = True
    bench.panel.publish()
    push(bench.desk, ReceiptNews((Receipt(41, "t", 0, 0, 0, 100_000),)))
    bench.door.release()
    assert bench.last == "last: sent in 0.10 ms"


def test_a_failed_event_is_told_in_words(bench: Bench) -> None:
    bench.panel.publish()
    push(bench.desk, ReceiptNews((Receipt(41, "t", 0, 0, 0, failed="down", words="Lab is not connected."),)))
    assert bench.last == "last: Lab is not connected."
    assert bench.panel.status.last.property("kind") == "bad"


def test_the_engine_says_no(bench: Bench) -> None:
    bench.door.answers[Publish] = Refused("not-open", "The connection Lab is not open. Connect it first.")
    bench.write("a", "{}")
    bench.panel.publish()
    assert bench.left == "The connection Lab is not open. Connect it first."
    assert bench.panel.payload.edit.toPlainText() == "{}"


@pytest.mark.parametrize(
    ("topic", "payload", "kind", "words"),
    [
        ("a/#", "{}", "json", "only filters may"),
        ("", "{}", "json", "topic is empty"),
        ("a", '{\n  "a" 1\n}', "json", "line 2, column 7"),
        ("a", "{{ seq", "json", "Template, line 1"),
        ("a", "{{ nonsense }}", "text", "nonsense"),
        ("a", "abc", "hex", "only one digit"),
        ("a", "!", "base64", "no base64"),
    ],
)
def test_mistakes_are_told_in_place_and_not_sent(bench: Bench, topic: str, payload: str, kind: str, words: str) -> None:
    bench.write(topic, payload, kind)
    assert words in bench.left
    bench.panel.publish()
    assert bench.door.of(Publish) == []
    assert bench.panel.draft().payload == payload


def test_a_topic_with_hidden_characters_says_so(bench: Bench) -> None:
    bench.write("a\u202egpj", "{}")
    assert bench.left == "The topic holds hidden characters: a‹RLO›gpj"
    bench.panel.publish()
    assert bench.door.last(Publish).event.topic == "a\u202egpj"


def test_the_line_of_a_mistake_is_marked(bench: Bench) -> None:
    bench.write("a", '{\n  "a" 1\n}')
    marks = bench.panel.payload.edit.extraSelections()
    assert [mark.cursor.blockNumber() for mark in marks] == [1]  # type: ignore[attr-defined]
    bench.panel.publish()
    assert bench.panel.payload.edit.textCursor().blockNumber() == 1
    bench.write("a", "{}")
    assert bench.panel.payload.edit.extraSelections() == []


def test_typing_checks_after_a_pause(bench: Bench, qtbot: QtBot) -> None:
    bench.panel.topic.setFocus()
    bench.panel.topic.selectAll()
    QTest.keyClicks(bench.panel.topic, "a/+")
    qtbot.waitUntil(lambda: "only filters may" in bench.left)
    assert bench.panel.topic.property("wrong") is True


def test_a_text_is_kept_over_every_kind(bench: Bench) -> None:
    bench.write("a", '{"a": 1}')
    for kind in ("text", "hex", "file", "base64", "json"):
        bench.panel.kind.set_value(kind)
    assert bench.panel.payload.edit.toPlainText() == '{"a": 1}'
    bench.panel.kind.set_value("file")
    bench.panel.payload.path.setText("data.bin")
    assert bench.panel.draft().payload == "data.bin"
    bench.panel.kind.set_value("json")
    assert bench.panel.draft().payload == '{"a": 1}'


def test_loading_can_be_undone(bench: Bench) -> None:
    bench.write("mine", '{"precious": 1}')
    bench.desk.compose.emit(EVENT)
    assert bench.panel.status.undo.isVisible()
    bench.panel.status.undo.click()
    assert (bench.panel.topic.text(), bench.panel.payload.edit.toPlainText()) == ("mine", '{"precious": 1}')


def test_a_saved_event_needs_no_undo(bench: Bench) -> None:
    bench.panel.load(EVENT)
    bench.panel.load(replace(EVENT, name="refund", collection="Orders"))
    assert not bench.panel.status.undo.isVisible()


def test_ctrl_enter_is_a_command(bench: Bench) -> None:
    commands = {command.id: command for command in bench.panel.commands()}
    assert "Ctrl+Return" in commands["composer.publish"].shortcut
    commands["composer.publish"].call()
    assert len(bench.door.of(Publish)) == 1


def test_repeating_and_stopping(bench: Bench) -> None:
    bench.panel.repeat.mode.set_value("times")
    bench.panel.repeat.times.setText("1000")
    bench.panel.repeat.every.setText("10")
    bench.panel.repeat.burst.setText("5")
    assert bench.panel.repeat.rate.text() == "500/s"
    bench.panel.publish()
    event = bench.door.last(Publish).event
    assert (event.repeat, event.every_ms, event.burst) == (1000, 10.0, 5)
    assert bench.panel.controls.stop.isVisible()
    bench.panel.publish()
    assert len(bench.door.of(Publish)) == 1
    push(bench.desk, PublishingNews(41, 1204, 5000, True))
    assert bench.last == "1,204 of 5,000 sent"
    bench.panel.controls.stop.click()
    assert bench.door.of(StopPublishing) == [StopPublishing(41)]
    push(bench.desk, PublishingNews(41, 1300, 5000, False, failures=2, failed="Not connected."))
    assert bench.last == "done: 1,300 of 5,000 sent, 2 failed: Not connected."
    assert bench.panel.controls.publish.isVisible()


def test_a_job_that_ended_before_the_answer(bench: Bench) -> None:
    bench.panel.repeat.mode.set_value("endless")
    bench.door.held = True
    bench.panel.publish()
    push(bench.desk, PublishingNews(41, 3, 0, False, failed="Lab is down."))
    bench.door.release()
    assert not bench.panel.controls.stop.isVisible()
    assert "Lab is down." in bench.last


@pytest.mark.parametrize(("field", "text"), [("times", "0"), ("every", "-1"), ("every", "nan"), ("burst", "")])
def test_a_wrong_repetition_is_not_sent(bench: Bench, field: str, text: str) -> None:
    bench.panel.repeat.mode.set_value("times")
    getattr(bench.panel.repeat, field).setText(text)
    bench.panel.publish()
    assert bench.door.of(Publish) == []
    assert bench.left


def test_properties_dialog(bench: Bench) -> None:
    bench.desk.compose.emit(replace(EVENT, connection="embedded"))
    bench.panel.edit_properties()
    dialog = bench.dialog(PropertiesDialog)
    dialog.payload_format.set_value(1)
    dialog.expiry.setText("30")
    dialog.response_topic.setText("replies/me")
    dialog.correlation_as.set_value("hex")
    dialog.correlation.setText("00 ff")
    dialog.alias.setText("7")
    dialog.user.set_pairs([("a", "1"), ("a", "2")])
    dialog.stamp.setChecked(False)
    dialog.seed.setText("")
    dialog._done()
    event = bench.panel.draft()
    assert event.properties == PublishProperties(
        1, 30, "application/json", "replies/me", b"\x00\xff", 7, (("a", "1"), ("a", "2"))
    )
    assert (event.stamp, event.seed) == (False, None)
    assert bench.panel.properties.text() == "Properties 8"


@pytest.mark.parametrize(
    ("field", "text"), [("expiry", "x"), ("alias", "0"), ("response_topic", "a/#"), ("correlation", "zz")]
)
def test_properties_that_are_wrong_stay_in_the_dialog(bench: Bench, field: str, text: str) -> None:
    dialog = PropertiesDialog(replace(EVENT, connection="embedded"), "5", lambda event: None, bench.panel)
    dialog.correlation_as.set_value("hex")
    getattr(dialog, field).setText(text)
    with pytest.raises(Wrong):
        dialog.result_event()


def test_mqtt_311_has_no_properties(bench: Bench) -> None:
    bench.desk.compose.emit(EVENT)
    bench.panel.edit_properties()
    dialog = bench.dialog(PropertiesDialog)
    assert not dialog.content_type.isEnabled()
    assert dialog.envelope.isEnabled()
    dialog.envelope.setChecked(True)
    dialog._done()
    assert bench.panel.draft().envelope


def test_saving_renaming_deleting_and_undo(bench: Bench) -> None:
    bench.panel.saved.click()
    events = bench.panel.list
    events.save()
    dialog = bench.dialog(NameDialog)
    dialog.name.setText("mine")
    dialog.folder.setText("Orders")
    dialog._done()
    saved = bench.door.last(SaveEvents).events
    assert [(item.name, item.collection) for item in saved] == [("order", ""), ("refund", "Orders"), ("mine", "Orders")]
    events.tree.setCurrentItem(events.tree.topLevelItem(0))
    events.remove()
    assert [item.name for item in bench.door.last(SaveEvents).events] == ["refund", "mine"]
    events.undo_link.click()
    assert [item.name for item in bench.door.last(SaveEvents).events] == ["order", "refund", "mine"]


def test_a_name_that_is_taken(bench: Bench) -> None:
    events = bench.panel.list
    assert events._rename(EVENT, "refund", "Orders") != ""
    assert bench.door.of(SaveEvents) == []
    assert events._rename(EVENT, "order 2", "") == ""
    assert bench.door.last(SaveEvents).events[0].name == "order 2"


def test_search_and_load(bench: Bench, qtbot: QtBot) -> None:
    events = bench.panel.list
    bench.panel.saved.click()
    events.search.setText("refund")
    folder = events.tree.topLevelItem(0)
    assert events.tree.topLevelItemCount() == 1
    with qtbot.waitSignal(events.loaded):
        events.tree.itemClicked.emit(folder.child(0), 0)
    assert bench.panel.draft().name == "refund"


def test_a_narrow_window_breaks_the_row(bench: Bench, qtbot: QtBot) -> None:
    assert abs(bench.panel.retain.y() - bench.panel.topic.y()) < 6
    bench.panel.resize(560, 240)
    assert bench.panel.width() == 560
    qtbot.waitUntil(lambda: bench.panel.retain.y() > bench.panel.topic.y() + 20)
    bench.panel.resize(900, 240)
    qtbot.waitUntil(lambda: abs(bench.panel.retain.y() - bench.panel.topic.y()) < 6)


def test_dragging_reorders(bench: Bench) -> None:
    tree = bench.panel.list.tree
    tree.insertTopLevelItem(0, tree.takeTopLevelItem(1))
    tree.arranged.emit(list(tree._read()))
    assert [item.name for item in bench.door.last(SaveEvents).events] == ["refund", "order"]


def test_an_empty_list_offers_to_save(qtbot: QtBot) -> None:
    made = Bench(qtbot)
    made.panel.saved.click()
    assert made.panel.list.nothing.isVisible()
    made.panel.list.nothing.button.click()
    assert made.dialog(NameDialog) is not None


def test_the_draft_survives_a_restart(bench: Bench, qtbot: QtBot) -> None:
    bench.desk.compose.emit(EVENT)
    kept = bench.panel.save_state()
    other = Bench(qtbot)
    other.panel.restore_state(kept)
    assert other.panel.draft() == EVENT
    other.panel.restore_state({"draft": 5, "saved": "x"})
    assert other.panel.draft() == EVENT


def test_another_workspace_keeps_the_text(bench: Bench) -> None:
    bench.write("a", '{"mine": 1}')
    bench.desk.set_state(state())
    assert bench.panel.payload.edit.toPlainText() == '{"mine": 1}'
    assert bench.panel.connection.value() == "embedded"


def test_a_lost_engine_ends_the_job(bench: Bench) -> None:
    bench.panel.repeat.mode.set_value("endless")
    bench.panel.publish()
    bench.desk.engine_lost.emit()
    assert bench.panel.controls.publish.isVisible()


def test_a_paste_too_long_for_an_editor_is_refused_in_words(bench: Bench) -> None:
    data = QMimeData()
    data.setText("x" * (LONGEST + 1))
    bench.panel.payload.edit.insertFromMimeData(data)
    assert "too long for the editor" in bench.left
    assert bench.panel.payload.edit.toPlainText() == FIRST.payload


def test_pasted_markup_is_text(bench: Bench) -> None:
    data = QMimeData()
    data.setHtml("<b>x</b>")
    data.setText("<b>x</b>")
    bench.panel.payload.edit.clear()
    bench.panel.payload.edit.insertFromMimeData(data)
    assert bench.panel.payload.edit.toPlainText() == "<b>x</b>"


def test_new_lines_keep_the_indent(bench: Bench) -> None:
    edit = bench.panel.payload.edit
    edit.clear()
    edit.insertPlainText('  "a": {')
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert edit.toPlainText() == '  "a": {\n    '


def test_hostile_texts_everywhere(bench: Bench, tmp_path: Path) -> None:
    path, markup = bait(tmp_path)
    bench.panel.saved.click()
    with Watch(path) as watch:
        for text in [markup, *(text for text in hostile.texts() if len(text) < 100_000)]:
            event = SavedEvent(
                text, text, text, "text", collection=text, properties=PublishProperties(user=((text, text),))
            )
            known = state(connection("lab", name=text))
            bench.desk.set_state(replace(known, workspace=replace(known.workspace, events=(event,))))
            bench.panel.load(event)
            bench.panel.publish()
            push(bench.desk, ReceiptNews((Receipt(41, text, 1, 0, 0, failed="x", words=text),)))
            bench.panel.grab()
        assert not watch.opened()


def test_a_connection_that_was_just_made_is_published_to(qtbot) -> None:
    desk = make_desk(known=state(connection("a"), connection("b")))
    panel = ComposerPanel(desk)
    qtbot.addWidget(panel)
    desk.choose_connection("new")  # its dialog closed; the workspace with it in it comes a moment later
    assert panel.connection.value() != "new"
    desk.set_state(state(connection("a"), connection("b"), connection("new")))
    assert panel.connection.value() == "new"
    desk.choose_connection("b")
    assert panel.connection.value() == "b"
