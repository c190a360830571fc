"""One network connection from CONNECT to its end: a loop that reads, answers, sends and watches for life."""

from __future__ import annotations

import selectors
from collections.abc import Callable

from eventscope.base import clock
from eventscope.links.mqtt import connectoptions
from eventscope.links.mqtt.blocks import MESSAGES
from eventscope.links.mqtt.capabilities import Capabilities
from eventscope.links.mqtt.client import CHUNK, LEAST, Client
from eventscope.links.mqtt.dial import READ, WRITE, Channel
from eventscope.links.mqtt.dialogue import Dialogue, Up
from eventscope.links.mqtt.outbox import Gone
from eventscope.links.mqtt.session import Session
from eventscope.links.mqtt.troubles import Ended
from eventscope.links.mqtt.watch import Watch
from eventscope.mqtt.burst import Burst
from eventscope.mqtt.codec import Malformed
from eventscope.mqtt.packets import V5, Connack

SECOND = 1_000_000_000  # ns
LINGER, LINGER_ACKED = 16_000_000, 2_000_000  # ns between two blocks; shorter where the broker waits for us
CHUNKS, BATCHES = 4, 16  # reads and batches in one turn, so that neither direction starves the other
HALF = MESSAGES // 2  # messages that a read should bring at most
GOODBYE = SECOND // 4  # for the broker to take DISCONNECT before the socket closes
STORED = SECOND  # for what came before a fault to be stored and acknowledged


