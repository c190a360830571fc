"""The Brokers page over a made-up broker."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget
from shiboken6 import delete, isValid

from eventscope.core.broker import Ports, RetainedInfo
from eventscope.core.errors import Unavailable
from eventscope.core.metrics import QueueFigures
from eventscope.core.news import BrokerNews
from eventscope.core.verbs import (
    ClearRetained,
    DisconnectClient,
    GetClients,
    GetRetained,
    GetSubscriptions,
    RestoreRetained,
    StartBroker,
    StopBroker,
)
from eventscope.ui.dialogs.ask import Question
from eventscope.ui.panels import brokers_retained
from eventscope.ui.panels.brokers import BrokersPage
from eventscope.ui.panels.brokers_header import addresses, notes
from ui.fakebroker import PORTS, FakeBroker
from ui.fakes import HOSTILE, make_desk, push, summary


def shown(qtbot, broker: FakeBroker) -> BrokersPage:
    desk = make_desk(broker.answers())
    push(desk, summary())
    page = BrokersPage(desk)
    qtbot.addWidget(page)
    page.resize(1280, 700)
    page.show()
    push(desk, broker.news())
    qtbot.waitUntil(lambda: bool(desk.door.of(GetClients)) or not broker.running)
    return page


@pytest.fixture
def broker() -> FakeBroker:
    return FakeBroker()


@pytest.fixture
def page(qtbot, broker: FakeBroker) -> BrokersPage:
    return shown(qtbot, broker)


def news(page: BrokersPage, broker: FakeBroker) -> None:
    """Newer gauges, a quarter of a second later."""
    page._last = 0
    push(page._desk, broker.news())


def column(page_tab, ident: str) -> list[str]:
    place = [each.id for each in page_tab.rows.columns].index(ident)
    return [str(page_tab.rows.index(row, place).data()) for row in range(page_tab.rows.rowCount())]


def question(page: BrokersPage) -> Question:
    found = page.window().findChildren(Question)
    assert found
    return found[-1]


def press(dialog: Question, text: str) -> None:
    button = next(each for each in dialog.findChildren(QPushButton) if each.text() == text)
    button.click()


def said(dialog: Question) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


# --- header ------------------------------------------------------------------------------------------------------


def test_says_where_it_listens_what_is_lost_with_it_and_who_can_reach_it(page: BrokersPage) -> None:
    header = page.header
    assert header.where.text() == "mqtt://127.0.0.1:1883 · ws://127.0.0.1:8083"
    assert "loopback" in header.note.text()
    assert "in memory" in header.note.text()
    assert header.facts["clients"].value.text() == "8 + 1 offline"
    assert header.facts["waiting"].value.text() == "534"
    assert header.stop.isVisible()
    assert not header.start.isVisible()


def test_another_address_is_not_called_loopback() -> None:
    ports = Ports(1883, 8883, None, None, 1, "0.0.0.0")
    assert "loopback" not in notes(ports)
    assert addresses(Ports(1, None, None, None, 1, "::1")) == "mqtt://[::1]:1"


def test_rates_come_from_the_counters(page: BrokersPage, broker: FakeBroker) -> None:
    for _ in range(3):
        news(page, broker)
    assert page.header.facts["in"].value.text() == "820/s"
    assert page.header.facts["out"].value.text() == "1.6k/s"


def test_stopping_counts_what_ends_and_asks_first(page: BrokersPage) -> None:
    page.header.stop.click()
    assert not page._desk.door.of(StopBroker)
    text = said(question(page))
    assert all(part in text for part in ("8 client", "9 session", "534 waiting", "4 retained"))
    press(question(page), "Stop the broker")
    assert page._desk.door.of(StopBroker)


def test_a_stopped_broker_can_be_started_and_says_why_it_cannot(qtbot, broker: FakeBroker) -> None:
    broker.running = False
    page = shown(qtbot, broker)
    assert page.down.isVisible()
    assert page.header.where.text() == "Stopped by you."
    page._desk.door.answers[StartBroker] = Unavailable("port-taken", "Port {port} is taken <b>.", port=1883)
    page.down.button.click()
    assert page.header.note.text() == "Port 1883 is taken <b>."
    assert page.header.start.isEnabled()
    page._desk.door.answers[StartBroker] = PORTS
    page.header.start.click()
    broker.running = True
    news(page, broker)
    assert page.tabs.isVisible()


def test_nothing_is_asked_while_it_is_down_or_hidden(qtbot, broker: FakeBroker) -> None:
    broker.running = False
    page = shown(qtbot, broker)
    page.refresh()
    broker.running = True
    page.hide()
    news(page, broker)
    page.refresh()
    assert not page._desk.door.of(GetClients)
    page.show()
    qtbot.waitUntil(lambda: bool(page._desk.door.of(GetClients)))
    assert page.clients.rows.rowCount() == 9


# --- clients -----------------------------------------------------------------------------------------------------


def test_clients_with_their_figures(page: BrokersPage) -> None:
    assert column(page.clients, "client")[0] == "eventscope-7f3a"
    assert column(page.clients, "version")[3] == "3.1.1"
    assert column(page.clients, "state")[-1] == "offline"
    assert column(page.clients, "queued")[-1] == "500"
    assert column(page.clients, "expiry")[-1] == "never"
    assert column(page.clients, "oldest")[0] == "–"
    assert page.tabs.tabText(0).endswith("9")


def test_dropped_messages_tell_their_reasons(page: BrokersPage) -> None:
    rows = page.clients.rows
    place = [each.id for each in rows.columns].index("dropped")
    assert "12  queue-full" in rows.index(8, place).data(Qt.ItemDataRole.ToolTipRole)


def test_the_reasons_can_be_read_without_a_mouse(page: BrokersPage) -> None:
    page.clients.table.selectRow(8)
    assert "12  queue-full" in page.clients.note.text()
    page.clients.table.selectAll()
    assert "queue-full" not in page.clients.note.text()


def test_the_list_that_was_open_is_kept(page: BrokersPage, broker: FakeBroker, qtbot) -> None:
    page.tabs.setCurrentWidget(page.subscriptions)
    other = shown(qtbot, broker)
    other.restore_state(page.save_state())
    assert other.tabs.currentWidget() is other.subscriptions
    other.restore_state({"tab": 9})
    other.restore_state({"tab": "x"})
    assert other.tabs.currentWidget() is other.subscriptions


def test_gauges_move_without_losing_selection(page: BrokersPage, broker: FakeBroker) -> None:
    page.clients.table.selectRow(4)
    broker.queued["billing-1"] = 77
    news(page, broker)
    assert column(page.clients, "queued")[4] == "77"
    assert page.clients.table.selected() == ["billing-1"]


def test_gauges_that_come_faster_than_eyes_wait(page: BrokersPage, broker: FakeBroker) -> None:
    news(page, broker)
    broker.queued["watcher"] = 99
    push(page._desk, broker.news())
    assert "99" not in column(page.clients, "queued")


def test_sorting_by_what_waits(page: BrokersPage) -> None:
    place = [each.id for each in page.clients.rows.columns].index("queued")
    page.clients.table.sortByColumn(place, Qt.SortOrder.DescendingOrder)
    assert column(page.clients, "client")[:2] == ["night-report", "watcher"]


def test_disconnecting_asks_with_a_count_and_warns_of_what_is_lost(page: BrokersPage, broker: FakeBroker) -> None:
    page.clients.table.selectAll()
    page.clients.throw_out.click()
    dialog = question(page)
    assert "8 client" in said(dialog)  # the offline session has no connection to close
    assert "are lost" in said(dialog)
    press(dialog, "Disconnect")
    assert [verb.client for verb in page._desk.door.of(DisconnectClient)] == broker.names[:8]


def test_an_offline_session_cannot_be_disconnected(page: BrokersPage, qtbot) -> None:
    page.clients.table.selectRow(8)
    assert not page.clients.throw_out.isEnabled()
    qtbot.keyClick(page.clients.table, Qt.Key.Key_Delete)
    assert not page.window().findChildren(Question)


def test_searching_keeps_an_honest_count(page: BrokersPage, qtbot) -> None:
    qtbot.keyClicks(page.clients.search, "Billing")
    assert column(page.clients, "client") == ["billing-1", "billing-2", "billing-3"]
    assert page.clients.note.text().startswith("3 of 9 shown")
    qtbot.keyClicks(page.clients.search, "xyz")
    assert page.clients.no_match.isVisible()
    page.clients.no_match.button.click()
    assert page.clients.rows.rowCount() == 9


def test_down_goes_from_the_search_into_the_table(page: BrokersPage, qtbot) -> None:
    page.clients.focus_search()
    qtbot.keyClick(page.clients.search, Qt.Key.Key_Down)
    assert page.clients.table.selected() == ["eventscope-7f3a"]


def test_a_thousand_clients(qtbot) -> None:
    broker = FakeBroker([f"client-{n:04}" for n in range(1000)])
    page = shown(qtbot, broker)
    assert page.clients.rows.rowCount() == 1000
    page.clients.table.selectRow(700)
    page.clients.table.scrollTo(page.clients.rows.index(700, 0))
    at = page.clients.table.verticalScrollBar().value()
    broker.names.remove("client-0003")
    news(page, broker)
    assert page.clients.rows.rowCount() == 999
    assert page.clients.table.selected() == ["client-0700"]
    assert page.clients.table.verticalScrollBar().value() == at
    assert page.tabs.tabText(0).endswith("999")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_client_ids(qtbot, text: str) -> None:
    broker = FakeBroker([text])
    page = shown(qtbot, broker)
    for number in range(4):
        page.tabs.setCurrentIndex(number)
        assert not page.grab().isNull()
    page.tabs.setCurrentIndex(0)
    page.clients.table.selectRow(0)
    page.clients.disconnect_selected()
    press(question(page), "Disconnect")
    assert page._desk.door.last(DisconnectClient).client == text


# --- queues and subscriptions --------------------------------------------------------------------------------------


def test_queues_of_clients_and_groups(page: BrokersPage, broker: FakeBroker) -> None:
    deep = QueueFigures("$share/billing/orders/#", "group", 31, "exact", max_depth=60)
    push(page._desk, summary(queues=(deep,)))
    page.tabs.setCurrentWidget(page.queues)
    assert column(page.queues, "name")[0] == "billing · orders/#"
    assert column(page.queues, "members")[0] == "billing-3 50 %, billing-2 33 %, billing-1 17 %"
    assert column(page.queues, "depth")[0] == "31"
    broker.queued["billing"] = 2
    news(page, broker)
    assert column(page.queues, "depth")[0] == "2"
    assert column(page.queues, "greatest")[0] == "60"  # the summary saw it deeper before
    assert "505" in page.queues.note.text()


def test_subscriptions_can_be_searched(page: BrokersPage, qtbot) -> None:
    page.tabs.setCurrentWidget(page.subscriptions)
    assert page._desk.door.of(GetSubscriptions)
    assert column(page.subscriptions, "options")[1] == "No Local, retained only when new"
    qtbot.keyClicks(page.subscriptions.search, "$SHARE")
    assert set(column(page.subscriptions, "client")) == {"billing-1", "billing-2", "billing-3"}


def test_one_question_at_a_time(page: BrokersPage) -> None:
    door = page._desk.door
    door.held = True
    page.refresh()
    page.refresh()
    page.tabs.setCurrentWidget(page.subscriptions)
    assert not door.of(GetSubscriptions)
    door.held = False
    door.release()
    page.refresh()
    assert page.subscriptions.rows.rowCount() == 9


def test_a_broker_that_went_down_in_between_is_no_error_of_its_own(page: BrokersPage, qtbot) -> None:
    page._desk.door.answers[GetClients] = Unavailable("broker-down", "The embedded broker is not running.")
    with qtbot.assertNotEmitted(page._desk.notice):
        page.refresh()
    page._desk.door.answers[GetClients] = Unavailable("broker-failed", "It failed.")
    with qtbot.waitSignal(page._desk.notice):
        page.refresh()


# --- retained ----------------------------------------------------------------------------------------------------


@pytest.fixture
def retained(page: BrokersPage) -> brokers_retained.RetainedTab:
    page.tabs.setCurrentWidget(page.retained)
    return page.retained


def test_retained_messages_with_a_preview(retained) -> None:
    assert column(retained, "topic") == [
        "orders/7/state", "plant/hall-1/humidity", "plant/hall-3/temperature", "firmware/version",
    ]  # fmt: skip
    assert column(retained, "payload")[1] == '{"v": 21.4, "unit": "°C"}'
    assert column(retained, "payload")[3].startswith("00 01 fe ff")
    assert column(retained, "size")[0] == "16 B"
    assert column(retained, "age")[0].endswith("s")


def test_the_prefix_is_looked_up_by_the_broker(page: BrokersPage, retained, qtbot) -> None:
    qtbot.keyClicks(retained.search, "plant/")
    qtbot.waitUntil(lambda: page._desk.door.last(GetRetained).prefix == "plant/")
    assert retained.rows.rowCount() == 2
    assert "2 of 4 listed" in retained.note.text()


def test_clearing_is_asked_counted_and_undone(page: BrokersPage, broker: FakeBroker, retained, qtbot) -> None:
    offers = []
    page._desk.offer.connect(lambda *offer: offers.append(offer))
    retained.table.selectRow(1)
    retained.table.selectionModel().select(
        retained.rows.index(2, 0),
        retained.table.selectionModel().SelectionFlag.Select | retained.table.selectionModel().SelectionFlag.Rows,
    )
    qtbot.keyClick(retained.table, Qt.Key.Key_Delete)
    assert "2 retained" in said(question(page))
    assert not page._desk.door.of(ClearRetained)
    press(question(page), "Clear retained")
    assert page._desk.door.last(ClearRetained).topics == ("plant/hall-1/humidity", "plant/hall-3/temperature")
    assert retained.rows.rowCount() == 2
    ((text, label, undo),) = offers
    assert "2 retained" in text
    assert label == "Undo"
    undo()
    assert len(page._desk.door.last(RestoreRetained).messages) == 2
    assert sorted(column(retained, "topic")) == sorted(broker.retained)
    undo()
    assert len(page._desk.door.of(RestoreRetained)) == 1


def test_a_list_that_is_cut_says_so(qtbot) -> None:
    broker = FakeBroker(topics=[f"t/{n:05}" for n in range(1500)])
    page = shown(qtbot, broker)
    page.tabs.setCurrentWidget(page.retained)
    news(page, broker)
    assert page.retained.rows.rowCount() == 1000
    assert "first 1,000 of 1,500" in page.retained.note.text()


def test_large_payloads_are_fetched_seldom_and_it_says_so(page: BrokersPage, broker: FakeBroker, retained) -> None:
    broker.retained["big"] = RetainedInfo("big", b"x" * (5 << 20), 0, 1.0)
    news(page, broker)
    assert [retained.due() for _ in range(11)] == [True] + [False] * 9 + [True]
    assert "every 10 s" in retained.note.text()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_topics_and_payloads(qtbot, text: str) -> None:
    broker = FakeBroker(topics=[])
    broker.retained = {text: RetainedInfo(text, text.encode(), 0, 1.0)}
    page = shown(qtbot, broker)
    page.tabs.setCurrentWidget(page.retained)
    page.retained.table.selectRow(0)
    assert not page.grab().isNull()
    page.retained.clear_selected()
    press(question(page), "Clear retained")
    assert page._desk.door.last(ClearRetained).topics == (text,)


def test_a_broker_with_nothing_in_it_says_what_shows_here(qtbot) -> None:
    broker = FakeBroker([], topics=[])
    page = shown(qtbot, broker)
    for number, tab in enumerate((page.clients, page.queues, page.subscriptions, page.retained)):
        page.tabs.setCurrentIndex(number)
        assert tab.nothing.isVisible()


def test_commands(page: BrokersPage) -> None:
    commands = {command.id: command for command in page.commands()}
    commands["brokers.show-4"].call()
    assert page.tabs.currentWidget() is page.retained
    commands["brokers.restore"].call()
    assert not page._desk.door.of(RestoreRetained)
    commands["brokers.stop"].call()
    assert question(page)
    question(page).reject()
    QApplication.processEvents()


def test_an_engine_that_was_lost_leaves_no_question_open(page: BrokersPage) -> None:
    page._desk.door.held = True
    page.refresh()
    page._desk.engine_lost.emit()
    page._desk.door.held = False
    asked = len(page._desk.door.of(GetClients))
    page.refresh()
    assert len(page._desk.door.of(GetClients)) == asked + 1


def test_news_of_another_broker_start_the_rates_anew(page: BrokersPage, broker: FakeBroker) -> None:
    news(page, broker)
    news(page, broker)
    page._last = 0
    push(page._desk, BrokerNews(None, None, "It ended."))
    broker.at = 0
    news(page, broker)
    assert page.header.facts["in"].value.text() == "0/s"


def test_an_answer_that_comes_after_the_page_is_gone_does_no_harm(broker: FakeBroker) -> None:
    desk = make_desk(broker.answers())
    page = BrokersPage(desk)
    desk.door.held = True
    page.show()
    page.refresh()
    assert desk.door.of(GetClients)
    delete(page)
    desk.door.release()
    assert not isValid(page)


def test_everything_the_keyboard_reaches_has_a_name(page: BrokersPage) -> None:
    wanted = [each for each in page.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(wanted) > 5
    unnamed = [
        type(each).__name__
        for each in wanted
        if each.isVisible() and not (each.accessibleName() or (isinstance(each, QAbstractButton) and each.text()))
    ]
    assert unnamed == []
