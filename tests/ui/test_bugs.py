"""What nobody caught is told, from any thread, and the hooks are given back."""

from __future__ import annotations

import sys
import threading

import pytest

from eventscope.ui.bugs import Bugs


@pytest.fixture
def told(qapp, caplog):
    heard: list[tuple[str, str]] = []
    before = sys.excepthook, threading.excepthook
    bugs = Bugs(lambda title, details: heard.append((title, details)))
    yield heard
    bugs.release()
    assert (sys.excepthook, threading.excepthook) == before


def test_an_exception_is_told_with_its_details(told, qtbot) -> None:
    try:
        raise ZeroDivisionError("by nothing")
    except ZeroDivisionError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: bool(told))
    assert told[0][0] == "ZeroDivisionError: by nothing"
    assert "Traceback" in told[0][1]


def test_a_thread_that_fails_is_told(told, qtbot) -> None:
    thread = threading.Thread(target=lambda: [].pop())
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(told))
    assert told[0][0].startswith("IndexError")
