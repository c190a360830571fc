"""Opening the way: each step has words when it fails, one deadline, and is left at once when the link closes."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from eventscope.links.mqtt.causes import Slow
from eventscope.links.mqtt.dial import Cancelled, Dialler
from eventscope.links.mqtt.troubles import Ended
from eventscope.links.mqtt.wake import Wake
from linksinks import connection
from servers import free_port


@pytest.fixture
def wake() -> Iterator[Wake]:
    made = Wake()
    made.open()
    yield made
    made.close()


@pytest.fixture
def silent() -> Iterator[int]:
    """A port that accepts and then says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def dial(wake: Wake, cancelled: Callable[[], bool] = lambda: False, **changes: Any) -> Any:
    return Dialler(
        connection(**{"port": 1, "host": "127.0.0.1", "connect_timeout": 1, **changes}), wake, cancelled
    ).dial()


def test_nothing_listens(wake: Wake) -> None:
    with pytest.raises(ConnectionRefusedError):
        dial(wake, port=free_port())


def test_nagle_is_off_and_the_socket_does_not_block(wake: Wake, silent: int) -> None:
    with contextlib.closing(dial(wake, port=silent)) as sock:
        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert not sock.getblocking()


@pytest.mark.parametrize(("scheme", "step"), [("mqtts", "tls"), ("ws", "websocket"), ("wss", "tls")])
def test_a_silent_peer_takes_no_longer_than_the_deadline(wake: Wake, silent: int, scheme: str, step: str) -> None:
    with pytest.raises(Slow) as slow:
        dial(wake, port=silent, scheme=scheme)
    assert slow.value.step == step


@pytest.mark.parametrize("scheme", ["mqtts", "ws"])
def test_closing_leaves_a_silent_peer_at_once(wake: Wake, silent: int, scheme: str) -> None:
    closing = threading.Event()
    timer = threading.Timer(0.05, lambda: (closing.set(), wake.set()))
    timer.start()
    with pytest.raises(Cancelled):
        dial(wake, closing.is_set, port=silent, scheme=scheme, connect_timeout=60)
    timer.join()


def test_the_second_address_is_tried_when_the_first_refuses(
    wake: Wake, silent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = free_port()
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)) for port in (dead, silent)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
    with contextlib.closing(dial(wake, host="two-addresses.test")) as sock:
        assert sock.getpeername()[1] == silent


def test_a_name_that_does_not_exist(wake: Wake, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(socket.gaierror):
        dial(wake, host="no-such-host.test")


def test_a_look_up_that_hangs_is_left_behind(wake: Wake, monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()

    def hang(*_: Any, flags: int = 0, **__: Any) -> Any:
        if flags == socket.AI_NUMERICHOST:
            raise socket.gaierror
        release.wait(30)
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    with pytest.raises(Slow) as slow:
        dial(wake, host="slow.test")
    assert slow.value.step == "resolve"
    began = time.monotonic()
    timer = threading.Timer(0.05, wake.set)
    timer.start()
    with pytest.raises(Cancelled):
        dial(wake, lambda: time.monotonic() > began + 0.05, host="slow.test", connect_timeout=60)
    timer.join()
    release.set()


@pytest.mark.parametrize("host", ["a..b", "x" * 70 + ".test", "\ud800"])
def test_hosts_that_are_no_names(wake: Wake, host: str) -> None:
    with pytest.raises((UnicodeError, socket.gaierror)):
        dial(wake, host=host)


def test_no_host_at_all(wake: Wake) -> None:
    with pytest.raises(Ended):
        dial(wake, host="")
