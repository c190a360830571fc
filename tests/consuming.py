"""For tests of consumers: blocks of messages, an acknowledgement that remembers, a clock by hand, running consumers."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable
from typing import Any

import numpy as np

from eventscope.core.consumer import ConsumerSpec
from eventscope.core.message import NO_LATENCY, ROW, V5, Block
from eventscope.engine.consumption.running import Running

SECOND = 10**9


def block(
    count: int, mono: int = SECOND, qos: int = 1, first: int = 0, flags: int = 0, latency: int = NO_LATENCY
) -> Block:
    """Messages on t/1 whose payloads are their numbers, with packet identifiers from 1 on."""
    rows = np.zeros(count, ROW)
    payloads = [b"%d" % number for number in range(first, first + count)]
    rows["mono"], rows["latency"], rows["flags"] = mono, latency, V5 | qos | flags
    rows["size"] = [len(item) for item in payloads]
    rows["at"] = np.cumsum([0, *rows["size"][:-1].tolist()]) if count else 0
    rows["packet"] = range(first + 1, first + 1 + count)
    return Block(rows, (b"t/1",), b"".join(payloads))


def on_loop(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """Run a test on an event loop of its own."""

    @functools.wraps(test)
    def run(*args: Any, **named: Any) -> None:
        async def main() -> None:
            await asyncio.wait_for(test(*args, **named), 90)

        asyncio.run(main())

    return run


class Settled:
    """A links.base.Stepwise that remembers how far it was told."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.told = 0

    def __call__(self) -> None:
        self.told = self.count

    def first(self, count: int) -> None:
        assert count > self.told
        self.told = count


class HandSchedule:
    """An engine.schedule.Schedule that is run by hand."""

    def __init__(self) -> None:
        self.calls: list[tuple[int, Callable[[int], int | None]]] = []

    def at(self, due: int, call: Callable[[int], int | None]) -> None:
        self.calls.append((due, call))

    def run(self, now: int) -> None:
        """Make every call that is due by then, again and again."""
        while ready := [item for item in self.calls if item[0] <= now]:
            for item in ready:
                self.calls.remove(item)
                due = item[1](max(now, item[0]))
                if due is not None:
                    self.at(due, item[1])

    def close(self, timeout: float = 1.0) -> None:
        self.calls.clear()


def running(schedule: Any = None, shy: bool = False, **settings: Any) -> Running:
    """A consumer of t/# whose messages nobody measures; wants a running loop."""
    spec = ConsumerSpec("c", "conn", "t/#", **settings)
    return Running(spec, lambda given: None, schedule or HandSchedule(), shy)


def holds(found: Running) -> bool:
    """The law of the book."""
    tally = found.tally
    return tally.received == tally.done + tally.failed + found.holding + tally.returned
