"""The inspector shows any message whole, in bounded pieces, as text and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

import hostile
from eventscope.base import clock
from eventscope.core import hexdump, textwindow
from eventscope.core.errors import BadInput
from eventscope.core.message import NO_LATENCY, Message, PublishProperties, Receipt
from eventscope.core.news import ReceiptNews
from eventscope.core.verbs import Explain, Explained, GetMessage
from eventscope.ui.desk import Desk
from eventscope.ui.fold import LEAST
from eventscope.ui.panels import inspector_save
from eventscope.ui.panels.inspector import LAID_OUT, InspectorPanel
from opened import Watch, bait
from ui.fakerows import FakeLog
from ui.fakes import make_desk, push, summary

WALL = 1_795_435_200_705_600_000
ORDER = b'{"id": "o-1", "total": 2.50, "items": [{"n": 1}], "id": "again", "big": 12345678901234567890}'


class Bench:
    """An inspector with its desk and log."""

    def __init__(self, qtbot: QtBot) -> None:
        self.log = FakeLog(1000)
        self.desk: Desk = make_desk(self.log.answers())
        self.panel = InspectorPanel(self.desk)
        self.panel.resize(380, 700)
        qtbot.addWidget(self.panel)
        self.panel.show()
        self._next = 1

    @property
    def door(self) -> Any:
        return self.desk.door

    def choose(self, payload: bytes = ORDER, topic: bytes = b"orders/7/created") -> Message:
        self._next += 1
        self.log.payloads[self._next], self.log.topics[self._next] = payload, topic
        message = self.log.message(GetMessage(self._next))
        self.desk.message_chosen.emit(message)
        return message

    def text(self) -> str:
        return str(self.panel.payload.view.toPlainText())


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    made = Bench(qtbot)
    yield made
    made.panel.close()


def test_header(bench: Bench) -> None:
    bench.choose()
    assert bench.panel.topic.text() == "orders/7/created"
    assert "93 B" in bench.panel.about.text()
    assert "application/json" in bench.panel.about.text()


def test_json_is_laid_out_or_as_it_came(bench: Bench) -> None:
    bench.choose()
    assert bench.text().startswith('{\n  "id": "o-1",\n  "total": 2.50,')
    bench.panel.payload.laid_out.click()
    assert bench.text() == ORDER.decode()


def test_the_tree_names_what_is_odd(bench: Bench) -> None:
    bench.choose()
    model = bench.panel.tree.model
    names = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert names == ["id", "total", "items", "id", "big"]
    assert model.index(1, 1).data() == "2.50"
    assert "again" not in bench.panel.tree.oddities.text()
    assert "“id”" in bench.panel.tree.oddities.text()
    assert "12345678901234567890" in bench.panel.tree.oddities.text()


def test_what_is_no_json_says_why(bench: Bench) -> None:
    bench.choose(b'{"a": 1,}')
    assert "Line 1, column 9" in bench.panel.tree.why.text()
    assert bench.text() == '{"a": 1,}'
    assert not bench.panel.payload.laid_out.isVisible()


def test_a_deep_payload_says_how_deep(bench: Bench) -> None:
    bench.choose(b"[" * 100_000)
    assert "64 deep" in bench.panel.tree.why.text()
    assert bench.text().startswith("[[[")


def test_many_children_come_in_pieces(bench: Bench, qtbot: QtBot) -> None:
    bench.choose(b"[" + b",".join([b"1"] * 30_000) + b"]")
    qtbot.waitUntil(lambda: bench.panel.tree.model.rowCount() > 0)
    assert bench.panel.tree.model.rowCount() < 30_000
    before = bench.panel.tree.model.rowCount()
    from PySide6.QtCore import QModelIndex

    bench.panel.tree.model.fetchMore(QModelIndex())
    assert bench.panel.tree.model.rowCount() > before


def test_a_payload_of_64_mib_is_shown_in_one_window(bench: Bench) -> None:
    bench.choose(b"z" * (64 << 20))
    assert len(bench.text().replace("\n", "")) == textwindow.WINDOW
    assert "67,108,864" in bench.panel.payload.about.text()
    assert "too large" in bench.panel.tree.why.text()
    bench.panel.payload.forth.click()
    assert "262,144 to 524,288" in bench.panel.payload.about.text()
    bench.panel.payload.back.click()
    assert "bytes 0 to" in bench.panel.payload.about.text()


def test_json_too_large_to_lay_out_stays_as_it_came(bench: Bench, qtbot: QtBot) -> None:
    raw = b"[" + b" " * LAID_OUT + b"1]"
    bench.choose(raw)
    qtbot.waitUntil(lambda: "too large to lay out" in bench.panel.payload.about.text())
    assert not bench.panel.payload.laid_out.isVisible()


def test_another_message_stops_the_reading(bench: Bench, qtbot: QtBot) -> None:
    bench.choose(b"[" + b"1," * 200_000 + b"1]")
    bench.choose(b'{"small": 1}')
    assert not bench.panel._json.running
    assert bench.panel.tree.model.index(0, 0).data() == "small"


def test_copying_a_part_undoes_our_own_line_breaks(bench: Bench) -> None:
    bench.choose(b"x" * 500 + b"\n" + b"y" * 10)
    bench.panel.payload.view.selectAll()
    bench.panel.payload.view.copy()
    assert QGuiApplication.clipboard().text() == "x" * 500 + "\n" + "y" * 10


def test_hex_pages_and_jumps(bench: Bench) -> None:
    bench.panel.tabs.setCurrentWidget(bench.panel.hex)
    bench.choose(bytes(range(256)) * 1024)
    assert bench.panel.hex.view.toPlainText().startswith("00000000  00 01 02 03")
    bench.panel.hex.offset.setText("0x20000")
    bench.panel.hex.offset.returnPressed.emit()
    assert bench.panel.hex.view.toPlainText().startswith("00020000")
    bench.panel.hex.back.click()
    assert bench.panel.hex.view.toPlainText().startswith(f"{0x20000 - hexdump.WINDOW:08x}")
    bench.panel.hex.offset.setText("far")
    bench.panel.hex.offset.returnPressed.emit()
    assert "no offset" in bench.panel.hex.about.text()


def test_hidden_hex_costs_nothing_until_it_is_looked_at(bench: Bench) -> None:
    bench.choose(b"abc")
    assert bench.panel.hex.view.toPlainText() == ""
    bench.panel.tabs.setCurrentWidget(bench.panel.hex)
    assert "abc" in bench.panel.hex.view.toPlainText()


def test_properties(bench: Bench) -> None:
    bench.choose()
    view = bench.panel.facts.view
    rows = {view.topLevelItem(row).text(0): view.topLevelItem(row).text(1) for row in range(view.topLevelItemCount())}
    assert rows["Content Type"] == "application/json"
    assert rows["trace"].startswith("t-")
    assert rows["Connection"] == "Embedded broker"


def test_an_explanation_for_an_older_message_is_dropped(bench: Bench) -> None:
    bench.door.held = True
    bench.choose()
    bench.choose()
    bench.door.answers[Explain] = lambda verb: Explained(PublishProperties(content_type=f"type/{verb.id}"))
    bench.door.release()
    assert f"type/{bench._next}" in bench.panel.about.text()


def test_an_explanation_that_fails_is_told(bench: Bench) -> None:
    bench.door.answers[Explain] = BadInput("message-gone", "Message 2 is no longer stored.")
    bench.choose()
    assert bench.panel.said.text() == "Message 2 is no longer stored."


def test_the_receipt_of_the_last_event(bench: Bench) -> None:
    assert not bench.panel.receipt.isVisible()
    push(bench.desk, ReceiptNews((Receipt(1, "a", 1, 1000, WALL),)))
    labels = {name: value.text() for name, (_, value) in bench.panel.receipt._rows.items()}
    assert labels["sent"] == "not yet"
    push(bench.desk, ReceiptNews((Receipt(1, "a", 1, 1000, WALL, 101_000, 601_000, 41_701_000, 4),)))
    rows = {name: (label.text(), value.text()) for name, (label, value) in bench.panel.receipt._rows.items()}
    assert rows["received"] == ("received by 4", "+41.7 ms")
    assert rows["intended"][1].endswith(".705 600")


def test_a_failed_event_says_why(bench: Bench) -> None:
    push(bench.desk, ReceiptNews((Receipt(1, "a", 0, 1, WALL, failed="down", words="Not connected. Connect first."),)))
    assert bench.panel.receipt._reason.text() == "Not connected. Connect first."


def test_the_receipt_of_the_message_that_came_back(bench: Bench) -> None:
    push(bench.desk, ReceiptNews((Receipt(9, "last", 1, 1000, WALL),)))
    bench.door.answers[Explain] = Explained(PublishProperties(), receipt=Receipt(4, "own", 1, 1000, WALL, 2000))
    bench.choose()
    shown = bench.panel.receipt.receipt()
    assert shown is not None
    assert shown.topic == "own"
    bench.door.answers[Explain] = Explained(PublishProperties())
    bench.choose()
    shown = bench.panel.receipt.receipt()
    assert shown is not None
    assert shown.topic == "last"


def test_nothing_chosen_offers_the_newest(bench: Bench, qtbot: QtBot) -> None:
    push(bench.desk, summary(received=1000))
    with qtbot.waitSignal(bench.desk.message_chosen) as chosen:
        bench.panel.nothing.button.click()
    assert chosen.args[0].id == 1000


def test_all_tabs_fit_into_the_least_width(bench: Bench) -> None:
    bench.choose()
    bench.panel.resize(LEAST, 600)
    bar = bench.panel.tabs.tabBar()
    assert bar.sizeHint().width() <= bench.panel.tabs.width()


def test_the_keyboard_follows_to_what_is_shown(bench: Bench, qtbot: QtBot) -> None:
    panel = bench.panel
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.setFocus()
    assert panel.nothing.button.hasFocus()
    bench.choose()
    assert panel.tabs.tabBar().hasFocus()


def test_copying(bench: Bench) -> None:
    bench.choose(b"a\x00b")
    bench.panel.copy_escaped()
    assert QGuiApplication.clipboard().text() == "a\\x00b"
    bench.panel.copy_topic()
    assert QGuiApplication.clipboard().text() == "orders/7/created"


def test_saving_never_touches_a_file_that_is_there(bench: Bench, tmp_path: Path) -> None:
    message = bench.choose(b"\x00\xff", b"../../etc/passwd")
    name = inspector_save.suggested(message, ".bin")
    assert "/" not in name
    assert inspector_save.save(tmp_path / name, message.payload) == f"Saved as {name}."
    assert (tmp_path / name).read_bytes() == b"\x00\xff"
    assert "exists already" in inspector_save.save(tmp_path / name, b"other")
    assert (tmp_path / name).read_bytes() == b"\x00\xff"
    assert "could not be written" in inspector_save.save(tmp_path / "missing" / name, b"")


def test_compose_a_copy(bench: Bench, qtbot: QtBot) -> None:
    bench.choose()
    with qtbot.waitSignal(bench.desk.compose) as composed:
        bench.panel.compose()
    assert composed.args[0].payload == ORDER.decode()
    assert bench.panel.menu().actions()[0].text() == "Copy payload"


def test_hostile_payloads_are_text_in_every_tab(bench: Bench, qtbot: QtBot, tmp_path: Path) -> None:
    path, markup = bait(tmp_path)
    user = ((markup, markup),)
    bench.door.answers[Explain] = Explained(PublishProperties(content_type=markup, user=user))
    with Watch(path) as watch:
        for raw in [
            markup.encode(),
            b'{"%s": "%s"}' % (b"<b>", markup.encode().replace(b'"', b"'")),
            *hostile.payloads(),
        ]:
            bench.choose(raw, raw)
            qtbot.waitUntil(lambda: not bench.panel._json.running)
            for tab in range(bench.panel.tabs.count()):
                bench.panel.tabs.setCurrentIndex(tab)
                bench.panel.grab()
        assert not watch.opened()


def test_the_longest_stretch_without_an_event_stays_short(bench: Bench, qtbot: QtBot) -> None:
    """No verdict by time: a large payload is read in many slices, so the window stays alive between them."""
    from PySide6.QtCore import QTimer

    ticks: list[int] = []
    timer = QTimer(interval=0)
    timer.timeout.connect(lambda: ticks.append(clock.mono_ns()))
    timer.start()
    bench.choose(b"[" + b"1," * 300_000 + b"1]")
    qtbot.waitUntil(lambda: not bench.panel._json.running, timeout=30_000)
    timer.stop()
    assert len(ticks) > 5


def test_no_latency_and_no_properties_need_no_question(bench: Bench) -> None:
    bench.log.latencies[500] = NO_LATENCY
    message = bench.log.message(GetMessage(500))
    bare = Message(500, message.wall, 0, message.connection, b"t", b"x", b"", 0, None)
    bench.door.asked.clear()
    bench.desk.message_chosen.emit(bare)
    assert bench.door.of(Explain) == []
    assert bench.panel.topic.textFormat() == Qt.TextFormat.PlainText


def test_what_changed_since_the_message_before(bench: Bench) -> None:
    bench.panel.tabs.setCurrentWidget(bench.panel.diff)
    bench.choose(b'{"a": 1, "b": 2}')
    assert "Choose another message" in bench.panel.diff.about.text()
    bench.choose(b'{"a": 1, "b": 3}')
    assert '-  "b": 2\n+  "b": 3' in bench.panel.diff.view.toPlainText()
    bench.panel.diff.hold.setChecked(True)
    bench.choose(b'{"a": 1, "b": 4}')
    assert '-  "b": 2\n+  "b": 4' in bench.panel.diff.view.toPlainText()
    bench.choose(b'{"a": 1,    "b": 2}')
    assert "No difference" in bench.panel.diff.about.text()


def test_large_messages_are_compared_by_byte(bench: Bench) -> None:
    bench.panel.tabs.setCurrentWidget(bench.panel.diff)
    bench.choose(b"x" * 100_000)
    bench.choose(b"x" * 70_000)
    assert "byte 70,000" in bench.panel.diff.about.text()
