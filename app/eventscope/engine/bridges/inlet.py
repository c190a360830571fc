"""What a source end puts into: messages are planned, stored with the source's marks, counted, and then acknowledged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from eventscope.base import clock
from eventscope.core.bus import BusMessage
from eventscope.core.busfigures import SideState
from eventscope.core.errors import Unavailable
from eventscope.engine.bridges.ends import Done, Planned
from eventscope.engine.bridges.meters import Delay, Rate
from eventscope.engine.bridges.planner import Load, Planner
from eventscope.engine.bridges.queue import Queue
from eventscope.engine.bridges.sides import Side
from eventscope.store.spoolcounts import OUT
from eventscope.store.spoolrows import Corpse, Drop, Entry, Marks

Heard = Callable[[int, Sequence[BusMessage]], None]
Former = Callable[[int, str], Sequence[str]]


class Beats(Protocol):
    """Who hears of the bridge's own beats."""

    @property
    def topic(self) -> str:
        """Where they come; empty where there are none."""

    def came(self, payload: bytes) -> None:
        """One came."""

    def granted(self, reason: int, words: str) -> None:
        """What the source said to the subscription."""


class SourceInlet:
    """See `ends.Inlet`. `side` None: what is published at a bus itself.

    `heard` hears of messages that entered, once they are stored.
    """

    def __init__(
        self,
        planner: Planner,
        queue: Queue,
        side: Side | None,
        heard: Heard | None = None,
        former: Former | None = None,
    ) -> None:
        self.planner = planner
        self.side = side
        self._queue = queue
        self._heard = heard
        self._former = former
        self.incoming = self.bytes = 0
        self.rate = Rate()
        self.lag = Delay()  # from arrival to the acknowledgement
        self.pulse: Beats | None = None

    def put(self, messages: Sequence[BusMessage], marks: Marks | None = None, done: Done | None = None) -> None:
        """Plan, store with the marks, count."""
        load = self.planner.load(messages)
        self._put(load, marks, self._after(len(messages), load.bytes, load.fresh, done))

    def _put(self, load: Load, marks: Marks | None, done: Done) -> None:
        try:
            self._queue.put(load.entries, marks, list(load.drops.values()), load.corpses, done)
        except Unavailable as error:
            done(error)

    def _after(self, count: int, size: int, fresh: Sequence[BusMessage], done: Done | None) -> Done:
        began = clock.mono_ns()

        def over(error: Exception | None) -> None:
            if error is None:
                self._count(count, size, began)
                if self._heard is not None and fresh:
                    self._heard(self.planner.number, fresh)
            if done is not None:
                done(error)

        return over

    def _count(self, count: int, size: int, began: int) -> None:
        self.incoming += count
        self.bytes += size
        self.lag.same(clock.mono_ns() - began, count)

    # --- a transfer --------------------------------------------------------------------------------------

    def plan(self, messages: Sequence[BusMessage]) -> Planned:
        """What to send, for a source that sends by itself."""
        return self.planner.planned(messages)

    def crossed(self, planned: Planned, failures: Sequence[tuple[int, str, str]], done: Done) -> None:
        """The books of what it sent."""
        load = Load()
        failed = {index: (reason, words) for index, reason, words in failures}
        sent: dict[int, int] = {}
        for index, (message, copy) in enumerate(planned.copies):
            route = self.planner.routes[copy.route]
            if index in failed:
                load.corpses.append(Corpse(self.planner.as_it_came(message, route), *failed[index]))
            else:
                sent[route] = sent.get(route, 0) + 1
        for message, item in planned.exits:
            self.planner.exit(load, message, item)
        # A transaction that came to nothing after this is done again, maybe by another process: no letter twice.
        load.corpses = [item._replace(entry=_once(item.entry)) for item in load.corpses]
        for route, count in sent.items():
            load.drops[route, OUT, ""] = Drop(route, OUT, "", count)
        messages = {id(message): message for message, _ in (*planned.copies, *planned.exits)}
        size = sum(len(message.payload or b"") for message in messages.values())
        self._put(load, None, self._after(len(messages), size, (), done))

    # --- the rest ----------------------------------------------------------------------------------------

    def dropped(self, reason: str, count: int, example: BusMessage | None) -> None:
        """Messages that could not be held."""
        topic, payload = (example.topic, example.payload or b"") if example is not None else (b"", b"")
        self._put(Load(drops={(None, "dropped", reason): Drop(None, "dropped", reason, count, topic, payload)}), None,
                  self._after(count, 0, (), None))  # fmt: skip

    def note(self, name: str, count: int = 1) -> None:
        """Count what moves no message."""
        self._queue.note(name, count)

    def standing(self, state: SideState, code: str = "", words: str = "", params: Mapping[str, str] = {}) -> None:
        """The side changed its state."""
        if self.side is not None:
            self.side.standing(state, code, words, params)

    def subscribed(self, granted: bool, words: str = "") -> None:
        """The source's answer."""
        if self.side is not None:
            self.side.subscribed(granted, words)

    def subscribing(self) -> None:
        """It will give again what it retains."""
        self.planner.subscribing()

    def former(self, filter_: str) -> Sequence[str]:
        """What it subscribed to before the bridge was changed."""
        return self._former(self.planner.number, filter_) if self._former is not None else ()

    def beats(self) -> str:
        """Where the bridge's own beats come."""
        return self.pulse.topic if self.pulse is not None else ""

    def beat(self, payload: bytes) -> None:
        """One came."""
        if self.pulse is not None:
            self.pulse.came(payload)

    def beats_granted(self, reason: int, words: str) -> None:
        """The source's answer."""
        if self.pulse is not None:
            self.pulse.granted(reason, words)

    def inbox(self, session: str) -> set[int]:
        """Packet ids that are held."""
        return self._queue.inbox(session)

    def offsets(self) -> Mapping[tuple[str, int], int]:
        """The next offsets, as stored."""
        return self._queue.offsets


def _once(entry: Entry) -> Entry:
    return entry._replace(origin="transfer", dedupe=f"{entry.route} {entry.source}".encode())
