"""The demo as a table in the terminal: rates, latency and queue depths, redrawn four times a second."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from eventscope.base import clock
from eventscope.cli.session import Session
from eventscope.core import visible
from eventscope.core.verbs import StreamFigures
from eventscope.engine.snapshot import Snapshot

EVERY = 0.25  # seconds
BAR = 24  # characters


async def show(running: Session, seconds: float | None) -> None:
    """Draw until the time is over or a person ends it; on a pipe, one line a second instead of a table."""
    end = None if seconds is None else clock.mono_ns() + int(seconds * 1e9)
    console = Console()
    if not console.is_terminal:
        await _lines(running, end)
        return
    with Live(console=console, auto_refresh=False, transient=True) as live:
        while not running.ended and (end is None or clock.mono_ns() < end):
            live.update(table(running.engine.monitor.snapshot(), running.engine.monitor.streams()), refresh=True)
            await running.until(lambda: False, EVERY)


async def _lines(running: Session, end: int | None) -> None:
    while not running.ended and (end is None or clock.mono_ns() < end):
        await running.until(lambda: False, 1.0)
        print(line(running.engine.monitor.snapshot()), flush=True)
        sys.stdout.flush()


def line(snapshot: Snapshot) -> str:
    """The state in one line."""
    deepest = max(snapshot.queues, key=lambda item: item.depth, default=None)
    queue = f", deepest queue {visible.show(deepest.name).text} {deepest.depth}" if deepest and deepest.depth else ""
    rates = f"{snapshot.throughput.offered:.0f}/s offered, {snapshot.throughput.delivered:.0f}/s delivered"
    latency = f", p50 {_ms(snapshot.latency.p50)}, p99 {_ms(snapshot.latency.p99)}"
    return f"{rates}{latency}{queue}, lost {snapshot.integrity.lost}"


def table(snapshot: Snapshot, streams: tuple[StreamFigures, ...]) -> Table:
    """Consumers with their figures, queues with a bar, and the totals in the title."""
    found = Table(title=Text(line(snapshot)), title_justify="left", expand=False)
    for name in ("consumer", "received", "rate", "p50", "p90", "p99", "max"):
        found.add_column(name, justify="left" if name == "consumer" else "right")
    for item in streams:
        if item.consumer != item.group:
            rate = "" if item.delivered_rate is None else f"{item.delivered_rate:.1f}/s"
            times = (_ms(item.latency.p50), _ms(item.latency.p90), _ms(item.latency.p99), _ms(item.latency.max))
            found.add_row(_safe(item.consumer), f"{item.received:,}", rate, *times)
    found.add_section()
    for queue in snapshot.queues:
        bar = "█" * round(BAR * queue.depth / max(queue.max_depth, 1)) if queue.max_depth else ""
        found.add_row(_safe(queue.name), f"{queue.depth:,} waiting", f"max {queue.max_depth:,}", bar)
    return found


def _safe(text: str) -> Text:
    """Never markup, never an escape code."""
    return Text(visible.show(text).text)


def _ms(nanoseconds: float | None) -> str:
    return "–" if nanoseconds is None else f"{nanoseconds / 1e6:.1f} ms"
