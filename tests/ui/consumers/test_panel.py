"""The panel of consumers: rows, what is offered, a pull that shows its message."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel

from eventscope.core.consumer import ConsumerFigures, ConsumerSpec, Pulled, Simulation
from eventscope.core.errors import Refused
from eventscope.core.message import Message
from eventscope.core.metrics import LatencyFigures, LittleFigures
from eventscope.core.news import ConsumerNews
from eventscope.core.verbs import Pull, RemoveConsumer, SaveConsumer, SetConsumer
from eventscope.core.workspace import Workspace
from eventscope.ui.consumers import ConsumersPanel, texts
from eventscope.ui.consumers.columns import columns
from eventscope.ui.dialogs.ask import Question
from eventscope.ui.viewmodels.consumers_rows import ConsumerRow
from ui.fakes import connection, make_desk, push, state

PULL = ConsumerSpec("puller", "lab", "orders/#", "pull", window=10)
PUSH = ConsumerSpec("worker", "lab", "orders/#", sharing="queue", group="billing", simulate=Simulation())
UP = ConsumerFigures(
    "puller", "up", "pull", "topic", received=17, done=7, holding=10, queued=83, quality="exact", oldest=3.0,
    rate_in=12.0, latency=LatencyFigures(2000, 1_000_000, 2_000_000, 9_000_000, None, 10_000_000, 1_500_000.0),
    little=LittleFigures(4.0, 4.1, 0.02, "holds"), boundary="sent", redelivered=2, retried=3,
)  # fmt: skip


def desk_with(*consumers: ConsumerSpec, **answers: object):
    known = state(connection("lab"))
    known = replace(known, workspace=replace(known.workspace, consumers=consumers), consumers=())
    return make_desk({Pull: (), **answers}, known=known)


@pytest.fixture
def made(qtbot):
    def make(*consumers: ConsumerSpec, **answers: object) -> ConsumersPanel:
        panel = ConsumersPanel(desk_with(*consumers, **answers))
        qtbot.addWidget(panel)
        panel.resize(1100, 700)
        panel.show()
        return panel

    return make


def door(panel: ConsumersPanel):
    return panel._desk.door


def told(panel: ConsumersPanel, *figures: ConsumerFigures) -> None:
    push(panel._desk, ConsumerNews(figures))


def choose(panel: ConsumersPanel, name: str) -> None:
    panel.table.selectRow(panel.table.rows.row_of(name))


def test_without_consumers_it_says_what_they_are(made) -> None:
    panel = made()
    assert not panel.table.isVisible()
    assert any("queue grows" in label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def test_figures_show_in_their_rows(made) -> None:
    panel = made(PULL, PUSH)
    told(panel, UP, ConsumerFigures("worker", "refused", "push", "queue", code="x", words="Not allowed."))
    shown = {column.id: column.text(panel.table.rows.rows[0]) for column in columns()}
    assert shown["state"] == "up"
    assert (shown["waiting"], shown["holding"], shown["done"]) == ("83", "10", "7")
    assert (shown["rate"], shown["p99"], shown["utilisation"]) == ("12/s", "9.0 ms", "–")
    choose(panel, "worker")
    assert panel.said.text() == "Not allowed."
    assert panel.table.rows.rows[1].level == "bad"


def test_only_what_can_be_done_is_offered(made) -> None:
    panel = made(PULL, PUSH)
    told(panel, UP)
    choose(panel, "puller")
    assert panel.puller.isVisible()
    assert panel.puller.isEnabled()
    assert panel.toggle.text() == "Stop"
    choose(panel, "worker")
    assert not panel.puller.isVisible()
    assert panel.toggle.text() == "Start"
    panel.toggle.click()
    assert door(panel).last(SetConsumer) == SetConsumer("worker", "start")
    choose(panel, "puller")
    panel.toggle.click()
    assert door(panel).last(SetConsumer) == SetConsumer("puller", "stop")
    assert [action.text() for action in panel.menu().actions() if action.text()] == ["Pull", "Stop", "Edit…", "Remove"]


def message(number: int) -> Message:
    return Message(-number, 1, 1, 1, b"orders/1", b'{"n": %d}' % number, b"", 1, None)


def test_a_pull_shows_its_last_message(made) -> None:
    panel = made(PULL, **{})
    door(panel).answers[Pull] = (Pulled(1, message(1)), Pulled(2, message(2)))
    told(panel, UP)
    panel.count.set_value(2)
    panel.puller.click()
    assert door(panel).last(Pull) == Pull("puller", 2, 2.0)
    assert panel.inspector is not None
    assert panel.inspector.isVisible()
    assert panel.inspector.message == message(2)
    assert "2 message" in panel.said.text()
    told(panel, replace(UP, done=9))
    assert "2 message" in panel.said.text()  # still
    door(panel).answers[Pull] = (Pulled(3, message(3)),)
    panel.puller.click()
    assert panel.inspector.message == message(3)


def test_an_empty_or_refused_pull_says_so(made) -> None:
    panel = made(PULL, PUSH)
    told(panel, UP)
    panel.puller.click()
    assert "Nothing waited" in panel.said.text()
    assert panel.inspector is None
    door(panel).answers[Pull] = Refused("consumer-stopped", "It was stopped.")
    panel.puller.click()
    assert panel.said.text() == "It was stopped."
    assert panel.puller.isEnabled()
    panel.count.setText("none")
    panel.puller.click()
    assert "whole number" in panel.said.text()
    choose(panel, "worker")
    assert panel.said.text() == ""


def test_removing_asks_first_and_can_be_undone(made, qtbot) -> None:
    panel = made(PULL)
    offers: list[tuple[str, str, object]] = []
    panel._desk.offer.connect(lambda *given: offers.append(given))
    panel.drop.click()
    question = panel.findChild(Question)
    assert question is not None
    assert door(panel).of(RemoveConsumer) == []
    next(item for item in question.findChildren(type(panel.drop)) if item.text() == "Remove").click()
    assert door(panel).last(RemoveConsumer) == RemoveConsumer("puller")
    offers[0][2]()  # type: ignore[operator]
    assert door(panel).last(SaveConsumer) == SaveConsumer(PULL)


def test_dialogs_open_for_new_and_known(made, qtbot) -> None:
    panel = made(PULL)
    new = panel.add()
    assert new is not None
    assert new.taking.name.text() == "consumer-1"
    new.reject()
    known = panel.edit()
    assert known is not None
    assert known.spec() == PULL
    known.reject()


def test_without_a_connection_a_sentence_says_what_to_do(qtbot) -> None:
    known = replace(state(), workspace=Workspace())
    desk = make_desk(known=known)
    panel = ConsumersPanel(desk)
    qtbot.addWidget(panel)
    notices = []
    desk.notice.connect(notices.append)
    assert panel.add() is None
    assert notices[0].code == "consumer-no-connection"
    assert panel.edit() is None
    panel.remove()
    panel.pull()
    panel.start_or_stop()
    assert [action.text() for action in panel.menu().actions()] == ["New consumer…"]


def test_commands_reach_the_palette(made) -> None:
    assert [command.id for command in made().commands()] == ["consumers.new", "consumers.pull"]


def test_what_stands_behind_a_figure_is_told() -> None:
    row = ConsumerRow(PULL, "Lab", UP)
    assert "Counted by the embedded broker." in texts.waiting_more(row)
    assert "3.0 s" in texts.waiting_more(row)
    assert texts.book(UP).splitlines()[0] == "17 received = 7 done + 0 failed + 10 in hand + 0 returned"
    assert "holds" in texts.little(UP)
    assert "p99 9.0 ms" in texts.split(UP)
    guessed = replace(row, figures=replace(UP, quality="estimated", oldest=None, lag_seconds=2.0, share="q"))
    assert texts.waiting(guessed) == "~83"
    assert texts.waiting(replace(row, figures=replace(UP, quality="reported"))) == "≈83"
    assert "all members" in texts.waiting_more(guessed)
    assert "Behind by 2.0 s" in texts.waiting_more(guessed)
    assert texts.waiting(replace(row, figures=None)) == texts.NONE
    assert texts.sharing(ConsumerRow(PUSH, "Lab")) == "queue billing"
    assert texts.percentile(replace(UP.latency, wall=1)).startswith("~")
    assert texts.share(0.5) == "50 %"


def test_hostile_names_stay_text(made) -> None:
    panel = made(replace(PULL, name="<b>x</b>", filter="a\u202eb", group="<i>"))
    told(panel, replace(UP, name="<b>x</b>"))
    for column in columns():
        row = panel.table.rows.rows[0]
        assert "\u202e" not in column.text(row)
        assert not column.hover or "\u202e" not in column.hover(row)
