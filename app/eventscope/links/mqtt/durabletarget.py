"""What a bridge says on a durable session: rows under packet ids that are stored first, sent again in order. No I/O."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from eventscope.links.mqtt import durablerow
from eventscope.links.mqtt.capabilities import Capabilities
from eventscope.links.mqtt.durablerow import Failure, Message
from eventscope.links.mqtt.packetids import LAST
from eventscope.mqtt import codec, reasons
from eventscope.mqtt.packets import V5, Ack, PacketType

STALLED = 30 * 10**9  # ns without an answer before the connection is renewed, and at the second time given up
# Reason codes that another try would only meet again; all others are tried again [promises c.8].
_PERMANENT = {0x87: "not_authorized", 0x90: "invalid_topic", 0x99: "payload_format"}
_TRANSIENT = {0x97: "quota"}
_BLAMES = 3  # connections in a row that the broker ended without an answer to the same row

# Where a row is: its id is being stored; stored and (to be) sent; PUBREC is being stored; stored.
_STORING, _SENT, _RECORDING, _RELEASED = range(4)


@dataclass(slots=True, eq=False)
class _Flight:
    row: Message
    mid: int
    state: int
    since: int = 0  # when it was sent on this connection, monotonic ns
    tried: bool = False  # it may have reached the broker
    stored: bool = False  # its packet id is, or is being
    stalls: int = 0


@dataclass(slots=True)
class Outcome:
    """What is to be done now, in this order: `send` these bytes, tell the store of the rest.

    `record`: (row, packet id) pairs to store as sent or as received, then call `Target.recorded` with their rows.
    """

    send: bytearray = field(default_factory=bytearray)
    done: list[int] = field(default_factory=list)
    sent: list[tuple[int, int]] = field(default_factory=list)
    received: list[tuple[int, int]] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)


class Target:
    """Lives as long as the bridge. Every call answers an Outcome; nothing of QoS 2 is sent before it is recorded."""

    def __init__(self, version: int, restored: Iterable[Message], wall: Callable[[], int]) -> None:
        self._version = version
        self._v5 = version == V5
        self._wall = wall
        self._newest = 0  # packet id
        self._storing = 0  # flights whose packet id is being stored
        self._limits: Capabilities | None = None
        self._flights: dict[int, _Flight] = {}  # by packet id, in the order of sending
        self._by_row: dict[int, _Flight] = {}
        self._unsent: list[_Flight] = []  # of a kept session, for which the window had no room yet
        self._burnt: set[int] = set()  # packet ids given up, which the broker may still hold
        self._suspect = 0  # the row blamed last, how often, and whether an answer came since
        self._blames = 0
        self._answers = 0
        self.counts: Counter[str] = Counter()
        for row in restored:
            self._newest = row.mid
            self._add(_Flight(row, row.mid, _RELEASED if row.state == 2 else _SENT, tried=True, stored=True))

    def _add(self, flight: _Flight) -> None:
        self._flights[flight.mid] = flight
        self._by_row[flight.row.id] = flight

    # --- the connection ------------------------------------------------------------------------------------

    def connected(self, session_present: bool, limits: Capabilities, now: int) -> Outcome:
        """CONNACK came: what is in flight goes first, in its order [MQTT-4.4.0-1, MQTT-4.6.0-1]."""
        self._limits = limits
        self._answers = 0
        self._unsent = list(self._flights.values())
        for flight in self._unsent:
            flight.since = 0
        if session_present or not self._flights:
            return self._resume(now)
        self.counts["session_lost"] += 1
        self._burnt.clear()
        return self._start_over(now)

    def _start_over(self, now: int) -> Outcome:
        """The broker forgot our packet ids, so each row is a new message to it; what had left may arrive twice."""
        self.counts["ambiguous_resends"] += sum(flight.tried for flight in self._unsent)
        again = Outcome()
        for flight in self._unsent:
            flight.tried = False
            if flight.state in (_RECORDING, _RELEASED):
                flight.state = _STORING
                self._storing += 1
                again.sent.append((flight.row.id, flight.mid))
        rest = self._resume(now)
        rest.sent = again.sent
        return rest

    def _resume(self, now: int) -> Outcome:
        out = Outcome()
        self._more(out, now)
        return out

    def _more(self, out: Outcome, now: int) -> None:
        """What waits from before the connection, as far as the window allows and in order."""
        window = self._window
        held = len(self._flights) - len(self._unsent)
        while self._unsent and held < window:
            flight = self._unsent[0]
            if flight.state == _STORING:
                break  # comes back with `recorded`
            del self._unsent[0]
            held += 1
            if flight.state == _SENT:
                self._publish(out, flight, now)
            elif flight.state == _RELEASED:
                flight.since = now
                out.send += _pubrel(flight.mid)

    def lost(self, by_broker: bool) -> Outcome:
        """The connection is gone; `by_broker`: it was ended there, which may be for what we sent.

        A broker that ends each connection over one row would stop the stream: that row is found and given up.
        """
        out = Outcome()
        first = next((item for item in self._flights.values() if item.tried and item.state == _SENT), None)
        if self._limits is not None and by_broker and first is not None and not self._answers:
            self._blames = self._blames + 1 if first.row.id == self._suspect else 1
            self._suspect = first.row.id
            if self._blames >= _BLAMES:
                words = f"The broker ended the connection {_BLAMES} times when it was sent this message."
                self._fail(out, first, Failure(first.row.id, "retries_exhausted", words, True))
                self._blames = 0
        self._limits = None
        self._unsent = []
        return out

    # --- rows out ------------------------------------------------------------------------------------------

    @property
    def _window(self) -> int:
        if self._limits is None:
            return 0
        return 1 if self._blames else self._limits.receive_maximum

    @property
    def room(self) -> int:
        """How many more rows may be taken now."""
        return 0 if self._unsent else max(0, self._window - len(self._flights))

    @property
    def in_flight(self) -> int:
        """Rows that are not through yet."""
        return len(self._flights)

    def offer(self, rows: Sequence[Message], now: int) -> Outcome:
        """Rows in order, at most `room`: those of QoS 0 and 1 leave, those of QoS 2 are to be recorded first."""
        out = Outcome()
        waits = self._storing > 0  # what comes behind a row that is being recorded waits too, or it would overtake
        for row in rows:
            failure = durablerow.refused(row, self._limits or Capabilities(), self._v5)
            if failure is not None:
                out.failed.append(failure)
            elif not row.qos and not waits:
                out.send += self._encode(row)
                out.done.append(row.id)
            else:
                if row.qos == 2 and not waits:
                    waits = True
                    self._store_those_before(out)
                flight = _Flight(row, self._take_id(), _STORING if waits else _SENT, stored=waits)
                self._add(flight)
                if waits:
                    self._storing += 1
                    out.sent.append((row.id, flight.mid))
                else:
                    self._publish(out, flight, now)
        return out

    def _store_those_before(self, out: Outcome) -> None:
        """Rows of QoS 1 under way before one of QoS 2: after a kill they would else come again behind it."""
        for flight in self._flights.values():
            if not flight.stored:
                flight.stored = True
                out.sent.append((flight.row.id, flight.mid))

    def recorded(self, ids: Iterable[int], received: bool, now: int) -> Outcome:
        """The store has what `Outcome.received`, or else `Outcome.sent`, asked for."""
        out = Outcome()
        for id_ in ids:
            flight = self._by_row.get(id_)
            if flight is None:
                continue
            waits = bool(self._unsent) and flight in self._unsent
            if flight.state == _STORING and not received:
                flight.state = _SENT
                self._storing -= 1
                if self._limits is not None and not waits:
                    self._publish(out, flight, now)
            elif flight.state == _RECORDING and received:
                flight.state = _RELEASED
                if self._limits is not None and not waits:
                    flight.since = now
                    out.send += _pubrel(flight.mid)
        self._more(out, now)
        return out

    def _publish(self, out: Outcome, flight: _Flight, now: int) -> None:
        if not flight.row.qos:  # it waited behind one of QoS 2
            out.send += self._encode(flight.row)
            self._forget(flight)
            out.done.append(flight.row.id)
            return
        out.send += self._encode(flight.row, flight.mid, flight.tried)
        flight.tried = True
        flight.since = now

    def _encode(self, row: Message, mid: int = 0, dup: bool = False) -> bytes:
        return durablerow.encode(row, mid, dup, self._v5, self._wall)

    # --- answers in ----------------------------------------------------------------------------------------

    def answered(self, ack: Ack, out: Outcome, now: int) -> None:
        """PUBACK, PUBREC or PUBCOMP; adds to `out`."""
        flight = self._flights.get(ack.packet_id)
        if flight is None:
            self._stray(ack, out)
            return
        self._answers += 1
        self._blames = 0
        if ack.type is PacketType.PUBREC and flight.row.qos == 2:
            self._pubrec(flight, ack, out, now)
        elif ack.type is PacketType.PUBCOMP and flight.row.qos == 2 and flight.state == _RELEASED:
            self._forget(flight)
            out.done.append(flight.row.id)
        elif ack.type is PacketType.PUBACK and flight.row.qos == 1 and flight.state == _SENT:
            if ack.reason >= 0x80:
                self._fail(out, flight, self._failure(flight, ack), keep=False)
            else:
                self._forget(flight)
                out.done.append(flight.row.id)
        else:
            self.counts["wrong_answers"] += 1

    def _pubrec(self, flight: _Flight, ack: Ack, out: Outcome, now: int) -> None:
        if ack.reason >= 0x80:
            self._fail(out, flight, self._failure(flight, ack), keep=False)
        elif flight.state == _SENT:
            flight.state = _RECORDING
            out.received.append((flight.row.id, flight.mid))
        elif flight.state == _RELEASED:
            flight.since = now
            out.send += _pubrel(flight.mid)
        # while it is being recorded, PUBREL follows anyway

    def _failure(self, flight: _Flight, ack: Ack) -> Failure:
        words = reasons.words(ack.reason, self._version, ack.type.name)
        if ack.properties.reason_string:
            words += f" It says: {ack.properties.reason_string}"
        permanent = ack.reason in _PERMANENT
        named = _PERMANENT.get(ack.reason) or _TRANSIENT.get(ack.reason) or f"refused_0x{ack.reason:02X}"
        return Failure(flight.row.id, named, words, permanent)

    def _stray(self, ack: Ack, out: Outcome) -> None:
        """An answer to nothing that we know: tolerated, and PUBREC is answered so that the broker can end it."""
        if ack.packet_id in self._burnt and ack.type in (PacketType.PUBACK, PacketType.PUBCOMP):
            self._burnt.discard(ack.packet_id)
            return
        if ack.packet_id not in self._burnt:
            self.counts["unknown_answers"] += 1
        if ack.type is PacketType.PUBREC:
            out.send += codec.encode(Ack(PacketType.PUBREL, ack.packet_id, 0x92), self._version)

    # --- the watchdog --------------------------------------------------------------------------------------

    def check(self, now: int) -> tuple[bool, Outcome]:
        """Whether the connection is to be renewed because a row has waited too long; at the second time it is dead."""
        out = Outcome()
        renew = False
        if self._limits is None:
            return False, out
        for flight in list(self._flights.values()):
            if flight.state not in (_SENT, _RELEASED) or not flight.since or now - flight.since < STALLED:
                continue
            flight.stalls += 1
            renew = True
            if flight.stalls > 1:
                words = "The broker did not answer this message within 30 s, twice."
                self._fail(out, flight, Failure(flight.row.id, "retries_exhausted", words, True))
            break  # the oldest alone: the others wait behind it
        if renew:
            self.counts["stalls"] += 1
        return renew, out

    # --- inside --------------------------------------------------------------------------------------------

    def _fail(self, out: Outcome, flight: _Flight, failure: Failure, keep: bool = True) -> None:
        """`keep`: the broker may still use the packet id."""
        self._forget(flight, keep)
        out.failed.append(failure)

    def _forget(self, flight: _Flight, keep: bool = False) -> None:
        del self._flights[flight.mid]
        del self._by_row[flight.row.id]
        if flight.state == _STORING:
            self._storing -= 1
        if self._unsent and flight in self._unsent:
            self._unsent.remove(flight)
        if keep:
            self._burnt.add(flight.mid)

    def _take_id(self) -> int:
        """The next packet id that nothing uses; the window keeps far below their number."""
        while True:
            self._newest = self._newest % LAST + 1
            if self._newest not in self._flights and self._newest not in self._burnt:
                return self._newest


def _pubrel(mid: int) -> bytes:
    return b"\x62\x02" + mid.to_bytes(2, "big")
