"""What the side panel reads out of a broker, and of producers and consumers."""

from __future__ import annotations

from collections.abc import Iterator

from eventscope.ui import figures
from eventscope.ui.viewmodels.brokers_rows import label
from eventscope.ui.viewmodels.bus.graph import Graph, Standing
from eventscope.ui.viewmodels.bus.parties import Party
from eventscope.ui.viewmodels.bus.places import Place
from eventscope.ui.viewmodels.bus.reading import NONE, Reading

LISTED = 12  # clients


def of_place(place: Place, graph: Graph) -> list[Reading]:
    """A broker: where it is, how it fares, which bridges touch it."""
    standing = graph.standings.get(place.id, Standing())
    return [*_place(place, standing, graph), *_bridges(place, graph)]


def _place(place: Place, standing: Standing, graph: Graph) -> Iterator[Reading]:
    level = {"bad": "bad", "wait": "warn", "off": "muted"}.get(standing.health, "good")
    state = standing.hub.state if standing.hub else ""
    yield Reading("place", "state", code=f"bridge-{state}" if state else f"side-{standing.state}", level=level)
    if place.address:
        yield Reading("place", "address", label(place.address))
    for number, item in enumerate(place.connections):
        yield Reading("place", "connection", label(item.name), of=str(number))
    if standing.clients is not None:
        yield Reading("place", "clients", figures.count(standing.clients))
    if standing.rate is not None:
        yield Reading("place", "received" if standing.here else "in", figures.rate(standing.rate) or "0/s")
    if standing.queued is not None:
        yield Reading("place", "waits", figures.count(standing.queued))
    for flow in graph.flows:
        member = graph.node(flow.start) if flow.kind == "member" and flow.end == place.id else None
        if isinstance(member, Place):
            into, out = figures.rate(flow.rate or 0.0) or "0/s", figures.rate(flow.back or 0.0) or "0/s"
            waits = f" · {figures.count(flow.waiting)}" if flow.waiting else ""
            yield Reading("members", label(member.name), f"{into} ⇄ {out}{waits}", given=True, of=member.id)


def _bridges(place: Place, graph: Graph) -> Iterator[Reading]:
    names = {each.id: label(each.name) for each in graph.places}
    for each in graph.crossings:
        if each.source == place.id or place.id in each.targets:
            ends = " + ".join(names.get(target, "") for target in each.targets)
            yield Reading("bridges", label(each.name), f"{names[each.source]} → {ends}", given=True, of=each.id)


def of_party(party: Party, graph: Graph) -> list[Reading]:
    """Producers or consumers."""
    place = graph.node(party.place)
    found = [Reading("party", "connection", label(place.name))] if isinstance(place, Place) else []
    if party.filter:
        found.append(Reading("party", "filter", label(party.filter)))
    if party.kind != "workspace":
        found.append(Reading("party", "online", f"{party.online} / {party.count}"))
    found.append(Reading("party", "rate", NONE if party.rate is None else figures.rate(party.rate) or "0/s"))
    if party.role == "consumer":
        found += _queue(party)
    if party.figures is not None:
        found += _consumer(party)
    else:
        shown = party.clients[:LISTED]
        found += [Reading("figures", label(name), "", given=True, of=str(n)) for n, name in enumerate(shown)]
    return found


def _queue(party: Party) -> Iterator[Reading]:
    yield Reading("party", "waits", NONE if party.waiting is None else figures.count(party.waiting))
    yield Reading("party", "in-flight", figures.count(party.in_flight))
    if party.waiting:
        yield Reading("party", "oldest", figures.seconds(party.oldest))
    if party.dropped:
        yield Reading("party", "lost", figures.count(party.dropped), level="bad")


def _consumer(party: Party) -> Iterator[Reading]:
    assert party.figures is not None
    latency = party.figures.latency
    for name, value in (("p50", latency.p50), ("p99", latency.p99), ("max", latency.max)):
        yield Reading("figures", name, NONE if value is None else figures.span(value))
