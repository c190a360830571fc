"""The connections panel tells each state in words and asks the right verbs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from eventscope.base import clock
from eventscope.core.broker import BrokerGauges, Ports
from eventscope.core.metrics import Losses
from eventscope.core.news import BrokerNews, LinkNews
from eventscope.core.verbs import Connect, Disconnect, RemoveConnection
from eventscope.core.workspace import EMBEDDED, Tls
from eventscope.ui.dialogs.ask import Question
from eventscope.ui.panels.connections import ConnectionsPanel
from eventscope.ui.rows import Row
from ui.fakes import HOSTILE, connection, make_desk, push, state, summary


@pytest.fixture
def desk():
    return make_desk(known=state(connection("lab", host="lab.example", port=8883, scheme="mqtts")))


@pytest.fixture
def panel(qtbot, desk) -> ConnectionsPanel:
    made = ConnectionsPanel(desk)
    qtbot.addWidget(made)
    return made


def row(panel: ConnectionsPanel, key: str) -> Row:
    return next(item for item in panel.list.rows.rows if item.key == key)


def menu(panel: ConnectionsPanel, key: str) -> dict:
    made = panel.menu(key)
    return {item.text(): item for item in made.actions() if item.text()}


def test_address_rate_and_state(panel, desk) -> None:
    push(desk, summary())
    assert row(panel, EMBEDDED).figure == "11.9k/s"
    assert (row(panel, EMBEDDED).dot, row(panel, EMBEDDED).hollow) == ("good", False)
    assert row(panel, "lab").detail == "mqtts://lab.example:8883 · v5"


def test_embedded_broker_shows_its_real_port_and_clients(panel, desk) -> None:
    gauges = BrokerGauges(1, (), (), 0, 0, 0, 0, 7, 7, 0, 0, 0, 1.0)
    push(desk, BrokerNews(Ports(1884, None, None, None, 1), gauges))
    assert row(panel, EMBEDDED).detail.startswith("127.0.0.1:1884 · 7 ")


def test_what_did_not_arrive_is_said_on_the_connection(panel, desk) -> None:
    found = {"lab": Losses(1_200, {}, 31), EMBEDDED: Losses(0, {"queue-full": 5}, None)}
    push(desk, summary(losses=found))
    lab, ours = row(panel, "lab"), row(panel, EMBEDDED)
    assert lab.detail.startswith("1,200 missing · ")
    assert (lab.level, ours.level) == ("bad", "bad")
    assert "1,200 messages are missing here" in lab.hover
    assert "Reported by the broker: 31 messages dropped" in lab.hover
    assert ours.detail.startswith("5 dropped · ")
    assert "queue-full 5" in ours.hover


def test_a_number_that_a_broker_only_reports_raises_no_alarm(panel, desk) -> None:
    push(desk, summary(losses={"lab": Losses(reported=9)}))
    assert row(panel, "lab").detail == "mqtts://lab.example:8883 · v5"
    assert row(panel, "lab").level == "muted"
    assert "9 messages dropped" in row(panel, "lab").hover


@pytest.mark.parametrize(
    ("news", "dot", "level", "words"),
    [
        (LinkNews("lab", "connecting", 1), "warn", "muted", "connecting to"),
        (LinkNews("lab", "refused", 1, "auth", "The password is wrong."), "bad", "bad", "The password is wrong."),
        (LinkNews("lab", "down", 1), "muted", "muted", "disconnected"),
    ],
)
def test_states_in_words(panel, desk, news: LinkNews, dot: str, level: str, words: str) -> None:
    push(desk, news)
    assert row(panel, "lab").dot == dot
    assert row(panel, "lab").level == level
    assert words in row(panel, "lab").detail


def test_a_wait_counts_down_and_says_why(panel, desk) -> None:
    retry = clock.mono_ns() + 30_000_000_000
    push(desk, LinkNews("lab", "waiting", 1, "", "Nobody listens there.", retry_at=retry, attempt=2))
    assert row(panel, "lab").detail == "reconnecting in 30 s · Nobody listens there."
    assert "Nobody listens there." in row(panel, "lab").hover
    assert panel._countdown.isActive()
    push(desk, LinkNews("lab", "up", 1))
    assert not panel._countdown.isActive()


def test_a_connection_that_is_taken_over_again_and_again_keeps_its_reason(panel, desk) -> None:
    push(desk, LinkNews("lab", "waiting", 1, "", "Another client uses this client ID.", retry_at=clock.mono_ns()))
    assert row(panel, "lab").detail == "reconnecting… · Another client uses this client ID."
    push(desk, LinkNews("lab", "connecting", 2))
    push(desk, LinkNews("lab", "up", 3))
    assert "Another client" not in row(panel, "lab").detail
    assert "It broke before: Another client uses this client ID." in row(panel, "lab").hover
    push(desk, LinkNews("lab", "down", 4))  # a person closed it
    assert "Another client" not in row(panel, "lab").hover


def test_what_the_broker_says_about_itself_is_on_hover(panel, desk) -> None:
    push(desk, LinkNews("lab", "up", 1, server={"receive_maximum": "20", "reason_string": HOSTILE[0]}))
    assert "The broker says:\nReceive Maximum: 20\nReason String: <img" in row(panel, "lab").hover
    tip = panel.list.rows.data(panel.list.rows.index(1), Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tip
    push(desk, LinkNews("lab", "down", 2, server={"receive_maximum": "20"}))
    assert "Receive Maximum" not in row(panel, "lab").hover


def test_unverified_certificates_are_never_hidden(qtbot) -> None:
    desk = make_desk(known=state(connection("lab", scheme="mqtts", tls=Tls(insecure=True))))
    panel = ConnectionsPanel(desk)
    qtbot.addWidget(panel)
    assert "not verified" in row(panel, "lab").detail
    assert row(panel, "lab").level == "bad"


def test_space_and_menu_connect_and_disconnect(panel, desk, qtbot) -> None:
    panel.list.setCurrentIndex(panel.list.rows.index(1))
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    assert desk.door.last(Disconnect) == Disconnect("lab")
    push(desk, LinkNews("lab", "down", 1))
    menu(panel, "lab")["Connect"].trigger()
    assert desk.door.last(Connect) == Connect("lab")


def test_a_wait_can_be_ended_from_the_menu(panel, desk) -> None:
    push(desk, LinkNews("lab", "waiting", 1, retry_at=clock.mono_ns()))
    menu(panel, "lab")["Try now"].trigger()
    assert desk.door.last(Connect) == Connect("lab")


def test_remove_asks_first(panel, desk, qtbot) -> None:
    panel.show()
    panel.remove("lab")
    question = panel.window().findChild(Question)
    assert not desk.door.of(RemoveConnection)
    next(item for item in question.findChildren(QPushButton) if item.text() == "Remove").click()
    assert desk.door.last(RemoveConnection) == RemoveConnection("lab")


def test_duplicate_is_a_new_connection_without_the_secret(panel, desk) -> None:
    item = replace(desk.connections()[1], has_password=True)
    desk.set_state(state(item))
    menu(panel, "lab")["Duplicate…"].trigger()
    from eventscope.ui.dialogs.connection import ConnectionDialog

    dialog = panel.window().findChild(ConnectionDialog)
    made = dialog.connection()
    assert made.id == ""
    assert not made.has_password
    assert made.host == "lab.example"
    dialog.close()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_and_words_are_plain(qtbot, text: str) -> None:
    desk = make_desk(known=state(connection("lab", name=text, host=text)))
    panel = ConnectionsPanel(desk)
    qtbot.addWidget(panel)
    push(desk, LinkNews("lab", "refused", 1, "x", text))
    panel.show()
    panel.grab()
    assert row(panel, "lab").title == text


def test_empty_panel_offers_its_first_action(qtbot) -> None:
    from eventscope.core.workspace import Workspace

    desk = make_desk(known=state(workspace=Workspace()))
    panel = ConnectionsPanel(desk)
    qtbot.addWidget(panel)
    assert panel._stack.currentIndex() == 0
    assert [item.id for item in panel.commands()] == ["connections.new"]
