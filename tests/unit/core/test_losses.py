"""What is lost towards MQTT 3.1.1 is said, and nothing is said where nothing is lost."""

from __future__ import annotations

import pytest

from bridging import CONNECTIONS, route, source
from eventscope.core.bus import BridgeSpec, BusFile, BusSpec
from eventscope.core.losses import notes


def of(start: str, *targets: str) -> list[str]:
    routes = tuple(route(name) for name in targets)
    spec = BridgeSpec("b", "publish-subscribe", "at-least-once", source(start), routes)
    return [str(note) for note in notes(BusFile(tuple(CONNECTIONS.values()), (spec,)))]


@pytest.mark.parametrize(
    ("start", "lost"), [("edge", "properties of MQTT 5"), ("stream", "keys and headers"), ("hook", "headers of HTTP")]
)
def test_towards_3_1_1(start: str, lost: str) -> None:
    (note,) = of(start, "cloud", "old", "old")
    assert note.startswith("In 'b': ")
    assert lost in note
    assert "at old," in note


def test_nothing_is_lost_elsewhere() -> None:
    assert of("edge", "cloud", "stream", "hook") == []
    assert of("old", "old") == []


def test_a_bus() -> None:
    def bus(*members: str) -> list[str]:
        found = notes(BusFile(tuple(CONNECTIONS.values()), buses=(BusSpec("all", members),)))
        return [str(note) for note in found]

    one, other = bus("edge", "old", "stream")
    assert one.startswith("In 'all': the properties of MQTT 5 are lost at old, ")
    assert other.startswith("In 'all': the keys and headers of Kafka are lost at old, ")
    assert bus("edge", "stream") == []