class Exchange:
    """`obey` does what other threads asked for; `closing` answers until when (ns) to end, None: go on."""

    def __init__(
        self,
        session: Session,
        channel: Channel,
        up: Up,
        obey: Callable[[Dialogue | None], None],
        closing: Callable[[], int | None],
    ) -> None:
        self._session = session
        self._channel = channel
        self._tell_up = up
        self._accepted: tuple[Connack, Capabilities] | None = None
        self._obey = obey
        self._closing = closing
        connection = session.connection
        self._clean = session.clean
        self._client = Client(connection, session.client_id, session.password, session.ids)
        self._dialogue = Dialogue(session, self._client, self._clean, self._up)
        self._burst = Burst(connectoptions.packet_limit(connection), session.version)
        self._burst.fault = session.plain
        now = clock.mono_ns()
        self._watch = Watch(now, connection.connect_timeout * SECOND)
        self._closed = now  # when the last block was
        self._whole = not hasattr(channel, "pending")  # a short read of a bare socket means that it is drained
        self._drained = True
        self._most = LEAST  # bytes of the next read
        self._in_hand: list[Gone] = []  # of the batch that is on its way to the socket
        self._selector = selectors.DefaultSelector()
        self._watched = 0

    @property
    def answered(self) -> bool:
        """CONNACK came."""
        return self._dialogue.limits is not None

    def run(self) -> None:
        """Returns when the link closes; raises Ended, Slow or OSError when the connection does."""
        self._selector.register(self._session.wake, READ)
        try:
            self._client.greet(self._channel, self._clean)
            while self._closing() is None:
                self._turn()
            self._part()
        except Malformed as fault:
            raise self._reject(fault) from fault
        finally:
            self._end()

    # --- one turn ----------------------------------------------------------------------------------------

    def _turn(self) -> None:
        reading = self._make_room()
        self._select_for((READ if reading else 0) | (WRITE if self._client.want_write() else 0))
        ready = {key.fileobj: events for key, events in self._selector.select(self._timeout(reading))}
        if self._session.wake in ready:
            self._session.wake.clear()
        now = clock.mono_ns()
        self._obey(self._dialogue if self.answered else None)
        if ready.get(self._channel, 0) & WRITE:
            self._client.write()
        if reading and (ready.get(self._channel, 0) & READ or not self._drained or self._client.pending):
            self._read()
        self._write(now)
        self._deliver(now)
        self._look_after(clock.mono_ns(), reading)

    def _make_room(self) -> bool:
        """Whether to read: not while the block is full and the sink takes no more, so that TCP pushes back."""
        if self._session.inbox.full:
            self._deliver(clock.mono_ns())
        return not self._session.inbox.full

    def _select_for(self, events: int) -> None:
        if events == self._watched:
            return
        if not self._watched:
            self._selector.register(self._channel, events)
        elif not events:
            self._selector.unregister(self._channel)
        else:
            self._selector.modify(self._channel, events)
        self._watched = events

    def _timeout(self, reading: bool) -> float:
        """Seconds until something is due by itself."""
        if reading and (not self._drained or self._client.pending):
            return 0.0
        if self.answered and not self._client.want_write() and self._session.outbox.ready:
            return 0.0
        now = clock.mono_ns()
        block, life = self._block_due(), self._watch.next(now)
        return max(0.0, ((life if block is None else min(block, life)) - now) / SECOND)

    # --- reading -----------------------------------------------------------------------------------------

    def _read(self) -> None:
        inbox = self._session.inbox
        for _ in range(CHUNKS):
            try:
                data = self._client.receive(self._most)
            except BlockingIOError:
                self._drained = True
                return
            now = clock.mono_ns()
            self._watch.heard(now)
            self._drained = self._whole and len(data) < self._most
            before = inbox.count
            for piece in self._burst.feed(data):
                self._dialogue.hear(piece, now)
            if fault := self._burst.fault or inbox.fault:
                self._fall_back(fault)
            # Large reads are quick, but of tiny messages they would make blocks far past their bound.
            self._most = min(max(len(data) * HALF // (inbox.count - before + 1), LEAST), CHUNK)
            if inbox.count:
                self._watch.flowed(now)
            if self._drained or not self._make_room():
                return

    def _fall_back(self, fault: Exception) -> None:
        """Read packet by packet, and say so in the status of the connection."""
        if self._session.plain is None:
            self._burst.fault = fault
            self._session.fall_back(fault)
            if self._accepted is not None:
                self._tell_up(*self._accepted)

    def _deliver(self, now: int) -> None:
        """Close the block when it is due and the sink takes one."""
        due = self._block_due()
        if due is not None and now >= due:
            self._closed = now
            self._session.hand_over(now)
            self._release()

    def _block_due(self) -> int | None:
        """When to close the block (ns); None while there is nothing or the sink is full (it wakes us)."""
        inbox, handoff = self._session.inbox, self._session.handoff
        if handoff.full or not (inbox.count or inbox.acknowledges):
            return None
        if inbox.full:
            return self._closed
        # While the sink is busy with the block before, waiting for more costs nothing and saves a block.
        quick = inbox.acknowledges and handoff.idle
        return self._closed + (LINGER_ACKED if quick else LINGER)

    # --- writing -----------------------------------------------------------------------------------------

    def _write(self, now: int) -> None:
        self._release()
        if not self.answered:
            return
        for _ in range(BATCHES):
            if self._client.want_write():
                return
            self._settle()
            batch = self._session.outbox.batch()
            if batch is None:
                return
            packets, self._in_hand = batch
            self._watch.said(now)
            self._client.send(packets)
        if not self._client.want_write():
            self._settle()

    def _settle(self) -> None:
        """The whole batch is in the socket."""
        if self._in_hand:
            gone, self._in_hand = self._in_hand, []
            self._session.outbox.sent(gone)

    def _release(self) -> None:
        """Acknowledgements of what is stored, and what is due without storing."""
        packets = self._session.inbox.release() + self._dialogue.replies
        if packets:
            self._dialogue.replies.clear()
            self._watch.said(clock.mono_ns())
            self._client.send(packets)

    # --- watching ----------------------------------------------------------------------------------------

    def _up(self, connack: Connack, limits: Capabilities) -> None:
        self._watch.accepted(clock.mono_ns(), limits.keep_alive)
        self._accepted = connack, limits
        self._tell_up(connack, limits)

    def _look_after(self, now: int, reading: bool) -> None:
        if not reading:
            self._watch.deaf(now)
        if self._watch.check(now, self._burst.partial > 0, self._session.inbox.ledger.skipped > 0):
            self._client.ping()

    # --- the end -----------------------------------------------------------------------------------------

    def _part(self) -> None:
        """Leave in order: acknowledge what gets stored in time, send what is queued, say DISCONNECT."""
        if not self.answered:
            return
        until = self._closing() or 0
        self._finish(until - GOODBYE, self._quiet, self._write)
        self._client.say_goodbye(0, min(until, clock.mono_ns() + GOODBYE))

    def _finish(self, until: int, done: Callable[[], bool], write: Callable[[int], None]) -> None:
        """Read nothing more, but go on with `write` until all is `done` or the time is over."""
        while clock.mono_ns() < until and not done():
            self._select_for(WRITE if self._client.want_write() else 0)
            ready = {key.fileobj for key, _ in self._selector.select(0.02)}
            if self._session.wake in ready:
                self._session.wake.clear()
            self._obey(self._dialogue)
            if self._channel in ready:
                self._client.write()
            write(clock.mono_ns())
            self._deliver(self._closed + LINGER)

    def _quiet(self) -> bool:
        return self._acknowledged() and not self._session.outbox.ready and self._session.handoff.idle

    def _acknowledged(self) -> bool:
        inbox = self._session.inbox
        return not (inbox.count or inbox.acknowledges or inbox.ledger.waiting or self._client.want_write())

    def _reject(self, fault: Malformed) -> Ended:
        """The broker broke a rule: say so, in MQTT 5 with the reason, and close.

        What came before is good: it is stored and acknowledged first, so that it does not come a second time.
        """
        try:
            fault = self._hear_before(fault)
            if self.answered:
                self._finish(clock.mono_ns() + STORED, self._acknowledged, lambda _: self._release())
            # 3.1.1 has no reasons, and its DISCONNECT would discard the will [MQTT-3.14.4-3].
            if self._session.version == V5:
                self._client.say_goodbye(fault.reason, clock.mono_ns() + GOODBYE)
        except (OSError, Malformed, Ended):
            pass  # the connection ends either way, and `fault` is the reason
        return Ended("protocol-error", fault=fault.words, reason=f"0x{fault.reason:02X}")

    def _hear_before(self, fault: Malformed) -> Malformed:
        """What came whole before it; answers the fault that came first."""
        try:
            for piece in fault.frames:
                self._dialogue.hear(piece, clock.mono_ns())
        except Malformed as earlier:
            return earlier
        return fault

    def _end(self) -> None:
        if not self._session.handoff.full:
            self._session.hand_over(clock.mono_ns())
        self._session.lost(self._in_hand)
        self._dialogue.end()
        self._selector.close()
        self._client.hang_up()
