"""Verbs about bridges: save, check, start and stop them, try them dry, look after their dead letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from eventscope.core.bus import BridgeSpec
from eventscope.core.busfigures import BridgeFigures
from eventscope.core.deadletter import DeadEdit, DeadPage
from eventscope.core.drystep import Step
from eventscope.core.note import Note
from eventscope.core.verb import Verb


@dataclass(frozen=True, slots=True)
class BusState:
    """All bridges of the workspace, how they fare, and what a person may not have meant."""

    bridges: tuple[BridgeSpec, ...]
    figures: tuple[BridgeFigures, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class GetBus(Verb[BusState]):
    """The bridges of the workspace."""


@dataclass(frozen=True, slots=True)
class CheckBridge(Verb[tuple[Note, ...]]):
    """Whether the bridge could be saved: notes, or BadInput (code bridge-cycle has params path and cycle).

    `before` is the name that it has now, when it is saved already.
    """

    bridge: BridgeSpec
    before: str = ""


@dataclass(frozen=True, slots=True)
class SaveBridge(Verb[tuple[Note, ...]]):
    """Add or change a bridge and run it as its `start` says; answers notes. BadInput as in CheckBridge.

    An address that no bridge used before is compared with the others first, for a second at most: two may lead to one
    and the same broker. What waits in its spool is kept, whatever changes.
    """

    bridge: BridgeSpec
    before: str = ""


@dataclass(frozen=True, slots=True)
class RemoveBridge(Verb[None]):
    """Stop and forget a bridge. Refused while messages wait in it or lie among its dead letters, but with `force`."""

    name: str
    force: bool = False


@dataclass(frozen=True, slots=True)
class SetBridge(Verb[None]):
    """run: start, go on after a pause, close a tripped breaker. pause: take nothing from the source, send what waits
    later. drain: take nothing more, send what waits, then stop. stop: at once; what waits stays in the spool.

    `name` may also be that of a bus; one that is disconnected is connected by run.
    """

    name: str
    wanted: Literal["run", "pause", "drain", "stop"]


@dataclass(frozen=True, slots=True)
class DryRunBridge(Verb[tuple[Step, ...]]):
    """What a bridge, saved or not, would make of messages: JSON lines as in core.dryrun, or ids of stored messages.

    Nothing is connected and nothing is sent.
    """

    bridge: BridgeSpec
    lines: tuple[str, ...] = ()
    messages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class GetDeadLetters(Verb[DeadPage]):
    """Dead letters behind an id, oldest first, at most 256; of one route or reason where that is given.

    Also of a bridge that is not running.
    """

    bridge: str
    after: int = 0
    count: int = 100
    route: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReplayDead(Verb[int]):
    """Send dead letters again (all with `ids` None), changed where an edit says so; answers how many."""

    bridge: str
    ids: tuple[int, ...] | None
    edit: DeadEdit | None = None


@dataclass(frozen=True, slots=True)
class PurgeDead(Verb[int]):
    """Throw dead letters away (all with `ids` None); answers how many. It is counted, and told in a notice."""

    bridge: str
    ids: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class ExportDead(Verb[int]):
    """Write all dead letters as JSON lines to a file that does not exist yet; answers how many."""

    bridge: str
    path: str
