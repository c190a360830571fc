"""The ranking of topics: asked while it is looked at, calm while it moves, reached by keys, honest about the rest."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from eventscope.core.errors import Unavailable
from eventscope.core.ranking import Ranked, Ranking, Traffic
from eventscope.core.topicverbs import RankTopics
from eventscope.ui.models import floods as model
from eventscope.ui.panels.topics import TopicsPanel
from ui.fakes import HOSTILE, make_desk, push, topics

NONE = Traffic()


def place(topic: bytes, rate: float, share: float = 0.1, below: bool = False, number: int = 1) -> Ranked:
    return Ranked(topic, below, number, Traffic(rate, 200 * rate, round(60 * rate), round(12_000 * rate)), share)


def ranking(*places: Ranked, rest: Traffic = NONE, more: int = 0, nameless: int = 0) -> Ranking:
    total = Traffic(sum(each.traffic.rate for each in places) + rest.rate, 1.0, 1, 1)
    return Ranking(places, total, rest, more, nameless)


FOUND = ranking(place(b"a/1", 820, 0.62), place(b"b", 410, 0.31, below=True, number=1204), place(b"c", 90, 0.07))


@pytest.fixture
def desk():
    return make_desk({RankTopics: FOUND})


@pytest.fixture
def panel(qtbot, desk) -> TopicsPanel:
    made = TopicsPanel(desk)
    qtbot.addWidget(made)
    made.resize(264, 400)
    with qtbot.waitExposed(made):
        made.show()
    push(desk, topics([b"a/1", b"b/1", b"c"]))
    qtbot.waitUntil(lambda: not made.tree.busy and not made._fresh)
    return made


@pytest.fixture
def ranked(panel) -> TopicsPanel:
    panel.ranked.setChecked(True)
    return panel


def shown(panel: TopicsPanel) -> list[str]:
    return [model.title(each) for each in panel.floods.list.rows.places]


def again(panel: TopicsPanel, found: object) -> None:
    panel._desk.door.answers[RankTopics] = found
    panel.floods._ask()


def test_it_asks_only_while_it_is_looked_at(panel, desk, qtbot) -> None:
    assert desk.door.of(RankTopics) == []
    panel.commands()[1].call()
    assert desk.door.of(RankTopics) == [RankTopics("rate", 0, "", 200)]
    assert panel.floods._timer.isActive()
    assert shown(panel) == ["a/1", "b/…", "c"]
    panel.commands()[1].call()
    assert not panel.floods._timer.isActive()
    assert panel._stack.currentWidget() is panel.list


def test_the_keyboard_goes_where_the_rows_are(panel, qtbot) -> None:
    panel.commands()[1].call()
    assert panel.place() is panel.floods.list
    assert panel.floods.list.hasFocus()
    panel.search.setText("a")
    panel.search.returnPressed.emit()
    assert panel.floods.list.hasFocus()


def test_one_question_at_a_time_and_only_the_last_one_counts(ranked, desk) -> None:
    desk.door.held = True
    asked = len(desk.door.of(RankTopics))
    ranked.floods._ask()
    ranked.floods._ask()
    assert len(desk.door.of(RankTopics)) == asked + 1
    desk.door.answers[RankTopics] = lambda verb: ranking(place(verb.by.encode(), 1))
    ranked.floods.by.set_value("size")
    desk.door.release()
    assert shown(ranked) == ["size"]


def test_measures_levels_and_text_are_asked_for(ranked, desk) -> None:
    ranked.floods.by.set_value("byte-rate")
    ranked.floods.levels.set_value(2)
    ranked.search.setText("hall")
    assert desk.door.last(RankTopics) == RankTopics("byte-rate", 2, "hall", 200)
    assert "of the topics that were found" in ranked.floods.rest.text()


def test_a_row_tells_messages_bytes_and_share(ranked) -> None:
    rows = ranked.floods.list.rows
    assert rows.detail(rows.places[0]) == "820/s · 160 KB/s"
    assert rows.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "place 1, a/1, 62 %, 820/s · 160 KB/s"
    assert "1,204 topics below it" in rows.index(1).data(Qt.ItemDataRole.ToolTipRole)
    ranked.floods.by.set_value("count")
    assert rows.detail(rows.places[0]) == "49,200 messages · 9.4 MB"


def test_shares_are_never_nothing_for_something() -> None:
    assert [model.share(each) for each in (1, 0.4123, 0.0123, 0.0004, 1e-9)] == [
        "100 %",
        "41 %",
        "1.2 %",
        "<0.1 %",
        "<0.1 %",
    ]


def test_the_rest_is_said(ranked) -> None:
    rest = Traffic(100.0, 20_000.0, 0, 0)
    again(ranked, ranking(place(b"a", 300, 0.75), rest=rest, more=12_345, nameless=40))
    assert "12,345 more: 100/s · 19.5 KB/s, 25 %" in ranked.floods.rest.text()
    assert "40 topics that found no room" in ranked.floods.rest.text()
    again(ranked, ranking())
    assert ranked.floods.rest.text() == "Nothing comes at present."
    ranked.floods.by.set_value("size")
    assert ranked.floods.rest.text() == "Nothing came yet."


def test_what_is_current_stays_so_when_the_order_changes(ranked) -> None:
    view = ranked.floods.list
    view.setCurrentIndex(view.rows.index(1))
    again(ranked, ranking(place(b"b", 900, below=True), place(b"a/1", 10)))
    assert view.current().topic == b"b"
    assert view.currentIndex().row() == 0
    again(ranked, ranking(place(b"x", 1)))
    assert view.current() is None


def test_nothing_moves_under_the_pointer(ranked, monkeypatch) -> None:
    monkeypatch.setattr(type(ranked.floods.list), "pointed", property(lambda _view: True))
    again(ranked, ranking(place(b"new", 999), place(b"b", 900, below=True), place(b"a/1", 10)))
    assert shown(ranked) == ["a/1", "b/…", "new"]
    assert "order rests" in ranked.floods.rest.text()


def test_enter_and_double_click_filter_the_messages(ranked, desk, qtbot) -> None:
    view = ranked.floods.list
    view.setCurrentIndex(view.rows.index(1))
    with qtbot.waitSignal(desk.topic_chosen) as chosen:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert chosen.args == ["b/#"]
    at = view.visualRect(view.rows.index(0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    with qtbot.waitSignal(desk.topic_chosen) as chosen:
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert chosen.args == ["a/1"]


def test_delete_and_menu_are_those_of_the_tree(ranked, qtbot) -> None:
    view = ranked.floods.list
    view.setCurrentIndex(view.rows.index(1))
    with qtbot.waitSignal(ranked.clear_wanted) as wanted:
        qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert wanted.args == ["b"]
    opened: list[object] = []
    ranked.menu = lambda subject: opened.append(subject) or _Popup()
    ranked._floods_menu(QPoint(10, 10))
    assert opened[0].filter == "a/1"


class _Popup:
    def popup(self, _at: object) -> None:
        """Nowhere."""


def test_a_question_that_fails_is_said_and_asked_again(ranked, desk) -> None:
    again(ranked, Unavailable("engine-gone", "The engine ended."))
    assert ranked.floods.rest.text()
    again(ranked, FOUND)
    assert shown(ranked) == ["a/1", "b/…", "c"]
    assert not ranked.floods.rest.isVisible()


def test_it_is_kept_in_the_workspace(ranked, panel, desk) -> None:
    ranked.floods.by.set_value("size")
    ranked.floods.levels.set_value(3)
    kept = ranked.save_state()
    assert kept == {"floods": True, "by": "size", "levels": 3}
    ranked.restore_state({"floods": "yes", "by": "speed", "levels": 99})
    assert ranked.save_state() == {"floods": False, "by": "size", "levels": 3}
    ranked.restore_state(kept)
    assert ranked.save_state() == kept


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_topics_are_visible_bounded_and_plain(ranked, text: str) -> None:
    again(ranked, ranking(place(text.encode(), 5), place(b"bad\xff", 1)))
    ranked.floods.list.grab()
    for each in ranked.floods.list.rows.places:
        assert not {"\u202e", "\u200b", "\x00", "\x1b"} & set(model.title(each))
        assert len(model.title(each)) < 200
    assert "<img" not in ranked.floods.list.rows.index(0).data(Qt.ItemDataRole.ToolTipRole)
