"""The Bus page on a desk: news, selection, bridges, circles, journeys, what the workspace keeps."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from eventscope.core.errors import BadInput, Unavailable
from eventscope.core.news import BridgeNews
from eventscope.core.verbs import CheckBridge, GetClients, RemoveBridge, SaveBridge, SetBridge
from eventscope.core.workspace import Workspace
from eventscope.ui.bus.page import BusPage
from eventscope.ui.dialogs.ask import Question
from eventscope.ui.dialogs.bridge import BridgeDialog
from eventscope.ui.shell import Shell
from eventscope.ui.viewmodels.bus.hops import Journey
from eventscope.ui.viewmodels.bus.layout import Spot
from ui.fakebus import bus_desk, bus_scene, busy, one_side_down, play
from ui.fakes import make_desk, push, state

CIRCLE = BadInput(
    "bridge-cycle", "A circle: {path}.", path="A > b", cycle=("Lab", "back", "Embedded broker", "x", "Lab")
)


def page_on(qtbot, desk) -> BusPage:
    page = BusPage(desk)
    qtbot.addWidget(page)
    page.resize(1500, 900)
    page.show()
    qtbot.waitUntil(lambda: bool(page.canvas.dresses), timeout=3000)
    return page


@pytest.fixture
def desk():
    made = bus_desk(busy())
    play(made, busy())
    return made


@pytest.fixture
def page(qtbot, desk) -> BusPage:
    return page_on(qtbot, desk)


def redraw(page: BusPage) -> None:
    page._mark()
    page._tick()


def test_what_runs_is_drawn_and_news_change_it(page, desk) -> None:
    assert page.canvas.dresses["bridge:orders to kafka"].lines[1] == "820/s · p99 4.1 ms"
    push(desk, BridgeNews(one_side_down().figures))
    redraw(page)
    assert page.canvas.dresses["bridge:orders to kafka"].lines[1] == "degraded"


def test_nothing_is_drawn_or_asked_while_it_is_hidden(page, desk) -> None:
    page.hide()
    asked = len(desk.door.of(GetClients))
    push(desk, BridgeNews(one_side_down().figures))
    for _ in range(20):
        page._tick()
    assert page.canvas.dresses["bridge:orders to kafka"].lines[1] != "degraded"
    assert len(desk.door.of(GetClients)) == asked
    assert not page._timer.isActive()


def test_an_empty_workspace_offers_the_first_bridge(qtbot) -> None:
    desk = make_desk(known=state(workspace=Workspace(), ports=None, links=()))
    page = BusPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    assert page._deck.currentWidget() is page.empty
    page.empty.button.click()
    assert page.window().findChild(BridgeDialog) is not None


def test_the_panel_follows_the_selection(page) -> None:
    page.canvas.choose("bridge:alarms up")
    assert page.side.title.text() == "alarms up"
    page.canvas.choose("place:lab")
    assert page.side.title.text() == "Lab"
    assert not page.side.pause.isVisibleTo(page.side)
    page.canvas.choose("group:billing\0orders/+/created")
    assert page.side.title.text() == "billing"
    page.canvas.choose("")
    assert page.side.node is None


def test_enter_opens_the_panel_where_it_is_folded(page, qtbot) -> None:
    page.fold.set_folded(True)
    page.canvas.choose("bridge:audit")
    qtbot.keyClick(page.canvas, Qt.Key.Key_Return)
    assert not page.fold.folded
    assert page.side.title.text() == "audit"


def test_a_drawn_bridge_opens_the_editor_with_both_ends(page) -> None:
    page.canvas.bridge_wanted.emit("place:lab", "place:staging")
    dialog = page.window().findChild(BridgeDialog)
    assert dialog.general.source.value() == "Lab"
    assert dialog.routes.routes()[0].to.connection == "Kafka staging"
    assert dialog.routes.routes()[0].to.topic == "{dotted}"


def test_new_bridge_begins_at_the_selected_broker(page) -> None:
    page.canvas.choose("place:staging")
    page.new_bridge()
    assert page.window().findChild(BridgeDialog).general.source.value() == "Kafka staging"


def test_a_saved_bridge_is_selected(page, desk, qtbot) -> None:
    page.edit("alarms up")
    dialog = page.window().findChild(BridgeDialog)
    dialog.save()
    assert desk.door.last(SaveBridge).before == "alarms up"
    redraw(page)
    assert page.canvas.selected == "bridge:alarms up"


def test_a_new_bridge_is_selected_once_the_workspace_has_it(page, desk) -> None:
    page.new_bridge()
    dialog = page.window().findChild(BridgeDialog)
    dialog.general.name.setText("brand new")
    dialog.save()
    redraw(page)
    assert page.canvas.selected == ""
    saved = desk.door.last(SaveBridge).bridge
    workspace = replace(desk.state.workspace, bridges=(*desk.state.workspace.bridges, saved))
    desk.set_state(replace(desk.state, workspace=workspace))
    redraw(page)
    assert page.canvas.selected == "bridge:brand new"


def test_a_broker_that_went_down_in_between_is_no_news(page, desk, qtbot) -> None:
    with qtbot.assertNotEmitted(desk.notice):
        desk.door.answers[GetClients] = Unavailable("broker-down", "It is down.")
        page.gathering.ask_clients()
    with qtbot.waitSignal(desk.notice):
        desk.door.answers[GetClients] = Unavailable("else", "Something else.")
        page.gathering.ask_clients()


def test_a_circle_is_drawn_and_told_and_can_be_mended(qtbot) -> None:
    desk = bus_desk(busy(), {CheckBridge: CIRCLE})
    page = page_on(qtbot, desk)
    page.new_bridge()
    dialog = page.window().findChild(BridgeDialog)
    dialog.check()
    assert page.canvas.emphasis is not None
    assert [ghost.name for ghost in page.canvas.emphasis.ghosts] == ["back", "x"]
    assert page.banner.isVisibleTo(page)
    dialog.reject()
    redraw(page)
    assert page.canvas.emphasis is not None  # stays after the dialog
    assert page.banner.action.isVisibleTo(page)
    page.banner.close_()
    assert page.canvas.emphasis is None


def test_a_mended_circle_goes(qtbot) -> None:
    answers: dict[type, object] = {CheckBridge: CIRCLE}
    desk = bus_desk(busy(), answers)
    page = page_on(qtbot, desk)
    page.new_bridge()
    dialog = page.window().findChild(BridgeDialog)
    dialog.check()
    desk.door.answers[CheckBridge] = ()
    dialog.check()
    assert page.canvas.emphasis is None
    assert not page.banner.isVisibleTo(page)


def test_the_way_of_an_event_stands_out(page, desk) -> None:
    trail = ("place:embedded", "bridge:orders to kafka", "place:staging")
    desk.choose_journey(Journey((), trail, 1))
    assert page.canvas.emphasis.nodes == trail
    assert "orders to kafka" in page.banner.words.text()
    desk.choose_journey(None)
    assert page.canvas.emphasis is None


def test_a_page_that_is_built_later_shows_the_way_too(qtbot, desk) -> None:
    desk.choose_journey(Journey((), ("place:embedded",), 1))
    page = page_on(qtbot, desk)
    assert page.canvas.emphasis.nodes == ("place:embedded",)


def test_the_window_turns_to_the_page_for_it(qtbot, desk) -> None:
    shell = Shell(desk)
    qtbot.addWidget(shell)
    desk.choose_journey(Journey((), ("place:embedded",), 1))
    assert shell.stack.currentWidget() is shell.made["bus"]


def test_commands_are_about_the_selected_bridge(page, desk) -> None:
    commands = {command.id: command for command in page.commands()}
    assert len(commands) == len(page.commands())
    commands["bus.pause"].call()
    assert desk.door.of(SetBridge) == []
    page.canvas.choose("bridge:audit")
    commands["bus.pause"].call()
    commands["bus.run"].call()  # it runs already
    assert [(verb.name, verb.wanted) for verb in desk.door.of(SetBridge)] == [("audit", "pause")]
    commands["bus.dead"].call()
    assert page.side.tabs.currentWidget() is page.side.dead
    commands["bus.consumers"].call()
    assert page.stack.currentWidget() is page.consumers


def test_commands_are_about_a_selected_bus_too(qtbot) -> None:
    desk = bus_desk(bus_scene())
    play(desk, bus_scene())
    page = page_on(qtbot, desk)
    commands = {command.id: command for command in page.commands()}
    page.canvas.choose("place:bus1")
    commands["bus.drain"].call()
    commands["bus.run"].call()  # it runs already
    assert [(verb.name, verb.wanted) for verb in desk.door.of(SetBridge)] == [("Plant bus", "drain")]


def test_the_menu_of_a_bus_begins_with_what_it_can_be_asked_for(qtbot) -> None:
    page = page_on(qtbot, bus_desk(bus_scene()))
    page.canvas.menu_wanted.emit("place:bus1", page.mapToGlobal(page.rect().center()))
    menu = next(each for each in page.findChildren(QMenu) if each.isVisible())
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == [
        "Start", "Pause", "Drain, then stop", "Stop…", "New bridge…", "Show all of it", "Arrange anew",
    ]  # fmt: skip
    menu.close()


def test_del_removes_after_a_question(page, desk, qtbot) -> None:
    page.canvas.choose("bridge:audit")
    qtbot.keyClick(page.canvas, Qt.Key.Key_Delete)
    question = page.window().findChild(Question)
    assert question is not None
    assert desk.door.of(RemoveBridge) == []


@pytest.mark.parametrize("ident", ["bridge:audit", "place:lab", "producer:checkout", ""])
def test_every_node_has_a_menu(page, ident) -> None:
    page.canvas.menu_wanted.emit(ident, page.mapToGlobal(page.rect().center()))
    menu = next(each for each in page.findChildren(QMenu) if each.isVisible())
    assert menu.actions()
    menu.close()


def test_the_workspace_keeps_places_figures_and_view(qtbot, desk, page) -> None:
    page.canvas.put("place:lab", Spot(11, 22))
    page.bar.pills["latency"].setChecked(False)
    page.canvas.own_view = True
    kept = json.loads(json.dumps(page.save_state()))
    other = page_on(qtbot, desk)
    other.restore_state(kept)
    redraw(other)
    assert other.canvas.layout_.spots["place:lab"] == (11, 22)
    assert not other.canvas.shown.latency
    assert other.canvas.camera.saved() == page.canvas.camera.saved()


@pytest.mark.parametrize("odd", [{}, {"nodes": 3, "figures": 1, "side": [], "view": "x"}, {"figures": ["nope"]}])
def test_odd_states_are_left_out(page, odd) -> None:
    page.restore_state(odd)
    redraw(page)
    assert page.canvas.dresses


def test_another_workspace_begins_with_its_own_layout(page, desk) -> None:
    page.canvas.put("place:lab", Spot(11, 22))
    desk.set_state(replace(desk.state, path="/srv/somebody/other.toml"))
    assert page.canvas.layout_.spots["place:lab"] != (11, 22)


def test_what_a_node_is_called_is_what_it_is_called_in_figures(page) -> None:
    names = {dress.lines[0] for dress in page.canvas.dresses.values()}
    assert {"Embedded broker", "orders to kafka", "hall-sensor", "This window"} <= names
