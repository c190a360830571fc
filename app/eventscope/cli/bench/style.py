"""The look of the report: the window's own colours and type, light and dark as the reader's system is."""

from __future__ import annotations

import tomllib
from typing import Any

from eventscope.base import paths

_RULES = """
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--text); font: 14px/1.5 var(--ui);
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
main { max-width: 1040px; margin: 0 auto; padding: 32px 20px 64px; }
header { margin-bottom: 24px; }
.mark { color: var(--muted); font-size: 12px; letter-spacing: .06em; text-transform: uppercase; }
h1 { font-size: 30px; line-height: 1.2; font-weight: 600; margin: 4px 0 8px; }
h2 { font-size: 16px; font-weight: 600; margin: 0; }
h3 { font-size: 13px; font-weight: 600; margin: 20px 0 6px; }
h3 .muted { font-weight: 400; margin-left: 8px; }
h3:empty { margin: 10px 0 0; }
p { margin: 0; }
.muted, .unit { color: var(--muted); }
section { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 16px 20px;
  margin-top: 12px; }
section > .muted { margin-top: 2px; font-size: 12px; }
code { font: 12px/1.5 var(--mono); color: var(--muted); }
.warn { border-color: var(--warn); }
.warn h2 { color: var(--warn); }
ul { margin: 8px 0 0; padding-left: 18px; }
.chart { display: grid; grid-template-columns: 112px 1fr 152px; gap: 4px 12px;
  align-items: center; }
.chart > .row { display: contents; }
.chart .value { text-align: right; white-space: nowrap; }
.chart .name { color: var(--muted); }
.chart .first { color: var(--text); font-weight: 600; }
svg { display: block; width: 100%; }
svg * { vector-effect: non-scaling-stroke; }
.ours { color: var(--accent); } .other { color: var(--muted); } .good { color: var(--good); }
.bad { color: var(--bad); }
.faint { fill: currentColor; opacity: .28; }
rect.strong { fill: currentColor; }
line.strong { stroke: currentColor; stroke-width: 2; }
.thin { stroke: currentColor; stroke-width: 1.5; opacity: .75; }
.grid { stroke: var(--line); stroke-width: 1; }
.budget { stroke: var(--text); stroke-width: 1; }
.scale { display: flex; justify-content: space-between; color: var(--muted); font-size: 11px; }
polyline { fill: none; stroke-width: 1.5; }
.series-0 { stroke: var(--accent); color: var(--accent); } .series-1 { stroke: var(--muted); color: var(--muted);
  stroke-dasharray: 5 3; }
.plot { display: grid; grid-template-columns: auto 1fr; gap: 2px 8px; }
.plot .axis { display: flex; flex-direction: column; justify-content: space-between; align-items: flex-end;
  color: var(--muted); font-size: 11px; line-height: 1; }
.legend { display: flex; gap: 16px; font-size: 12px; }
.legend b { font-weight: 600; }
.budgets { display: grid; grid-template-columns: minmax(0, 5fr) minmax(96px, 2fr) auto auto auto; gap: 7px 16px;
  align-items: center; margin-top: 12px; }
.budgets > .row { display: contents; }
.budgets .number { text-align: right; white-space: nowrap; }
.budgets .verdict { white-space: nowrap; }
.verdict.good, .verdict.bad { font-weight: 600; }
.table { overflow-x: auto; margin: 10px 0 2px; }
table { border-collapse: collapse; font-size: 12px; }
th, td { padding: 3px 14px 3px 0; text-align: right; white-space: nowrap; }
th { color: var(--muted); font-weight: 400; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { text-align: left; }
details { margin-top: 12px; }
summary { cursor: pointer; color: var(--muted); font-size: 12px; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 2px 16px; margin: 10px 0 0; font-size: 13px; }
dt { color: var(--muted); } dd { margin: 0; }
section > .note { margin-top: 8px; }
.note + .note { margin-top: 0 !important; }
footer { color: var(--muted); font-size: 12px; margin-top: 20px; }
footer p { margin-top: 6px; }
@media (max-width: 640px) {
  main { padding: 20px 12px 48px; }
  section { padding: 14px 14px; }
  h1 { font-size: 24px; }
  .chart { display: block; }
  .chart > .row { display: grid; grid-template-columns: 1fr auto; margin-bottom: 8px; }
  .chart .value { order: 1; }
  .chart svg, .chart .scale { order: 2; grid-column: 1 / -1; }
  .budgets { display: block; }
  .budgets > .row { display: grid; grid-template-columns: 1fr auto; gap: 2px 12px; padding: 8px 0;
    border-top: 1px solid var(--line); }
  .budgets > .head { display: none; }
  .budgets .what { grid-column: 1 / -1; }
  .budgets svg, .budgets .empty { grid-column: 1 / -1; }
  .budgets .number { text-align: left; }
  .budgets .limit { display: none; }
  .budgets .limit-small { display: inline; }
}
@media (min-width: 641px) { .budgets .limit-small { display: none; } }
@media print { body { background: #fff; } section { break-inside: avoid; } }
"""


def sheet() -> str:
    """The whole style sheet; colours and type are those of the window's theme."""
    with (paths.resources() / "themes" / "tokens.toml").open("rb") as file:
        tokens = tomllib.load(file)
    type_ = tokens["type"]
    faces = f"--ui: {_faces(type_['ui'])}, sans-serif; --mono: {_faces(type_['mono'])}, monospace;"
    dark = f"@media (prefers-color-scheme: dark) {{ :root {{ {_colours(tokens['dark'])} }} }}"
    return f":root {{ color-scheme: light dark; {faces} {_colours(tokens['light'])} }}\n{dark}{_RULES}"


def _colours(tokens: dict[str, Any]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in tokens.items())


def _faces(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
