"""Figures of bridges as JSON: hyphens in keys, and every unit in the name."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from eventscope.core.busfigures import BridgeFigures, EdgeFigures, SideFigures, SignsFigures
from eventscope.core.metrics import LatencyFigures
from eventscope.core.signs import utc

_LATENCY = ("p50", "p90", "p99", "p999", "max", "mean")


def bridge(figures: BridgeFigures) -> dict[str, Any]:
    """One bridge, or one member of a bus. Rates are messages a second; see BridgeFigures for the rest."""
    return {
        "name": figures.name,
        **({"bus": figures.bus} if figures.bus else {}),
        "mode": figures.mode,
        "delivery": figures.delivery,
        "state": figures.state,
        **_why(figures.code, figures.words),
        "source": _side(figures.source),
        "takes": figures.takes,
        "in": figures.incoming,
        "in-bytes": figures.bytes,
        "in-rate": round(figures.rate, 3),
        "nowhere": figures.nowhere,
        "queued": figures.queued,
        "queued-bytes": figures.queued_bytes,
        "queue-limit": figures.limit,
        "oldest-s": round(figures.oldest, 3),
        "dead": figures.dead,
        "notes": figures.notes,
        "commit-ms": round(figures.commit, 3),
        "ack-lag": _latency(figures.ack_lag),
        "on-disk": figures.persistent,
        "epoch": figures.epoch,
        "books-error": figures.error,
        **_signs(figures.signs),
        "routes": [_edge(edge) for edge in figures.edges],
    }


def _edge(edge: EdgeFigures) -> dict[str, Any]:
    return {
        "route": edge.route + 1,
        "target": _side(edge.target),
        "topic": edge.topic,
        **{key: text for key, text in (("group", edge.group), ("when", edge.when)) if text},
        "in": edge.incoming,
        "out": edge.out,
        "out-bytes": edge.bytes,
        "out-rate": round(edge.rate, 3),
        "queued": edge.queued,
        "in-flight": edge.in_flight,
        "oldest-s": round(edge.oldest, 3),
        "dead": edge.dead,
        "expired": edge.expired,
        "loop-stopped": edge.loop_stopped,
        "dropped": edge.dropped,
        "unreadable": edge.unreadable,
        "breaker-open": edge.tripped,
        "latency": _latency(edge.latency),
        **({"beat-ns": edge.beat} if edge.beat is not None else {}),
    }


def _side(side: SideFigures) -> dict[str, Any]:
    return {
        "connection": side.connection,
        "kind": side.kind,
        "address": side.address,
        "broker": side.broker,
        "state": side.state,
        **_why(side.code, side.words),
        "reconnects": side.reconnects,
    }


def _signs(signs: SignsFigures) -> dict[str, Any]:
    """Only of a bridge that is to give some; `last` is when the newest beat came."""
    told: dict[str, Any] = {"announced": signs.announced} if signs.announced else {}
    if signs.beat:
        told |= {"state": signs.beat, "every-s": signs.every, "sent": signs.sent, "heard": signs.beats}
    if signs.last:
        told["last"] = utc(signs.last)
    if signs.source is not None:
        told["source-ns"] = signs.source
    return {"signs": told | _why(signs.code, signs.words)} if told else {}


def _why(code: str, words: str) -> dict[str, str]:
    return {"code": code, "words": words} if code or words else {}


def _latency(figures: LatencyFigures) -> dict[str, Any]:
    """Those that there are samples enough for."""
    found = asdict(figures)
    times = {f"{name}-ns": round(found[name]) for name in _LATENCY if found[name] is not None}
    return {"count": figures.count, **times}
