"""What is said on one network connection: CONNACK, subscriptions, acknowledgements, DISCONNECT."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from eventscope.core.news import SubscriptionNews
from eventscope.core.workspace import Subscription
from eventscope.links.mqtt import capabilities, connectoptions
from eventscope.links.mqtt.capabilities import Capabilities
from eventscope.links.mqtt.client import Client
from eventscope.links.mqtt.session import Session
from eventscope.mqtt import codec
from eventscope.mqtt.burst import Answers, Piece
from eventscope.mqtt.codec import Malformed
from eventscope.mqtt.columns import Run
from eventscope.mqtt.packets import V5, Ack, Connack, Disconnect, Packet, PacketType, Pingresp, Suback, Unsuback
from eventscope.mqtt.wire import PROTOCOL_ERROR

# A broker that ended the connection for one of these would do it again at once.
_UNSUPPORTED_VERSION = 0x84
_OLD_REFUSAL = b"\x00\x01"  # CONNACK of a broker that knows no MQTT 5, in the form of 3.1.1
Up = Callable[[Connack, Capabilities], None]


class Dialogue:
    """Packets in by `hear`, packets out through the client. `up` is called once, when the broker accepted us."""

    def __init__(self, session: Session, client: Client, clean: bool, up: Up) -> None:
        self._session = session
        self._client = client
        self._clean = clean
        self._up = up
        self._asked: set[int] = set()  # packet ids of SUBSCRIBE and UNSUBSCRIBE without an answer
        self.replies = bytearray()  # answers to PUBREC and PUBREL, to be sent once a chunk is read
        self.limits: Capabilities | None = None  # None until CONNACK

    def hear(self, piece: Piece, mono: int) -> None:
        """What the broker sent; raises Malformed for what breaks a rule, Ended when it is the last."""
        if isinstance(piece, tuple):
            self._packet(*piece, mono)
        elif self.limits is None:
            raise _not_connack()
        elif isinstance(piece, Run):
            self._session.inbox.publishes(piece, mono)
        elif isinstance(piece, Answers):
            self.replies += self._session.outbox.answered_all(piece.kind, piece.reason, piece.ids)
        else:
            self.replies += self._session.inbox.pubrels(piece.ids)

    def subscribe(self, wanted: Sequence[Subscription]) -> None:
        """Ask for filters; refused at once is what the broker announced not to have."""
        assert self.limits is not None
        for together in self._session.subscriptions.packets(wanted, self.limits):
            packet_id = self._client.ask(together)
            self._asked.add(packet_id)
            self._session.subscriptions.asked(packet_id, together)

    def unsubscribe(self, filter_: str) -> None:
        """Ask to be sent no more of it."""
        packet_id = self._client.leave(filter_)
        self._asked.add(packet_id)
        self._session.subscriptions.leaving(packet_id, filter_)

    def end(self) -> None:
        """The connection is over: give back what it held."""
        for packet_id in self._asked:
            self._session.ids.free(packet_id)
        self._asked.clear()

    # --- inside ------------------------------------------------------------------------------------------

    def _packet(self, first: int, body: bytes, mono: int) -> None:
        if first & 0xF0 == 0x30 and self.limits is not None:
            self._session.inbox.publish(first, body, mono)
        elif self.limits is not None:
            self._control(codec.decode(first, body, self._session.version))
        elif first == 0x20:
            self._connack(body)
        else:
            raise _not_connack()

    def _connack(self, body: bytes) -> None:
        session = self._session
        connection = session.connection
        old = session.version == V5 and body == _OLD_REFUSAL
        connack = Connack(False, _UNSUPPORTED_VERSION) if old else codec.decode(0x20, body, session.version)
        assert isinstance(connack, Connack)
        if connack.reason:
            raise capabilities.refusal(connack, session.version, session.client_id)
        self.limits = capabilities.read(connack, connection, self._clean)
        receive_maximum = connection.receive_maximum or connectoptions.RECEIVE_MAXIMUM
        session.up()
        session.inbox.connected(connack.session_present, connection.topic_alias_maximum, receive_maximum)
        session.outbox.connected(connack.session_present, self.limits)
        self._up(connack, self.limits)
        # Also where the broker kept the session: only its answer proves that it still has them.
        self.subscribe(session.subscriptions.wanted)

    def _control(self, packet: Packet) -> None:
        match packet:
            case Ack(type=PacketType.PUBREL):
                self.replies += self._session.inbox.pubrel(packet.packet_id)
            case Ack():
                self.replies += self._session.outbox.answered(packet)
            case Suback():
                self._settle(packet.packet_id)
                self._session.subscriptions.suback(packet)
            case Unsuback():
                self._settle(packet.packet_id)
                self._session.subscriptions.unsuback(packet)
            case Pingresp():
                pass
            case Disconnect() if self._session.version == V5:
                raise capabilities.dismissed(packet, self._session.client_id)
            case _:
                raise Malformed(PROTOCOL_ERROR, f"{type(packet).__name__.upper()} is nothing that a broker may send")

    def _settle(self, packet_id: int) -> None:
        if packet_id in self._asked:
            self._asked.discard(packet_id)
            self._session.ids.free(packet_id)


def _not_connack() -> Malformed:
    return Malformed(PROTOCOL_ERROR, "the first packet is no CONNACK [MQTT-3.2.0-1]")


def removed(connection: str, filter_: str) -> SubscriptionNews:
    """A filter that nobody wants any more, told without a broker."""
    return SubscriptionNews(connection, filter_, "removed")
