"""A side as its end tells of it."""

from __future__ import annotations

import pytest

from bridgefakes import ENDPOINTS
from eventscope.core.bus import BusConnection
from eventscope.engine.bridges.sides import Side, place


def test_a_side_that_comes_back_counts_reconnects() -> None:
    told: list[str] = []
    side = Side(ENDPOINTS["a"], lambda: told.append(side.state))
    side.standing("connecting", "", "", {})
    assert not side.ever
    side.standing("up", "", "", {})
    side.standing("waiting", "closed", "It closed.", {"x": "1"})
    side.standing("connecting", "", "", {})
    side.standing("up", "", "", {})
    side.standing("refused", "refused", "No.", {})
    figures = side.figures()
    assert told == ["connecting", "up", "waiting", "connecting", "up", "refused"]
    assert (figures.reconnects, figures.state, figures.code, figures.words) == (2, "refused", "refused", "No.")
    assert side.ever
    side.ended()
    assert side.figures().state == "down"


def test_what_the_source_says() -> None:
    side = Side(ENDPOINTS["a"], lambda: None)
    side.subscribed(False, "Not authorised.")
    assert (side.granted, side.refusal) == (False, "Not authorised.")
    side.ended()
    assert side.granted is None


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("mqtt://127.0.0.1:1883", "127.0.0.1:1883"),
        ("ws://h:80/mqtt", "h:80"),
        ("http://h:8080/in", "h:8080/in"),
        ("kafka://a:1,b:2", "a:1,b:2"),
    ],
)
def test_places_for_people(url: str, shown: str) -> None:
    assert place(BusConnection("x", url)) == shown
