"""What a target end takes from: rows of one route while it may send, tried again or buried when they fail."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from eventscope.base import clock
from eventscope.core.busfigures import SideState
from eventscope.core.crossing import Way
from eventscope.core.errors import Unavailable
from eventscope.engine.bridges.defences import Defences
from eventscope.engine.bridges.ends import Done, Failure
from eventscope.engine.bridges.fuse import Fuse
from eventscope.engine.bridges.meters import Delay, Rate
from eventscope.engine.bridges.patience import Patience, Verdict
from eventscope.engine.bridges.queue import Queue
from eventscope.engine.bridges.sides import Side
from eventscope.store.spoolrows import Marks, Row

SECOND = 10**9
Pairs = Sequence[tuple[int, int]]
FRESH = 15 * SECOND  # a copy under way for longer is told anew to those who remember it for 30 s


class RouteOutlet:
    """See `ends.Outlet`. `ways` are those of all plans that lead here: they learn how large a message may be.

    While `open` is False nothing is given. `woken` is called, on any thread, when rows come and nobody listens yet.
    """

    def __init__(
        self,
        number: int,
        ways: Sequence[Way],
        queue: Queue,
        side: Side,
        fuse: Fuse,
        defences: Defences,
        patience: Patience,
        woken: Callable[[], None],
    ) -> None:
        self.number = number
        self.ways = ways
        self.side = side
        self.fuse = fuse
        self.open = True
        self.rate = Rate()
        self.latency = Delay()  # from arrival to the target's answer
        self.bytes = self.moved = 0  # sent since the start
        self.used = 0  # when it last gave or settled rows, monotonic ns
        self.answered = 0  # when the target last answered, or had nothing to answer
        self._queue = queue
        self._defences = defences
        self._patience = patience
        self._woken = woken
        self._listener: Callable[[], None] | None = None
        self._out: dict[int, Row] = {}
        self._told: dict[int, int] = {}
        self._probe_left = False
        self._plain = any(way.plain for way in ways)
        queue.listen(number, self.ready)

    # --- rows --------------------------------------------------------------------------------------------

    @property
    def restored(self) -> Sequence[Row]:
        """Rows that were on their way when the spool was opened."""
        rows = [row for row in self._queue.restored if row.route == self.number]
        self._out.update((row.id, row) for row in rows)
        self.answered = clock.mono_ns()
        if self._plain:
            self._tell(rows)
        return rows

    @property
    def epoch(self) -> int:
        """Counts the starts of the spool."""
        return self._queue.epoch

    @property
    def in_flight(self) -> int:
        """Rows that were taken and are not settled."""
        return len(self._out)

    def unanswered(self, now: int) -> float:
        """For how many seconds a target that is up has answered nothing of what it was sent."""
        return (now - self.answered) / SECOND if self._out and self.side.up else 0.0

    def listen(self, ready: Callable[[], None]) -> None:
        """Whom to call when there may be rows."""
        self._listener = ready

    def ignore(self) -> None:
        """The end is closed; what it had taken comes again with the next start."""
        self._listener = None

    def again(self) -> None:
        """The breaker lets something through."""
        self._probe_left = False
        self.ready()

    def ready(self) -> None:
        """There may be rows, or they may leave again."""
        (self._listener or self._woken)()

    def take(self, count: int) -> list[Row]:
        """The next rows; none while the bridge pauses or its breaker is not closed."""
        if not self.open or not (self.fuse.closed or self.fuse.probing):
            return []
        with suppress(Unavailable):
            return self._given(count)
        return []

    def _given(self, count: int) -> list[Row]:
        rows = self._queue.take(self.number, count) if self.fuse.closed else self._probed(count)
        if rows:
            self.used = clock.mono_ns()
            if not self._out:
                self.answered = self.used
            self._out.update((row.id, row) for row in rows)
            if self._plain:
                self._tell(rows)
        return rows

    def _probed(self, count: int) -> list[Row]:
        """Rows up to the one that is to come round, if a loop there is."""
        rows: list[Row] = []
        while len(rows) < count and not self._probe_left:
            found = self._queue.take(self.number, 1)
            if not found:
                break
            rows += found
            self._probe_left = self.fuse.probe(found[0].topic, found[0].payload, clock.mono_ns())
        return rows

    def _tell(self, rows: Sequence[Row]) -> None:
        """A broker that cannot carry marks gets copies: remember them."""
        now = clock.mono_ns()
        broker = self.ways[0].broker
        for row in rows:
            self._told[row.id] = now
            self._defences.sent(broker, row.topic, row.payload, row.headers, now)

    def sent(self, pairs: Sequence[tuple[int, int]], done: Done) -> None:
        """About to be sent."""
        self._or_told(self._queue.sent, pairs, done)

    def received(self, pairs: Sequence[tuple[int, int]], done: Done) -> None:
        """The target has them."""
        self._or_told(self._queue.received, pairs, done)

    @staticmethod
    def _or_told(change: Callable[[Pairs, Done], None], pairs: Pairs, done: Done) -> None:
        """A queue that is closed or broken takes nothing more: the rows stay where they are, and come again."""
        try:
            change(pairs, done)
        except Unavailable as error:
            done(error)

    def done(self, ids: Sequence[int]) -> None:
        """Through."""
        now = clock.steady_ns()
        rows = [row for id_ in ids if (row := self._out.pop(id_, None)) is not None]
        self._forget(ids)
        self.latency.add([now - row.since for row in rows])
        self.moved += len(rows)
        self.bytes += sum([len(row.payload or b"") for row in rows])
        self.used = self.answered = clock.mono_ns()
        with suppress(Unavailable):  # closed meanwhile: they come again
            self._queue.done(ids)

    def floors(self) -> Mapping[tuple[str, int], int]:
        """As they were stored, beside the source's offsets under names that no topic has."""
        head = f">{self.number}/"
        stored = self._queue.offsets.items()
        return {(topic.removeprefix(head), part): at for (topic, part), at in stored if topic.startswith(head)}

    def keep(self, floors: Sequence[tuple[str, int, int]], done: Done | None = None) -> None:
        """Store floors."""
        named = tuple((f">{self.number}/{topic}", part, at) for topic, part, at in floors)
        self._queue.mark(Marks(offsets=named), done)

    def back(self, ids: Sequence[int], done: Done | None = None) -> None:
        """Not tried; the next again."""
        for id_ in ids:
            self._out.pop(id_, None)
        self._forget(ids)
        self._queue.back(ids, done)

    def failed(self, failures: Sequence[Failure]) -> None:
        """Buried, or tried again with patience."""
        for item in failures:
            row = self._out.pop(item.id, None)
            verdict = self._patience.judge(item, row.tries if row is not None else 0)
            with suppress(Unavailable):
                self._return(item.id, verdict)
        self._forget([item.id for item in failures])
        self.used = self.answered = clock.mono_ns()

    def _return(self, id_: int, verdict: Verdict) -> None:
        if verdict.seconds is None:
            self._queue.bury(id_, verdict.reason, verdict.words)
        else:
            self._queue.retry(id_, verdict.seconds, verdict.reason, verdict.words)

    def _forget(self, ids: Sequence[int]) -> None:
        if self._told:
            for id_ in ids:
                self._told.pop(id_, None)

    # --- what the end tells ------------------------------------------------------------------------------

    def note(self, name: str, count: int = 1) -> None:
        """Count what moves no message."""
        self._queue.note(name, count)

    def standing(self, state: SideState, code: str = "", words: str = "", params: Mapping[str, str] = {}) -> None:
        """The side changed its state; what is under way will be sent again, so it is remembered anew."""
        if state == "up":
            self.answered = clock.mono_ns()
        if state == "up" and self._plain:
            old = clock.mono_ns() - FRESH
            self._tell([row for row in self._out.values() if self._told.get(row.id, 0) < old])
        self.side.standing(state, code, words, params)

    def largest(self, size: int) -> None:
        """How large a message may be."""
        for way in self.ways:
            way.largest = size
