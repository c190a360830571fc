"""CONNECT: who is let in, with which session, and what CONNACK says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventscope.broker.outbox import UNLIMITED
from eventscope.broker.session import NEVER
from eventscope.broker.wills import LastWill
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V5, V311, Connack, Connect, PacketType, Properties
from eventscope.mqtt.reasons import ALLOWED
from eventscope.mqtt.wire import MALFORMED, UNSUPPORTED_VERSION, Malformed

if TYPE_CHECKING:
    from eventscope.broker.connection import Connection

NOT_SUPPORTED_METHOD, BAD_PASSWORD, NOT_AUTHORIZED, BAD_CLIENT_ID, QUOTA_EXCEEDED = 0x8C, 0x86, 0x87, 0x85, 0x97
# Reason codes of MQTT 5 as return codes of 3.1.1; what is not here is answered by closing [MQTT-3.1.4-1].
_RETURN_CODES = {
    UNSUPPORTED_VERSION: 1,
    BAD_CLIENT_ID: 2,
    0x88: 3,
    BAD_PASSWORD: 4,
    NOT_AUTHORIZED: 5,
    QUOTA_EXCEEDED: 3,
}


def version_of(body: bytes) -> int:
    """The version in which a CONNECT that cannot be read is answered."""
    at = 2 + int.from_bytes(body[:2], "big")
    level = body[at] if at < len(body) else 0
    return V5 if level & 0x7F >= V5 else V311  # the high bit marks a bridge


def refuse(connection: Connection, reason: int, words: str) -> None:
    """Say no, as far as the version has words for it. Nothing is said before a CONNECT was seen."""
    if connection.version == V5:
        codes = codec.encode(Connack(False, _connack_code(reason), Properties(reason_string=words)), V5)
        connection.outbox.put(codes)
    elif reason in _RETURN_CODES:
        connection.outbox.put(codec.encode(Connack(False, _RETURN_CODES[reason]), V311))
    connection.outbox.flush(connection.hub.now)


def _connack_code(reason: int) -> int:
    return reason if reason in ALLOWED[PacketType.CONNACK] else MALFORMED


def connect(connection: Connection, packet: Connect) -> None:
    """Check a CONNECT and let it in, at once or when its password is checked; raises Malformed."""
    hub = connection.hub
    if packet.properties.auth_method is not None:
        raise Malformed(NOT_SUPPORTED_METHOD, "Enhanced authentication is not supported; use a user and a password")
    if not packet.client_id and not packet.clean_start and packet.version == V311:
        raise Malformed(BAD_CLIENT_ID, "An empty client identifier needs a clean session [MQTT-3.1.3-8]")
    if hub.users.open:
        _let_in(connection, packet)
        return
    if packet.user is None:
        raise Malformed(NOT_AUTHORIZED, "This broker wants a user and a password")
    connection.wait_for_check()
    hub.verify(packet.user, packet.password, lambda good: _checked(connection, packet, good))


def _checked(connection: Connection, packet: Connect, good: bool) -> None:
    if not connection.waits_for_check:
        return  # the peer went meanwhile
    if not good:
        connection.hub.events["bad-password"] += 1
        connection.fail(BAD_PASSWORD, "The user name or password is wrong")
        return
    try:
        _let_in(connection, packet)
    except Malformed as fault:
        connection.fail(fault.reason, fault.words)
        return
    connection.go_on()


def _let_in(connection: Connection, packet: Connect) -> None:
    hub = connection.hub
    client = packet.client_id or hub.assign_id()
    rules = hub.permissions(packet.user or "", client)
    if packet.will is not None:
        topic = packet.will.topic
        if hub.refuses(topic) or (rules is not None and not rules.may_publish(topic)):
            raise Malformed(NOT_AUTHORIZED, "The topic of the will is not allowed for this client")
        connection.will = LastWill.of(packet.will)
    if client not in hub.sessions and len(hub.sessions) >= hub.limits.sessions:
        raise Malformed(QUOTA_EXCEEDED, "The broker holds as many sessions as it may")
    other = hub.online.get(client)
    if other is not None:
        other.take_over(connection)
    session, present = hub.open_session(client, packet.user or "", packet.clean_start)
    session.permissions = rules
    session.clean_start = packet.clean_start
    session.expiry = _expiry(packet)
    _agree(connection, packet)
    connection.outbox.put(codec.encode(_connack(connection, packet, client, present), packet.version))
    session.attach(connection.outbox, _window(connection, packet), packet.version)
    hub.online[client] = connection
    hub.router.changed(session)
    connection.opened(session, packet)
    session.pump()


def _expiry(packet: Connect) -> int:
    if packet.version == V311:
        return 0 if packet.clean_start else NEVER
    return packet.properties.session_expiry or 0


def _window(connection: Connection, packet: Connect) -> int:
    """How many messages may be unacknowledged: what the client allows, within our own bound [MQTT-3.3.4-9]."""
    return min(packet.properties.receive_maximum or 65_535, connection.hub.limits.in_flight)


def _agree(connection: Connection, packet: Connect) -> None:
    outbox = connection.outbox
    outbox.version = packet.version
    connection.bridge = packet.bridge
    outbox.max_packet = packet.properties.maximum_packet_size or UNLIMITED
    outbox.alias_maximum = min(packet.properties.topic_alias_maximum or 0, connection.hub.limits.topic_alias_maximum)
    connection.keep_alive = packet.keep_alive
    longest = connection.hub.config.server_keep_alive
    if longest and packet.version == V5 and not 0 < packet.keep_alive <= longest:
        connection.keep_alive = longest


def _connack(connection: Connection, packet: Connect, client: str, present: bool) -> Connack:
    if packet.version == V311:
        return Connack(present, 0)
    limits = connection.hub.limits
    return Connack(
        present,
        0,
        Properties(
            assigned_client_id=None if packet.client_id else client,
            receive_maximum=limits.receive_maximum,
            maximum_packet_size=limits.packet,
            topic_alias_maximum=limits.topic_alias_maximum,
            server_keep_alive=connection.keep_alive if connection.keep_alive != packet.keep_alive else None,
            response_information=_response_information(packet, client),
        ),
    )


def _response_information(packet: Connect, client: str) -> str | None:
    """A topic of its own for answers to a client that asked for one [MQTT5 3.2.2.3.14]."""
    if not packet.properties.request_response_information:
        return None
    return "responses/" + "".join("-" if character in "+#/" else character for character in client)
