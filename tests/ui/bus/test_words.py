"""The graph in words: every state, and nothing from outside that is not visible."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from eventscope.core.busfigures import BridgeState, SideState, SignsFigures
from eventscope.core.consumer import ConsumerState
from eventscope.ui.bus import promises, readingwords, reasons, words
from eventscope.ui.bus.nodes import Shown, dresses
from eventscope.ui.viewmodels.bus.around import of_place
from eventscope.ui.viewmodels.bus.graph import Crossing, Standing
from eventscope.ui.viewmodels.bus.layout import Layout
from eventscope.ui.viewmodels.bus.reading import Reading, readings
from ui.fakebus import SECOND, Scene, bridge, bus_scene, busy, edge, graph_of, one_side_down, side, tangled
from ui.fakes import HOSTILE

NOW = 100 * SECOND


@pytest.mark.parametrize("state", [*get_args(BridgeState), "tripped", ""])
def test_every_state_of_a_bridge_has_words(qapp, state: str) -> None:
    assert words.state(state)


def test_a_bus_tells_its_own_state_and_what_waits_in_it(qapp) -> None:
    graph = graph_of(bus_scene("paused", queued=7))
    standing = graph.standings["place:bus1"]
    assert words.place_state(standing) == "paused"
    assert words.place_figures(graph.node("place:bus1"), standing, True, True, NOW)[0] == "paused · 7 waiting"
    (state,) = [item for item in of_place(graph.node("place:bus1"), graph) if item.name == "state"]
    assert readingwords.value(state) == "paused"


def test_every_state_of_a_link_has_words(qapp) -> None:
    for state in (*get_args(SideState), *get_args(ConsumerState)):
        assert words.side_state(state)


def crossing(*edges: object, **fields: object) -> Crossing:
    each = bridge("x", side("Lab"), *edges, **fields)  # type: ignore[arg-type]
    return graph_of(Scene((each,), ())).crossings[0]


def test_a_running_bridge_tells_its_speed_and_others_their_state(qapp) -> None:
    assert words.crossing_figures(crossing(edge(0, side("Lab"))), True, True) == "820/s · p99 4.1 ms"
    assert words.crossing_figures(crossing(edge(0, side("Lab"))), False, True) == "p99 4.1 ms"
    assert words.crossing_figures(crossing(edge(0, side("Lab"), rate=0.0)), True, True) == "idle"
    assert words.crossing_figures(crossing(edge(0, side("Lab"), rate=0.0), state="paused"), True, True) == "paused"
    assert "breaker open" in words.crossing_figures(crossing(edge(0, side("Lab"), tripped=True)), True, True)


def test_what_waits_and_what_died(qapp) -> None:
    assert words.crossing_trouble(crossing(edge(0, side("Lab"), queued=5, oldest=3.0)), True) == (
        "5 waiting · oldest 3.0 s", "warn",
    )  # fmt: skip
    assert words.crossing_trouble(crossing(edge(0, side("Lab"), queued=5, dead=2)), True) == (
        "5 waiting · 2 dead",
        "bad",
    )
    assert words.crossing_trouble(crossing(edge(0, side("Lab"), queued=5)), False) == ("", "muted")


def test_a_broker_tells_when_it_is_tried_again(qapp) -> None:
    standing = Standing("wait", "waiting", retry_at=NOW + 3 * SECOND, attempt=4)
    assert words.trouble(standing, NOW) == "reconnecting in 3.0 s · try 4"
    assert words.trouble(replace(standing, retry_at=NOW - 1), NOW) == "waiting to reconnect · try 4"


def test_nothing_from_outside_reaches_the_screen_unseen(qapp) -> None:
    scene = busy()
    for name in HOSTILE:
        odd = side(name or "x")
        each = bridge(name, odd, edge(0, odd, name), words=name)
        graph = graph_of(replace(scene, figures=(each,), specs=()))
        shown = dresses(graph, dict(Layout().place(graph)), Shown(), NOW)
        for line in (line for dress in shown.values() for line in dress.lines):
            assert not set("\u202e\x00\x1b\u200b") & set(line)


def test_every_row_of_the_panel_has_a_name_and_says_how(qapp) -> None:
    for scene in (busy(), one_side_down(), tangled()):
        for each in scene.figures:
            for item in readings(each, "lazy"):
                assert readingwords.name(item)
                assert readingwords.section(item)
                assert readingwords.value(item) or item.value == ""


def test_reasons_that_are_unknown_stay_readable(qapp) -> None:
    assert reasons.reason("too_large") == "too large"
    assert reasons.reason("brand_new_reason") == "brand new reason"
    assert reasons.note("order_breaks")[1]
    assert reasons.note("new_note") == ("new note", "")
    assert readingwords.name(Reading("books", "brand_new", "1", of="dropped")) == "dropped: brand new"


def test_every_class_says_what_is_lost(qapp) -> None:
    for delivery, _ in promises.classes():
        assert promises.meaning(delivery)
        assert len(promises.losses(delivery)) == 4
    assert len(promises.modes()) == 3


def test_an_idle_bridge_tells_what_its_last_beat_took(qapp) -> None:
    crossing = next(item for item in graph_of(busy()).crossings if item.figures)
    figures = replace(crossing.figures, edges=tuple(replace(each, rate=0.0, beat=1_400_000) for each in crossing.edges))
    assert words.crossing_figures(replace(crossing, figures=figures), True, True) == "idle · beat 1.4 ms"


def test_every_sign_of_life_has_words(qapp) -> None:
    for announced, beat in (("told", "heard"), ("waiting", "waiting"), ("refused", "lost"), ("refused", "refused")):
        each = replace(busy().figures[0], signs=SignsFigures(announced, beat, 5))
        for item in (item for item in readings(each) if item.section == "signs"):
            assert readingwords.section(item) == "Signs of life"
            assert readingwords.name(item)
            assert readingwords.how(item)
            assert readingwords.value(item) not in ("", item.code)
