"""`eventscope demo`: the order flow in the window, or in the terminal where there is none."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eventscope.cli import output
from eventscope.core import duration

if TYPE_CHECKING:
    from eventscope.cli.session import Session

SETTLE = 3.0  # seconds for the watcher to receive the last events


def demo(
    context: typer.Context,
    headless: Annotated[bool, typer.Option("--headless", help="In the terminal, without a window.")] = False,
    seconds: Annotated[str, typer.Option("--seconds", help="End after that time; else with Ctrl+C.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print only the figures at the end, as JSON.")] = False,
) -> None:
    """Show the demo: producers, consumers and a queue that grows.

    Three producers, a watcher and a shared group of consumers at the embedded broker; nothing of it is kept.
    """
    limit = duration.seconds(seconds) if seconds else None
    if not (headless or as_json or limit is not None):
        raise typer.Exit(context.obj.demo_window())  # in the terminal, with the reason, where there can be none
    result = asyncio.run(run(limit, as_json))
    if as_json:
        output.data(result)
    else:
        output.line(_words(result))


async def run(seconds: float | None, quiet: bool) -> dict[str, Any]:
    """Run the demo for so long (None: until Ctrl+C); answers its figures."""
    from eventscope.cli.session import session
    from eventscope.engine.demoworkspace import demo_workspace

    async with session(demo_workspace()) as running:
        if quiet:
            await running.until(lambda: False, seconds)
        else:
            from eventscope.cli.live import show

            await show(running, seconds)
        return await _finish(running)


async def _finish(running: Session) -> dict[str, Any]:
    """Stop the producers, let the watcher have what is on its way, and take the figures of that moment."""
    engine = running.engine
    queues = engine.monitor.snapshot().queues
    engine.demo.stop_producers()
    running.ended = False
    await asyncio.sleep(0.05)  # a producer may be within its last slice
    for _ in range(int(SETTLE * 50)):
        if _watched(running)[0] >= engine.monitor.snapshot().published:
            break
        await asyncio.sleep(0.02)
    received, latency = _watched(running)
    snapshot = engine.monitor.snapshot()
    return {
        "published": snapshot.published,
        "received": received,
        "lost": snapshot.integrity.lost,
        "duplicates": snapshot.integrity.duplicates,
        "latency_ms": latency,
        "queues": [
            {"name": item.name, "depth": item.depth, "max_depth": item.max_depth, "quality": item.quality}
            for item in queues
        ],
    }


def _watched(running: Session) -> tuple[int, dict[str, dict[str, float | None]]]:
    """What the watcher received, and the latency of each consumer in ms."""
    from eventscope.engine.demoworkspace import WATCHER

    streams = [item for item in running.engine.monitor.streams() if item.consumer != item.group]
    received = sum(item.received for item in streams if item.consumer == WATCHER)
    latency = {
        item.consumer: {
            name: None if (value := getattr(item.latency, name)) is None else round(value / 1e6, 3)
            for name in ("p50", "p90", "p99", "max")
        }
        for item in streams
    }
    return received, latency


def _words(result: dict[str, Any]) -> str:
    return (
        f"published {result['published']:,}, received {result['received']:,}, "
        f"lost {result['lost']}, duplicates {result['duplicates']}"
    )
