"""The Kafka section of the Brokers page: topics, groups, lag, and what happens when nobody answers."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QTableView

from eventscope.core.verbs import GetClients, GetCluster, GetKafkaCurves, GetKafkaGroups, GetKafkaTopics
from eventscope.core.workspace import EMBEDDED
from eventscope.ui.dialogs.offsets import OffsetsDialog
from eventscope.ui.panels.brokers_all import AllBrokers
from eventscope.ui.panels.brokers_kafkacolumns import age, state
from ui.fakebroker import FakeBroker
from ui.fakekafka import FakeKafka
from ui.fakes import HOSTILE, SECOND, connection, make_desk, push, state as state_of

STREAM = connection("stream", scheme="kafka", host="127.0.0.1", port=9092, subscriptions=())


@pytest.fixture
def kafka() -> FakeKafka:
    return FakeKafka()


@pytest.fixture
def page(qtbot, kafka: FakeKafka) -> AllBrokers:
    broker = FakeBroker()
    desk = make_desk(broker.answers() | kafka.answers(), state_of(STREAM))
    made = AllBrokers(desk)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    push(desk, broker.news())
    return made


def texts(table: QTableView, ident: str) -> list[str]:
    rows = table.rows  # type: ignore[attr-defined]
    place = [column.id for column in rows.columns].index(ident)
    return [rows.index(row, place).data() for row in range(rows.rowCount())]


def choose(page: AllBrokers, ident: str) -> None:
    page.choice.set_value(ident)
    page.choice.activated.emit(page.choice.currentIndex())


def pick(table: QTableView, row: int) -> None:
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    table.selectionModel().select(table.model().index(row, 0), flags)


def test_without_a_kafka_connection_there_is_no_choice(qtbot) -> None:
    page = AllBrokers(make_desk(FakeBroker().answers()))
    qtbot.addWidget(page)
    page.show()
    assert not page.bar.isVisible()
    assert page.stack.currentWidget() is page.embedded
    page._desk.set_state(state_of(STREAM))
    assert page.bar.isVisible()


def test_our_own_clients_are_curves_and_asked_for_only_while_they_show(page, kafka) -> None:
    door = page._desk.door
    choose(page, "stream")
    assert door.of(GetKafkaCurves) == []
    page.kafka.tabs.setCurrentWidget(page.kafka.curves)
    assert door.of(GetKafkaCurves) == [GetKafkaCurves("stream")]
    cards = page.kafka.curves.cards
    assert all(card.plot.has_data() for card in cards.values())
    assert [cards["kafka.rtt"].plot.label(line) for line in cards["kafka.rtt"].plot.lines] == ["p50", "p99"]
    assert page.kafka._timer.isActive()
    cards["kafka.rtt"].plot.pointed.emit(420 * SECOND)
    assert "p99" in cards["kafka.rtt"].plot.accessibleDescription()
    assert "lag" in cards["kafka.lag"].plot.accessibleDescription()  # one cursor through all of them


def test_curves_are_there_while_the_cluster_is_away(page, kafka) -> None:
    kafka.down = True
    choose(page, "stream")
    page.kafka.tabs.setCurrentWidget(page.kafka.curves)
    assert "Nobody answers" in page.kafka.about.text()
    assert page.kafka.curves.cards["kafka.faults"].plot.has_data()
    assert page.kafka._timer.isActive()


def test_another_cluster_does_not_wear_the_curves_of_the_last_one(page, kafka) -> None:
    choose(page, "stream")
    page.kafka.tabs.setCurrentWidget(page.kafka.curves)
    page.kafka.tabs.setCurrentIndex(0)
    page.kafka.choose(connection("other", scheme="kafka", host="b", port=9092, subscriptions=()))
    assert not any(card.plot.has_data() for card in page.kafka.curves.cards.values())


def test_only_what_is_shown_is_asked_for(page) -> None:
    door = page._desk.door
    assert door.of(GetCluster) == []
    choose(page, "stream")
    assert door.of(GetCluster) == [GetCluster("stream")]
    assert door.of(GetKafkaTopics) == [GetKafkaTopics("stream")]
    assert door.of(GetKafkaGroups) == []
    before = len(door.of(GetClients))
    page.embedded.refresh()  # its own clock goes on, but nobody looks
    assert len(door.of(GetClients)) == before
    page.kafka.tabs.setCurrentWidget(page.kafka.groups)
    assert len(door.of(GetKafkaGroups)) == 1
    page.kafka._timer.timeout.emit()
    assert len(door.of(GetKafkaGroups)) == 2
    choose(page, EMBEDDED)
    assert not page.kafka._timer.isActive()


def test_topics_and_their_partitions(page) -> None:
    choose(page, "stream")
    assert "2 node" in page.kafka.about.text()
    topics = page.kafka.topics
    assert texts(topics.upper.table, "records") == ["1,200 + ?", "1,200"]
    assert texts(topics.upper.table, "behind") == ["1", "0"]
    assert texts(topics.below, "latest") == ["1,200", "–"]
    assert texts(topics.below, "words") == ["", "It has no leader now."]
    pick(topics.upper.table, 1)
    assert texts(topics.below, "number") == ["0"]
    tip = topics.upper.rows.index(1, 0).data(3)
    assert "<img" not in tip
    topics.upper.search.setText("event")
    assert texts(topics.upper.table, "topic") == ["event_topic"]


def test_groups_with_members_and_lag_in_messages_and_time(page, qtbot) -> None:
    choose(page, "stream")
    page.kafka.tabs.setCurrentWidget(page.kafka.groups)
    groups = page.kafka.groups
    assert texts(groups.upper.table, "members") == ["1", "0"]
    assert texts(groups.upper.table, "lag") == ["200 + ?", "0"]
    assert texts(groups.upper.table, "oldest") == ["31 s", "-2.0 s"] or texts(groups.upper.table, "oldest")[
        1
    ].startswith("-2")
    assert texts(groups.below, "member") == ["billing-app", "–"]
    assert texts(groups.below, "words")[1] == "The group has no offset here."
    pick(groups.upper.table, 0)
    groups.move_button.click()
    dialog = page.window().findChild(OffsetsDialog)
    assert dialog is not None
    assert dialog.topic.currentText() == "event_topic"
    assert page.kafka.tabs.tabText(1).endswith("2")


def test_a_cluster_that_goes_and_comes_back(page, kafka: FakeKafka) -> None:
    kafka.down = True
    choose(page, "stream")
    assert page.kafka.about.text() == "Nobody answers at 127.0.0.1:9092."
    kafka.down = False
    page.kafka._timer.timeout.emit()
    assert "cluster abc" in page.kafka.about.text()
    assert len(texts(page.kafka.topics.upper.table, "topic")) == 2


def test_an_answer_for_another_cluster_is_not_shown(qtbot, kafka: FakeKafka) -> None:
    other = connection("other", scheme="kafkas", host="a:1,b:2", subscriptions=())
    desk = make_desk(kafka.answers(), state_of(STREAM, other))
    page = AllBrokers(desk)
    qtbot.addWidget(page)
    page.show()
    desk.door.held = True
    choose(page, "stream")
    choose(page, "other")
    assert "kafkas://a:1,b:2" in page.kafka.about.text()
    desk.door.held = False
    desk.door.release()
    assert [verb.connection for verb in desk.door.of(GetKafkaTopics)] == ["other"]


def test_the_choice_is_kept_and_a_connection_that_is_gone_leaves_the_embedded_broker(page) -> None:
    choose(page, "stream")
    kept = page.save_state()
    assert kept["broker"] == "stream"
    page._desk.set_state(state_of())
    assert page.stack.currentWidget() is page.embedded
    page._desk.set_state(state_of(STREAM))
    page.restore_state(kept)
    assert page.stack.currentWidget() is page.kafka


def test_names_from_outside_stay_text(page) -> None:
    choose(page, "stream")
    assert texts(page.kafka.topics.upper.table, "topic")[1] == HOSTILE[0]
    page.grab()


def test_words_of_states_and_ages() -> None:
    assert state("preparing rebalancing") == "rebalancing"
    assert state("something new") == "something new"
    assert (age(None), age(0.0)) == ("–", "0 s")
    assert age(-90.0).startswith("-")


def test_a_page_that_is_gone_hears_no_more(qtbot, kafka: FakeKafka) -> None:
    """As when the window is rebuilt in another language; an error in a slot fails the test."""
    desk = make_desk(kafka.answers(), state_of(STREAM))
    page = AllBrokers(desk)
    shiboken6.delete(page)
    desk.set_state(state_of(STREAM))
