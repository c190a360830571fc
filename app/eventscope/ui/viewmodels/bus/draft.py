"""A bridge that is being written: how it begins, which field a complaint is about, an example for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from eventscope.core import topics
from eventscope.core.bus import QOS, BridgeSpec, Delivery, Route, Source, Target
from eventscope.core.errors import EventscopeError
from eventscope.core.workspace import Connection
from eventscope.ui.viewmodels.bus.places import kind_of

# How the topic of a source becomes one of the target, when nothing else is said.
_MAPPING = {("mqtt", "kafka"): "{dotted}", ("http", "kafka"): "{dotted}", ("kafka", "mqtt"): "{slashed}"}
_NUMBER = re.compile(r"route (\d+)")


class Spot(NamedTuple):
    """A field of the editor: the route counted from 0 (None: of the bridge itself), and the key as in a file."""

    route: int | None
    key: str


def begin(connections: Iterable[Connection], source: str, target: str, taken: Iterable[str]) -> BridgeSpec:
    """A first draft from one connection to another, by name."""
    known = {item.name: item for item in connections}
    start, end = known.get(source), known.get(target)
    name = _unused(f"{source} to {target}" if source and target else "bridge", taken)
    kind = kind_of(start) if start else "mqtt"
    return BridgeSpec(
        name,
        "publish-subscribe",
        "at-least-once",
        Source(source, filter=_filter(start) if kind != "kafka" else "", qos=1),
        (Route(Target(target, mapping(start, end))),),
    )


def mapping(source: Connection | None, target: Connection | None) -> str:
    """What keeps topics as they are between two kinds of middleware."""
    kinds = (kind_of(source) if source else "mqtt", kind_of(target) if target else "mqtt")
    return "" if kinds[1] == "http" else _MAPPING.get(kinds, "{topic}")


def _filter(source: Connection | None) -> str:
    """What this window listens to there is a good first guess."""
    wanted = [topics.share(item.filter)[1] for item in source.subscriptions if item.enabled] if source else []
    return wanted[0] if wanted else "#"


def _unused(name: str, taken: Iterable[str]) -> str:
    known = set(taken)
    return next(
        found for number in range(1, 10_000) if (found := name if number == 1 else f"{name} {number}") not in known
    )


def least_qos(delivery: Delivery) -> int:
    """What the source's QoS has to be at least."""
    return QOS[delivery]


def spot_of(problem: EventscopeError, routes: int) -> Spot | None:
    """Which field a complaint is about; None where it is about none, or about all.

    Places are written as in "bridge 'x', route 2, to, topic"; with a single route its number is left out.
    """
    if problem.code == "bridge-name":
        return Spot(None, "name")
    place = str(problem.params.get("place") or problem.params.get("where") or "")
    if not place:
        return None
    parts = [part.strip() for part in _without_name(place).split(",")]
    route = next((int(match[1]) - 1 for part in parts if (match := _NUMBER.fullmatch(part))), None)
    keys = [part for part in parts if part and not _NUMBER.fullmatch(part)]
    if route is None and keys and keys[0] in ("to", "when", "transform"):
        route = 0 if routes == 1 else None
    return Spot(route, " ".join(keys)) if keys or route is not None else None


def _without_name(place: str) -> str:
    """What follows the bridge's name, which may hold anything, quotes and commas too."""
    match = re.search(r"(?:In )?bridge (?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")", place)
    return place[match.end() :].lstrip(", ") if match else place


def words_of(problem: EventscopeError) -> str:
    """The complaint without its place, for beside the field: a sentence of its own."""
    words = str(problem.params.get("words") or "")
    if not words:
        return ""
    return words[0].upper() + words[1:] + ("" if words.endswith((".", "?", "!")) else ".")


def cycle_of(params: Mapping[str, object]) -> tuple[str, ...]:
    """The path of a refused cycle: connection, bridge, connection … and back to the broker of the first."""
    given = params.get("cycle")
    return given if isinstance(given, tuple) else ()


def example(spec: BridgeSpec) -> str:
    """A message that the bridge would take, as a line for a dry run."""
    topic = spec.source.topic or topic_of(spec.source.filter)
    key = {"key": "o-7"} if spec.source.topic else {}
    return json.dumps({"topic": topic, **key, "payload": {"id": "o-7", "total": 12.5}})


def topic_of(filter_: str) -> str:
    """A topic that a filter matches: + becomes a number, # two levels."""
    made: list[str] = []
    for level in topics.levels(filter_) if filter_ else ():
        made += ["a", "b"] if level == "#" else ["7" if level == "+" else level]
    return "/".join(made)
