"""The file of bridges: TOML with `format = 1`, every mistake refused with a sentence that names bridge and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from eventscope.core import buscheck
from eventscope.core.bus import QOS, BridgeSpec, BusConnection, BusFile, BusSpec, QueueLimits, Route, Source, Target
from eventscope.core.nearest import refuse_unknown
from eventscope.core.tables import bad, build, tables, value

FORMAT = 1
SIZE_LIMIT = 5 << 20  # characters
BRIDGE_KEYS = {"source": "from", "routes": "route"}
FILE_KEYS = {"connections": "connection", "bridges": "bridge", "buses": "bus"}

_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*", re.ASCII)
# The library takes the square of their number in time; ours have three parts at most.
_PARTS = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){100}""", re.ASCII)
_UNITS = {
    **{"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12},
    **{"kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "tib": 1 << 40},
}


def read_bus(text: str) -> BusFile:
    """The connections, bridges and buses that a file's text describes, checked one by one. Raises BadInput.

    Cycles over several bridges are the matter of `core.cycles`, because they need the identities of brokers.
    """
    data = _toml(text)
    refuse_unknown(data, ("format", *FILE_KEYS.values()), "In the file of bridges")
    if type(data.get("format")) is not int or data["format"] != FORMAT:
        raise bad(
            "the file of bridges",
            "format = 1 must stand at its top, before any [[…]]; other formats need another version",
        )
    connections = tuple(
        _connection(entry, f"connection {number}") for number, entry in tables(data.get("connection", []), "connection")
    )
    bridges = tuple(_bridge(entry, number) for number, entry in tables(data.get("bridge", []), "bridge"))
    buses = tuple(_bus(entry, number) for number, entry in tables(data.get("bus", []), "bus"))
    return buscheck.check(BusFile(connections, bridges, buses))


def _toml(text: str) -> dict[str, Any]:
    if len(text) > SIZE_LIMIT:
        raise bad("the file of bridges", "it is larger than 5 MiB and cannot be one of ours")
    if _PARTS.search(text):
        raise bad("the file of bridges", "a name has more than 100 parts between dots", "not-toml")
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))  # editors of Windows begin files with that mark
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a plain ValueError
        raise bad("the file of bridges", f"this is no valid TOML: {error}", "not-toml") from None


def _named(kind: str, entry: object, number: int) -> str:
    name = entry.get("name") if isinstance(entry, dict) else None
    return f"{kind} {name!r}" if isinstance(name, str) and name else f"{kind} {number}"


def _connection(entry: object, place: str) -> BusConnection:
    return build(BusConnection, entry, _named("connection", entry, int(place.split()[-1])))


def _bridge(entry: object, number: int) -> BridgeSpec:
    place = _named("bridge", entry, number)
    if isinstance(entry, dict):
        entry = _with_defaults(entry, place)
    spec = build(
        BridgeSpec,
        entry,
        place,
        BRIDGE_KEYS,
        {
            "source": lambda given, where: build(Source, given, where),
            "routes": lambda given, where: _routes(given, place),
            "queue": lambda given, where: _queue(given, where),
        },
    )
    given_source = entry["from"] if isinstance(entry, dict) else {}
    if "qos" not in given_source:  # the source then follows the delivery class
        spec = replace(spec, source=replace(spec.source, qos=QOS[spec.delivery]))
    return spec


def _bus(entry: object, number: int) -> BusSpec:
    return build(
        BusSpec, entry, _named("bus", entry, number), read={"members": _names, "filters": _names, "queue": _queue}
    )


def _names(given: object, place: str) -> tuple[str, ...]:
    if not isinstance(given, list):
        raise bad(place, 'a list is needed here, as in ["one", "two"]')
    return tuple(value(str, item, f"{place}, {number}") for number, item in enumerate(given, 1))


def _with_defaults(entry: Mapping[str, Any], place: str) -> dict[str, Any]:
    """A bridge with one target may write `to` in place of a route; mode and delivery have defaults."""
    known = (
        "to",
        "route",
        "from",
        *(name.replace("_", "-") for name in BridgeSpec.__slots__ if name not in BRIDGE_KEYS),
    )
    refuse_unknown(entry, known, f"In {place}")
    given = {"mode": "publish-subscribe", "delivery": "at-least-once", **entry}
    if "to" not in given:
        if "route" not in given:
            raise bad(place, "it has nowhere to send to; write to = { … } or [[bridge.route]]")
        return given
    if "route" in given:
        raise bad(place, "to stands beside [[bridge.route]]; keep one of them")
    return {key: found for key, found in given.items() if key != "to"} | {"route": [{"to": given["to"]}]}


def _routes(given: object, place: str) -> tuple[Route, ...]:
    routes = []
    for number, entry in tables(given, f"{place}, route"):
        where = f"{place}, route {number}"
        target = {"to": lambda table, inner: build(Target, table, inner)}
        routes.append(build(Route, entry, where, read=target))
    return tuple(routes)


def _queue(given: object, place: str) -> QueueLimits:
    return build(QueueLimits, given, place, read={"bytes": size})


def size(given: Any, place: str) -> int:
    """Bytes from a number or from a text such as "256 MB" or "1.5 GiB"."""
    if not isinstance(given, str):
        return int(value(int, given, place))
    match = _SIZE.fullmatch(given)
    unit = _UNITS.get(match[2].lower()) if match else None
    if match is None or unit is None:
        raise bad(place, f'{given!r} is no size; write it as "256 MB" or "1 GiB"')
    found = float(match[1]) * unit
    if found == float("inf"):
        raise bad(place, "no queue is that large")
    return round(found)
