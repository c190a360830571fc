"""Payloads are read between two frames; a newer one stops the older."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from eventscope.ui import jsonload
from eventscope.ui.jsonload import JsonLoad

LARGE = b"[" + b"1," * (jsonload.STEP * 30) + b"1]"


def test_small_payloads_are_there_at_once(qtbot: QtBot) -> None:
    load, got = JsonLoad(), []
    load.done.connect(got.append)
    load.start(b'{"a": 1}')
    assert len(got[0]) == 2
    assert not load.running


def test_mistakes_and_bytes_that_are_no_text(qtbot: QtBot) -> None:
    load, got = JsonLoad(), []
    load.failed.connect(lambda error: got.append(error.code))
    for raw in (b"{", b"\xff", b"[" * 100):
        load.start(raw)
    assert got == ["json-ends", "json-utf8", "json-depth"]


def test_large_payloads_take_turns_with_the_window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonload, "SLICE", 1)
    load = JsonLoad()
    load.start(LARGE)
    assert load.running
    with qtbot.waitSignal(load.done) as done:
        pass
    assert len(done.args[0]) == jsonload.STEP * 30 + 2


def test_a_newer_payload_stops_the_older(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonload, "SLICE", 1)
    load, got = JsonLoad(), []
    load.done.connect(got.append)
    load.start(LARGE)
    load.start(b"7")
    qtbot.waitUntil(lambda: not load.running)
    assert [len(document) for document in got] == [1]
