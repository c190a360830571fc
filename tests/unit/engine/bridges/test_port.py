"""A bus as something to publish to and to subscribe at."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from bridgefakes import message
from eventscope.core.errors import Unavailable
from eventscope.engine.bridges.port import Port


def test_it_publishes_while_the_bus_runs() -> None:
    port, puts = Port("bus"), []
    hub = SimpleNamespace(put=lambda *given: puts.append(given))
    running = SimpleNamespace(closed=False, hub=hub)
    flow: Any = SimpleNamespace(works=running)
    with pytest.raises(Unavailable, match="bus does not run"):
        port.put([message()])
    port.flow = flow
    port.put([message()], print)
    assert puts == [([message()], None, print)]
    running.closed = True
    with pytest.raises(Unavailable):
        port.put([message()])


def test_ears_come_and_go() -> None:
    port = Port("bus")
    one: list[bytes | None] = []
    other: list[bytes | None] = []

    def hear(messages: Any) -> None:
        one.extend(item.payload for item in messages)

    port.listen(hear)
    port.listen(lambda messages: other.extend(item.payload for item in messages))
    port.heard(0, [message(b"1")])
    port.ignore(hear)
    port.heard(1, [message(b"2")])
    assert (one, other) == ([b"1"], [b"1", b"2"])
