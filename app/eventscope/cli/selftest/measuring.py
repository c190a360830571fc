"""Checks of measuring: exact counts against a scripted peer, and honest latency when a broker stalls."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import TypeVar

from eventscope.base import clock
from eventscope.cli.bench.packets import StampedTemplate
from eventscope.cli.selftest.check import Check, Skipped, expect
from eventscope.cli.selftest.scriptedpeer import ScriptedPeer
from eventscope.cli.session import Session, session
from eventscope.core.metrics import Integrity
from eventscope.core.verbs import GetStreams, Publish
from eventscope.core.workspace import EMBEDDED, Connection, SavedEvent, Subscription, Workspace

T = TypeVar("T")
SENT = 2000
LOST, DOUBLED, SWAPPED = 17, 11, 5
RATE, STALL_S, RUN_S = 200, 1.0, 8.0
ALL = (Subscription("selftest/#", qos=1),)


def counts_are_exact() -> str:
    """P20: a peer drops, doubles and reorders known numbers of messages; exactly these are told."""
    with ScriptedPeer(_disturbed()) as peer:
        workspace = Workspace(
            connections=(Connection("peer", "Peer", port=peer.port, subscriptions=ALL),), broker=False
        )
        found = _run(_integrity(workspace))
    seen = (found.lost, found.duplicates, found.reordered)
    expect(seen == (LOST, DOUBLED, SWAPPED), f"lost, duplicates, reordered: {seen}")
    return f"of {SENT:,}: {LOST} lost, {DOUBLED} duplicated, {SWAPPED} reordered, all told exactly"


def _disturbed() -> list[bytes]:
    """Packets in order but for LOST that are missing, DOUBLED that come twice and SWAPPED that come late."""
    template = StampedTemplate("selftest/exact", 20, "selftest", clock.boot_id())
    made = {number: template.fill(number, clock.wall_ns(), clock.mono_ns()) for number in range(SENT)}
    # Every tenth place at most, so that no two disturbances meet; never at the ends.
    places = random.Random(20).sample(range(10, SENT - 10, 10), LOST + DOUBLED + SWAPPED)  # noqa: S311  # a seed, no secret
    order: list[bytes] = []
    late: list[tuple[int, bytes]] = []
    for number, packet in made.items():
        order += [item for due, item in late if due == number]
        if number in places[:LOST]:
            continue
        if number in places[LOST + DOUBLED :]:
            late.append((number + 3, packet))
            continue
        order += [packet] * (2 if number in places[LOST : LOST + DOUBLED] else 1)
    return order


async def _integrity(workspace: Workspace) -> Integrity:
    async with session(workspace) as running:
        await running.connected("peer")
        monitor = running.engine.monitor
        # A gap counts as lost when its grace (5 s) is over.
        await _poll(lambda: monitor.snapshot().integrity.lost >= LOST, 20.0)
        return monitor.snapshot().integrity


def latency_is_honest() -> str:
    """P19: a broker that stops for a second shows in p99 as theory says: latency runs from the intended send."""
    if not hasattr(signal, "SIGSTOP"):
        raise Skipped(f"processes cannot be stopped and continued on {sys.platform}")
    workspace = Workspace(
        connections=(Connection(EMBEDDED, "Embedded broker", subscriptions=ALL),), broker=True, broker_port=0
    )
    measured, stalled = _run(_stalled(workspace))
    theory = stalled - 0.01 * RUN_S  # the worst hundredth of all messages fell into the first 80 ms of the stall
    gap = abs(measured / theory - 1)
    expect(gap < 0.02, f"p99 {1000 * measured:.0f} ms, theory {1000 * theory:.0f} ms")
    return f"p99 {1000 * measured:.0f} ms, theory {1000 * theory:.0f} ms ({100 * gap:.1f} % off)"


async def _stalled(workspace: Workspace) -> tuple[float, float]:
    """(p99 in seconds, length of the stall in seconds)."""
    async with session(workspace) as running:
        await running.connected(EMBEDDED)
        await running.granted(["selftest/#"])
        count = int(RATE * RUN_S)
        event = SavedEvent("", "selftest/stall", "{{ seq }}", "text", qos=0, repeat=count, every_ms=1000 / RATE)
        await running.engine.do(Publish(event))
        await running.until(lambda: False, RUN_S / 3)
        stalled = await _stop_for(running, STALL_S)
        await _poll(lambda: running.engine.monitor.snapshot().received >= count, RUN_S + 10)
        streams = await running.engine.do(GetStreams())
    p99 = next((item.latency.p99 for item in streams if item.latency.count), None)
    expect(p99 is not None, "no latency was measured")
    return (p99 or 0) / 1e9, stalled


async def _stop_for(running: Session, seconds: float) -> float:
    ports = running.engine.broker.ports
    assert ports is not None
    os.kill(ports.pid, signal.SIGSTOP)
    start = clock.mono_ns()
    try:
        await asyncio.sleep(seconds)
    finally:
        os.kill(ports.pid, signal.SIGCONT)
    return (clock.mono_ns() - start) / 1e9


async def _poll(condition: Callable[[], bool], seconds: float) -> None:
    end = clock.mono_ns() + int(seconds * 1e9)
    while not condition() and clock.mono_ns() < end:
        await asyncio.sleep(0.05)


def _run(work: Coroutine[None, None, T]) -> T:
    return asyncio.run(work)


CHECKS = (
    Check("P20", "Loss, duplicates and reorder are exact", counts_are_exact),
    Check("P19", "Latency is honest when a broker stalls", latency_is_honest),
)
