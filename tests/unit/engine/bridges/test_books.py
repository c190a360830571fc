"""Books that are wrong are told once, and again when they are wrong in another way."""

from __future__ import annotations

from dataclasses import replace

from bridgefakes import listening
from eventscope.core.busfigures import BridgeFigures, SideFigures
from eventscope.engine.bridges.books import Auditor

SIDE = SideFigures("a", "mqtt", "127.0.0.1:1883", "mqtt-1")
RIGHT = BridgeFigures("b", "publish-subscribe", "at-least-once", "running", SIDE, "#", ())


def test_each_error_is_told_once() -> None:
    feed, notices = listening()
    auditor = Auditor(feed)
    for error in (0, 2, 2, 3, 0, 3):
        auditor.check([replace(RIGHT, error=error), replace(RIGHT, name="other")])
    assert [item.params for item in notices] == [{"bridge": "b", "count": count} for count in ("2", "3", "3")]
    assert "please report this" in notices[0].words
