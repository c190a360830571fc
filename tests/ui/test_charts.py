"""The Charts page over a door that answers with made-up data."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QImage, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from shiboken6 import delete, isValid

from eventscope.base import clock
from eventscope.core.consumer import ConsumerFigures
from eventscope.core.errors import Unavailable
from eventscope.core.metrics import LatencyFigures, LittleFigures
from eventscope.core.verbs import Band, ChartData, GetChart, GetStreams, SaveSettings, StreamFigures
from eventscope.ui.charts.marks import MarkKey
from eventscope.ui.charts.page import ChartsPage
from eventscope.ui.charts.plot import Plot
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.charts_window import RANGES, SECOND
from eventscope.ui.widgets import Label
from ui import fakecharts
from ui.fakes import HOSTILE, make_desk, push, summary


def answers(**more: Any) -> dict[type, Any]:
    queues = more.get("queues")
    return {
        GetChart: lambda verb: fakecharts.chart(verb, clock.mono_ns(), queues),
        GetStreams: lambda _verb: fakecharts.streams(),
    }


@pytest.fixture
def page(qtbot) -> ChartsPage:
    return shown(qtbot, answers())


def shown(qtbot, table: dict[type, Any], height: int = 900) -> ChartsPage:
    desk = make_desk(table)
    push(desk, summary())
    made = ChartsPage(desk)
    qtbot.addWidget(made)
    made.resize(1200, height)
    made.show()
    qtbot.waitUntil(lambda: bool(desk.door.of(GetChart)))
    return made


def plot(page: ChartsPage, name: str) -> Plot:
    return page.wall.cards[name].plot


# --- asking ------------------------------------------------------------------------------------------------------


def test_asks_for_the_last_minute_as_wide_as_it_draws(page: ChartsPage) -> None:
    verb = page.desk.door.last(GetChart)
    assert verb.end == 0
    assert abs(clock.mono_ns() - verb.start - 60 * SECOND) < 30 * SECOND
    assert verb.width == max(round(card.plot.room.width()) for card in page.wall.cards.values())
    assert verb.heat


def test_never_two_questions_at_once(page: ChartsPage, qtbot) -> None:
    door = page.desk.door
    door.held = True
    asked = len(door.of(GetChart))
    for _ in range(5):
        page.tick()
    assert len(door.of(GetChart)) == asked + 1
    door.held = False
    door.release()
    page.tick()
    assert len(door.of(GetChart)) == asked + 2


def test_asks_nothing_while_hidden_or_frozen(page: ChartsPage, qtbot) -> None:
    page.toggle_freeze()
    asked = len(page.desk.door.of(GetChart))
    page.tick()
    page.go_live()
    page.hide()
    hidden = len(page.desk.door.of(GetChart))
    page.tick()
    assert (asked, hidden) == (asked, asked + 1)
    assert len(page.desk.door.of(GetChart)) == hidden


def test_most_questions_name_only_the_queues_that_are_drawn(qtbot) -> None:
    queues = {f"queue.client.c{n:03}": "exact" for n in range(100)}
    page = shown(qtbot, answers(queues=queues))
    page.tick()
    names = page.desk.door.last(GetChart).names
    assert "queue.*" not in names
    assert sum(name.startswith("queue.") for name in names) == 12
    assert "88" in plot(page, "queues").note[0]


def test_a_new_engine_is_asked_again(page: ChartsPage) -> None:
    page.desk.door.held = True
    page.tick()
    page.desk.engine_lost.emit()
    asked = len(page.desk.door.of(GetChart))
    page.tick()
    assert len(page.desk.door.of(GetChart)) == asked + 1


def test_what_the_engine_refuses_is_said_on_the_page_and_goes_when_it_answers(page: ChartsPage) -> None:
    good = page.desk.door.answers[GetChart]
    page.desk.door.answers[GetChart] = Unavailable("x-gone", "The engine is <b>gone</b>.")
    page.tick()
    assert page.bar.words.text() == "The engine is <b>gone</b>."
    page.desk.door.answers[GetChart] = good
    page.tick()
    assert page.bar.words.text() == ""


# --- drawing -----------------------------------------------------------------------------------------------------


def test_all_charts_share_one_stretch_of_time(page: ChartsPage) -> None:
    assert len({(card.plot.start, card.plot.end) for card in page.wall.cards.values()}) == 1


def test_nothing_measured_says_what_to_do(qtbot) -> None:
    page = shown(qtbot, {GetChart: lambda verb: ChartData((), None, (), clock.mono_ns(), 0), GetStreams: ()})
    for card in page.wall.cards.values():
        assert not card.plot.has_data()
    assert not page.grab().isNull()


def coloured(image: QImage, page: ChartsPage, name: str, line: int) -> set[int]:
    """The columns of pixels in which a line of a chart was drawn."""
    one = plot(page, name)
    corner = one.mapTo(page, one.room.topLeft().toPoint())
    from eventscope.ui.charts import brush

    wanted = brush.colour(one.lines[line]).rgb()
    width, height = int(one.room.width()), int(one.room.height())
    return {
        x for x in range(width) if any(image.pixel(corner.x() + x, corner.y() + y) == wanted for y in range(height + 1))
    }


def test_a_gap_is_not_bridged_on_the_screen(page: ChartsPage) -> None:
    """The made-up utilisation begins after a sixth of the stretch."""
    page.toggle_freeze()
    columns = coloured(page.grab().toImage(), page, "utilisation", 0)
    width = plot(page, "utilisation").room.width()
    assert min(columns) >= width / 6 - 2
    assert len(columns) > 0.8 * width


def test_an_estimated_queue_is_broken_and_an_exact_one_is_not(page: ChartsPage) -> None:
    page.toggle_freeze()
    lines = {line.name: line for line in plot(page, "queues").lines}
    assert lines["queue.client.Lab broker"].dash == "dash"
    legend = {entry.item.text: entry.item.tag for entry in page.wall.cards["queues"].legend.entries}
    assert legend["~Lab broker"] == "estimated"
    assert legend["billing group"] == "exact"
    page.wall.show_alone("queues")
    QApplication.processEvents()
    image = page.grab().toImage()
    order = [line.name for line in plot(page, "queues").lines]
    exact = coloured(image, page, "queues", order.index("queue.group.$share/billing/orders/#"))
    estimated = coloured(image, page, "queues", order.index("queue.client.Lab broker"))
    assert len(exact) > 1.3 * len(estimated)


def test_the_verdict_on_littles_law_is_in_words(page: ChartsPage) -> None:
    assert plot(page, "little").note == ("holds, gap 3 %", "good")
    push(page.desk, summary(little=LittleFigures(50.0, 20.0, 0.6, "suspect")))
    page.tick()
    assert plot(page, "little").note[1] == "bad"


@pytest.mark.parametrize("text", HOSTILE)
def test_queues_with_hostile_names(qtbot, text: str) -> None:
    page = shown(qtbot, answers(queues={f"queue.client.{text}": "exact"}))
    (entry,) = page.wall.cards["queues"].legend.entries
    assert len(entry.item.text) < 100
    assert "\x00" not in entry.item.text
    assert "<img" not in entry.toolTip()
    page.move_cursor(-0.5)
    assert not page.grab().isNull()


def test_the_look_changes_at_once(page: ChartsPage) -> None:
    before = page.grab().toImage().pixelColor(600, 300)
    theme.apply("light")
    try:
        assert page.grab().toImage().pixelColor(600, 300) != before
    finally:
        theme.apply("dark")


# --- time --------------------------------------------------------------------------------------------------------


def test_keys_choose_freeze_zoom_and_go_back(page: ChartsPage, qtbot) -> None:
    one = plot(page, "latency")
    qtbot.keyClick(one, Qt.Key.Key_2)
    assert page.time.span == RANGES[1]
    assert page.bar.ranges[1].isChecked()
    qtbot.keyClick(one, Qt.Key.Key_F)
    assert not page.time.live
    assert page.bar.freeze.isChecked()
    assert page.bar.words.text()
    qtbot.keyClick(one, Qt.Key.Key_Plus)
    assert page.time.span == RANGES[1] // 2
    assert page.desk.door.last(GetChart).end > 0
    qtbot.keyClick(one, Qt.Key.Key_Minus)
    assert page.time.span == RANGES[1]
    qtbot.keyClick(one, Qt.Key.Key_Escape)
    assert page.time.live
    assert page.bar.words.text() == ""


def test_arrows_move_the_cursor_through_all_charts(page: ChartsPage, qtbot) -> None:
    page.toggle_freeze()
    one = plot(page, "throughput")
    for _ in range(3):
        qtbot.keyClick(one, Qt.Key.Key_Left)
    qtbot.keyClick(one, Qt.Key.Key_Right)
    assert {card.plot.pointer for card in page.wall.cards.values()} == {one.end - round(0.02 * 60 * SECOND)}
    assert "delivered" in one.accessibleDescription()
    qtbot.keyClick(one, Qt.Key.Key_Escape)
    assert page.pointer is None


def test_the_wheel_zooms_around_the_mouse(page: ChartsPage) -> None:
    one = plot(page, "latency")
    place = QPointF(one.room.left() + one.room.width() / 4, one.room.center().y())
    at = one.moment(place.x())
    turn = QWheelEvent(
        place, one.mapToGlobal(place), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(one, turn)
    assert page.time.span == round(60 * SECOND / 1.2)
    assert abs(one.moment(place.x()) - at) < SECOND // 5


def test_dragging_pans_and_a_double_click_goes_live(page: ChartsPage, qtbot) -> None:
    one = plot(page, "latency")
    end = one.end
    middle = one.room.center().toPoint()
    qtbot.mousePress(one, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(one, middle + QPoint(100, 0))
    qtbot.mouseRelease(one, Qt.MouseButton.LeftButton, pos=middle + QPoint(100, 0))
    assert not page.time.live
    assert one.end < end
    qtbot.mouseDClick(one, Qt.MouseButton.LeftButton, pos=middle)
    assert page.time.live


def test_the_box_at_the_cursor_tells_values_and_marks(page: ChartsPage) -> None:
    page.toggle_freeze()
    one = plot(page, "latency")
    page.point(one.start + round(0.68 * (one.end - one.start)))
    labels = [entry.label for entry in one.entries(one.pointer or 0)]
    assert labels == ["max", "p99", "p90", "p50"]
    assert one.notes(one.pointer or 0) == ["Hiccup billing"]
    heat = page.wall.heat
    assert any(entry.value.endswith("%") for entry in heat.entries(one.pointer or 0))
    assert not page.grab().isNull()


def test_a_link_that_was_down_is_named_as_its_connection(page: ChartsPage) -> None:
    assert page._band_words(Band("link-down", 0, 1, "embedded")) == "No connection: Embedded broker"
    assert page._band_words(Band("window-late", 0, 1)) == "This window was late"
    assert page._band_words(Band("unheard-of", 0, 1, "<b>")) == "<b>"


def enter(one: Plot, at: QPoint) -> None:
    QApplication.sendEvent(one, QEnterEvent(QPointF(at), QPointF(at), QPointF(one.mapToGlobal(at))))


def test_a_mouse_that_rests_where_the_page_opens_covers_nothing(page: ChartsPage, qtbot) -> None:
    one = plot(page, "latency")
    middle = one.room.center().toPoint()
    enter(one, middle)
    qtbot.mouseMove(one, middle)
    assert page.pointer is None
    qtbot.mouseMove(one, middle + QPoint(9, 0))
    assert page.pointer is not None
    assert all(card.plot.pointer == page.pointer for card in page.wall.cards.values())


def test_a_sentence_in_the_corner_is_never_cut(page: ChartsPage) -> None:
    """In a narrow chart it goes on in a second line instead of losing its first letters."""
    one = plot(page, "little")
    one.resize(one.minimumSizeHint())
    one.show_note("unstable: more comes in than goes out", "warn")
    drawn: list[tuple[QRectF, int]] = []
    one._write = lambda painter, room, flags, text, role: drawn.append((room, flags))  # type: ignore[method-assign]
    one.grab()
    assert drawn[0][1] & Qt.TextFlag.TextWordWrap


# --- the key to the marks ------------------------------------------------------------------------------------------


def test_only_marks_that_are_in_sight_are_explained(page: ChartsPage, qtbot) -> None:
    key = page.bar.marks
    qtbot.waitUntil(lambda: key.kinds == ["hiccup", "clock-jump"])
    assert key.isVisible()
    assert "hiccup" in key.accessibleName()
    assert "the clock of this machine was set" in key.accessibleDescription()
    assert not key.grab().isNull()
    key.show_bands([], 0, 1)
    assert not key.isVisible()
    key.show_bands([Band("link-down", 5, 9), Band("window-late", 20, 30), Band("hiccup", 40, 50)], 8, 25)
    assert key.kinds == ["link-down", "window-late"]


def test_marks_without_room_are_counted(qtbot) -> None:
    key = MarkKey()
    qtbot.addWidget(key)
    key.show_bands([Band(kind, 0, 1) for kind in ("hiccup", "link-down", "clock-jump", "new-kind")], 0, 1)
    written: list[str] = []
    key._word = lambda painter, x, text: written.append(text)  # type: ignore[method-assign]
    key.resize(key.sizeHint())
    key.grab()
    assert written == ["hiccup", "link down", "clock jump", "new-kind"]
    written.clear()
    key.resize(key.sizeHint().width() // 2, 20)
    key.grab()
    assert written[-1] == f"+{4 - len(written) + 1}"


def test_definitions_have_their_label(page: ChartsPage) -> None:
    assert "Definitions:" in [made.text() for made in page.bar.findChildren(Label)]
    assert page.bar.definitions["simple"].accessibleName() == "Definitions: Simple"


# --- legend ------------------------------------------------------------------------------------------------------


def test_a_name_in_the_legend_switches_its_line_by_click_and_by_key(page: ChartsPage, qtbot) -> None:
    card = page.wall.cards["latency"]
    first = card.legend.entries[0]
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert [line.name for line in card.plot.lines] == ["latency.p90", "latency.p99", "latency.max"]
    assert "Hidden at present." in first.toolTip()
    qtbot.keyClick(first, Qt.Key.Key_Space)
    assert len(card.plot.lines) == 4
    assert "Hidden" not in first.toolTip()
    page.tick()
    assert card.legend.entries[0] is first  # not made anew while nothing changed


def test_names_without_room_are_in_a_menu(page: ChartsPage, qtbot) -> None:
    page.resize(700, 700)
    QApplication.processEvents()
    card = page.wall.cards["queues"]
    hidden = [entry for entry in card.legend.entries if entry.isHidden()]
    assert hidden
    assert card.legend.more.text() == f"+{len(hidden)}"
    menu = card.legend.menu()
    menu.actions()[0].trigger()
    assert hidden[0].item.line.name not in {line.name for line in card.plot.lines}


def test_what_was_switched_off_and_the_range_are_kept(page: ChartsPage, qtbot) -> None:
    page.wall.cards["latency"].legend.set_shown("latency.max", False)
    page.choose_range(RANGES[2])
    state = page.save_state()
    other = shown(qtbot, answers())
    other.restore_state(state)
    other.tick()
    assert other.time.span == RANGES[2]
    assert "latency.max" not in {line.name for line in plot(other, "latency").lines}
    other.restore_state({"range": "x", "off": [1], "consumers": 7})
    assert other.time.span == RANGES[2]


def test_one_chart_alone_takes_all_the_room(page: ChartsPage) -> None:
    page.wall.cards["little"].alone.click()
    QApplication.processEvents()
    assert [name for name, card in page.wall.cards.items() if card.isVisible()] == ["little"]
    assert page.wall.cards["little"].size() == page.wall.size()
    page.wall.cards["little"].alone.click()
    assert all(card.isVisible() for card in page.wall.cards.values())


# --- consumers ---------------------------------------------------------------------------------------------------


def headings(page: ChartsPage) -> list[str]:
    rows = page.consumers.table.rows
    return [rows.headerData(n, Qt.Orientation.Horizontal) for n in range(rows.columnCount())]


def cell(page: ChartsPage, row: int, ident: str) -> str:
    rows = page.consumers.table.rows
    place = [column.id for column in rows.columns].index(ident)
    return str(rows.index(row, place).data())


def test_our_own_consumers_show_where_their_time_goes_and_their_share(page: ChartsPage) -> None:
    streams = (
        StreamFigures("a", LatencyFigures(9, mean=2e6), 300, group="g"),
        StreamFigures("b", LatencyFigures(9, mean=2e6), 100, group="g"),
        StreamFigures("g", LatencyFigures(9, mean=2e6), 400, group="g"),
    )
    part = LatencyFigures(9, mean=7e6)
    told = ConsumerFigures("a", "up", "push", "queue", latency=part, transit=part, waiting=part, service=part)
    page.consumers.take(streams, (told,))
    columns = {column.id: column for column in page.consumers.table.rows.columns}
    first, second, whole = page.consumers.table.rows.rows
    assert [columns[name].text(first) for name in ("waits", "service")] == ["7.0 ms", "7.0 ms"]
    assert [columns[name].text(second) for name in ("waits", "service")] == ["–", "–"]
    share, hover = columns["received"].share, columns["received"].hover
    assert share is not None
    assert hover is not None
    assert [share(item) for item in (first, second, whole)] == [0.75, 0.25, 0.0]
    assert hover(first) == "75.0 % of its group"
    page.consumers.show_definitions("both")
    assert {"waits", "a-queue"} <= {column.id for column in page.consumers.table.rows.columns}


def test_definitions_show_the_consumers_and_are_kept(page: ChartsPage, qtbot) -> None:
    page.below.show(False)
    qtbot.mouseClick(page.bar.definitions["both"], Qt.MouseButton.LeftButton)
    assert page.consumers.isVisible()
    assert page.desk.door.last(SaveSettings).settings.definitions == "both"
    assert "Throughput" in headings(page)
    assert "Throughput *" in headings(page)
    qtbot.mouseClick(page.bar.definitions["both"], Qt.MouseButton.LeftButton)
    assert not page.consumers.isVisible()
    assert not page.bar.definitions["both"].isChecked()


def test_textbook_and_article_side_by_side(page: ChartsPage) -> None:
    page.below.choose_definitions("both")
    assert cell(page, 4, "consumer") == "billing, the whole group"
    assert cell(page, 4, "throughput") == "45.8/s"
    assert cell(page, 4, "a-throughput") == "0.66"
    assert cell(page, 4, "headroom") == cell(page, 4, "a-scale") == "1.52×"
    assert cell(page, 0, "p50") == "0.80 ms"
    assert cell(page, 0, "utilisation") == "–"  # nothing ever waited for the watcher


def test_every_figure_says_how_it_is_computed(page: ChartsPage) -> None:
    page.below.choose_definitions("both")
    rows = page.consumers.table.rows
    for place in range(1, rows.columnCount()):
        assert rows.headerData(place, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    inputs = rows.index(4, [column.id for column in rows.columns].index("utilisation"))
    assert "46.0/s ÷ 70.1/s" in inputs.data(Qt.ItemDataRole.ToolTipRole)


def test_preferences_change_the_definitions_here_too(page: ChartsPage) -> None:
    state = page.desk.state
    assert state is not None
    page.desk.state = replace(state, settings=replace(state.settings, definitions="simple"))
    page.tick()
    assert "Scalability" in headings(page)


def test_consumers_show_by_themselves_only_where_there_is_room(qtbot) -> None:
    low = shown(qtbot, answers(), height=620)
    low.tick()
    assert not low.consumers.isVisible()
    high = shown(qtbot, answers(), height=950)
    high.tick()
    assert high.consumers.isVisible()


# --- saving ------------------------------------------------------------------------------------------------------


def choose(page: ChartsPage, path: Path) -> None:
    """What a person does in the dialog."""
    dialog = page.export.dialog
    assert dialog is not None
    dialog.fileSelected.emit(str(path))
    dialog.reject()


def test_a_picture_is_written(page: ChartsPage, tmp_path: Path) -> None:
    page.export.picture()
    assert page.export.dialog is not None
    assert page.export.dialog.selectedFiles()[0].endswith(".png")
    choose(page, tmp_path / "charts.png")
    image = QImage(str(tmp_path / "charts.png"))
    assert image.width() == round(page.wall.width() * page.devicePixelRatio())
    assert image.height() > page.wall.height()
    assert page.bar.words.text() == "Saved as charts.png."


def test_data_are_fetched_whole_and_written(page: ChartsPage, tmp_path: Path) -> None:
    page.toggle_freeze()
    start, end = page.time.at(page.now)
    page.export.data()
    choose(page, tmp_path / "charts.csv")
    verb = page.desk.door.last(GetChart)
    assert (verb.start, verb.end, verb.names) == (start, end, ())
    assert verb.width > 10_000
    with (tmp_path / "charts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 600
    assert float(rows[0]["throughput.offered (1/s)"]) == 12_500
    assert rows[0]["utilisation (ratio)"] == ""
    assert "hiccup billing" in {row["marks"] for row in rows}


def test_a_folder_that_takes_no_file_is_said_in_words(page: ChartsPage, tmp_path: Path) -> None:
    page.export.data()
    choose(page, tmp_path / "missing" / "charts.csv")
    assert page.bar.words.text().startswith("charts.csv could not be written")
    assert "Choose another folder" in page.bar.words.text()


def test_commands_do_what_they_say(page: ChartsPage) -> None:
    commands = {command.id: command for command in page.commands()}
    commands["charts.range-3"].call()
    assert page.time.span == RANGES[2]
    commands["charts.freeze"].call()
    assert not page.time.live
    commands["charts.live"].call()
    assert page.time.live
    assert all(command.text for command in commands.values())


def test_an_answer_that_comes_after_the_page_is_gone_does_no_harm() -> None:
    desk = make_desk(answers())
    page = ChartsPage(desk)
    desk.door.held = True
    page.show()
    page.tick()
    delete(page)
    desk.door.release()
    assert not isValid(page)


def test_everything_the_keyboard_reaches_has_a_name(page: ChartsPage) -> None:
    wanted = [each for each in page.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(wanted) > 5
    unnamed = [
        type(each).__name__
        for each in wanted
        if each.isVisible() and not (each.accessibleName() or (isinstance(each, QAbstractButton) and each.text()))
    ]
    assert unnamed == []
