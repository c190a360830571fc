"""In which state a bridge is, and why: from what is wanted of it, its sides, its queue and its breakers. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from eventscope.core.busfigures import BridgeState, SideState

Phase = Literal["disabled", "validating", "up", "paused", "draining", "stopped", "failed"]

WORDS = {
    "bridge-disabled": "It starts when somebody starts it.",
    "bridge-connecting": "{connection} is not connected yet{because}",
    "bridge-subscribing": "It waits for what {connection} says to {takes}.",
    "bridge-refused": "{connection} does not give {takes}: {words}",
    "bridge-source-down": "{connection} is down{because} What waits for its targets is sent meanwhile.",
    "bridge-target-down": "{connection} is down{because} What comes in is kept until it is back.",
    "bridge-source-silent": "{connection} is connected and takes the beats of this bridge, but does not deliver them: "
    "perhaps it delivers nothing to it. Look into that broker's log; where its access rules forbid reading {topic}, "
    "allow it, or set heartbeat = 0.",
    "bridge-target-silent": "{connection} is connected, but for more than {seconds} s it has answered nothing. What "
    "comes in is kept until it does. Look how that middleware fares.",
    "bridge-disk-silent": "The disk of the spool has taken nothing for more than {seconds} s. Look how it fares.",
    "bridge-queue-full": "The queue is full, so nothing more is taken from the source until there is room.",
    "bridge-dead-letters-full": "The dead letters are full. Replay or purge some, and the bridge goes on.",
    "bridge-disk-full": "The disk of the spool takes no more. Free some space, and the bridge goes on.",
    "bridge-loop": "The same message goes round and round ({topic}), by {bridges}{cycle}. The route stands still. Mend "
    "the bridges, then run this one again.",
    "bridge-drained": "Everything that waited is sent.",
    "bridge-left": "{count} messages still wait in it; they are sent when it runs again.",
    "bridge-once": "It was to run once, and ended when {connection} went down.",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a code, parameters for it, and the sentence in English."""

    code: str = ""
    params: dict[str, str] = field(default_factory=dict)
    words: str = ""


def reason(code: str, **params: str) -> Reason:
    """One of those above."""
    return Reason(code, params, WORDS[code].format_map(params))


@dataclass(frozen=True, slots=True)
class SideFact:
    """One side; `idle`: a lazy target that has nothing to do. `granted` is of sources, None until the answer."""

    connection: str
    state: SideState
    ever: bool
    words: str = ""
    granted: bool | None = True
    refusal: str = ""
    takes: str = ""
    idle: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the state follows from; `why` explains a phase, `loop` names what goes round."""

    phase: Phase
    why: Reason = field(default_factory=Reason)
    sources: Sequence[SideFact] = ()
    targets: Sequence[SideFact] = ()
    blocked: str = ""  # "queue", "dead-letters" or "disk"
    loop: Reason | None = None
    silent: Reason | None = None  # something is up, and dead all the same


def judge(facts: Facts) -> tuple[BridgeState, Reason]:
    """The state; the worst of what is wrong comes first."""
    if facts.phase != "up":
        return facts.phase, facts.why
    if facts.loop is not None:
        return "blocked", facts.loop
    if facts.blocked:
        return "blocked", reason(f"bridge-{'disk-full' if facts.blocked == 'disk' else facts.blocked + '-full'}")
    refused = next((side for side in facts.sources if side.granted is False and side.state == "up"), None)
    if refused is not None:
        return "failed", reason("bridge-refused", connection=refused.connection, takes=refused.takes,
                                words=refused.refusal)  # fmt: skip
    return _connected(facts)


def _connected(facts: Facts) -> tuple[BridgeState, Reason]:
    targets = [side for side in facts.targets if not side.idle]
    if targets and not any(side.ever for side in targets):
        return "connecting", _of("bridge-connecting", targets[0])
    if not any(side.ever for side in facts.sources):
        return "connecting", _of("bridge-connecting", facts.sources[0])
    for side in targets:
        if side.state != "up":
            return "degraded", _of("bridge-target-down", side)
    for side in facts.sources:
        if side.state != "up":
            return "degraded", _of("bridge-source-down", side)
    for side in facts.sources:
        if side.granted is None:
            return "subscribing", reason("bridge-subscribing", connection=side.connection, takes=side.takes)
    return ("degraded", facts.silent) if facts.silent is not None else ("running", Reason())


def _of(code: str, side: SideFact) -> Reason:
    because = f": {side.words}" if side.words else "."
    return reason(code, connection=side.connection, because=because)
