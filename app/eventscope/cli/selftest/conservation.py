"""The check of the conservation law: what a real engine received is stored, or dropped and counted, or waiting."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from eventscope.cli.selftest.check import Check, expect
from eventscope.cli.selftest.engine import engine, poll
from eventscope.cli.selftest.hostile import publish
from eventscope.cli.selftest.scriptedpeer import ScriptedPeer, Talk
from eventscope.core.metrics import Counts
from eventscope.core.workspace import Connection, Retention, Subscription, Workspace
from eventscope.store.log import Log

STORED, DROPPED = 20_000, 3_000
ARRIVES_WITHIN = 15.0  # seconds
BY_A_CLOSED_LOG = "log-closed"


@dataclass(frozen=True, slots=True)
class Seen:
    """The engine's counts at the end, the least that ever waited, and the messages that the log really holds."""

    counts: Counts
    least_waiting: int
    in_log: int


def received_is_accounted_for() -> str:
    """P4: a peer sends a known number; then the log is closed under the engine and the peer sends some more."""
    closed = Event()

    def script(talk: Talk) -> None:
        talk.accept()
        talk.grant()
        talk.send(*(publish(b"selftest/stored", b"%d" % number) for number in range(STORED)))
        talk.wait(closed.is_set)
        talk.send(*(publish(b"selftest/dropped", b"%d" % number) for number in range(DROPPED)))
        talk.hold()

    with ScriptedPeer(script) as peer, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        subscription = Subscription("#", qos=0)
        connection = Connection("peer", "Peer", port=peer.port, subscriptions=(subscription,))
        workspace = Workspace(connections=(connection,), broker=False)
        seen = asyncio.run(_count(workspace, Path(folder, "log"), closed))
    counts, dropped = seen.counts, sum(seen.counts.dropped.values())
    words = (
        f"received {counts.received:,} = stored {counts.stored:,} + dropped {dropped:,} + waiting {counts.waiting:,}"
    )
    expect(counts.received == STORED + DROPPED, f"{STORED + DROPPED:,} sent, but {words}")
    expect(counts.received == counts.stored + dropped + counts.waiting, words)
    expect(counts.waiting == 0 and seen.least_waiting >= 0, f"{words}; at one moment {seen.least_waiting} waited")
    expect(counts.stored == STORED == seen.in_log, f"{words}, and the log holds {seen.in_log:,}")
    expect(counts.dropped == {BY_A_CLOSED_LOG: DROPPED}, f"{DROPPED:,} were dropped, but told is {counts.dropped}")
    return f"{words}; the log holds {seen.in_log:,}"


async def _count(workspace: Workspace, folder: Path, closed: Event) -> Seen:
    async with engine(workspace, folder) as running:
        await running.connected("peer")
        pulse, log = running.engine.pulse, running.engine.log
        waiting: list[int] = []

        def received(count: int) -> bool:
            counts = pulse.summary().counts
            waiting.append(counts.waiting)
            return counts.received >= count

        await poll(running, lambda: received(STORED), ARRIVES_WITHIN)
        await asyncio.to_thread(log.close)
        closed.set()
        await poll(running, lambda: received(STORED + DROPPED) and waiting[-1] == 0, ARRIVES_WITHIN)
        counts = pulse.summary().counts
    return Seen(counts, min(waiting), _held(folder))


def _held(folder: Path) -> int:
    """Messages in the log, read from the files."""
    log = Log.open(folder, Retention(), lambda *_, **__: None)
    count, start = 0, log.oldest
    try:
        while (run := log.forward(start)) is not None:
            start = run.end
            count += 0 if run.block is None else len(run.block)
    finally:
        log.close()
    return count


CHECKS = (Check("P4", "Received = stored + dropped + waiting", received_is_accounted_for),)
