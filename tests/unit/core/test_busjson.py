"""Figures become JSON with hyphens and units, and only what is known is said."""

from __future__ import annotations

import json
from dataclasses import replace

from eventscope.core.busfigures import BridgeFigures, EdgeFigures, SideFigures, SignsFigures
from eventscope.core.busjson import bridge
from eventscope.core.metrics import LatencyFigures

SIDE = SideFigures("edge", "mqtt", "127.0.0.1:1883", "mqtt-1", "up")
EDGE = EdgeFigures(
    0, replace(SIDE, connection="cloud", state="waiting", code="refused", words="No."), "{topic}",
    incoming=7, out=4, queued=1, dead=1, loop_stopped=1, latency=LatencyFigures(4, p50=1_500, mean=2.6),
)  # fmt: skip
FIGURES = BridgeFigures(
    "b", "publish-subscribe", "at-least-once", "degraded", SIDE, "a/#", (EDGE,), incoming=7, oldest=0.12345, queued=1
)


def test_the_books_of_a_route_add_up() -> None:
    found = bridge(FIGURES)
    (route,) = found["routes"]
    gone = route["out"] + route["queued"] + route["dead"] + route["expired"] + route["loop-stopped"]
    assert route["in"] == gone + sum(route["dropped"].values()) == found["in"]
    assert route["route"] == 1
    assert route["latency"] == {"count": 4, "p50-ns": 1500, "mean-ns": 3}
    assert found["oldest-s"] == 0.123


def test_reasons_stand_where_there_are_some() -> None:
    found = bridge(FIGURES)
    assert "words" not in found
    assert "words" not in found["source"]
    assert (found["routes"][0]["target"]["code"], found["routes"][0]["target"]["words"]) == ("refused", "No.")
    assert "bus" not in found
    assert bridge(replace(FIGURES, bus="all"))["bus"] == "all"


def test_it_is_json_with_hyphens() -> None:
    def keys(value: object) -> list[str]:
        if isinstance(value, dict):
            return [*value, *(key for item in value.values() for key in keys(item))]
        return [key for item in value for key in keys(item)] if isinstance(value, list) else []

    assert not [key for key in keys(json.loads(json.dumps(bridge(FIGURES)))) if "_" in key]


def test_signs_of_life_stand_where_they_are_wanted() -> None:
    assert "signs" not in bridge(FIGURES)
    assert "beat-ns" not in bridge(FIGURES)["routes"][0]
    signs = SignsFigures("told", "heard", 5, 3, 2, 10**18, 700)
    found = bridge(replace(FIGURES, signs=signs, edges=(replace(EDGE, beat=900),)))
    assert found["signs"] == {
        "announced": "told", "state": "heard", "every-s": 5, "sent": 3, "heard": 2, "last": "2001-09-09T01:46:40.000Z",
        "source-ns": 700,
    }  # fmt: skip
    assert found["routes"][0]["beat-ns"] == 900
    refused = bridge(replace(FIGURES, signs=SignsFigures("refused", code="voice-refused", words="No.")))
    assert refused["signs"] == {"announced": "refused", "code": "voice-refused", "words": "No."}
