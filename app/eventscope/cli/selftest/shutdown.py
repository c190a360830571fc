"""The check that everything ends: an engine under load stops in time, again and again, and its port is free."""

from __future__ import annotations

import asyncio
import socket

from eventscope.base import clock
from eventscope.cli.selftest.check import Check, expect
from eventscope.cli.session import session
from eventscope.core.workspace import EMBEDDED
from eventscope.engine.demoworkspace import demo_workspace

TIMES, LIMIT_S = 3, 3.0


def ends_in_time() -> str:
    """P25."""
    slowest = max(asyncio.run(_once()) for _ in range(TIMES))
    expect(slowest < LIMIT_S, f"took {slowest:.1f} s")
    return f"{TIMES} starts and stops of the demo, the slowest stop took {slowest:.2f} s"


async def _once() -> float:
    async with session(demo_workspace()) as running:
        await running.connected(EMBEDDED)
        await running.until(lambda: False, 1.0)  # the demo is flowing
        ports = running.engine.broker.ports
        assert ports is not None
        assert ports.mqtt is not None
        start = clock.mono_ns()
    took = (clock.mono_ns() - start) / 1e9
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", ports.mqtt))
    return took


CHECKS = (Check("P25", "Everything ends within three seconds", ends_in_time),)
