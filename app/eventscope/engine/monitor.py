"""Measures everything that arrives: counters, latency, sequences, queues; read by the pulse and the charts."""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from eventscope.base import clock
from eventscope.core.broker import BrokerGauges
from eventscope.core.busfigures import BridgeFigures
from eventscope.core.delays import window_figures
from eventscope.core.ledger import Key
from eventscope.core.message import NO_LATENCY, RETAIN, STAMPED, WALL_LATENCY, Block
from eventscope.core.metrics import LittleFigures, QueueFigures
from eventscope.core.news import LinkNews, SubscriptionNews
from eventscope.core.stamp import BOOT_WIDTH
from eventscope.core.stampblock import Stamps, parse_block
from eventscope.core.verbs import Band, StreamFigures
from eventscope.core.volley import Times
from eventscope.engine.audience import Audience
from eventscope.engine.bands import Bands
from eventscope.engine.queues import TOLD, Queues
from eventscope.engine.receipts import Receipts
from eventscope.engine.reported import Reported, losses
from eventscope.engine.snapshot import Snapshot, Stretch, throughput
from eventscope.engine.trends import Meters, Trends

JUMP = 100_000_000  # ns: a jump of the wall clock by more than this is marked on the charts
LATE_MS = 100.0  # so late a window is marked on the charts
_TENTH = 100_000_000
_SECOND = 1_000_000_000


