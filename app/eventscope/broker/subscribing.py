"""SUBSCRIBE and UNSUBSCRIBE: each filter checked, granted and answered on its own [MQTT5 3.8, 3.10]."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from eventscope.broker.router import Subscription
from eventscope.core.errors import BadInput
from eventscope.core.topics import check_filter, levels, share
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V5, Suback, Subscribe, SubscribeFilter, Unsuback, Unsubscribe

if TYPE_CHECKING:
    from eventscope.broker.dialogue import Dialogue

FILTER = 10  # effort for one
UNSPECIFIED, NOT_AUTHORIZED, FILTER_INVALID, QUOTA_EXCEEDED, NO_SUBSCRIPTION = 0x80, 0x87, 0x8F, 0x97, 0x11


def subscribe(client: Dialogue, packet: Subscribe) -> Iterator[None]:
    """Grant what is allowed, answer, then send retained messages; filter by filter, so that others get their turn."""
    ids = packet.properties.subscription_ids
    identifier = ids[0] if ids else None
    reasons = []
    replays = []
    for entry in packet.filters:
        yield
        client.hub.effort += FILTER
        reason = _refused(client, entry.filter)
        reasons.append(reason or entry.qos)
        if not reason:
            subscription = _subscription(entry, identifier, client.bridge)
            new = client.hub.router.subscribe(client.session, subscription)
            if entry.retain_handling == 0 or (entry.retain_handling == 1 and new):
                replays.append(subscription)
    if client.version != V5:
        reasons = [0x80 if reason >= 0x80 else reason for reason in reasons]
    client.outbox.put(codec.encode(Suback(packet.packet_id, tuple(reasons)), client.version))
    for subscription in replays:
        yield
        client.hub.effort += FILTER
        client.hub.replay(client.session, subscription)
    client.session.pump()


def unsubscribe(client: Dialogue, packet: Unsubscribe) -> Iterator[None]:
    """Remove subscriptions one by one; one that did not exist is told in MQTT 5."""
    hub, session = client.hub, client.session
    reasons = []
    for name in packet.filters:
        yield
        hub.effort += FILTER
        reasons.append(0 if hub.router.unsubscribe(session, name) else NO_SUBSCRIPTION)
        hub.replays.forget(session, name)
    client.outbox.put(codec.encode(Unsuback(packet.packet_id, tuple(reasons)), client.version))


def _subscription(entry: SubscribeFilter, identifier: int | None, bridge: bool) -> Subscription:
    """A bridge that speaks 3.1.1 means the options that only MQTT 5 can write."""
    return Subscription(
        entry.filter,
        entry.qos,
        entry.no_local or bridge,
        entry.retain_as_published or bridge,
        entry.retain_handling,
        identifier,
    )


def _refused(client: Dialogue, filter_: str) -> int:
    try:
        check_filter(filter_)
    except BadInput:
        return FILTER_INVALID
    if len(levels(share(filter_)[1])) > client.hub.limits.topic_levels:
        return FILTER_INVALID
    session = client.session
    if filter_ not in session.subscriptions and len(session.subscriptions) >= client.hub.limits.subscriptions:
        return QUOTA_EXCEEDED
    permissions = session.permissions
    if permissions is None or permissions.may_subscribe(filter_):
        return 0
    # Where there are no users, no other credentials could help, so "not authorized" would mislead: the refusal
    # is the broker's own. The Eclipse Paho interoperability suite expects this code too.
    return UNSPECIFIED if client.hub.users.open else NOT_AUTHORIZED
