"""The Hops tab: stations of a message, and from there into the graph."""

from __future__ import annotations

import pytest

from eventscope.core import marks
from eventscope.core.marks import Marks
from eventscope.core.message import Message
from eventscope.core.rawproperties import user
from eventscope.core.stamp import stamp_properties
from eventscope.ui.panels.inspector_hops import HopsView
from eventscope.ui.theme import theme
from ui.fakebus import WALL, bus_desk, busy
from ui.fakes import HOSTILE

MS = 1_000_000


def message(path: tuple[str, ...] = (), stamped: bool = True) -> Message:
    raw = b""
    if path:
        raw += b"".join(user(name, value) for name, value in marks.written(Marks("b-Embedded-broker", len(path), path)))
    if stamped:
        given = stamp_properties("shop", 7, WALL, WALL + MS, 5, "bootbo0t")
        raw += b"".join(user(name.encode(), value.encode()) for name, value in given)
    return Message(1, WALL + 41 * MS, 5, 1, b"orders/7", b"{}", raw, 0, 41 * MS if stamped else None)


@pytest.fixture
def view(qtbot) -> HopsView:
    made = HopsView(bus_desk(busy()))
    qtbot.addWidget(made)
    made.show()
    return made


def rows(view: HopsView) -> list[list[str]]:
    items = [view.view.topLevelItem(number) for number in range(view.view.topLevelItemCount())]
    return [[item.text(column) for column in range(2)] for item in items]


def test_stations_stand_in_order_with_what_was_measured(view) -> None:
    view.show_message(message(("unheard@b-Embedded-broker",)), None)
    names = [row[0] for row in rows(view)]
    assert names == [
        "due at shop", "sent by shop", "at Embedded broker", "over unknown: unheard", "received here",
    ]  # fmt: skip
    assert rows(view)[2][1] == "not measured"
    assert rows(view)[4][1] == "+41 ms"


def test_a_message_that_says_nothing_says_so(view) -> None:
    view.show_message(message(stamped=False), None)
    assert view.journey is None
    assert view._stack.currentWidget() is view.nothing
    view.show_message(None, None)
    assert view._stack.currentWidget() is view.nothing


def test_the_graph_is_asked_to_show_the_way(view, qtbot) -> None:
    view.show_message(message(("x@b-Embedded-broker",)), None)
    with qtbot.waitSignal(view._desk.journey_chosen) as heard:
        view.show_button.click()
    assert heard.args[0].trail == ("place:embedded",)


def test_without_a_known_place_there_is_nothing_to_show(view) -> None:
    view.show_message(message(("x@far",)), None)
    assert not view.show_button.isEnabled()


def test_hostile_streams_are_drawn_harmless_and_a_new_look_keeps_rows(view) -> None:
    given = user(b"es-stream", HOSTILE[0].encode()) + user(b"es-due", b"%dns" % WALL) + user(b"es-sent", b"%dns" % WALL)
    view.show_message(Message(1, WALL, 5, 1, b"a", b"", given, 0, None), None)
    before = rows(view)
    theme.changed.emit()
    assert rows(view) == before
