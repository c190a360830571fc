"""What a file of bridges gives up silently unless it is said: what stands beside a payload ends at MQTT 3.1.1."""

from __future__ import annotations

from collections.abc import Iterator

from eventscope.core.bus import BridgeSpec, BusConnection, BusFile, BusSpec
from eventscope.core.note import Note

_LOST = {
    "lost-of-mqtt": (
        "In {name}: the properties of MQTT 5 are lost at {targets}, because MQTT 3.1.1 carries the payload alone; the "
        "marks against loops and latency stamps are among them."
    ),
    "lost-of-kafka": (
        "In {name}: the keys and headers of Kafka are lost at {targets}, because MQTT 3.1.1 carries the payload alone; "
        "the marks against loops and latency stamps are among them."
    ),
    "lost-of-http": (
        "In {name}: the headers of HTTP are lost at {targets}, because MQTT 3.1.1 carries the payload alone; the marks "
        "against loops and latency stamps are among them."
    ),
}


def notes(file: BusFile) -> list[Note]:
    """For each bridge and bus with a target of MQTT 3.1.1, one of each kind of source that can bring more than that."""
    found = {item.name: item for item in file.connections}
    of_bridges = (note for spec in file.bridges for note in _bridge(spec, found))
    return [*of_bridges, *(note for spec in file.buses for note in _bus(spec, found))]


def plain(connection: BusConnection) -> bool:
    """Whether it is MQTT 3.1.1, which has no properties."""
    return connection.kind == "mqtt" and connection.version == "3.1.1"


def _bridge(spec: BridgeSpec, found: dict[str, BusConnection]) -> Iterator[Note]:
    targets = [route.to.connection for route in spec.routes if plain(found[route.to.connection])]
    return _notes(spec.name, [found[spec.source.connection]], targets)


def _bus(spec: BusSpec, found: dict[str, BusConnection]) -> Iterator[Note]:
    return _notes(spec.name, [found[name] for name in spec.members], [n for n in spec.members if plain(found[n])])


def _notes(name: str, sources: list[BusConnection], targets: list[str]) -> Iterator[Note]:
    params = {"name": repr(name), "targets": ", ".join(dict.fromkeys(targets))}
    for kind in dict.fromkeys(item.kind for item in sources if not plain(item)) if targets else ():
        yield Note(f"lost-of-{kind}", _LOST[f"lost-of-{kind}"], dict(params))
