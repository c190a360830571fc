"""The ends of a bridge, whatever the middleware: sources put messages in, targets take rows out.

How ends are made (`making` calls, keywords as written here):

    KafkaSource(endpoint, spec, number, inlet, name)           HttpSource, MqttSource likewise
    KafkaTarget(endpoint, spec, route, number, outlet, name)   HttpTarget, MqttTarget likewise
    KafkaTransfer(endpoint, spec, number, inlet, outlets, name)

`endpoint` is of the source, or of the route's target. `spec.source` says what to take; a bus makes a spec of its own
for each of its sources, so `spec.name` is for people only. `number` counts the sources, or the routes, from 0. `name`
is "es-<bridge id>-s<number>" for a source and "es-<bridge id>-t<number>" for a target: it stays the same over restarts
and renames and belongs to one install, so it serves as client id, as group where the spec names none, and as
transactional id. Secrets are in `endpoint`. Making an end connects to nothing.

A KafkaTransfer is a source end that sends by itself, inside its own transactions: it calls `inlet.plan`, sends, and
tells `inlet.crossed`. `outlets` are for `standing`, `note` and `largest` of its targets; the only rows that they give
are dead letters that a person sends again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, runtime_checkable

from eventscope.core.bus import BridgeSpec, BusConnection, BusMessage, Exit, Outgoing, Route
from eventscope.core.busfigures import SideState
from eventscope.core.kafka import Servers
from eventscope.core.workspace import Connection
from eventscope.store.spoolrows import Marks, Row

Done = Callable[[Exception | None], None]


@dataclass(frozen=True, slots=True, repr=False)
class Endpoint:
    """How to reach one middleware. `mqtt` or `kafka` is set where it is one; secrets stay out of every repr.

    `broker` is the identity of the broker in marks, `secret` the key that signs webhooks or the token that an ingest
    address wants. `headers` go with each webhook; `insecure` webhooks are sent to whoever says that it is the receiver.
    """

    bus: BusConnection
    broker: str
    mqtt: Connection | None = None
    kafka: Servers | None = None
    password: bytes | None = None
    secret: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()
    insecure: bool = False


class Failure(NamedTuple):
    """A row that did not get through: `permanent` ones go to the dead letters, others are tried again.

    `seconds` is when, where the target said so (Retry-After); None leaves it to the bridge's back-off.
    """

    id: int
    reason: str
    words: str
    permanent: bool
    seconds: float | None = None


class Planned(NamedTuple):
    """What is to become of some messages: copies that leave, and reasons why none does."""

    copies: list[tuple[BusMessage, Outgoing]]
    exits: list[tuple[BusMessage, Exit]]


class Inlet(Protocol):
    """Where a source end puts what it hears. Any thread calls; no call waits for anything."""

    def put(self, messages: Sequence[BusMessage], marks: Marks | None = None, done: Done | None = None) -> None:
        """Plan them and store the copies in one transaction with the marks.

        `done` is called once, on another thread: None after the commit (now acknowledge), or the error for which it
        will never be. With a full queue it comes late: put no more than you can hold meanwhile.
        """

    def dropped(self, reason: str, count: int, example: BusMessage | None) -> None:
        """Messages that could not be held, as QoS 0 may be."""

    def note(self, name: str, count: int = 1) -> None:
        """Count what moves no message: session_lost, duplicates …"""

    def standing(self, state: SideState, code: str = "", words: str = "", params: Mapping[str, str] = {}) -> None:
        """The side changed its state; `waiting` after `up` counts as a reconnect."""

    def subscribed(self, granted: bool, words: str = "") -> None:
        """The source said yes or no to what the bridge takes."""

    def subscribing(self) -> None:
        """About to subscribe anew: the source will give again what it retains. To be told before it does."""

    def plan(self, messages: Sequence[BusMessage]) -> Planned:
        """For a transfer: what to send. Asked once for each message, since routes take turns."""

    def crossed(self, planned: Planned, failures: Sequence[tuple[int, str, str]], done: Done) -> None:
        """For a transfer: the copies are sent, but for `failures` (index of the copy, reason, words), which go to the
        dead letters with the exits that belong there. `done` as in `put`: commit the source's offsets after it."""

    def former(self, filter_: str) -> Sequence[str]:
        """Filters that this source subscribed to before the bridge was changed, which a kept session still holds: to
        be given up. `filter_` is remembered as one of them. Waits for the disk."""

    def inbox(self, session: str) -> set[int]:
        """QoS 2 packet ids of that session that were held when the spool was opened."""

    def offsets(self) -> Mapping[tuple[str, int], int]:
        """(topic, partition) -> the next offset to read, as the spool has it."""

    def beats(self) -> str:
        """The topic at which the bridge's own beats come, empty for none: to be heard beside what it takes."""

    def beat(self, payload: bytes) -> None:
        """One of them came; it is no message."""

    def beats_granted(self, reason: int, words: str) -> None:
        """What the source said to the subscription to them (0x80 and above: refused)."""


