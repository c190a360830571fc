"""Finds what can be drawn in the result of any measure by its shape, so that a new measure is drawn without a word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

Kind = Literal["spread", "times", "took", "plain"]
Row = dict[str, Any]
OURS = "eventscope"
KINDS: tuple[Kind, ...] = get_args(Kind)
FEWEST = 5  # points of a curve
NAMES = ("case", "search", "name")  # keys that name a result among others
_CURVES = {"curve": ("memory",), "rss_curve": ("window", "engine")}


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together: rates with their spread, times with their percentiles, what took so many ms (with
    its spread), or figures of other kinds.

    `facts` are the figures that belong to all of them.
    """

    title: str
    kind: Kind
    rows: dict[str, Row]
    facts: Row


@dataclass(frozen=True, slots=True)
class Lines:
    """Curves over `seconds`, in MB; every one of `lines` has as many values."""

    title: str
    seconds: list[float]
    lines: dict[str, list[float]]


def groups(result: Any, title: str = "") -> Iterator[Group]:
    """Every group in a result, in its order."""
    if isinstance(result, list):
        yield from _listed(result, title)
    if not isinstance(result, dict):
        return
    title = name_of(result) or title
    facts = {key: value for key, value in result.items() if _is_figure(value) and key not in NAMES}
    leaves = {key: value for key, value in result.items() if isinstance(value, dict) and _has_figures(value)}
    for kind in KINDS:
        rows = {key: flat(value) for key, value in leaves.items() if _kind(value) == kind}
        if rows:
            yield Group(title, kind, rows, facts)
            facts = {}
    for key, value in result.items():
        if key not in leaves:
            yield from groups(value, key.replace("_", " ") if isinstance(value, list) and not title else title)


def _listed(items: list[Any], title: str) -> Iterator[Group]:
    """Items that are rows themselves are a group; others hold groups."""
    rows: dict[str, Row] = {}
    for item in items:
        if not isinstance(item, dict) or any(isinstance(value, dict) for value in item.values()):
            yield from groups(item, title)
            continue
        first = next(iter(item.values()), "")
        name = name_of(item) or (f"{first:,}" if isinstance(first, int | float) else str(first))
        again = sum(known.partition(" #")[0] == name for known in rows)
        rows[f"{name} #{again + 1}" if again else name] = flat(item)
    if rows:
        yield Group(title, _kind(next(iter(rows.values()))), rows, {})


def name_of(item: Row) -> str:
    """What an item of a list is called, empty where it has no name."""
    return next((str(item[key]) for key in NAMES if key in item), "")


def curves(result: Any, title: str = "") -> Iterator[Lines]:
    """Every memory curve in a result that has some points, of receivers ours alone."""
    if isinstance(result, list):
        for item in result:
            yield from curves(item, title)
    if not isinstance(result, dict):
        return
    for key, value in result.items():
        if key not in _CURVES:
            yield from curves(value, key)
        elif len(value) >= FEWEST and (key != "curve" or title == OURS):
            columns = [list(column) for column in zip(*value, strict=True)]
            given = columns[2:3] if key == "curve" else columns[1:]
            yield Lines(title, columns[0], dict(zip(_CURVES[key], given, strict=True)))


def flat(row: Row, before: str = "") -> Row:
    """Figures of a row, those of a row in it with both names; lists are left out."""
    found: Row = {}
    for key, value in row.items():
        name = f"{before} {key}".strip().replace("_", " ")
        if isinstance(value, dict):
            found |= flat(value, name)
        elif _is_figure(value) or value is None:
            found[name] = value
    return found


def _kind(row: Row) -> Kind:
    if {"rate", "least", "most"} <= set(row):
        return "spread"
    if {"ms", "least", "most"} <= set(row):
        return "took"
    return "times" if {"p50", "p99", "max"} <= set(row) else "plain"


def _has_figures(row: Row) -> bool:
    return any(_is_figure(value) for value in row.values())


def _is_figure(value: Any) -> bool:
    return isinstance(value, int | float | str) and not isinstance(value, bool)
