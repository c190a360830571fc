"""SUBSCRIBE and UNSUBSCRIBE: each filter checked, granted and answered on its own [MQTT5 3.8, 3.10]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventscope.broker.router import Subscription
from eventscope.core.errors import BadInput
from eventscope.core.topics import check_filter, levels, share
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V5, Suback, Subscribe, SubscribeFilter, Unsuback, Unsubscribe

if TYPE_CHECKING:
    from eventscope.broker.connection import Connection

UNSPECIFIED, NOT_AUTHORIZED, FILTER_INVALID, QUOTA_EXCEEDED, NO_SUBSCRIPTION = 0x80, 0x87, 0x8F, 0x97, 0x11


def subscribe(connection: Connection, packet: Subscribe) -> None:
    """Grant what is allowed, answer, then send retained messages."""
    ids = packet.properties.subscription_ids
    identifier = ids[0] if ids else None
    reasons = []
    replays = []
    for entry in packet.filters:
        reason = _refused(connection, entry.filter)
        reasons.append(reason or entry.qos)
        if not reason:
            subscription = _subscription(entry, identifier)
            new = connection.hub.router.subscribe(connection.session, subscription)
            if entry.retain_handling == 0 or (entry.retain_handling == 1 and new):
                replays.append(subscription)
    if connection.version != V5:
        reasons = [0x80 if reason >= 0x80 else reason for reason in reasons]
    connection.outbox.put(codec.encode(Suback(packet.packet_id, tuple(reasons)), connection.version))
    for subscription in replays:
        connection.hub.replay(connection.session, subscription)
    connection.session.pump()


def unsubscribe(connection: Connection, packet: Unsubscribe) -> None:
    """Remove subscriptions; one that did not exist is told in MQTT 5."""
    router, session = connection.hub.router, connection.session
    reasons = tuple(0 if router.unsubscribe(session, name) else NO_SUBSCRIPTION for name in packet.filters)
    connection.outbox.put(codec.encode(Unsuback(packet.packet_id, reasons), connection.version))


def _subscription(entry: SubscribeFilter, identifier: int | None) -> Subscription:
    return Subscription(
        entry.filter, entry.qos, entry.no_local, entry.retain_as_published, entry.retain_handling, identifier
    )


def _refused(connection: Connection, filter_: str) -> int:
    try:
        check_filter(filter_)
    except BadInput:
        return FILTER_INVALID
    if len(levels(share(filter_)[1])) > connection.hub.limits.topic_levels:
        return FILTER_INVALID
    session = connection.session
    if filter_ not in session.subscriptions and len(session.subscriptions) >= connection.hub.limits.subscriptions:
        return QUOTA_EXCEEDED
    permissions = session.permissions
    if permissions is None or permissions.may_subscribe(filter_):
        return 0
    # Where there are no users, no other credentials could help, so "not authorized" would mislead: the refusal
    # is the broker's own. The Eclipse Paho interoperability suite expects this code too.
    return UNSPECIFIED if connection.hub.users.open else NOT_AUTHORIZED
