"""The check that everything ends: an engine under load stops in time, with its broker, and the port is free."""

from __future__ import annotations

import asyncio
import socket
import sys
from dataclasses import replace

import psutil

from eventscope.base import clock
from eventscope.cli.selftest.check import Check, expect
from eventscope.cli.selftest.engine import engine, rest
from eventscope.core.broker import Ports
from eventscope.core.workspace import EMBEDDED
from eventscope.engine.demoworkspace import demo_workspace

TIMES, LIMIT_S = 3, 3.0
FLOWING_S = 1.0


def ends_in_time() -> str:
    """P25."""
    slowest = 0.0
    for _ in range(TIMES):
        took, ports = asyncio.run(_once())
        slowest = max(slowest, took)
        expect(not psutil.pid_exists(ports.pid), "the broker's process is still there")
        expect(_is_free(ports.mqtt or 0), f"port {ports.mqtt} is still taken")
    expect(slowest < LIMIT_S, f"took {slowest:.1f} s")
    return f"{TIMES} starts and stops of the demo, the slowest stop took {slowest:.2f} s; broker gone, port free"


async def _once() -> tuple[float, Ports]:
    """Seconds that the stop took, and where the broker was."""
    async with engine(replace(demo_workspace(), broker_port=0)) as running:
        await running.connected(EMBEDDED)
        await rest(running, FLOWING_S)
        ports = running.engine.broker.ports
        assert ports is not None
        start = clock.mono_ns()
    return (clock.mono_ns() - start) / 1e9, ports


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        if sys.platform != "win32":  # there it would share the port with whoever has it
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


CHECKS = (Check("P25", "Everything ends within three seconds", ends_in_time),)
