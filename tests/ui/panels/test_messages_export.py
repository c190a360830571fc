"""The export of messages: asks for a new file, says how far it is, can be stopped."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from eventscope.core.news import ExportNews
from eventscope.core.verbs import ExportMessages, StopExport
from eventscope.ui.panels.messages_export import Exporting
from ui.fakes import make_desk, push


@pytest.fixture
def strip(qtbot: QtBot) -> Exporting:
    desk = make_desk({ExportMessages: 1, StopExport: None})
    made = Exporting(desk, lambda: "orders")
    qtbot.addWidget(made)
    return made


def test_the_ending_says_what_kind_of_file(strip: Exporting) -> None:
    for path in ("/tmp/a.csv", "/tmp/b.CSV", "/tmp/c.jsonl", "/tmp/d"):
        strip.export_to(path)
    assert [(item.form, item.filter) for item in strip._desk.door.of(ExportMessages)] == [  # type: ignore[union-attr]
        ("csv", "orders"),
        ("csv", "orders"),
        ("jsonl", "orders"),
        ("jsonl", "orders"),
    ]


def test_the_dialog_gives_the_ending_that_was_chosen(strip: Exporting, tmp_path: Path) -> None:
    dialog = strip.ask()
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert dialog.testOption(QFileDialog.Option.DontConfirmOverwrite)
    assert dialog.defaultSuffix() == "jsonl"
    dialog.filterSelected.emit(dialog.nameFilters()[1])
    assert dialog.defaultSuffix() == "csv"
    dialog.fileSelected.emit(str(tmp_path / "x.csv"))
    assert strip._desk.door.last(ExportMessages) == ExportMessages(str(tmp_path / "x.csv"), "csv", "orders")  # type: ignore[union-attr]
    dialog.close()


def test_it_is_there_while_an_export_runs_and_stops_it(strip: Exporting) -> None:
    desk = strip._desk
    push(desk, ExportNews(7, "C:\\data\\all <b>.csv", 250, 1000, 40, True))
    assert not strip.isHidden()
    assert strip.text.text() == "Exporting to all <b>.csv: 250 of 1,000 looked at, 40 written"
    assert strip.bar.part == 0.25
    strip.stop.click()
    assert desk.door.of(StopExport) == [StopExport(7)]  # type: ignore[union-attr]
    push(desk, ExportNews(7, "x", 500, 1000, 90, False, stopped=True))
    assert strip.isHidden()


def test_an_engine_that_is_gone_exports_nothing(strip: Exporting) -> None:
    push(strip._desk, ExportNews(7, "/x", 0, 0, 0, True))
    assert strip.bar.part == 1
    strip._desk.engine_lost.emit()
    assert strip.isHidden()
