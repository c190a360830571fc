"""The workspace and settings files: TOML text to values and back, `format = 1`, unknown keys refused."""

from __future__ import annotations

import base64
import tomllib
from dataclasses import MISSING, fields, is_dataclass
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from eventscope.core.errors import BadInput
from eventscope.core.nearest import refuse_unknown
from eventscope.core.workspace import Settings, Workspace

FORMAT = 1
SIZE_LIMIT = 5 << 20
NEVER_SAVED = {"insecure"}  # ends with the session, by decision
T = TypeVar("T")


def read_workspace(text: str) -> Workspace:
    """Values of a workspace file; BadInput names line or key and what to do."""
    return _read(Workspace, text, "workspace")


def read_settings(text: str) -> Settings:
    """Values of the settings file."""
    return _read(Settings, text, "settings")


def plain(value: object) -> dict[str, Any]:
    """A dataclass as the tables and keys of its file: hyphens in keys, defaults left out."""
    assert is_dataclass(value)
    out: dict[str, Any] = {}
    for item in fields(value):
        inner = getattr(value, item.name)
        if item.name in NEVER_SAVED or inner is None or inner == _default(item):
            continue
        out[item.name.replace("_", "-")] = _plain_value(inner)
    return out


def _plain_value(value: object) -> object:
    if is_dataclass(value):
        return plain(value)
    if isinstance(value, tuple):
        return [_plain_value(item) for item in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value


def _default(item: Any) -> object:
    if item.default is not MISSING:
        return item.default
    return item.default_factory() if item.default_factory is not MISSING else MISSING


def _read(kind: type[T], text: str, where: str) -> T:
    if len(text) > SIZE_LIMIT:
        raise BadInput("file-too-large", "The {where} file is larger than 5 MiB; it is not one of ours.", where=where)
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a plain ValueError
        raise BadInput("not-toml", "The {where} file is not valid TOML: {error}.", where=where, error=error) from None
    if (number := data.pop("format", None)) != FORMAT:
        sentence = "The {where} file has format {number}; this program reads format 1. Update Eventscope to open it."
        raise BadInput("file-format", sentence, where=where, number=number)
    return _build(kind, data, where)


def _build(kind: type[T], data: dict[str, Any], where: str) -> T:
    known = {item.name.replace("_", "-"): item.name for item in fields(kind)}  # type: ignore[arg-type]
    refuse_unknown(data, known, where)
    hints = get_type_hints(kind)
    values = {known[key]: _value(hints[known[key]], value, f"{where}.{key}") for key, value in data.items()}
    try:
        return kind(**values)
    except TypeError:
        missing = [k for k, name in known.items() if name not in values and _required(kind, name)]
        raise BadInput("key-missing", "{where}: {keys} is missing.", where=where, keys=", ".join(missing)) from None


def _required(kind: type, name: str) -> bool:
    return any(item.name == name and _default(item) is MISSING for item in fields(kind))


def _value(kind: Any, value: Any, where: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        kind = next(option for option in get_args(kind) if option is not type(None))
        return _value(kind, value, where)
    if origin is Literal:
        return _choice(get_args(kind), value, where)
    if origin is tuple:
        return _tuple(get_args(kind), value, where)
    if is_dataclass(kind):
        return _build(kind, _expect(dict, value, where), where)  # type: ignore[arg-type]
    return _scalar(kind, value, where)


def _choice(options: tuple[Any, ...], value: Any, where: str) -> Any:
    if value not in options:
        listed = ", ".join(map(str, options))
        raise BadInput("bad-choice", "{where}: {value!r} is none of {listed}.", where=where, value=value, listed=listed)
    return value


def _tuple(kinds: tuple[Any, ...], value: Any, where: str) -> tuple[Any, ...]:
    items = _expect(list, value, where)
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_value(kinds[0], item, f"{where}[{n}]") for n, item in enumerate(items))
    if len(items) != len(kinds):
        raise BadInput("bad-value", "{where}: {count} values are needed.", where=where, count=len(kinds))
    return tuple(_value(kind, item, where) for kind, item in zip(kinds, items, strict=True))


def _scalar(kind: type, value: Any, where: str) -> Any:
    if kind is bytes:
        try:
            return base64.b64decode(_expect(str, value, where), validate=True)
        except ValueError:
            raise BadInput("bad-value", "{where} is not base64.", where=where) from None
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return _expect(kind, value, where)


def _expect(kind: type[T], value: Any, where: str) -> T:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        names = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}
        wanted = names.get(kind, "a list" if kind is list else "a table")
        raise BadInput("bad-value", "{where} should be {wanted}.", where=where, wanted=wanted)
    return value
