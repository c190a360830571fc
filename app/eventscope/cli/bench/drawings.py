"""The result of one measure as HTML: charts of what has a shape, beside a table of every figure."""

from __future__ import annotations

from html import escape
from typing import Any

from eventscope.cli.bench import charts
from eventscope.cli.bench.shapes import OURS, Group, Lines, Row, curves, flat, groups

PROGRAMS = ("mosquitto_sub", "mosquitto_pub")  # whose names are kept as they are


def of(result: Any) -> str:
    """All of it."""
    run = {key: value for key, value in flat(result).items() if key in {name.replace("_", " ") for name in result}}
    found = [Group("", "plain", {"run": run}, {}), *groups(result)]
    span = charts.log_range(row[name] or 0 for item in found if item.kind == "times" for row in item.rows.values()
                            for name in ("p50", "max"))  # fmt: skip
    drawn = [_group(item, span) for item in found]
    notes = "".join(f'<p class="note muted">{escape(words)}</p>' for words in result.get("notes", ()))
    return "".join((*drawn, *map(_lines, curves(result)), notes, _tables(found)))


def _group(group: Group, span: tuple[float, float]) -> str:
    if group.kind == "plain":
        return ""
    drawn = _times(group, span) if group.kind == "times" else _spreads(group)
    heading = f"<h3>{escape(group.title)}{_ratio(group)}</h3>" if group.title else "<h3></h3>"
    return f'{heading}<div class="chart">{drawn}</div>'


def _ratio(group: Group) -> str:
    ratio = group.facts.get("ratio")
    return f' <span class="muted">ours is {ratio:g} times</span>' if ratio is not None else ""


def _spreads(group: Group) -> str:
    most = max(row["most"] for row in group.rows.values())
    key, unit = ("ms", "ms") if group.kind == "took" else ("rate", "/s")
    return "".join(
        _bar(
            name,
            charts.bar(row[key], most, row["least"], row["most"], key == "ms" or name.startswith(OURS)),
            f'{row[key]:,} <span class="unit">{unit}</span>',
        )
        for name, row in group.rows.items()
    )


def _times(group: Group, span: tuple[float, float]) -> str:
    drawn = []
    for name, row in group.rows.items():
        values = (row["p50"], row["p99"], row["max"])
        known = None not in values
        chart = charts.percentiles(values, span, name.startswith(OURS)) if known else "<span></span>"
        drawn.append(_bar(name, chart, " · ".join(map(_short, values)) if known else "nothing came"))
    scale = f'<span class="scale"><span>{span[0]:g} ms</span><span>{span[1]:,.15g} ms</span></span>'
    return "".join(drawn) + _bar("", scale, '<span class="muted">p50 · p99 · max ms</span>')


def _bar(name: str, chart: str, value: str) -> str:
    """One row of a chart: `chart` and `value` are HTML."""
    words = name if name in PROGRAMS else name.replace("_", " ")
    first = " first" if name.startswith(OURS) else ""
    named = f'<span class="name{first}">{escape(words)}</span>'
    return f'<div class="row">{named}{chart}<span class="value">{value}</span></div>'


def _lines(found: Lines) -> str:
    most = max(max(line) for line in found.lines.values()) or 1.0
    names = "".join(
        f'<span class="series-{n}"><b>{escape(name)}</b></span>' for n, name in enumerate(found.lines)
    )  # fmt: skip
    title = f"Memory, MB{': ' + escape(found.title) if found.title else ''}"
    seconds = f"<span>{found.seconds[0]:g} s</span><span>{found.seconds[-1]:g} s</span>"
    return (
        f'<h3>{title}</h3><div class="plot"><span class="axis"><span>{most:,.0f}</span><span>0</span></span>'
        f"{charts.lines(found.seconds, list(found.lines.values()), most)}"
        f'<span></span><span class="scale">{seconds}</span></div>'
        f'{f"""<p class="legend">{names}</p>""" if len(found.lines) > 1 else ""}'
    )


def _tables(found: list[Group]) -> str:
    """Every figure, folded away; groups with the same columns share a table."""
    together: dict[tuple[str, ...], list[Group]] = {}
    for group in found:
        together.setdefault(_columns(group), []).append(group)
    tables = "".join(map(_table, together.values()))
    return f"<details><summary>All figures</summary>{tables}</details>" if tables else ""


def _columns(group: Group) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for row in group.rows.values() for name in row))


def _table(items: list[Group]) -> str:
    columns = _columns(items[0])
    heads = "".join(f"<th>{escape(name)}</th>" for name in ("", *columns))
    rows = "".join(_row(item.title, name, row, columns) for item in items for name, row in item.rows.items())
    return f'<div class="table"><table><tr>{heads}</tr>{rows}</table></div>'


def _row(title: str, name: str, row: Row, columns: tuple[str, ...]) -> str:
    first = f"{title}, {name}" if title else name
    cells = "".join(f"<td>{escape(_figure(row.get(column)))}</td>" for column in columns)
    return f"<tr><td>{escape(first.replace('_', ' '))}</td>{cells}</tr>"


def _short(value: float) -> str:
    """Three digits that count; all of them stand in the table."""
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def _figure(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    return f"{value:,}" if isinstance(value, int) or abs(value) >= 1000 else f"{value:g}"
