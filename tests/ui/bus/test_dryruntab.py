"""Dry run of pasted and recorded messages."""

from __future__ import annotations

import pytest

from eventscope.core.errors import BadInput
from eventscope.core.message import Message
from eventscope.core.verbs import DryRunBridge
from eventscope.ui.bus.dryruntab import DryRunTab
from ui.fakebus import bus_desk, busy, specs
from ui.fakes import push, summary


@pytest.fixture
def desk():
    return bus_desk(busy())


@pytest.fixture
def tab(qtbot, desk) -> DryRunTab:
    made = DryRunTab(desk)
    qtbot.addWidget(made)
    made.resize(340, 700)
    made.show()
    made.show_bridge(specs()[0])
    return made


def test_an_example_waits_in_the_field(tab) -> None:
    tab.run_pasted()
    assert [(row.target, row.leaves) for row in tab.rows.rows] == [("Kafka staging", "orders.7")]
    assert "orders.7" in tab.detail.toPlainText()
    assert "would leave" in tab.said.text()


def test_the_example_follows_the_bridge_until_somebody_writes(tab) -> None:
    tab.show_bridge(specs()[1])
    assert "orders/7/created" in tab.field.toPlainText()
    tab.field.setPlainText('{"topic": "mine"}')
    tab.show_bridge(specs()[0])
    assert tab.field.toPlainText() == '{"topic": "mine"}'
    assert tab.rows.rows == []


def test_the_reason_for_none_is_shown(tab) -> None:
    tab.field.setPlainText('{"topic": "elsewhere", "payload": "x"}')
    tab.run_pasted()
    assert [row.reason for row in tab.rows.rows] == ["not_taken"]
    assert "does not match" in tab.detail.toPlainText()


def test_mistakes_are_told_in_place(tab, desk) -> None:
    tab.field.setPlainText("  ")
    tab.run_pasted()
    assert "Paste a message" in tab.said.text()
    desk.door.answers[DryRunBridge] = BadInput("dry-run-line", "Line 1: it is no JSON.")
    tab.field.setPlainText("nope")
    tab.run_pasted()
    assert "Line 1" in tab.said.text()


def test_the_chosen_message_is_tried_by_its_id(tab, desk) -> None:
    assert not tab.try_chosen.isEnabled()
    desk.message_chosen.emit(Message(77, 1, 1, 1, b"a", b"", b"", 0, None))
    tab.try_chosen.click()
    assert desk.door.last(DryRunBridge).messages == (77,)


def test_the_last_of_the_log_are_tried_by_their_ids(tab, desk) -> None:
    tab.run_last()
    assert desk.door.of(DryRunBridge) == []
    push(desk, summary(received=50))
    tab.count.setText("3")
    tab.run_last()
    assert desk.door.last(DryRunBridge).messages == (48, 49, 50)
    tab.count.setText("0")
    tab.run_last()
    assert "whole number" in tab.said.text()


def test_without_a_bridge_nothing_is_asked(tab, desk) -> None:
    tab.show_bridge(None)
    tab.run_pasted()
    assert desk.door.of(DryRunBridge) == []
