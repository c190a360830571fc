"""`eventscope demo`: the order flow in the window, or in the terminal where there is none."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eventscope.cli import output
from eventscope.core import busjson, duration

if TYPE_CHECKING:
    from eventscope.cli.session import Session

SETTLE = 3.0  # seconds for the watcher to receive the last events


def demo(
    context: typer.Context,
    headless: Annotated[bool, typer.Option("--headless", help="In the terminal, without a window.")] = False,
    seconds: Annotated[str, typer.Option("--seconds", help="End after that time; else with Ctrl+C.")] = "",
    kafka: Annotated[bool, typer.Option("--kafka", help="Orders go to the second broker by a local Kafka.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print only the figures at the end, as JSON.")] = False,
) -> None:
    """Show the demo: an order flow, a queue that grows, a bridge.

    Three producers, a watcher and a shared group of consumers at the embedded broker, and a bridge that brings the
    orders to a second broker; nothing of it is kept. By way of Kafka it costs most of a core, so that is asked for.
    """
    limit = duration.seconds(seconds) if seconds else None
    kafka = kafka and _there()
    if not (headless or as_json or limit is not None):
        raise typer.Exit(context.obj.demo_window(kafka))  # in the terminal, with the reason, where there can be none
    result = asyncio.run(run(limit, as_json, kafka))
    if as_json:
        output.data(result)
    else:
        output.line(_words(result))


def _there() -> bool:
    """Whether there can be a Kafka; the demo runs without it where there can be none, and says so."""
    from eventscope.engine import localkafka
    from eventscope.engine.demoworkspace import NO_KAFKA

    found = localkafka.available()
    if not found:
        output.notice(f"{NO_KAFKA} It goes straight to the second broker.", "demo-no-kafka")
    return found


async def run(seconds: float | None, quiet: bool, kafka: bool = False) -> dict[str, Any]:
    """Run the demo for so long (None: until Ctrl+C); answers its figures."""
    from eventscope.cli.session import session
    from eventscope.engine.demoworkspace import demo_workspace

    async with session(demo_workspace(kafka)) as running:
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
        if _watched(running)[0] >= engine.monitor.snapshot().published and _crossed(running):
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
        "bridges": [busjson.bridge(item) for item in engine.bridging.bridges.figures()],
    }


def _crossed(running: Session) -> bool:
    """Whether nothing waits in a bridge, and whoever listens behind the last one has what it sent."""
    from eventscope.engine.demoworkspace import WAREHOUSE

    bridges = running.engine.bridging.bridges.figures()
    through = [sum(edge.out for edge in item.edges) for item in bridges]
    heard = sum(item.received for item in running.engine.monitor.streams() if item.consumer == WAREHOUSE)
    waiting = any(item.queued or any(edge.in_flight for edge in item.edges) for item in bridges)
    return not waiting and len({*through, heard}) <= 1


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
        + "".join(f"; {item['name']}: {item['routes'][0]['out']:,} crossed" for item in result["bridges"])
    )
