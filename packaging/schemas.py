"""Writes the JSON Schemas of the files people own from the dataclasses that read them, so the two never part."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from eventscope.base import paths
from eventscope.core.bus import BridgeSpec, BusConnection, BusFile, BusSpec, QueueLimits, Route, Source, Target
from eventscope.core.busfile import BRIDGE_KEYS, FILE_KEYS
from eventscope.core.members import FILTERS, MEMBERS
from eventscope.core.workspace import Settings, Workspace
from eventscope.core.workspacefile import FORMAT, NEVER_SAVED

TITLES = {Workspace: "Eventscope workspace", Settings: "Eventscope preferences", BusFile: "Eventscope bridges"}
NAMES = {Workspace: "workspace.schema.json", Settings: "settings.schema.json", BusFile: "bridges.schema.json"}
RENAMED: dict[type, dict[str, str]] = {BridgeSpec: BRIDGE_KEYS, BusFile: FILE_KEYS}
SIZE = {"type": ["integer", "string"], "pattern": r"^\s*\d+(\.\d+)?\s*([kKmMgGtT][iI]?)?[bB]?\s*$"}  # "256 MB"
# What an editor shows at a key of a bridge file that its name and the values do not tell.
MEANINGS: dict[type, dict[str, str]] = {
    BusConnection: {
        "url": "scheme://host:port; mqtt, mqtts, ws, wss, kafka, kafkas (several host:port with commas), http, https.",
        "password_file": "A file whose first line is the password; seen from this file's folder, like all of them.",
        "secret_file": "HTTP: a file with the key that signs webhooks, or with the token that whoever posts must send.",
        "version": "MQTT; 3.1.1 has no properties.",
        "mechanism": "Kafka: the way to log in with user and password-file.",
        "ca_file": "Certificates to trust (PEM). Without: those that the system trusts.",
    },
    Source: {
        "filter": "MQTT, and the path that was posted to (HTTP): orders/#, plants/+/alarm.",
        "topic": "Kafka: the topic to read.",
        "group": "Kafka: the group that keeps the place. Without: made of the bridge's name.",
        "qos": "MQTT: 1 if left out.",
        "shared": "MQTT: the name of a shared subscription, so that several processes may run one bridge.",
        "begin": "Kafka: where a group begins that has no place yet; newest if left out.",
        "when_gone": "Kafka: what to do when the record to go on from is no longer there; stop if left out.",
    },
    Target: {
        "topic": "A template: {topic}, {dotted} (dots for slashes), {1} {2} (levels), {key}, {header.NAME}, "
        "{payload.KEY}, {= CEL }. HTTP: a path below the connection's URL.",
        "key": "Kafka: a template for the record's key.",
        "qos": "MQTT. Without: after the delivery class, 0, 1 or 2.",
        "retain": "MQTT. Without: as the message came.",
        "allow_dollar": "Whether a topic may begin with $.",
        "cloudevents": "keep: as it came; the others wrap what is no CloudEvent.",
        "event_type": "A template for the type of events that are made.",
        "event_source": "A template for the source of events that are made.",
    },
    Route: {
        "when": "CEL over payload, topic, text, size, qos, retain, headers: payload.total > 0. Empty takes everything.",
        "group": "Mode hybrid: one route of every group takes a message.",
        "transform": "CEL whose value is the new payload.",
        "on_error": "What happens to a message that when or transform cannot read; drop if left out.",
    },
    QueueLimits: {
        "bytes": "A number, or a text such as 256 MB.",
        "age": "Seconds after which what waits is dropped; 0 for no limit.",
        "when_full": "block loses nothing: the source's broker keeps the rest.",
    },
    BridgeSpec: {
        "mode": "publish-subscribe (if left out): every route whose when holds takes a message. point-to-point: the "
        "first of them, equal ones in turn. hybrid: one route of every group.",
        "delivery": "at-most-once may lose; at-least-once (if left out) may repeat after a crash; effectively-once "
        "does neither while the brokers keep their sessions.",
        "start": "automatic (if left out): by itself. lazy: when something waits. once: not again after a stop. "
        "manual: by hand only, in the window or over the API.",
        "hop_limit": "Allows a cycle: a message crosses at most so many bridges (1 to 8).",
        "tries": "How often a transient failure is repeated before the message goes to the dead letters; 0 for ever.",
        "announce": "Its state as retained JSON at eventscope/bridge/ID/state of its MQTT sides.",
        "heartbeat": "Seconds between two beats through the bridge; 0 for none.",
    },
    BusSpec: {
        "members": "Names of connections, MQTT and Kafka.",
        "filters": "MQTT filters of what the bus carries, not overlapping; in Kafka dots stand for slashes.",
    },
}


def schema(kind: type) -> dict[str, Any]:
    """The schema of one file: `format` beside the fields of `kind`, hyphens in keys, nothing unknown."""
    body = _table(kind)
    body["properties"] = {"format": {"const": FORMAT}, **body["properties"]}
    body["required"] = ["format", *body.get("required", [])]
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": TITLES[kind]}
    return {**head, **body}


def _bridge(table: dict[str, Any]) -> dict[str, Any]:
    """A bridge may leave out mode and delivery, and write `to` in place of a single route."""
    properties = table["properties"]
    properties["to"] = properties["route"]["items"]["properties"]["to"]
    properties["route"]["minItems"] = 1
    required = [key for key in table["required"] if key not in ("mode", "delivery", "route")]
    return {**table, "required": required, "oneOf": [{"required": ["route"]}, {"required": ["to"]}]}


def _table(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    kept = [item for item in fields(kind) if item.name not in NEVER_SAVED]
    keys = {item.name: RENAMED.get(kind, {}).get(item.name, _key(item.name)) for item in kept}
    required = [keys[item.name] for item in kept if item.default is MISSING and item.default_factory is MISSING]
    table: dict[str, Any] = {
        "type": "object",
        "description": (kind.__doc__ or "").split("\n")[0],
        "properties": {keys[item.name]: _value(hints[item.name]) for item in kept},
        "additionalProperties": False,
    }
    if kind is QueueLimits:
        table["properties"]["bytes"] = SIZE
    for name, words in MEANINGS.get(kind, {}).items():
        table["properties"][keys[name]] = {**table["properties"][keys[name]], "description": words}
    if kind is BusSpec:
        table["properties"]["members"] |= {"minItems": 2, "maxItems": MEMBERS, "uniqueItems": True}
        table["properties"]["filters"] |= {"minItems": 1, "maxItems": FILTERS}
    table = {**table, "required": required} if required else table
    return _bridge(table) if kind is BridgeSpec else table


def _key(name: str) -> str:
    return name.replace("_", "-")


def _value(kind: Any) -> dict[str, Any]:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _value(next(option for option in get_args(kind) if option is not type(None)))
    if origin is Literal:
        return {"enum": list(get_args(kind))}
    if origin is tuple:
        return _array(get_args(kind))
    if is_dataclass(kind):
        return _table(kind)  # type: ignore[arg-type]
    if kind is bytes:
        return {"type": "string", "contentEncoding": "base64"}
    return {"type": {str: "string", int: "integer", float: "number", bool: "boolean"}[kind]}


def _array(kinds: tuple[Any, ...]) -> dict[str, Any]:
    if kinds[-1] is Ellipsis:
        return {"type": "array", "items": _value(kinds[0])}
    items = [_value(kind) for kind in kinds]
    return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}


def text(kind: type) -> str:
    """The schema as it lies in `resources/schemas`."""
    return json.dumps(schema(kind), indent=2) + "\n"


def main() -> None:
    """Write all of them."""
    for kind, name in NAMES.items():
        Path(paths.resources() / "schemas" / name).write_text(text(kind), encoding="utf-8")


if __name__ == "__main__":
    main()
