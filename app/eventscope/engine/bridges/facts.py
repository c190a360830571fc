"""What `lifecycle.judge` wants to know, read off the parts of a running bridge."""

from __future__ import annotations

from eventscope.base import clock
from eventscope.engine.bridges.defences import Defences
from eventscope.engine.bridges.lifecycle import Facts, Phase, Reason, SideFact, reason
from eventscope.engine.bridges.sides import Side
from eventscope.engine.bridges.works import Works


def gather(phase: Phase, why: Reason, running: Works | None, lazy: bool, loop: Reason | None) -> Facts:
    """The facts at this instant."""
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
    return Facts(phase, why, sources, targets, running.queue.figures().blocked, loop)


def _fact(side: Side, takes: str = "", idle: bool = False) -> SideFact:
    return SideFact(side.name, side.state, side.ever, side.words, side.granted, side.refusal, takes, idle)


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
