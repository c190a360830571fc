"""The terminal's table: figures are there, and names from outside are no markup."""

from __future__ import annotations

import io
from dataclasses import replace

from rich.console import Console

from eventscope.cli import live
from eventscope.core.metrics import LatencyFigures, QueueFigures
from eventscope.core.verbs import StreamFigures
from eventscope.engine.monitor import Monitor, Snapshot
from eventscope.engine.receipts import Receipts

HOSTILE = "[red]\x1b[31m{x}"


def snapshot() -> Snapshot:
    queue = QueueFigures(HOSTILE, "group", 37, "exact", max_depth=74)
    return replace(Monitor(Receipts()).snapshot(), queues=(queue,))


def drawn() -> str:
    latency = LatencyFigures(10, 1_500_000, 2_000_000, None, None, 9_000_000)
    streams = (
        StreamFigures(HOSTILE, latency, 1234, delivered_rate=12.34),
        StreamFigures("$share/g/x", latency, 1, group="$share/g/x"),
    )
    out = io.StringIO()
    Console(file=out, width=140, force_terminal=False).print(live.table(snapshot(), streams))
    return out.getvalue()


def test_figures_are_there() -> None:
    text = drawn()
    for part in ("1,234", "12.3/s", "1.5 ms", "–", "9.0 ms", "37 waiting", "max 74", "█" * 12):
        assert part in text
    assert "$share/g/x" not in text


def test_names_are_text() -> None:
    text = drawn()
    assert "\x1b" not in text
    assert "[red]␛[31m{x}" in text


def test_one_line() -> None:
    text = live.line(snapshot())
    assert text.isprintable()
    assert "deepest queue [red]␛[31m{x} 37" in text
