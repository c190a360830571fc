"""Which connections of a file are asked."""

from __future__ import annotations

from bridging import CONNECTIONS, bridge
from eventscope.core.bus import BridgeSpec, BusFile, BusSpec, Route, Source, Target
from eventscope.engine.bridges.reach import asked, unreached


def file(*bridges: BridgeSpec, buses: tuple[BusSpec, ...] = ()) -> BusFile:
    return BusFile(tuple(CONNECTIONS.values()), bridges, buses)


def test_those_that_are_used_in_their_order() -> None:
    assert asked(file()) == []
    assert asked(file(bridge("b", "old", "edge"))) == ["edge", "old"]
    assert asked(file(buses=(BusSpec("bus", ("stream", "cloud")),))) == ["cloud", "stream"]


def test_an_address_at_which_we_listen_is_not_asked() -> None:
    ingest = BridgeSpec("b", "publish-subscribe", "at-least-once", Source("hook", "#"), (Route(Target("edge", "a")),))
    assert asked(file(ingest)) == ["edge"]
    assert asked(file(ingest, bridge("out", "edge", "hook", ""))) == ["edge", "hook"]


def test_nobody_to_ask() -> None:
    assert unreached([]) == []
