"""The broker in the foreground of a process: from configuration to the last closed socket."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import Callable

import psutil

from eventscope.base import signals
from eventscope.base.clock import mono_ns
from eventscope.base.tasks import cancel_all, spawn
from eventscope.broker.hub import Notice
from eventscope.broker.server import Server, ports
from eventscope.core.broker import BrokerConfig, BrokerGauges, Ports

GAUGE_SECONDS = 0.2


async def serve(
    config: BrokerConfig,
    on_ready: Callable[[Ports, Server], None],
    stop: asyncio.Event,
    on_gauges: Callable[[BrokerGauges], None] | None = None,
    on_notice: Notice = lambda level, code, sentence, params: None,
    prefer_port: int = 1883,
    gauge_seconds: float = GAUGE_SECONDS,
) -> None:
    """Serve until `stop` is set. `on_ready` hears the ports once everything listens; raises EventscopeError before."""
    server = Server(config, on_notice)
    listening_on = await server.start(prefer_port)
    _calm_collector()
    try:
        if on_gauges is not None:
            spawn(_tell(server, on_gauges, gauge_seconds), "broker gauges")
        on_ready(ports(listening_on, os.getpid(), config.listeners[0].address), server)
        await stop.wait()
    finally:
        await server.stop()
        await cancel_all()


def run(
    config: BrokerConfig,
    on_ready: Callable[[Ports], None],
    on_gauges: Callable[[BrokerGauges], None] | None = None,
    on_notice: Notice = lambda level, code, sentence, params: None,
    gauge_seconds: float = 1.0,
) -> None:
    """Serve in this process until a signal asks for the end; returns when every socket is closed.

    `on_gauges` is called every `gauge_seconds`. Raises EventscopeError when the broker cannot start.
    """

    async def main() -> None:
        stop = asyncio.Event()
        signals.on_end(stop.set)
        await serve(config, lambda known, _: on_ready(known), stop, on_gauges, on_notice, gauge_seconds=gauge_seconds)

    asyncio.run(main())


def _calm_collector() -> None:
    """What is there now stays; queued messages are many but make no cycles, so looking for those is a waste."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


async def _tell(server: Server, on_gauges: Callable[[BrokerGauges], None], seconds: float) -> None:
    process = psutil.Process()
    while True:
        began = mono_ns()
        on_gauges(server.snapshot(process.memory_info().rss))
        # Thousands of sessions cost more to count; then they are counted less often, never a tenth of the time.
        await asyncio.sleep(max(seconds, (mono_ns() - began) * 10 / 1e9))
