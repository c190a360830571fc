"""What the charts show as a table for a spreadsheet: one row for each moment, one column for each curve."""

from __future__ import annotations

import numpy as np

from eventscope.core import csvtext
from eventscope.core.verbs import Band, ChartData
from eventscope.ui.viewmodels.charts_ticks import date_text

_UNITS = {"latency": (1e-6, "ms"), "throughput": (1.0, "1/s"), "broker": (1.0, "1/s"), "utilisation": (1.0, "ratio")}
_SECOND = 1_000_000_000


def text(data: ChartData) -> str:
    """CSV: local time, seconds since the first row, every curve (empty where nothing is known), and the marks."""
    curves = [curve for curve in data.curves if len(curve.times)]
    moments = np.unique(np.concatenate([curve.times for curve in curves])) if curves else np.zeros(0, np.int64)
    columns = []
    for curve in curves:
        column = np.full(len(moments), np.nan)
        column[np.searchsorted(moments, curve.times)] = curve.values * _unit(curve.name)[0]
        columns.append(column.tolist())
    header = ["time", "seconds", *(_title(curve.name, curve.quality) for curve in curves), "marks"]
    first = int(moments[0]) if len(moments) else 0
    rows = (
        [date_text(at + data.wall_offset), (at - first) / _SECOND, *values, _marks(data.bands, at)]
        for at, *values in zip(moments.tolist(), *columns, strict=True)
    )
    return csvtext.table(header, rows)


def _title(name: str, quality: str) -> str:
    unit = "bytes/s" if name == "throughput.bytes" else _unit(name)[1]
    return f"{name} ({unit})" if quality == "exact" else f"{name} ({unit}, {quality})"


def _unit(name: str) -> tuple[float, str]:
    part = name.partition(".")[0]
    if part == "consumer":
        part = "latency"
    return _UNITS.get(part, (1.0, "messages"))


def _marks(bands: tuple[Band, ...], at: int) -> str:
    return "; ".join(f"{band.kind} {band.words}".strip() for band in bands if band.start <= at <= band.end)