class Monitor:
    """`fold` is called on link threads, `sent` where events leave, everything else on the loop.

    One lock guards all figures; what is long (reading stamps) happens before it is taken.
    """

    def __init__(self, receipts: Receipts) -> None:
        self._receipts = receipts
        self._boot = clock.boot_id()[:BOOT_WIDTH].ljust(BOOT_WIDTH, "0").encode()
        self._anchor = clock.WallAnchor()
        self._lock = threading.Lock()
        # Counts since the start of the engine; `clear` leaves them, so that received = stored + dropped + waiting.
        self._received = self._retained = self._bytes = self._violations = 0
        self._meters = Meters()
        self._begin()

    def _begin(self) -> None:
        self._audience = Audience()
        self._sent: deque[tuple[Key, int, Times]] = deque()
        self._troubles: Counter[tuple[str, str]] = Counter()
        self._queues = Queues()
        self._reported = Reported()
        self._trends = Trends()
        self._bands = Bands()
        self._little = LittleFigures()
        self._utilisation: float | None = None
        self._waiting = 0
        self._next_tenth = self._next_second = self._last_second = 0

    # --- told by links, broker, producers, window ----------------------------------------------------------

    def fold(self, connection: str, block: Block, stored: bool = True) -> Stamps | None:
        """Take a block: fills `latency` and the flags STAMPED and WALL_LATENCY of its rows; answers its stamps.

        `stored` False: the block does not go on to the log (a consumer's), so it is measured and left out of what
        was received, which has to agree with the log, and of the latency over all connections.
        """
        if not len(block):
            return None
        block.rows["latency"] = NO_LATENCY
        stamps = parse_block(block, self._boot)
        if stamps is not None and len(stamps.rows):
            _write(block, stamps)
        with self._lock:
            self._measure(connection, block, stamps)
            self._audience.consumer(connection).aside = not stored
            self._reported.fold(connection, block)
            if stored:
                self._count(block)
        if stamps is not None:
            self._tell_receipts(block, stamps)
        return stamps

    def sent(self, stream: str, topic: bytes, first: int, due: Times) -> None:
        """One of our producers is about to send numbers from `first` on, intended for `due` (n,) (monotonic ns).

        From any thread, before the events leave; with it the depth of a foreign broker's queue can be
        estimated, and Little's check has a count of its own of what went in.
        """
        self._sent.append((((stream.encode(), self._boot), topic), first, due))

    def offered(self, count: int, size: int) -> None:
        """Our producers offer `count` messages with `size` bytes of payload in all."""
        with self._lock:
            self._meters.offered.total += count

    def broker(self, gauges: BrokerGauges) -> None:
        """A snapshot of the embedded broker."""
        with self._lock:
            self._queues.take(gauges, clock.mono_ns())
            self._trends.gauges(gauges)

    def groups(self, figures: Iterable[QueueFigures]) -> None:
        """The lag of consumer groups in Kafka, every few seconds."""
        with self._lock:
            self._queues.groups(figures)

    def bridges(self, figures: Iterable[BridgeFigures]) -> None:
        """How all bridges fare, a few times a second."""
        with self._lock:
            self._queues.bridges(figures)

    def trouble(self, connection: str, code: str) -> int:
        """Count a violation or a failure that was survived; answers how many of its kind there were."""
        with self._lock:
            self._violations += 1
            self._troubles[connection, code] += 1
            return self._troubles[connection, code]

    def link_changed(self, news: LinkNews) -> None:
        """A connection changed its state: what its owner closed is awaited no longer, what broke is."""
        with self._lock:
            self._bands.link(news)
            if news.state != "up":
                self._reported.forget(news.connection)
            consumer = self._audience.consumer(news.connection)
            consumer.up = news.state != "down"
            if news.client_id:
                consumer.client_id = news.client_id
            if not any(member.up for member in consumer.group.members):
                consumer.group.ledger.forget(lambda topic: True, clock.mono_ns())

    def subscription_changed(self, news: SubscriptionNews) -> None:
        """A broker answered a filter: topics that no filter matches any more are awaited no longer."""
        with self._lock:
            consumer = self._audience.consumer(news.connection)
            if news.state == "granted":
                consumer.grant(news.filter)
            elif news.state in ("removed", "refused"):
                consumer.remove(news.filter, clock.mono_ns())

    def consumer(self, connection: str, name: str, group: str | None = None) -> None:
        """Name a connection as a consumer; members of a group (a shared subscription) are checked together."""
        with self._lock:
            consumer = self._audience.consumer(connection)
            consumer.name, consumer.named = name, True
            if group is not None:
                self._audience.join(consumer, group)

    def forget(self, connection: str) -> None:
        """A consumer is no more; its curves stay until they are past."""
        with self._lock:
            self._audience.forget(connection)

    def window_late(self, lateness_ms: float) -> None:
        """The window says how late it was."""
        if lateness_ms > LATE_MS:
            with self._lock:
                self._bands.late(clock.mono_ns(), lateness_ms)

    def mark(self, kind: str, start: int, end: int, words: str = "") -> None:
        """Mark a stretch of time (monotonic ns) on every chart."""
        with self._lock:
            self._bands.mark(kind, start, end, words)

    def clear(self) -> None:
        """Another workspace: forget all figures but the counts since the start."""
        with self._lock:
            self._begin()

    # --- the clock, called by the pulse ----------------------------------------------------------------------

    def tick(self, waiting: int) -> None:
        """Some 30 ms went by; `waiting` messages are in our own intake. Writes the charts when it is time."""
        now = clock.mono_ns()
        with self._lock:
            self._waiting = waiting
            self._drain()
            if now >= self._next_tenth:
                self._next_tenth = now + _TENTH
                self._tenth(now)
            if now >= self._next_second:
                seconds = (now - self._last_second) / _SECOND if self._last_second else 1.0
                self._next_second, self._last_second = max(self._next_second + _SECOND, now + _SECOND // 2), now
                self._second(now, seconds)

    def check_clock(self) -> int:
        """The jump of the wall clock since the last call in ns; a big one is marked."""
        with self._lock:
            jump = self._anchor.check()
            if abs(jump) > JUMP:
                self._bands.jumped(clock.mono_ns(), jump)
            return jump

    # --- read by the pulse, the charts and the verbs ---------------------------------------------------------

    def snapshot(self) -> Snapshot:
        """Everything for a summary."""
        now = clock.mono_ns()
        with self._lock:
            queues = self._queue_figures(now)
            consumers = self._audience.consumers.values()
            latency, window = window_figures([each.delays for each in consumers if each.delays and not each.aside])
            return Snapshot(
                received=self._received,
                retained=self._retained,
                bytes=self._bytes,
                violations=self._violations,
                published=self._meters.offered.total,
                throughput=throughput(self._meters, self._utilisation),
                latency=latency,
                window=window,
                integrity=self._audience.integrity(),
                queues=tuple(queues[:TOLD]),
                queues_hidden=max(len(queues) - TOLD, 0),
                little=self._little,
                connection_rates={each.connection: each.messages.rate for each in consumers},
                subscription_rates={
                    f"{each.connection}\0{name}": meter.rate
                    for each in consumers
                    for name, meter in each.by_filter.items()
                },
                losses=losses(consumers, self._queues, self._reported),
            )

    def streams(self) -> tuple[StreamFigures, ...]:
        """Figures of each consumer since the start."""
        now = clock.mono_ns()
        with self._lock:
            return tuple(entry for group in self._audience.groups for entry in group.figures(now))

    def gauges(self) -> BrokerGauges | None:
        """The embedded broker's last snapshot; None while it tells nothing."""
        with self._lock:
            return self._queues.gauges(clock.mono_ns())

    def under_way(self, connection: str) -> int | None:
        """Messages of our own producers on their way to a connection and those it shares with; None: unknown."""
        with self._lock:
            self._drain()
            ledger = self._audience.consumer(connection).group.ledger
            return max(ledger.flow.level, 0) if ledger.reported else None

    def curves(self, wanted: Callable[[str], bool], start: int, end: int) -> list[Stretch]:
        """Copies of the series whose name is wanted."""
        with self._lock:
            board = self._trends.board
            found = [(name, board.get(name)) for name in board.names() if wanted(name)]
            return [Stretch(name, each.quality, *each.between(start, end)) for name, each in found if each]

    def heat(self, start: int, end: int) -> tuple[NDArray[np.int64], NDArray[np.generic]]:
        """Times and cells of the heat map, see core.verbs.HeatMap."""
        with self._lock:
            return self._trends.heat.between(start, end)

    def bands(self, start: int, end: int) -> tuple[Band, ...]:
        """What is marked between two times."""
        with self._lock:
            return self._bands.between(start, end, clock.mono_ns())

    @property
    def curves_refused(self) -> int:
        """How many queues have no curve, because the charts are full."""
        return self._trends.board.refused

    @property
    def wall_offset(self) -> int:
        """What to add to a monotonic time to get wall ns."""
        return self._anchor.offset

    # --- inside; the lock is held --------------------------------------------------------------------------------

    def _measure(self, connection: str, block: Block, stamps: Stamps | None) -> None:
        self._drain()
        consumer = self._audience.consumer(connection)
        consumer.count(block)
        consumer.group.since = consumer.group.since or int(block.rows["mono"][0])
        if stamps is not None:
            consumer.measure(block, stamps)

    def _count(self, block: Block) -> None:
        self._received += len(block)
        self._retained += int(np.count_nonzero(block.rows["flags"] & RETAIN))
        self._bytes += len(block.blob)
        self._meters.delivered.total += len(block)
        self._meters.bytes.total += len(block.blob)

    def _drain(self) -> None:
        """Producers' reports, before the messages they announce are counted."""
        while self._sent:
            self._audience.sent(*self._sent.popleft())

    def _tenth(self, now: int) -> None:
        self._meters.read(now)
        for consumer in self._audience.consumers.values():
            consumer.read(now)
        self._trends.tenth(now, self._meters, self._queue_figures(now), self._audience.integrity())

    def _second(self, now: int, seconds: float) -> None:
        self._audience.second(now, seconds, self._queues)
        self._little = self._audience.little(now)
        self._utilisation = self._audience.utilisation(now)
        self._trends.second(now, self._audience.delays(), self._little, self._utilisation, self._audience.aside())

    def _queue_figures(self, now: int) -> list[QueueFigures]:
        return self._queues.figures(now, self._waiting, self._audience.estimates(now, self._queues))

    def _tell_receipts(self, block: Block, stamps: Stamps) -> None:
        """Events that we published one by one have come back."""
        ours = [stream in self._receipts.streams for stream, _ in stamps.sources]
        if not any(ours):
            return
        chosen = np.array(ours, bool)[stamps.source] & (stamps.seq >= 0)
        rows = stamps.rows[chosen]
        for row, source, seq, mono in zip(
            rows.tolist(), stamps.source[chosen].tolist(), stamps.seq[chosen].tolist(),
            block.rows["mono"][rows].tolist(), strict=True,
        ):  # fmt: skip
            self._receipts.seen(block.topic(row), seq, mono, stamps.sources[source][0])


def _write(block: Block, stamps: Stamps) -> None:
    """Latency and flags of the stamped rows."""
    block.rows["latency"][stamps.rows] = stamps.latency
    flags = np.where(stamps.wall, STAMPED | WALL_LATENCY, STAMPED).astype(np.uint16)
    block.rows["flags"][stamps.rows] |= flags
