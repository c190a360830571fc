"""Writes the JSON Schemas of the files people own from the dataclasses that read them, so the two never part."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from eventscope.base import paths
from eventscope.core.bus import BridgeSpec, BusFile, BusSpec, QueueLimits
from eventscope.core.busfile import BRIDGE_KEYS, FILE_KEYS
from eventscope.core.members import FILTERS, MEMBERS
from eventscope.core.workspace import Settings, Workspace
from eventscope.core.workspacefile import FORMAT, NEVER_SAVED

TITLES = {Workspace: "Eventscope workspace", Settings: "Eventscope preferences", BusFile: "Eventscope bridges"}
NAMES = {Workspace: "workspace.schema.json", Settings: "settings.schema.json", BusFile: "bridges.schema.json"}
RENAMED: dict[type, dict[str, str]] = {BridgeSpec: BRIDGE_KEYS, BusFile: FILE_KEYS}
SIZE = {"type": ["integer", "string"], "pattern": r"^\s*\d+(\.\d+)?\s*([kKmMgGtT][iI]?)?[bB]?\s*$"}  # "256 MB"


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
