"""The panel beside the graph: what a bridge can be asked to do, and what it says before anything is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QPushButton

from eventscope.core.busfigures import BridgeFigures
from eventscope.core.verbs import RemoveBridge, SetBridge
from eventscope.ui.bus.control import advice
from eventscope.ui.bus.side import SidePanel
from eventscope.ui.dialogs.ask import Question
from eventscope.ui.viewmodels.bus.graph import Crossing
from ui.fakebus import Scene, bridge, bus_desk, bus_scene, busy, edge, graph_of, one_side_down, side, tangled


@pytest.fixture
def desk():
    return bus_desk(busy())


@pytest.fixture
def panel(qtbot, desk) -> SidePanel:
    made = SidePanel(desk)
    qtbot.addWidget(made)
    made.resize(360, 800)
    made.show()
    return made


def show(panel: SidePanel, scene: Scene, ident: str) -> None:
    panel.show_node(ident, graph_of(scene))


def one(state: str = "running", **fields: object) -> Scene:
    return Scene((_bridge(state, **fields),), ())


def _bridge(state: str = "running", error: int = 0, **fields: object) -> BridgeFigures:
    return bridge("x", side("Lab"), edge(0, side("Lab"), **fields), state=state, error=error)  # type: ignore[arg-type]


def press(panel: SidePanel, text: str) -> None:
    question = panel.window().findChild(Question)
    next(each for each in question.findChildren(QPushButton) if each.text() == text).click()


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("running", {"Pause", "Drain"}), ("paused", {"Go on", "Drain"}), ("stopped", {"Start"}), ("failed", {"Start"}),
        ("blocked", {"Pause", "Drain"}), ("draining", set()),
    ],
)  # fmt: skip
def test_what_makes_sense_in_each_state(panel, state, shown) -> None:
    show(panel, one(state), "bridge:x")
    buttons = {each.text() for each in (panel.start, panel.pause, panel.drain) if each.isVisible() and each.isEnabled()}
    assert buttons == shown


def test_an_open_breaker_is_explained_and_can_be_closed(panel, desk) -> None:
    show(panel, one(tripped=True), "bridge:x")
    assert "breaker is open" in panel.inspect.advice.text()
    assert panel.start.text() == "Close the breaker"
    panel.start.click()
    assert desk.door.last(SetBridge).wanted == "run"


def test_stop_asks_where_messages_wait(panel, desk) -> None:
    crossing = graph_of(one(queued=8_310)).crossings[0]
    panel.control.set(crossing, "stop")
    assert desk.door.of(SetBridge) == []
    assert "8,310" in panel.window().findChild(Question).windowTitle()
    press(panel, "Stop now")
    assert desk.door.last(SetBridge).wanted == "stop"


def test_stop_can_drain_instead(panel, desk) -> None:
    panel.control.set(graph_of(one(queued=3)).crossings[0], "stop")
    press(panel, "Drain")
    assert [verb.wanted for verb in desk.door.of(SetBridge)] == ["drain"]


def test_stop_with_nothing_waiting_just_stops(panel, desk) -> None:
    panel.control.set(graph_of(one()).crossings[0], "stop")
    assert desk.door.last(SetBridge).wanted == "stop"


def test_remove_says_what_is_lost_and_only_then_forces(panel, desk) -> None:
    panel.control.remove(graph_of(one(queued=5, dead=2)).crossings[0])
    press(panel, "Remove")
    assert desk.door.last(RemoveBridge).force is True
    panel.control.remove(graph_of(one()).crossings[0])
    question = [each for each in panel.window().findChildren(Question) if each.isVisible()][-1]
    next(each for each in question.findChildren(QPushButton) if each.text() == "Remove").click()
    assert desk.door.last(RemoveBridge).force is False


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("running", {"Pause", "Drain", "Stop…"}), ("paused", {"Go on", "Drain", "Stop…"}), ("draining", {"Stop…"}),
        ("stopped", {"Start"}), ("failed", {"Start", "Stop…"}),
    ],
)  # fmt: skip
def test_a_bus_can_be_asked_for_what_a_bridge_can(panel, desk, state, shown) -> None:
    show(panel, bus_scene(state), "place:bus1")
    parts = (panel.start, panel.pause, panel.drain, panel.stop, panel.edit)
    found = [each for each in parts if each.isVisible() and each.isEnabled()]
    assert {each.text() for each in found} == shown
    found[0].click()
    wanted = {"Pause": "pause", "Stop…": "stop"}.get(found[0].text(), "run")
    assert [(verb.name, verb.wanted) for verb in desk.door.of(SetBridge)] == [("Plant bus", wanted)]
    assert panel.state.text() == state


def test_a_bus_whose_connection_is_down_is_started_by_its_name(panel, desk) -> None:
    show(panel, replace(bus_scene(), figures=()), "place:bus1")
    assert panel.state.text() == "not connected"
    panel.start.click()
    assert desk.door.last(SetBridge) == SetBridge("Plant bus", "run")


def test_a_bus_asks_before_it_stops_with_events_in_it(panel, desk) -> None:
    show(panel, bus_scene(queued=42), "place:bus1")
    panel.stop.click()
    assert desk.door.of(SetBridge) == []
    assert panel.window().findChild(Question).windowTitle() == "Stop Plant bus while 42 messages wait?"
    press(panel, "Drain")
    assert desk.door.last(SetBridge) == SetBridge("Plant bus", "drain")


def test_an_open_breaker_of_a_member_is_the_buss(panel) -> None:
    scene = bus_scene()
    tripped = replace(scene.figures[1], edges=(replace(scene.figures[1].edges[0], tripped=True),))
    show(panel, replace(scene, figures=(scene.figures[0], tripped)), "place:bus1")
    assert "breaker is open" in panel.inspect.advice.text()
    assert (panel.state.text(), panel.start.text()) == ("breaker open", "Close the breaker")


def test_a_side_that_is_down_is_told_with_its_reason(panel) -> None:
    show(panel, one_side_down(), "bridge:orders to kafka")
    said = " ".join(label.text() for label in panel.inspect.troubles if label.isVisible())
    assert "Kafka staging: Broker 2 of 3 refused" in said
    assert panel.state.text() == "degraded"
    assert panel.tabs.tabText(2) == "Dead letters  3"


def test_brokers_and_clients_have_no_tabs_of_bridges(panel) -> None:
    show(panel, busy(), "place:lab")
    assert [panel.tabs.isTabVisible(number) for number in range(3)] == [True, False, False]
    assert panel.bridge.isVisible()
    show(panel, busy(), "producer:checkout")
    assert not panel.bridge.isVisible()


def test_a_bus_has_dead_letters_but_no_bridge_begins_there(panel) -> None:
    show(panel, tangled(), "place:bus1")
    assert [panel.tabs.isTabVisible(number) for number in range(3)] == [True, False, True]
    assert panel.dead.bridge == "Plant bus"
    assert not panel.bridge.isVisible()
    assert "10/s ⇄ 20/s" in panel.inspect.list.text()


def test_figures_change_in_place(panel) -> None:
    show(panel, busy(), "bridge:audit")
    values = dict(panel.inspect.list._values)
    show(panel, replace(busy(), figures=(*busy().figures[:2], replace(busy().figures[2], rate=99.0))), "bridge:audit")
    assert panel.inspect.list._values == values
    assert "99/s" in panel.inspect.list.text()


def test_all_figures_can_be_copied(panel) -> None:
    show(panel, busy(), "bridge:audit")
    text = panel.inspect.list.text()
    assert "BOOKS" in text
    assert "exact" in text


def test_the_menu_says_what_can_be_done(panel) -> None:
    crossing = graph_of(busy()).crossings[0]
    menu = panel.control.menu(crossing)
    states = {action.text(): action.isEnabled() for action in menu.actions() if action.text()}
    steps = {"Start": False, "Pause": True, "Drain, then stop": True, "Stop…": True}
    assert states == steps | {"Edit…": True, "Remove…": True}
    menu.close()
    menu = panel.control.menu(graph_of(bus_scene()).steered("place:bus1"))
    assert {action.text(): action.isEnabled() for action in menu.actions() if action.text()} == steps
    menu.close()


def test_advice_where_somebody_has_to_act(qapp) -> None:
    for crossing in graph_of(tangled()).crossings:
        assert bool(advice(crossing)) == (crossing.health == "bad")
    assert "fault in Eventscope" in advice(graph_of(one(error=1)).crossings[0])


def test_a_bridge_that_the_engine_does_not_know_yet_can_be_started(panel, desk) -> None:
    show(panel, tangled(), "bridge:no more")
    assert isinstance(panel.node, Crossing)
    panel.start.click()
    assert desk.door.last(SetBridge).name == "no more"
