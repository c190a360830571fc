"""CSV that a spreadsheet takes for data and nothing else: quoted as in RFC 4180, formulas guarded."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

Cell = str | int | float | None

NOTE = "(' guards texts that a spreadsheet would take for a formula)"
# At the start, and after what some program may split a cell at once more: separators, quotation marks, line ends.
_FORMULA = re.compile("^(?=[\t\r])|(^ *|[,;|\t\r\n\"'] *)([=+\\-@\uff1d\uff0b\uff0d\uff20])")
_QUOTED = re.compile('[",\r\n;\t\x00]|^ | $')


def table(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A whole file, records ended by CR LF; where a text had to be guarded, the header says so in a last cell."""
    kept = [header, *rows]
    guarded = any(isinstance(cell, str) and guard(cell) != cell for row in kept for cell in row)
    return line([*header, NOTE] if guarded else header) + "".join(line(row) for row in kept[1:])


def line(cells: Iterable[Cell]) -> str:
    """One record with its end of line. None and NaN are empty cells, numbers stay numbers."""
    return ",".join(_cell(each) for each in cells) + "\r\n"


def guard(text: str) -> str:
    """`text` with a ' before each place where a spreadsheet could see a formula begin."""
    return _FORMULA.sub(lambda found: f"{found[1] or ''}'{found[2] or ''}", text)


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        text = guard(value)
        return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text
    if isinstance(value, int):
        return str(value)
    return "" if math.isnan(value) else f"{value:.9g}"
