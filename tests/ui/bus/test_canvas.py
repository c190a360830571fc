"""The graph under mouse and keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from eventscope.ui.bus.canvas import Canvas
from eventscope.ui.bus.nodes import Shown
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.bus import emphasis
from eventscope.ui.viewmodels.bus.curves import Point
from ui.fakebus import SECOND, busy, graph_of, one_side_down, tangled

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def canvas(qtbot) -> Canvas:
    made = Canvas()
    qtbot.addWidget(made)
    made.resize(1400, 800)
    made.show()
    made.show_graph(graph_of(busy()), SECOND)
    return made


def at(canvas: Canvas, ident: str, dx: float = 0, dy: float = 0) -> QPoint:
    box = canvas.dresses[ident].box
    return canvas.camera.window(Point(box.x + dx, box.y + dy)).toPoint()


def port(canvas: Canvas, ident: str) -> QPoint:
    return at(canvas, ident, canvas.dresses[ident].box.width / 2)


def drag(qtbot, canvas: Canvas, start: QPoint, end: QPoint, drop: bool = True) -> None:
    qtbot.mousePress(canvas, LEFT, NONE, start)
    for share in (0.2, 0.6, 1.0):
        qtbot.mouseMove(canvas, start + (end - start) * share)
    if drop:
        qtbot.mouseRelease(canvas, LEFT, NONE, end)


def test_a_click_chooses_a_node_or_what_a_line_belongs_to(qtbot, canvas) -> None:
    with qtbot.waitSignal(canvas.chosen) as heard:
        qtbot.mouseClick(canvas, LEFT, NONE, at(canvas, "place:lab"))
    assert heard.args == ["place:lab"]
    line = next(
        each for each in canvas.strands if each.flow.end == "producer:checkout" or "checkout" in each.flow.start
    )
    qtbot.mouseClick(canvas, LEFT, NONE, canvas.camera.window(line.curve.at(0.7)).toPoint())
    assert canvas.selected == "producer:checkout"
    qtbot.mouseClick(canvas, LEFT, NONE, QPoint(5, 5))
    assert canvas.selected == ""


def test_dragging_from_a_handle_to_a_broker_builds_a_bridge(qtbot, canvas) -> None:
    with qtbot.waitSignal(canvas.bridge_wanted) as heard:
        drag(qtbot, canvas, port(canvas, "place:lab"), at(canvas, "place:staging"))
    assert heard.args == ["place:lab", "place:staging"]


def test_dragging_a_broker_onto_another_builds_a_bridge_and_moves_nothing(qtbot, canvas) -> None:
    before = canvas.layout_.spots["place:lab"]
    with qtbot.waitSignal(canvas.bridge_wanted) as heard:
        drag(qtbot, canvas, at(canvas, "place:lab"), at(canvas, "place:embedded"))
    assert heard.args == ["place:lab", "place:embedded"]
    assert canvas.layout_.spots["place:lab"] == pytest.approx(before)
    assert canvas.layout_.pinned == {}


def test_dragging_elsewhere_moves_the_node_and_it_stays(qtbot, canvas) -> None:
    goal = at(canvas, "place:lab", 0, 160)
    with qtbot.assertNotEmitted(canvas.bridge_wanted):
        drag(qtbot, canvas, at(canvas, "place:lab"), goal)
    spot = canvas.layout_.spots["place:lab"]
    canvas.show_graph(graph_of(one_side_down()), SECOND)
    assert canvas.layout_.spots["place:lab"] == spot
    assert (
        at(canvas, "place:lab") == pytest.approx(goal, abs=2) or (at(canvas, "place:lab") - goal).manhattanLength() < 3
    )


def test_producers_and_bridges_cannot_be_joined(qtbot, canvas) -> None:
    with qtbot.assertNotEmitted(canvas.bridge_wanted):
        drag(qtbot, canvas, at(canvas, "producer:checkout"), at(canvas, "place:lab"))


def test_a_bus_is_no_end_of_a_bridge(qtbot, canvas) -> None:
    canvas.show_graph(graph_of(tangled()), SECOND)
    canvas.fit()
    with qtbot.assertNotEmitted(canvas.bridge_wanted):
        drag(qtbot, canvas, port(canvas, "place:lab"), at(canvas, "place:bus1"))


def test_escape_takes_a_drag_back(qtbot, canvas) -> None:
    before = canvas.layout_.spots["place:lab"]
    drag(qtbot, canvas, at(canvas, "place:lab"), at(canvas, "place:lab", 90, 300), drop=False)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.layout_.spots["place:lab"] == pytest.approx(before)


def test_figures_while_a_node_is_dragged_do_not_throw_it_back(qtbot, canvas) -> None:
    goal = at(canvas, "place:lab", 0, 200)
    drag(qtbot, canvas, at(canvas, "place:lab"), goal, drop=False)
    canvas.show_graph(graph_of(one_side_down()), SECOND)
    assert (at(canvas, "place:lab") - goal).manhattanLength() < 3


def test_an_empty_place_moves_the_drawing(qtbot, canvas) -> None:
    before = at(canvas, "place:lab")
    drag(qtbot, canvas, QPoint(20, 780), QPoint(60, 700))
    assert (at(canvas, "place:lab") - before - QPoint(40, -80)).manhattanLength() < 3
    assert canvas.own_view


def test_the_wheel_zooms_around_the_mouse(canvas) -> None:
    place = QPointF(at(canvas, "place:lab"))
    event = QWheelEvent(
        place, place, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False
    )
    scale = canvas.camera.scale
    QApplication.sendEvent(canvas, event)
    assert canvas.camera.scale > scale
    assert (at(canvas, "place:lab") - place.toPoint()).manhattanLength() < 3


def test_keys_walk_open_remove_and_zoom(qtbot, canvas) -> None:
    canvas.choose("bridge:orders to kafka")
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.selected == "place:staging"
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    with qtbot.waitSignal(canvas.opened) as heard:
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert heard.args == [canvas.selected]
    with qtbot.waitSignal(canvas.removed):
        qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    scale = canvas.camera.scale
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.camera.scale > scale
    qtbot.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.camera.shows(canvas._boxes(), canvas._room())
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.selected == ""


def test_shift_and_arrows_move_a_node(qtbot, canvas) -> None:
    canvas.choose("place:lab")
    before = canvas.layout_.spots["place:lab"]
    qtbot.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.layout_.spots["place:lab"].y == before.y + 20


def test_a_screen_reader_hears_what_is_chosen(canvas) -> None:
    canvas.show_graph(graph_of(one_side_down()), SECOND)
    canvas.choose("bridge:orders to kafka")
    assert "degraded" in canvas.accessibleDescription()
    assert "8,310 waiting" in canvas.accessibleDescription()
    canvas.choose("place:staging")
    assert "waiting to reconnect" in canvas.accessibleDescription()


@pytest.mark.parametrize("look", ["dark", "light"])
@pytest.mark.parametrize("scene", [busy(), one_side_down(), tangled()], ids=["busy", "down", "tangled"])
def test_every_scene_is_painted(canvas, scene, look) -> None:
    theme.apply(look)
    graph = graph_of(scene)
    canvas.show_graph(graph, SECOND)
    canvas.emphasise(emphasis.cycle(graph, ("Kafka staging", "new", "Lab", "alarms up", "Kafka staging")))
    first = canvas.grab().toImage()
    canvas.emphasise(None)
    canvas.show_figures(Shown(rates=False, latency=False, depth=False))
    second = canvas.grab().toImage()
    assert first != second
    colours = {
        second.pixelColor(x, y).name() for x in range(0, second.width(), 7) for y in range(0, second.height(), 7)
    }
    assert theme.colour("raised").name() in colours
    theme.apply("dark")


def test_all_of_it_shows_after_every_resize_until_a_person_moved_it(qtbot, canvas) -> None:
    canvas.resize(700, 500)
    assert canvas.camera.shows(canvas._boxes(), canvas._room())
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    kept = canvas.camera.saved()
    canvas.resize(900, 600)
    assert canvas.camera.saved() == kept


def test_a_node_that_is_gone_is_not_chosen_any_more(canvas) -> None:
    canvas.choose("workspace:analytics")
    canvas.show_graph(graph_of(tangled()), SECOND)
    assert canvas.selected == ""
