"""What `lifecycle.judge` and the brokers of a bridge want to know, read off its parts."""

from __future__ import annotations

from eventscope.base import clock
from eventscope.core.busfigures import BridgeState
from eventscope.core.signs import Sign
from eventscope.engine.bridges.defences import Defences
from eventscope.engine.bridges.lifecycle import Facts, Phase, Reason, SideFact, reason
from eventscope.engine.bridges.sides import Side
from eventscope.engine.bridges.works import Works
from eventscope.store.spoolcounts import Figures

SILENCE = 10  # seconds for which a target may leave everything unanswered (promises, P11)


def gather(
    phase: Phase, why: Reason, running: Works | None, lazy: bool, loop: Reason | None, silent: Reason | None
) -> Facts:
    """The facts at this instant; `silent` is what beats have found."""
    if running is None or phase != "up":
        return Facts(phase, why)
    sources = [
        _fact(inlet.side, entrance.spec.source.topic or entrance.spec.source.filter)
        for inlet, entrance in zip(running.inlets, running.design.entrances, strict=False)
        if inlet.side is not None
    ]
    targets = [
        _fact(outlet.side, idle=lazy and outlet.number not in running.targets and outlet.side.state == "down")
        for outlet in running.outlets
    ]
    return Facts(phase, why, sources, targets, running.queue.figures().blocked, loop, _mute(running) or silent)


def _mute(running: Works) -> Reason | None:
    """A target that leaves messages unanswered."""
    now = clock.mono_ns()
    for outlet in running.outlets:
        if outlet.unanswered(now) > SILENCE:
            return reason("bridge-target-silent", connection=outlet.side.name, seconds=str(SILENCE))
    return None


def _fact(side: Side, takes: str = "", idle: bool = False) -> SideFact:
    return SideFact(side.name, side.state, side.ever, side.words, side.granted, side.refusal, takes, idle)


def sign(ident: str, name: str, state: tuple[BridgeState, Reason, int], books: Figures | None) -> Sign:
    """What its brokers are told; `state` with its reason and since when (monotonic ns)."""
    now = clock.wall_ns()
    since = now - (clock.mono_ns() - state[2])
    numbers = (books.epoch, books.queued, books.dead) if books is not None else (None, None, None)
    return Sign(ident, name, state[0], state[1].code, state[1].words, since, now, *numbers)


def loop_reason(running: Works, defences: Defences) -> Reason | None:
    """What goes round, where a breaker is tripped."""
    fuse = next((item for item in running.fuses if item.tripped), None)
    if fuse is None or fuse.mark is None:
        return None
    if fuse.named is None:
        storm = defences.storm(fuse.mark, clock.mono_ns())
        cycle = f": {' > '.join(storm.cycle)}" if storm.cycle else ""
        names = ", ".join(storm.bridges) or running.design.name
        topic = fuse.topic.decode("utf-8", "backslashreplace")
        fuse.named = {"topic": topic, "bridges": names, "cycle": cycle}
    return reason("bridge-loop", **fuse.named)