class Outlet(Protocol):
    """What a target end takes from: one route of one bridge. Any thread calls; no call waits for anything."""

    @property
    def restored(self) -> Sequence[Row]:
        """Rows that were sent, and not known to be through, when the spool was opened, in their order."""

    @property
    def epoch(self) -> int:
        """Counts the starts of the spool: (bridge, epoch of a row, id of a row) names a message for ever."""

    def listen(self, ready: Callable[[], None]) -> None:
        """`ready` is called, on any thread, whenever `take` may give something."""

    def take(self, count: int) -> list[Row]:
        """The next rows in order; each is to be told to `done` or `failed` (or comes again after a restart)."""

    def sent(self, pairs: Sequence[tuple[int, int]], done: Done) -> None:
        """Remember (row, packet id) as about to be sent; send after `done`."""

    def received(self, pairs: Sequence[tuple[int, int]], done: Done) -> None:
        """Remember that the target has them (PUBREC)."""

    def done(self, ids: Sequence[int]) -> None:
        """These are through."""

    def floors(self) -> Mapping[tuple[str, int], int]:
        """(topic, partition) of the target -> the offset below which no row lies that was not told to be through, as
        `keep` stored it before the spool was opened."""

    def keep(self, floors: Sequence[tuple[str, int, int]], done: Done | None = None) -> None:
        """Store (topic, partition, offset) for `floors`, not before everything that was told to `done` until now."""

    def failed(self, failures: Sequence[Failure]) -> None:
        """These are not."""

    def back(self, ids: Sequence[int], done: Done | None = None) -> None:
        """These, in their order, were taken and not tried, which counts as no failure: they are the next to be taken
        again. `done` comes when they are, and what was told to `failed` before is stored: until then `take` may give
        rows that come after them."""

    def note(self, name: str, count: int = 1) -> None:
        """Count what moves no message: ambiguous_resends, session_lost …"""

    def standing(self, state: SideState, code: str = "", words: str = "", params: Mapping[str, str] = {}) -> None:
        """The side changed its state; `waiting` after `up` counts as a reconnect. Nothing is taken before `up`."""

    def largest(self, size: int) -> None:
        """The target told how many bytes a message may have there."""


class SourceEnd(Protocol):
    """Reads one middleware for one bridge; made closed. Called on the event loop of the bridges."""

    async def start(self) -> None:
        """Begin to connect, and stay connected until `close`; returns at once. Raises EventscopeError for settings
        that cannot work (a file that is not there); a peer that is down is no error."""

    def pause(self) -> None:
        """Take nothing from the source, but keep the session."""

    def resume(self) -> None:
        """Take again."""

    async def close(self) -> None:
        """Take no more; returns when what was put is acknowledged, or cannot be, within seconds."""


class TargetEnd(Protocol):
    """Writes to one middleware for one route. Called on the event loop of the bridges."""

    async def start(self) -> None:
        """Begin to connect, and stay connected until `close`; see SourceEnd.start."""

    async def close(self) -> None:
        """Stop taking; returns when what is under way is answered, or will not be, within seconds."""


@runtime_checkable
class Renews(Protocol):
    """A source end whose connection can be made anew."""

    def renew(self) -> None:
        """The source is up and delivers nothing."""


@runtime_checkable
class Answers(Protocol):
    """A target end that can be asked for a sign of life, on the way that messages take."""

    def ping(self, answered: Callable[[], None]) -> None:
        """`answered` is called on the event loop; never, where the connection ends before."""


class MakeSource(Protocol):
    """A class of source ends."""

    def __call__(self, endpoint: Endpoint, spec: BridgeSpec, number: int, inlet: Inlet, name: str) -> SourceEnd:
        """One that has not begun to connect."""


class MakeTarget(Protocol):
    """A class of target ends."""

    def __call__(
        self, endpoint: Endpoint, spec: BridgeSpec, route: Route, number: int, outlet: Outlet, name: str
    ) -> TargetEnd:
        """One that has not begun to connect."""


class MakeTransfer(Protocol):
    """A class of ends that are source and target in one."""

    def __call__(
        self, endpoint: Endpoint, spec: BridgeSpec, number: int, inlet: Inlet, outlets: Sequence[Outlet], name: str
    ) -> SourceEnd:
        """One that has not begun to connect."""
