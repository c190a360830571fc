"""What a file of bridges gives up silently unless it is said: what stands beside a payload ends at MQTT 3.1.1."""

from __future__ import annotations

from eventscope.core.bus import BridgeSpec, BusConnection, BusFile, BusSpec, Kind

_BESIDE: dict[Kind, str] = {
    "mqtt": "the properties of MQTT 5",
    "kafka": "the keys and headers of Kafka",
    "http": "the headers of HTTP",
}


def notes(file: BusFile) -> list[str]:
    """A sentence for each bridge and bus with a target of MQTT 3.1.1 and a source that can bring more than that."""
    found = {item.name: item for item in file.connections}
    made = [_bridge(spec, found) for spec in file.bridges] + [_bus(spec, found) for spec in file.buses]
    return [note for note in made if note]


def plain(connection: BusConnection) -> bool:
    """Whether it is MQTT 3.1.1, which has no properties."""
    return connection.kind == "mqtt" and connection.version == "3.1.1"


def _bridge(spec: BridgeSpec, found: dict[str, BusConnection]) -> str:
    source = found[spec.source.connection]
    targets = [route.to.connection for route in spec.routes if plain(found[route.to.connection])]
    return "" if plain(source) else _note(f"bridge {spec.name!r}", [source], targets)


def _bus(spec: BusSpec, found: dict[str, BusConnection]) -> str:
    rich = [found[name] for name in spec.members if not plain(found[name])]
    return _note(f"bus {spec.name!r}", rich, [name for name in spec.members if plain(found[name])])


def _note(what: str, sources: list[BusConnection], targets: list[str]) -> str:
    if not sources or not targets:
        return ""
    lost = " and ".join(dict.fromkeys(_BESIDE[item.kind] for item in sources))
    names = ", ".join(dict.fromkeys(targets))
    return (
        f"In {what}: {lost} are lost at {names}, because MQTT 3.1.1 carries the payload alone; the marks against loops "
        "and latency stamps are among them."
    )
