"""Writes the JSON Schemas of the files people own from the dataclasses that read them, so the two never part."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from eventscope.base import paths
from eventscope.core.workspace import Settings, Workspace
from eventscope.core.workspacefile import FORMAT, NEVER_SAVED

TITLES = {Workspace: "Eventscope workspace", Settings: "Eventscope preferences"}
NAMES = {Workspace: "workspace.schema.json", Settings: "settings.schema.json"}


def schema(kind: type) -> dict[str, Any]:
    """The schema of one file: `format` beside the fields of `kind`, hyphens in keys, nothing unknown."""
    body = _table(kind)
    body["properties"] = {"format": {"const": FORMAT}, **body["properties"]}
    body["required"] = ["format", *body.get("required", [])]
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": TITLES[kind]}
    return {**head, **body}


def _table(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    kept = [item for item in fields(kind) if item.name not in NEVER_SAVED]
    required = [_key(item.name) for item in kept if item.default is MISSING and item.default_factory is MISSING]
    table: dict[str, Any] = {
        "type": "object",
        "description": (kind.__doc__ or "").split("\n")[0],
        "properties": {_key(item.name): _value(hints[item.name]) for item in kept},
        "additionalProperties": False,
    }
    return {**table, "required": required} if required else table


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
