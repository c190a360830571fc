"""What the side panel reads out of a bridge: rows of a name and a value, in sections, with the books at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eventscope.base import clock
from eventscope.core.busfigures import BridgeFigures, EdgeFigures, SideFigures
from eventscope.core.metrics import LatencyFigures
from eventscope.ui import figures
from eventscope.ui.viewmodels.brokers_rows import label, whole

NONE = "–"
_SIGNS = {"told": "good", "heard": "good", "waiting": "muted", "refused": "warn", "lost": "bad"}


@dataclass(frozen=True, slots=True)
class Reading:
    """`name` is a code that is translated, with `given` a name from outside; so is `code`, a value in words.

    `section` is a code too, with `of` behind it where there are several (the number of a route, counted from 1).
    `level` colours the value.
    """

    section: str
    name: str
    value: str = ""
    code: str = ""
    level: str = "text"
    given: bool = False
    of: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """Tells it from others."""
        return self.section, self.of, self.name


def readings(bridge: BridgeFigures, start: str = "") -> list[Reading]:
    """Everything, in order; `start` is how the bridge begins to run."""
    return [
        *_delivery(bridge, start),
        *_flow(bridge),
        *_signs(bridge),
        *_books(bridge),
        *(item for edge in bridge.edges if len(bridge.edges) > 1 for item in _route(edge)),
        *_notes(bridge),
        *_side("source", bridge.source),
        *(item for number, edge in enumerate(bridge.edges, 1) for item in _target(bridge, number, edge)),
    ]


def _delivery(bridge: BridgeFigures, start: str) -> Iterator[Reading]:
    yield Reading("delivery", "mode", code=bridge.mode)
    yield Reading("delivery", "class", code=bridge.delivery)
    yield Reading("delivery", "killed", code=f"killed-{bridge.delivery}")
    yield Reading("delivery", "takes", label(bridge.takes))
    if len(bridge.edges) == 1:
        yield Reading("delivery", "gives", label(bridge.edges[0].topic) or NONE)
        if bridge.edges[0].when:
            yield Reading("delivery", "when", label(bridge.edges[0].when))
    if start:
        yield Reading("delivery", "start", code=f"start-{start}")
    kept = "on-disk" if bridge.persistent else "in-memory"
    yield Reading("delivery", "kept", code=kept, level="text" if bridge.persistent else "warn")


def _flow(bridge: BridgeFigures) -> Iterator[Reading]:
    out = sum(edge.rate for edge in bridge.edges)
    stuck = bridge.queued > 0 and out == 0
    yield Reading("flow", "in", _rate(bridge.rate))
    yield Reading("flow", "out", _rate(out), level="warn" if stuck else "text")
    waits = figures.count(bridge.queued)
    if bridge.limit:
        waits = f"{waits} / {figures.count(bridge.limit)}"
    full = bool(bridge.limit) and bridge.queued >= 0.8 * bridge.limit
    yield Reading("flow", "waiting", waits, level="bad" if full else "warn" if stuck else "text")
    yield Reading("flow", "waiting-bytes", figures.size(bridge.queued_bytes))
    yield Reading("flow", "oldest", figures.seconds(bridge.oldest) if bridge.queued else NONE)
    yield Reading("flow", "in-flight", figures.count(sum(edge.in_flight for edge in bridge.edges)))
    if len(bridge.edges) == 1:
        yield from _latency("flow", bridge.edges[0].latency)
    yield Reading("flow", "ack-lag", _span(bridge.ack_lag.p99), level="text")
    if bridge.persistent:
        yield Reading("flow", "commit", f"{bridge.commit:.2f} ms" if bridge.commit else NONE)


def _latency(section: str, latency: LatencyFigures, of: str = "") -> Iterator[Reading]:
    yield Reading(section, "p50", _span(latency.p50), of=of)
    yield Reading(section, "p99", _span(latency.p99), of=of)
    yield Reading(section, "max", _span(latency.max), of=of)


def _signs(bridge: BridgeFigures) -> Iterator[Reading]:
    """Of a bridge that is to give some."""
    signs = bridge.signs
    if signs.announced:
        yield Reading("signs", "announced", code=f"announced-{signs.announced}", level=_SIGNS[signs.announced])
    if not signs.beat:
        return
    yield Reading("signs", "beat", code=f"beat-{signs.beat}", level=_SIGNS[signs.beat])
    ago = max(0.0, (clock.wall_ns() - signs.last) / 1e9)
    yield Reading("signs", "last-beat", figures.seconds(ago) if signs.last else NONE)
    yield Reading("signs", "source-beat", _span(signs.source))
    for edge in bridge.edges:
        of = str(edge.route + 1) if len(bridge.edges) > 1 else ""
        yield Reading("signs", "whole-beat", _span(edge.beat), of=of)


def _books(bridge: BridgeFigures) -> Iterator[Reading]:
    """The conservation law over all routes: what came to them is somewhere, and nowhere twice."""
    edges = bridge.edges
    yield Reading("books", "arrived", figures.count(bridge.incoming))
    for reason, count in sorted(bridge.nowhere.items()):
        yield Reading("books", reason, figures.count(count), of="nowhere", level="muted")
    yield Reading("books", "copies", figures.count(sum(edge.incoming for edge in edges)))
    yield Reading("books", "sent", figures.count(sum(edge.out for edge in edges)))
    yield Reading("books", "queued", figures.count(sum(edge.queued for edge in edges)))
    dead = sum(edge.dead for edge in edges)
    yield Reading("books", "dead", figures.count(dead), level="bad" if dead else "text")
    yield Reading("books", "expired", figures.count(sum(edge.expired for edge in edges)))
    yield Reading("books", "loops", figures.count(sum(edge.loop_stopped for edge in edges)))
    dropped: dict[str, int] = {}
    for edge in edges:
        for reason, count in edge.dropped.items():
            dropped[reason] = dropped.get(reason, 0) + count
    for reason, count in sorted(dropped.items()):
        yield Reading("books", reason, figures.count(count), of="dropped", level="bad" if count else "text")
    if not dropped:
        yield Reading("books", "dropped", "0")
    wrong = bridge.error or sum(abs(balance(edge)) for edge in edges)
    if wrong:
        yield Reading("books", "law", figures.count(wrong), "wrong", "bad")
    else:
        yield Reading("books", "law", "", "exact", "good")


def balance(edge: EdgeFigures) -> int:
    """By how many messages the books of a route are wrong."""
    gone = edge.out + edge.queued + edge.dead + edge.expired + edge.loop_stopped + sum(edge.dropped.values())
    return edge.incoming - gone


def _route(edge: EdgeFigures) -> Iterator[Reading]:
    number = str(edge.route + 1)
    if edge.group:
        yield Reading("route", "group", label(edge.group), of=number)
    yield Reading("route", "target", label(edge.target.connection), of=number)
    yield Reading("route", "gives", label(edge.topic) or NONE, of=number)
    if edge.when:
        yield Reading("route", "when", label(edge.when), of=number)
    yield Reading("route", "out", _rate(edge.rate), of=number)
    yield Reading("route", "sent", figures.count(edge.out), of=number)
    yield Reading("route", "queued", figures.count(edge.queued), of=number)
    yield Reading("route", "dead", figures.count(edge.dead), level="bad" if edge.dead else "text", of=number)
    yield from _latency("route", edge.latency, number)


def _notes(bridge: BridgeFigures) -> Iterator[Reading]:
    unreadable = sum(edge.unreadable for edge in bridge.edges)
    notes = dict(bridge.notes) | ({"unreadable": unreadable} if unreadable else {})
    for name, count in sorted(notes.items()):
        if count:
            yield Reading("notes", name, figures.count(count))


def _side(section: str, side: SideFigures, of: str = "") -> Iterator[Reading]:
    yield Reading(section, "connection", label(side.connection), of=of)
    yield Reading(section, "address", label(side.address) or NONE, of=of)
    level = {"up": "good", "refused": "bad", "waiting": "warn", "connecting": "warn"}.get(side.state, "muted")
    yield Reading(section, "state", code=f"side-{side.state}", level=level, of=of)
    if side.reconnects:
        yield Reading(section, "reconnects", figures.count(side.reconnects), of=of)


def _target(bridge: BridgeFigures, number: int, edge: EdgeFigures) -> Iterator[Reading]:
    """Routes to one connection share a side, which is told of once."""
    if not any(edge.target.connection == other.target.connection for other in bridge.edges[: number - 1]):
        yield from _side("target", edge.target, "" if len(bridge.edges) == 1 else str(number))


def _rate(value: float) -> str:
    return figures.rate(value) or "0/s"


def _span(value: int | None) -> str:
    return NONE if value is None else figures.span(value)


def troubles(bridge: BridgeFigures) -> list[tuple[str, str, str, dict[str, str]]]:
    """What a person should know of: (whose, code, English words, parameters), the bridge itself first."""
    found = []
    if bridge.code or bridge.words:
        found.append(("", bridge.code, bridge.words, bridge.params))
    if bridge.signs.words:
        found.append(("", bridge.signs.code, bridge.signs.words, bridge.signs.params))
    seen = {(bridge.code, bridge.words)}
    for side in (bridge.source, *(edge.target for edge in bridge.edges)):
        told = (side.code, side.words) in seen or (side.words and side.words in bridge.words)
        if side.state != "up" and (side.code or side.words) and not told:
            seen.add((side.code, side.words))
            found.append((whole(side.connection), side.code, side.words, side.params))
    return found
