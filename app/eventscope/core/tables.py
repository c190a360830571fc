"""Tables of a TOML file as frozen dataclasses: hyphens in keys, unknown keys refused, every mistake named by its place.

Words for people end up in one sentence, "In PLACE, KEY WORDS.", so that a person finds the line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from eventscope.core.errors import BadInput
from eventscope.core.nearest import refuse_unknown

T = TypeVar("T")
_WORDS = {str: "a text in quotes", int: "a whole number", float: "a number", bool: "true or false"}


def bad(place: str, words: str, code: str = "bridge-file") -> BadInput:
    """The error for one place of the file."""
    sentence = "In {place}: {words}" if words.endswith("?") else "In {place}: {words}."
    return BadInput(code, sentence, place=place, words=words)


def key_of(name: str, renamed: Mapping[str, str]) -> str:
    """The key in the file of a field."""
    return renamed.get(name, name.replace("_", "-"))


def build(
    kind: type[T],
    table: object,
    place: str,
    renamed: Mapping[str, str] | None = None,
    read: Mapping[str, Callable[[Any, str], Any]] | None = None,
) -> T:
    """A table as a value of a dataclass. Raises BadInput.

    `renamed` gives keys of fields whose key is not their name with hyphens, `read` reads fields that need more than
    their type says: it is called with what stands there and its place.
    """
    if not isinstance(table, dict):
        raise bad(place, "a table is needed here, as in { name = value }")
    renamed, read = renamed or {}, read or {}
    known = {key_of(item.name, renamed): item for item in fields(kind)}  # type: ignore[arg-type]
    refuse_unknown(table, known, f"In {place}")
    _refuse_missing(known, table, place)
    hints = get_type_hints(kind)
    values = {}
    for key, given in table.items():
        name, where = known[key].name, f"{place}, {key}"
        values[name] = read[name](given, where) if name in read else value(hints[name], given, where)
    return kind(**values)


def _refuse_missing(known: Mapping[str, Field[Any]], table: Mapping[str, Any], place: str) -> None:
    for key, item in known.items():
        if key not in table and item.default is MISSING and item.default_factory is MISSING:
            raise bad(place, f"{key} is missing")


def value(kind: Any, given: Any, place: str) -> Any:
    """One value of a plain type, a choice, or either of them or nothing."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return value(next(option for option in get_args(kind) if option is not type(None)), given, place)
    if origin is Literal:
        choices = get_args(kind)
        if given not in choices:
            raise bad(place, f"{given!r} is none of {', '.join(str(choice) for choice in choices if choice)}")
        return given
    if kind is float and type(given) is int:
        return _float(given, place)
    if type(given) is not kind:
        raise bad(place, f"{_WORDS[kind]} is needed here")
    return given


def _float(given: int, place: str) -> float:
    try:
        return float(given)
    except OverflowError:
        raise bad(place, "the number is too large") from None


def tables(given: object, place: str) -> list[tuple[int, object]]:
    """An array of tables with their numbers, counted from 1."""
    if not isinstance(given, list):
        raise bad(place, "this is written as [[…]], once for each")
    return list(enumerate(given, 1))
