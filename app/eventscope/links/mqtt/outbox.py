"""Events on their way out: queued, stamped just before they leave, and told at each stage."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from eventscope.base import clock
from eventscope.core.message import Draft
from eventscope.core.volley import Volley
from eventscope.links.base import Stamper
from eventscope.links.mqtt.capabilities import Capabilities
from eventscope.links.mqtt.drafts import Refusal
from eventscope.links.mqtt.encoder import Encoder
from eventscope.links.mqtt.entries import Entry, Flight, Fragment, Rest, Tell
from eventscope.links.mqtt.outqueue import CLOSED, OutQueue
from eventscope.links.mqtt.packetids import PacketIds
from eventscope.links.mqtt.window import Window
from eventscope.mqtt.packets import Ack, PacketType

# What is stamped together, and so how far a stamp may lie before the write: the socket gets a batch as soon as it is
# made, and none is made while bytes of the one before still wait. Single events take some 8 us each, those of a
# volley 0.3 us, so that is 0.3 ms at most, for the first event of a full batch; a short queue makes short batches.
SINGLES, FLIGHT, BYTES = 32, 512, 128 << 10
_LOST = Refusal("connection-lost", "The connection broke before this event left. QoS 1 and 2 would be sent again.")
Trouble = Callable[[str, dict[str, str]], None]
Gone = Entry | Flight  # what a batch holds


class Outbox:
    """Lives as long as the link. `add` and `fire` may be called from any thread, the rest by the link's own."""

    def __init__(
        self,
        version: int,
        ids: PacketIds,
        stamper: Stamper | None,
        tell: Tell,
        trouble: Trouble,
        tell_volley: Callable[[Volley], None] = Volley.tell,
    ) -> None:
        self._ids = ids
        self._tell = tell
        self._trouble = trouble
        self._tell_volley = tell_volley
        self._queue = OutQueue()
        self._encoder = Encoder(version, stamper, trouble)
        self._window = Window(version, ids, tell, trouble)

    def add(self, items: Sequence[tuple[int, Draft]]) -> None:
        """Take events; each that cannot wait or go is told at once, with words."""
        now, wall = clock.mono_ns(), clock.wall_ns()
        for receipt, draft in items:
            entry = Entry(receipt, draft, now, wall)
            if (why := self._queue.put(entry)) is not None:
                entry.fail(self._tell, why)

    @property
    def room(self) -> int:
        """How many further events may wait."""
        return self._queue.room

    def fire(self, volley: Volley) -> None:
        """Take a volley, or fail it at once, with words."""
        rest = Rest(volley)
        if (why := self._queue.put(rest)) is not None:
            rest.fail(self._tell, why)
            self._tell_volley(volley)

    # --- the life of a connection ------------------------------------------------------------------------

    def connected(self, session_present: bool, limits: Capabilities) -> None:
        """A connection is up. What was unacknowledged is sent again with DUP, or anew where the session is gone."""
        self._encoder.connected(limits)
        self._window.limit = limits.receive_maximum
        self._window.largest = limits.maximum_packet_size
        if session_present:
            self._window.resume()
        elif unsettled := self._window.restart():
            self._trouble("session-lost", {"messages": str(len(unsettled))})
            self._queue.put_back(unsettled)
        self._queue.open = True

    def lost(self, in_hand: Sequence[Gone]) -> None:
        """The connection is gone, `in_hand` with it: QoS 0 fails, QoS 1 and 2 wait for the next."""
        self._fail([*(item for item in in_hand if not item.qos), *self._queue.lost()], _LOST)
        self._window.lost()

    def close(self) -> None:
        """The link is thrown away: nothing is on its way any more."""
        self._fail([*self._window.restart(), *self._queue.close()], CLOSED)

    def _fail(self, items: Sequence[Gone | Rest], why: Refusal) -> None:
        for item in items:
            item.fail(self._tell, why)
        self._news(items)

    def _news(self, items: Sequence[Gone | Rest]) -> None:
        """Who sent volleys hears of them, once for each however many of their events are concerned."""
        for volley in dict.fromkeys(item.volley for item in items if isinstance(item, Fragment | Flight | Rest)):
            self._tell_volley(volley)

    # --- sending and answers -----------------------------------------------------------------------------

    @property
    def ready(self) -> bool:
        """Something may leave now."""
        room = self._window.room > 0
        return (room and self._window.repeats) or self._queue.ready(room and not self._window.repeats)

    def batch(self) -> tuple[bytes, list[Gone]] | None:
        """The next few packets and the new events in them; None when nothing may leave now."""
        packets: list[bytes] = []
        gone: list[Gone] = []
        size = 0
        while len(packets) < SINGLES and size < BYTES:
            if self._window.repeats and self._window.room:
                packet = self._window.repeat()
            elif (item := self._queue.pop(self._window.room > 0 and not self._window.repeats)) is None:
                break
            else:
                packet = self._next(item, gone)
            if packet:
                packets.append(packet)
                size += len(packet)
        self._news(self._window.touched())
        return (packets[0] if len(packets) == 1 else b"".join(packets), gone) if packets else None

    def sent(self, items: Sequence[Gone]) -> None:
        """These were handed to the socket."""
        now = clock.mono_ns()
        for item in items:
            item.left(self._tell, now)
        self._news(items)

    def answered(self, packet: Ack) -> bytes:
        """PUBACK, PUBREC or PUBCOMP came; what to answer, empty where nothing is due."""
        reply = self._window.answered(packet)
        self._news(self._window.touched())
        return reply

    def answered_all(self, kind: PacketType, reason: int, packet_ids: Sequence[int]) -> bytes:
        """The same for many of one type and reason, none of which says more than that."""
        replies = self._window.answered_all(kind, reason, packet_ids)
        self._news(self._window.touched())
        return replies

    # --- inside ------------------------------------------------------------------------------------------

    def _next(self, item: Entry | Rest, gone: list[Gone]) -> bytes:
        """The packets of what the queue gave; empty when it cannot go, which is told."""
        if isinstance(item, Entry):
            return self._single(item, gone)
        if self._encoder.takes(item.volley):
            return self._flight(item, gone)
        fragment = Fragment(item.volley, item.at, 0, b"")
        self._queue.advance(item, 1)
        return self._single(fragment, gone)

    def _single(self, entry: Entry, gone: list[Gone]) -> bytes:
        packet: bytes | Refusal | None = self._encoder.refusal(entry.draft)
        if packet is None:
            entry.packet_id = self._ids.take() if entry.qos else 0
            packet = self._encoder.packet(entry, entry.packet_id)
        if isinstance(packet, Refusal):
            self._ids.free(entry.packet_id)
            self._fail([entry], packet)
            return b""
        if entry.packet_id:
            self._window.add(entry)
        gone.append(entry)
        return packet

    def _flight(self, rest: Rest, gone: list[Gone]) -> bytes:
        volley, start = rest.volley, rest.at
        assert volley.same is not None
        size = self._encoder.fits(volley.same)
        if isinstance(size, Refusal):
            self._fail([rest], size)
            self._queue.advance(rest, rest.count)
            return b""
        count = min(rest.count, FLIGHT, BYTES // size + 1)
        ids = self._ids.row(min(count, self._window.room)) if volley.qos else range(count)
        count = len(ids)
        packets = self._encoder.packets(volley, start, count, ids[0])
        self._queue.advance(rest, count)
        flight = Flight(volley, start, count, ids[0], packets if volley.qos else b"")
        if volley.qos:
            self._window.add_all(ids, flight)
        gone.append(flight)
        return packets
