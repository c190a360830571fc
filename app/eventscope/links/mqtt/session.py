"""What outlives a network connection: inbox, outbox, subscriptions, and the way to the rest of the engine."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Sequence
from functools import partial

from eventscope.base import clock
from eventscope.core.message import QOS, Block
from eventscope.core.workspace import Connection
from eventscope.links.base import Acknowledge, LinkSink, Stamper
from eventscope.links.mqtt.handoff import Handoff
from eventscope.links.mqtt.inbox import Inbox
from eventscope.links.mqtt.outbox import Gone, Outbox
from eventscope.links.mqtt.packetids import PacketIds
from eventscope.links.mqtt.subscriptions import Subscriptions
from eventscope.links.mqtt.telling import Telling
from eventscope.links.mqtt.wake import Wake
from eventscope.mqtt.packets import V5, V311

log = logging.getLogger(__name__)
ANCHOR_EVERY = 10_000_000_000  # ns between two looks at the wall clock; in between rows keep their order


class Settle:
    """The acknowledgement of one block; links.base.Stepwise, and it can be refused."""

    def __init__(self, session: Session, serial: int, block: Block) -> None:
        self._session = session
        self.serial = serial
        self._block: Block | None = block
        self._told = 0

    def __call__(self) -> None:
        """All of it."""
        self._block = None
        self._session.settle(self.serial, None)

    def refuse(self) -> None:
        """It will never be stored."""
        self._block = None
        self._session.skip(self.serial)

    def first(self, count: int) -> None:
        """Its first messages."""
        if self._block is None:
            return
        rows = self._block.rows[self._told : count]
        self._told = max(self._told, count)
        qos, packets = (rows["flags"] & QOS).tolist(), rows["packet"].tolist()
        self._session.settle(self.serial, [pair for pair in zip(qos, packets, strict=True) if pair[0]])


class Session:
    """One for each link. `later` runs a call on the link's thread; all else here belongs to that thread."""

    def __init__(
        self,
        connection: Connection,
        sink: LinkSink,
        password: bytes | None,
        stamper: Stamper | None,
        later: Callable[[Callable[[], None]], None],
        wake: Wake,
    ) -> None:
        self.connection = connection
        self.password = password
        # Never empty: a broker that makes one up would make another at each reconnect, and our session would be lost.
        self.client_id = connection.client_id or f"eventscope-{secrets.token_hex(4)}"
        self.version = V5 if connection.version == "5" else V311
        self.wake = wake
        self.telling = Telling(connection.id, sink)
        self.ids = PacketIds()
        self.inbox = Inbox(connection.id, self.version, self.telling.trouble)
        telling = self.telling
        self.outbox = Outbox(self.version, self.ids, stamper, telling.receipt, telling.trouble, telling.volley)
        self.subscriptions = Subscriptions(connection.id, self.version, self.telling.subscription, self.telling.trouble)
        self._anchor = clock.WallAnchor()
        self._anchored = clock.mono_ns()
        self.handoff = Handoff(connection.id, sink, wake.set, self._not_stored)
        self._later = later
        self._was_up = False
        self.plain: Exception | None = None  # the fault since which packets are read one by one

    @property
    def clean(self) -> bool:
        """Whether to ask for a clean start now.

        A clean start is meant for the opening of the link. In MQTT 5, where the session outlives the connection, a
        reconnect takes it up again instead of throwing away what came meanwhile; in 3.1.1 a clean session cannot.
        """
        keeps = self.version == V5 and self.connection.session_expiry > 0
        return self.connection.clean_start and not (keeps and self._was_up)

    def up(self) -> None:
        """The broker accepted us."""
        self._was_up = True

    def fall_back(self, fault: Exception) -> None:
        """The burst reader failed by a fault of ours: told once, and packets are read one by one from now on."""
        self.plain = fault
        log.error("the burst reader of %s failed", self.connection.id, exc_info=fault)
        self.telling.trouble("plain-reader", {"error": f"{type(fault).__name__}: {fault}"})

    def lost(self, in_hand: Sequence[Gone]) -> None:
        """The network connection is gone, and with it the events `in_hand` that were not wholly sent."""
        self.inbox.lost()
        self.outbox.lost(in_hand)
        self.subscriptions.lost()

    def close(self) -> None:
        """The link is thrown away."""
        self.outbox.close()

    def hand_over(self, now: int) -> None:
        """Close the block and give it to the sink's thread; ask `handoff.full` first."""
        if now - self._anchored > ANCHOR_EVERY:
            self._anchored = now
            self._anchor.check()
        delivery = self.inbox.take(self._anchor.offset)
        if delivery is not None:
            serial = delivery.serial
            acknowledge = None if serial is None else Settle(self, serial, delivery.block)
            self.handoff.put(delivery.block, acknowledge)

    def settle(self, serial: int, packets: Sequence[tuple[int, int]] | None) -> None:
        """From any thread: a block is stored, or of its messages those with these (QoS, packet identifier)."""
        if packets is None:
            self._later(partial(self.inbox.stored, serial))
        else:
            self._later(partial(self.inbox.partly_stored, serial, packets))

    def skip(self, serial: int) -> None:
        """From any thread: a block will never be stored, so its acknowledgements hold up no others."""
        self._later(partial(self.inbox.not_stored, serial))

    def _not_stored(self, acknowledge: Acknowledge | None, messages: int, error: Exception) -> None:
        """From the sink's thread: it raised."""
        if isinstance(acknowledge, Settle):
            self.skip(acknowledge.serial)
        self.telling.trouble("not-stored", {"messages": str(messages), "error": f"{type(error).__name__}: {error}"})
