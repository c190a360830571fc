"""The result of `bench all` as one page of HTML that needs nothing else: no script, no picture, no font, no network."""

from __future__ import annotations

from html import escape
from typing import Any

from eventscope.cli.bench import budgets, charts, drawings, style

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(result: dict[str, Any]) -> str:
    """The whole page; every text in it is escaped, wherever it came from."""
    parts = (_header(result), _warnings(result), _budgets(result), *map(_measure, result["measures"].values()))
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>Eventscope bench, {escape(result['began'][:10])}</title><style>{style.sheet()}</style>"
    )
    body = f"<main>{''.join(parts)}{_footer(result)}</main>"
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>{body}</body></html>\n'


def _header(result: dict[str, Any]) -> str:
    judged = [item["held"] for item in result["budgets"] if item["held"] is not None]
    headline = f"{sum(judged)} of {len(judged)} budgets held" if judged else "No budget was judged"
    quick = "<p>One short run of each counts too little to judge by.</p>" if result["quick"] else ""
    headline = "A quick look" if result["quick"] else headline
    machine = result["machine"]
    where = f"{machine['cpu']}, {machine['cores']} cores, {machine['system']}"
    when = f"{result['began'][:16].replace('T', ' ')} UTC, {result['seconds'] / 60:.0f} min"
    return (
        f'<header><p class="mark">Eventscope bench</p><h1>{headline}</h1>'
        f'{quick}<p class="muted">{escape(where)}<br>{escape(when)}</p></header>'
    )


def _warnings(result: dict[str, Any]) -> str:
    if not result["warnings"]:
        return ""
    items = "".join(f"<li>{escape(words)}</li>" for words in result["warnings"])
    return f'<section class="warn"><h2>Read these figures with care</h2><ul>{items}</ul></section>'


def _budgets(result: dict[str, Any]) -> str:
    ends = '<span class="scale"><span>worse</span><span>better</span></span>'
    ends = "<span></span>" if result["quick"] else ends
    names = '<span class="number muted">measured</span><span class="number muted">budget</span>'
    heads = f'<span class="muted">What</span>{ends}{names}<span></span>'
    rows = "".join(_budget(item) for item in result["budgets"])
    return f'<section><h2>Budgets</h2><div class="budgets"><div class="row head">{heads}</div>{rows}</div></section>'


def _budget(item: dict[str, Any]) -> str:
    judged = item["held"] is not None
    drawn = charts.against(item["ratio"] or 4.0, item["held"]) if judged else '<span class="empty"></span>'
    mark = ("good" if item["held"] else "bad") if judged else "muted"
    limit = escape(budgets.limit(item))
    words = escape(budgets.amount(item["value"], item["unit"]))
    measured = words if item["value"] is not None else f'<span class="muted">{words}</span>'
    return (
        f'<div class="row"><span class="what">{escape(item["what"])}</span>{drawn}'
        f'<span class="number">{measured} <span class="muted limit-small">{limit}</span></span>'
        f'<span class="number muted limit">{limit}</span>'
        f'<span class="verdict {mark}">{escape(budgets.judged(item))}</span></div>'
    )


def _measure(one: dict[str, Any]) -> str:
    others = "" if one["load_others"] is None else f", others about {one['load_others']:g} % meanwhile"
    load = f"{one['load_before']:g} % of the machine busy before{others}"
    told = f'<p class="muted"><code>{escape(one["command"])}</code> · {one["seconds"]:,.0f} s · {load}</p>'
    if "error" in one:
        body = f'<p class="bad">{escape(one["error"]["words"])}</p>'
    else:
        body = drawings.of(one["result"])
    return f"<section><h2>{escape(one['title'])}</h2>{told}{body}</section>"


def _footer(result: dict[str, Any]) -> str:
    facts = "".join(
        f"<dt>{escape(name.replace('_', ' '))}</dt><dd>{escape('not here' if value is None else f'{value}')}</dd>"
        for name, value in result["machine"].items()
    )
    how = "How each figure is taken: eventscope bench NAME --help. Repeated here by: eventscope bench all --html FILE."
    return (
        f"<section><h2>Machine</h2><dl>{facts}</dl></section>"
        f"<footer><p>{escape(budgets.ELSEWHERE)}</p><p>{escape(how)}</p></footer>"
    )
