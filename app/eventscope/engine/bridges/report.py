"""The figures of a bridge or bus as people see them."""

from __future__ import annotations

from collections.abc import Sequence

from eventscope.base import clock
from eventscope.core.busfigures import BridgeFigures, EdgeFigures, SideFigures
from eventscope.core.metrics import LatencyFigures
from eventscope.engine.bridges.design import Design
from eventscope.engine.bridges.flow import Flow
from eventscope.engine.bridges.inlet import SourceInlet
from eventscope.engine.bridges.sides import Side
from eventscope.engine.bridges.works import Works
from eventscope.store.spoolcounts import NOWHERE, Figures, RouteFigures

_NONE = RouteFigures()
_EMPTY = Figures({}, {}, 0, 0, 0, 0, 0, 0, "")


def report(flow: Flow) -> list[BridgeFigures]:
    """One of a bridge. Of a bus first the bus itself, then each member with its side as source and as only edge."""
    design, running = flow.design, flow.works
    books = running.queue.figures() if running is not None else flow.before or _EMPTY
    edges = [
        edge(number, design, running, books.routes.get(number, _NONE), flow.signs.took(number))
        for number in range(len(design.routes))
    ]
    if not design.hub:
        inlets = running.inlets if running is not None else []
        return [_whole(flow, design.name, _side(design, running, 0), _takes(design, 0), tuple(edges), inlets, books)]
    hub = [running.hub] if running is not None and running.hub is not None else []
    whole = _whole(flow, design.name, _hub(flow), "#", (), hub, books)
    return [whole, *(_member(flow, number, edges[number], books) for number in range(len(design.exits)))]


def _whole(
    flow: Flow,
    name: str,
    source: SideFigures,
    takes: str,
    edges: tuple[EdgeFigures, ...],
    inlets: Sequence[SourceInlet],
    books: Figures,
) -> BridgeFigures:
    design, running = flow.design, flow.works
    nowhere = books.routes.get(NOWHERE, _NONE)
    gone = dict(nowhere.dropped) | ({"loop": nowhere.loop_stopped} if nowhere.loop_stopped else {})
    return BridgeFigures(
        name=name,
        mode=design.mode,
        delivery=design.delivery,
        state=flow.state,
        source=source,
        takes=takes,
        edges=edges,
        bus=design.bus,
        code=flow.why.code,
        words=flow.why.words,
        params=flow.why.params,
        since=flow.since,
        incoming=sum(inlet.incoming for inlet in inlets),
        rate=sum(inlet.rate.now for inlet in inlets),
        bytes=sum(inlet.bytes for inlet in inlets),
        nowhere=gone,
        queued=books.queued,
        queued_bytes=books.bytes,
        limit=design.queue.messages,
        oldest=age(books.oldest),
        dead=books.dead,
        notes=dict(books.notes),
        commit=running.commits.mean if running is not None else 0.0,
        ack_lag=inlets[0].lag.figures() if inlets else LatencyFigures(),
        persistent=design.delivery != "at-most-once",
        epoch=books.epoch,
        error=books.error,
        id=flow.home.ident,
        signs=flow.signs.figures(),
    )


def edge(
    number: int, design: Design, running: Works | None, books: RouteFigures, beat: int | None = None
) -> EdgeFigures:
    """One route."""
    route = design.routes[number]
    outlet = running.outlets[number] if running is not None else None
    target = outlet.side.figures() if outlet is not None else Side(design.exits[number], lambda: None).figures()
    return EdgeFigures(
        route=number,
        target=target,
        topic=route.to.topic,
        group=route.group,
        when=route.when,
        incoming=books.incoming,
        out=books.out,
        queued=books.queued,
        in_flight=outlet.in_flight if outlet is not None and books.queued else 0,
        dead=books.dead,
        expired=books.expired,
        loop_stopped=books.loop_stopped,
        dropped=dict(books.dropped),
        unreadable=_unreadable(number, design, running),
        rate=outlet.rate.now if outlet is not None else 0.0,
        bytes=outlet.bytes if outlet is not None else 0,
        oldest=age(running.queue.oldest(number)) if running is not None and books.queued else 0.0,
        latency=outlet.latency.figures() if outlet is not None else LatencyFigures(),
        tripped=outlet is not None and outlet.fuse.tripped,
        beat=beat,
    )


def _unreadable(number: int, design: Design, running: Works | None) -> int:
    if running is None:
        return 0
    return sum(
        plan.unreadable[place]
        for plan, entrance in zip(running.plans, design.entrances, strict=True)
        for place, route in enumerate(entrance.routes)
        if route == number
    )


def _member(flow: Flow, number: int, own: EdgeFigures, books: Figures) -> BridgeFigures:
    """A member of a bus: what it brings, and what goes to it. State and reason are the bus's."""
    design, running = flow.design, flow.works
    places = [place for place, entrance in enumerate(design.entrances) if entrance.place == number]
    inlets = [running.inlets[place] for place in places] if running is not None else []
    name = f"{design.name} ({design.exits[number].bus.name})"
    alone = Figures({}, {}, own.queued, 0, own.dead, 0, 0, books.epoch, "")
    takes = ", ".join(design.entrances[place].takes for place in places)
    return _whole(flow, name, _side(design, running, number), takes, (own,), inlets, alone)


def _side(design: Design, running: Works | None, place: int) -> SideFigures:
    """The source's, of several the one that is worst off."""
    if running is None:
        found = next(item.endpoint for item in design.entrances if item.place == place and item.endpoint is not None)
        return Side(found, lambda: None).figures()
    sides = [
        inlet.side
        for inlet, entrance in zip(running.inlets, design.entrances, strict=False)
        if entrance.place == place and inlet.side is not None
    ]
    return min(sides, key=lambda side: side.up).figures()


def _hub(flow: Flow) -> SideFigures:
    up = flow.works is not None and not flow.works.closed
    return SideFigures(flow.design.name, "mqtt", "", f"bus-{flow.home.ident}", "up" if up else "down")


def _takes(design: Design, number: int) -> str:
    source = design.entrances[number].spec.source
    return source.topic or source.filter


def age(since: int) -> float:
    """Seconds since a wall time in ns; 0 where that is 0."""
    return max(0, clock.steady_ns() - since) / 1e9 if since else 0.0
