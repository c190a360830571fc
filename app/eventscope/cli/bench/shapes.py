"""Finds what can be drawn in the result of any measure by its shape, so that a new measure is drawn without a word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["spread", "times", "plain"]
Row = dict[str, Any]
OURS = "eventscope"
FEWEST = 5  # points of a curve
_NAMES = ("case", "name")
_CURVES = {"curve": ("memory",), "rss_curve": ("window", "engine")}


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together: rates with their spread, times with their percentiles, or figures of other kinds.

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
        for item in result:
            yield from groups(item, title)
    if not isinstance(result, dict):
        return
    title = next((str(result[name]) for name in _NAMES if name in result), title)
    facts = {key: value for key, value in result.items() if _is_figure(value) and key not in _NAMES}
    leaves = {key: value for key, value in result.items() if isinstance(value, dict) and _has_figures(value)}
    for kind in ("spread", "times", "plain"):
        rows = {key: flat(value) for key, value in leaves.items() if _kind(value) == kind}
        if rows:
            yield Group(title, kind, rows, facts)
            facts = {}
    for key, value in result.items():
        if key not in leaves:
            yield from groups(value, title)


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
    return "times" if {"p50", "p99", "max"} <= set(row) else "plain"


def _has_figures(row: Row) -> bool:
    return any(_is_figure(value) for value in row.values())


def _is_figure(value: Any) -> bool:
    return isinstance(value, int | float | str) and not isinstance(value, bool)
