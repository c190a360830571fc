"""What waits or is on its way out: single events, parts of volleys, and how their stages are told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from eventscope.core.message import Draft, Receipt
from eventscope.core.volley import Volley
from eventscope.links.mqtt.drafts import Refusal

Tell = Callable[[Receipt], None]


@dataclass(slots=True, eq=False)
class Entry:
    """One event. Times in ns. `released`: PUBREC came, so only PUBREL may be sent again [MQTT-4.3.3-6]."""

    receipt: int
    draft: Draft
    queued: int
    wall: int
    order: int = 0  # among all that were queued
    packet_id: int = 0
    sent: int | None = None
    stamped: bool = False
    released: bool = False
    packet: bytes = b""  # as it left first; empty where it must be made anew to be sent again

    @property
    def count(self) -> int:
        """How many events it is."""
        return 1

    @property
    def qos(self) -> int:
        """Its quality of service."""
        return self.draft.qos

    @property
    def size(self) -> int:
        """What it counts against the bound of the queue, in bytes."""
        return len(self.draft.payload)

    def as_receipt(
        self, acknowledged: int | None = None, reason: int = 0, failed: str = "", words: str = ""
    ) -> Receipt:
        """Its stage as others see it."""
        draft = self.draft
        return Receipt(
            self.receipt, draft.topic, draft.qos, self.queued, self.wall,
            self.sent, acknowledged, reason=reason, failed=failed, words=words,
        )  # fmt: skip

    def failed(self, why: Refusal) -> Receipt:
        """It will not go."""
        return self.as_receipt(reason=why.reason, failed=why.code, words=why.words)

    def left(self, tell: Tell, now: int) -> None:
        """It is in the socket; told once."""
        if self.sent is None:
            self.sent = now
            tell(self.as_receipt())

    def settled(self, tell: Tell, now: int, reason: int, words: str) -> None:
        """The broker has answered for good; reasons from 0x80 on are refusals."""
        if self.sent is None:  # the batch that it is part of is still on its way to the socket
            self.sent = now
        tell(self.as_receipt(now, reason, "refused" if reason >= 0x80 else "", words))

    def fail(self, tell: Tell, why: Refusal) -> None:
        """It will not go."""
        tell(self.failed(why))

    def numbered(self, stream: str, seq: int) -> None:
        """It carries that number of that stream; the stamper has told who asked for the receipt."""


class Fragment(Entry):
    """One event of a volley that has to be sent again by itself; its outcome goes into the volley's columns."""

    __slots__ = ("index", "volley")

    def __init__(self, volley: Volley, index: int, packet_id: int, packet: bytes) -> None:
        super().__init__(0, volley.draft(index), volley.queued, volley.wall, packet_id=packet_id, packet=packet)
        self.volley = volley
        self.index = index
        self.stamped = bool(packet)

    def numbered(self, stream: str, seq: int) -> None:
        """It carries that number of that stream."""
        self.volley.number(self.index, self.index + 1, stream, seq)

    def left(self, tell: Tell, now: int) -> None:
        """It is in the socket; the first time counts."""
        self.volley.left([self.index], now)

    def settled(self, tell: Tell, now: int, reason: int, words: str) -> None:
        """The broker has answered for good."""
        self.volley.settled([self.index], now, reason, words)

    def fail(self, tell: Tell, why: Refusal) -> None:
        """It will not go."""
        self.volley.failed([self.index], why.code, why.words, why.reason)


class Rest:
    """What has not left yet of a volley: its events from `at` on."""

    __slots__ = ("at", "order", "volley")

    def __init__(self, volley: Volley) -> None:
        self.volley = volley
        self.at = 0
        self.order = 0

    @property
    def count(self) -> int:
        """How many events it is."""
        return len(self.volley) - self.at

    @property
    def qos(self) -> int:
        """Of all of them."""
        return self.volley.qos

    @property
    def size(self) -> int:
        """What it counts against the bound of the queue, in bytes."""
        return self.volley.size

    def fail(self, tell: Tell, why: Refusal) -> None:
        """None of them will go."""
        self.volley.failed(slice(self.at, None), why.code, why.words, why.reason)


class Flight:
    """Packets of one size that left together: events of a volley from `start` on, at QoS 1 and 2 under identifiers
    in a row from `first` on. The packets are kept until the broker has answered for all of them.
    """

    __slots__ = ("count", "first", "packets", "released", "start", "volley")

    def __init__(self, volley: Volley, start: int, count: int, first: int, packets: bytes) -> None:
        self.volley = volley
        self.start = start
        self.count = count
        self.first = first
        self.packets = packets
        self.released: set[int] = set()  # identifiers for which PUBREC came

    @property
    def qos(self) -> int:
        """Of all of them."""
        return self.volley.qos

    @property
    def events(self) -> slice:
        """Which of the volley they are."""
        return slice(self.start, self.start + self.count)

    def left(self, tell: Tell, now: int) -> None:
        """They are in the socket."""
        self.volley.left(self.events, now)

    def fail(self, tell: Tell, why: Refusal) -> None:
        """They will not go."""
        self.volley.failed(self.events, why.code, why.words, why.reason)

    def index(self, packet_id: int) -> int:
        """Which event of the volley has that identifier."""
        return self.start + packet_id - self.first

    def single(self, packet_id: int) -> Fragment:
        """One of them by itself, with the bytes that left."""
        size = len(self.packets) // self.count
        at = (packet_id - self.first) * size
        entry = Fragment(self.volley, self.index(packet_id), packet_id, self.packets[at : at + size])
        entry.released = packet_id in self.released
        return entry
