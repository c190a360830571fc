"""The desk: news become signals, errors notices, and answers for widgets that are gone are dropped."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtWidgets import QWidget
from shiboken6 import delete

from eventscope.core import news
from eventscope.core.errors import Refused
from eventscope.core.verbs import GetState
from eventscope.ui.desk import Desk
from ui.fakes import FakeDoor, make_desk, push, state, summary


class Panel(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.heard: list[object] = []

    def take(self, answer: object) -> None:
        self.heard.append(answer)

    def ask_by_method(self) -> None:
        self.desk.ask(GetState(), self.take)

    def ask_by_lambda(self) -> None:
        self.desk.ask(GetState(), lambda answer: self.setWindowTitle(str(answer)))


def test_news_become_signals_and_the_latest_state(qtbot) -> None:
    desk = make_desk()
    with qtbot.waitSignals([desk.summary, desk.link, desk.subscription]):
        push(desk, summary(), news.LinkNews("x", "down", 1), news.SubscriptionNews("x", "a", "granted", 1))
    assert desk.last_summary == summary()
    assert desk.links["x"].state == "down"
    assert desk.granted["x", "a"].granted_qos == 1


def test_errors_without_a_place_become_notices(qtbot) -> None:
    desk = make_desk({GetState: Refused("no", "No, {name}.", name="Bob")})
    with qtbot.waitSignal(desk.notice) as notice:
        desk.ask(GetState())
    assert notice.args[0].words == "No, Bob."
    assert notice.args[0].params == {"name": "Bob"}


@pytest.mark.parametrize("how", ["ask_by_method", "ask_by_lambda"])
def test_answers_for_a_widget_that_is_gone_are_dropped(qtbot, how: str) -> None:
    desk = make_desk()
    desk.door.held = True
    panel = Panel(desk)
    getattr(panel, how)()
    delete(panel)
    desk.door.release()  # raises where the answer reaches what is deleted


def test_answers_reach_a_widget_that_is_there(qtbot) -> None:
    panel = Panel(make_desk())
    qtbot.addWidget(panel)
    panel.ask_by_method()
    assert panel.heard == [state()]


def test_wake_from_another_thread_drains_on_the_windows(qtbot) -> None:
    desk = make_desk()
    seen: list[int] = []
    desk.summary.connect(lambda _item: seen.append(threading.get_ident()))
    desk.door._news.append(summary())
    thread = threading.Thread(target=desk.wake)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [threading.get_ident()]


def test_a_lost_engine_is_told(qtbot) -> None:
    desk = Desk()
    desk.door = FakeDoor()
    desk.door.lost = True
    with qtbot.waitSignal(desk.engine_lost):
        desk.wake()


def test_without_a_door_nothing_is_asked(qtbot) -> None:
    desk = Desk()
    desk.ask(GetState())
    assert desk.connections() == ()
