"""A display is asked, not its variable: Qt would end the program where one is named that does not answer."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from eventscope.base import display

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there a display can be missing")
DEAD = 59_873  # no X server has a number like this


@pytest.fixture(autouse=True)
def _no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(display, "_x_refuses", lambda: False)


@contextlib.contextmanager
def listening(place: str) -> Iterator[None]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(place)
        server.listen()
        yield


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({}, "no display here"),
        ({"QT_QPA_PLATFORM": "xcb"}, "no display here"),
        ({"DISPLAY": f":{DEAD}"}, f"DISPLAY is :{DEAD}, but no display answers"),
        ({"DISPLAY": f"unix:{DEAD}.0"}, "no display answers"),
        ({"DISPLAY": "nonsense"}, "names no display"),
        ({"DISPLAY": "localhost:99999999"}, "no display answers"),
        ({"WAYLAND_DISPLAY": "wayland-9"}, "WAYLAND_DISPLAY is wayland-9, but no display answers"),
        ({"WAYLAND_DISPLAY": "w" * 300}, "no display answers"),
        ({"QT_QPA_PLATFORM": "xcb", "WAYLAND_DISPLAY": "wayland-9"}, "no display here"),
        ({"QT_QPA_PLATFORM": "offscreen"}, ""),
        ({"QT_QPA_PLATFORM": "vnc:size=100x100", "DISPLAY": f":{DEAD}"}, ""),
    ],
)
def test_why_there_is_none(variables: dict[str, str], words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    found = display.fault()
    assert (words in found) if words else not found


def test_both_faults_are_told_and_one_that_answers_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", f":{DEAD}")
    monkeypatch.setenv("WAYLAND_DISPLAY", "w")
    with tempfile.TemporaryDirectory() as folder:  # the name of a socket must be short
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        assert "WAYLAND_DISPLAY" in display.fault()
        assert "; DISPLAY" in display.fault()
        with listening(str(Path(folder, "w"))):
            assert display.fault() == ""


def test_an_x_server_answers_at_its_socket_or_port(monkeypatch: pytest.MonkeyPatch) -> None:
    number = 100_000 + os.getpid()
    monkeypatch.setenv("DISPLAY", f":{number}")
    with listening(f"\0/tmp/.X11-unix/X{number}"):
        assert display.fault() == ""
        monkeypatch.setattr(display, "_x_refuses", lambda: True)
        assert "refuses" in display.fault()
        answers = iter([True, True, False])
        monkeypatch.setattr(display, "_x_refuses", lambda: next(answers))
        assert display.fault() == ""  # it had only begun anew after the first knock
    monkeypatch.undo()
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert display._x_answers("localhost", port - 6000)
    assert not display._x_answers("localhost", port - 6000)


def test_a_server_that_says_no_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("DISPLAY", f":{DEAD}")
    assert display._x_refuses() or not Path("/usr/lib").exists()


def test_nothing_is_asked_of_other_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display.sys, "platform", "darwin")
    assert display.fault() == ""
