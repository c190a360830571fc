"""The subscriptions panel never says "granted" before the broker did, and asks the right verbs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from eventscope.core.broker import BrokerGauges, GroupGauge
from eventscope.core.news import BrokerNews, LinkNews, SubscriptionNews
from eventscope.core.verbs import Subscribe, Unsubscribe
from eventscope.core.workspace import EMBEDDED, Subscription, Workspace
from eventscope.ui.panels.subscriptions import SubscriptionsPanel
from eventscope.ui.rows import Row
from ui.fakes import HOSTILE, connection, make_desk, push, state, summary

LAB = ("lab", "orders/#")


@pytest.fixture
def desk():
    return make_desk(known=state(connection("lab")))


@pytest.fixture
def panel(qtbot, desk) -> SubscriptionsPanel:
    made = SubscriptionsPanel(desk)
    qtbot.addWidget(made)
    return made


def row(panel: SubscriptionsPanel, key=LAB) -> Row:
    return next(item for item in panel.list.rows.rows if item.key == key)


def with_subscription(wanted: Subscription):
    return make_desk(known=state(connection("lab", subscriptions=(wanted,))))


def test_asked_then_granted(panel, desk) -> None:
    assert row(panel).hollow
    assert "asked for" in row(panel).detail
    push(desk, SubscriptionNews("lab", "orders/#", "granted", 1))
    assert not row(panel).hollow
    assert row(panel).detail.startswith("QoS 1")


def test_a_lower_qos_is_told(panel, desk) -> None:
    push(desk, SubscriptionNews("lab", "orders/#", "granted", 0))
    assert "QoS 0 granted, 1 asked" in row(panel).detail
    assert row(panel).level == "warn"


def test_refused_is_red_with_the_reason(panel, desk) -> None:
    push(desk, SubscriptionNews("lab", "orders/#", "refused", None, 0x87, "This is not allowed for this client."))
    assert row(panel).dot == "bad"
    assert "This is not allowed" in row(panel).detail


def test_without_a_connection_it_waits(panel, desk) -> None:
    push(desk, SubscriptionNews("lab", "orders/#", "granted", 1), LinkNews("lab", "down", 1))
    assert row(panel).hollow
    assert "waits for the connection" in row(panel).detail


def test_rate_and_colour(panel, desk) -> None:
    push(desk, summary())
    first = row(panel, (EMBEDDED, "orders/#"))
    assert first.figure == "820/s"
    assert first.dot == "series:1"


def test_options_and_alias_show(qtbot) -> None:
    wanted = Subscription("orders/#", 2, alias="all orders", no_local=True, retain_handling=2, identifier=7)
    panel = SubscriptionsPanel(with_subscription(wanted))
    qtbot.addWidget(panel)
    shown = row(panel)
    assert shown.title == "all orders"
    for part in ("orders/#", "No Local", "Retain Handling 2", "ID 7"):
        assert part in shown.detail


def test_shared_group_and_its_members(qtbot) -> None:
    embedded = connection(EMBEDDED, subscriptions=(Subscription("$share/billing/pay/#"),))
    desk = make_desk(known=state(workspace=Workspace(connections=(embedded,))))
    panel = SubscriptionsPanel(desk)
    qtbot.addWidget(panel)
    key = (EMBEDDED, "$share/billing/pay/#")
    assert "shared group billing" in row(panel, key).detail
    group = GroupGauge("billing", "pay/#", 3, 0, 0, 0, 0.0, 0)
    push(desk, BrokerNews(None, BrokerGauges(1, (), (group,), 0, 0, 0, 0, 0, 0, 0, 0, 0, 1.0)), summary())
    assert "3 member" in row(panel, key).detail


def test_space_pauses_and_resumes(panel, desk, qtbot) -> None:
    panel.list.setCurrentIndex(panel.list.rows.index(2))
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    wanted = desk.connections()[1].subscriptions[0]
    assert desk.door.last(Subscribe) == Subscribe("lab", replace(wanted, enabled=False))


def test_paused_is_told(qtbot) -> None:
    panel = SubscriptionsPanel(with_subscription(Subscription("orders/#", enabled=False)))
    qtbot.addWidget(panel)
    assert row(panel).detail.startswith("paused")
    assert row(panel).hollow


def test_remove_unsubscribes_and_can_be_undone(panel, desk, qtbot) -> None:
    with qtbot.waitSignal(desk.offer) as offered:
        panel.remove(LAB)
    assert desk.door.last(Unsubscribe) == Unsubscribe("lab", "orders/#")
    offered.args[2]()
    assert desk.door.last(Subscribe).subscription.filter == "orders/#"


def test_menu_filters_by_the_filter_without_its_group(qtbot) -> None:
    desk = with_subscription(Subscription("$share/g/orders/#"))
    panel = SubscriptionsPanel(desk)
    qtbot.addWidget(panel)
    actions = {item.text(): item for item in panel.menu(("lab", "$share/g/orders/#")).actions()}
    with qtbot.waitSignal(desk.topic_chosen) as chosen:
        actions["Filter messages by it"].trigger()
    assert chosen.args == ["orders/#"]


def test_no_connection_means_no_dialog(qtbot) -> None:
    panel = SubscriptionsPanel(make_desk(known=state(workspace=Workspace())))
    qtbot.addWidget(panel)
    assert panel.add() is None


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_filters_are_plain(qtbot, text: str) -> None:
    desk = with_subscription(Subscription(text, alias=text))
    panel = SubscriptionsPanel(desk)
    qtbot.addWidget(panel)
    push(desk, SubscriptionNews("lab", text, "refused", words=text))
    panel.show()
    panel.grab()
    assert "<img" not in row(panel, ("lab", text)).hover or text in row(panel, ("lab", text)).hover


def test_a_new_subscription_begins_with_the_connection_chosen_last(qtbot) -> None:
    desk = make_desk(known=state(connection("a"), connection("b", subscriptions=(Subscription("orders/#"),))))
    panel = SubscriptionsPanel(desk)
    qtbot.addWidget(panel)
    desk.choose_connection("b")
    dialog = panel.add()
    assert dialog is not None
    assert dialog.connection.value() == "b"
    dialog.filter.setText("orders/#")
    assert "already" in dialog.hint.text()
    dialog.filter.setText("orders/+")
    assert "already" not in dialog.hint.text()
    dialog.reject()
