"""The figures of a bridge before it ever ran, and ages."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bridgefakes import ENDPOINTS, fakes, listening, spec, to
from eventscope.base import clock
from eventscope.core.bus import BusSpec
from eventscope.engine.bridges.defences import Defences
from eventscope.engine.bridges.design import Design, of_bridge, of_bus
from eventscope.engine.bridges.facts import gather
from eventscope.engine.bridges.flow import Flow, Ground
from eventscope.engine.bridges.homes import Homes
from eventscope.engine.bridges.lifecycle import Reason
from eventscope.engine.bridges.report import age, report
from eventscope.store.spoolcounts import NOWHERE, Figures, RouteFigures


def flow(design: Design, folder: Path) -> Flow:
    async def made() -> Flow:
        maker, _, _ = fakes()
        feed, _ = listening()
        return Flow(design, Homes(folder, "me").get(design.name), Ground(feed, Defences(), maker), lambda: None)

    return asyncio.run(made())


def test_a_bridge_that_never_ran(tmp_path: Path) -> None:
    found = flow(of_bridge(spec(to(when="payload > 1"), to("stream", "s"), start="manual"), ENDPOINTS, "bus"), tmp_path)
    (figures,) = report(found)
    assert (figures.state, figures.code, figures.bus, figures.limit) == ("disabled", "bridge-disabled", "bus", 100_000)
    assert (figures.source.connection, figures.source.state, figures.takes) == ("a", "down", "#")
    assert [(edge.topic, edge.when, edge.target.kind) for edge in figures.edges] == [
        ("{topic}", "payload > 1", "mqtt"), ("s", "", "kafka"),
    ]  # fmt: skip
    assert figures.edges[0].target.address == "127.0.0.1:2883"


def test_what_its_spool_says_while_it_rests(tmp_path: Path) -> None:
    found = flow(of_bridge(spec(), ENDPOINTS), tmp_path)
    routes = {0: RouteFigures(9, 4, 2, 1, 1, 0, (("purged", 1),)), NOWHERE: RouteFigures(3, loop_stopped=1,
              dropped=(("filtered", 2),))}  # fmt: skip
    found.before = Figures(routes, {"retries": 3}, 2, 99, 1, 5, clock.steady_ns() - 10**9, 7, "")
    (figures,) = report(found)
    edge = figures.edges[0]
    assert (edge.incoming, edge.out, edge.queued, edge.dead, edge.expired, edge.dropped) == (
        9,
        4,
        2,
        1,
        1,
        {"purged": 1},
    )
    assert figures.nowhere == {"filtered": 2, "loop": 1}
    assert (figures.queued, figures.queued_bytes, figures.dead, figures.epoch, figures.error) == (2, 99, 1, 7, 0)
    assert figures.notes == {"retries": 3}
    assert 1.0 <= figures.oldest < 60


def test_a_bus_that_never_ran(tmp_path: Path) -> None:
    whole, first, second = report(flow(of_bus(BusSpec("bus", ("a", "b"), ("x/#", "y")), ENDPOINTS), tmp_path))
    assert (whole.name, whole.edges, whole.source.state) == ("bus", (), "down")
    assert (first.name, first.takes, first.source.connection) == ("bus (a)", "x/#, y", "a")
    assert (second.edges[0].route, second.edges[0].target.connection) == (1, "b")


def test_ages() -> None:
    assert age(0) == 0.0
    assert age(clock.steady_ns() + 10**12) == 0.0


def test_without_parts_the_phase_is_all_that_is_known() -> None:
    why = Reason("x", {}, "y")
    facts = gather("up", why, None, False, None, None)
    assert (facts.phase, facts.why, facts.sources) == ("up", why, ())
