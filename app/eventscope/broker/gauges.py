"""Snapshots of the hub for people: gauges of queues, clients, subscriptions, retained messages."""

from __future__ import annotations

from collections.abc import Iterable

from eventscope.broker.hub import Hub
from eventscope.broker.message import NS, Message
from eventscope.broker.session import NEVER, Session
from eventscope.broker.sharing import Group
from eventscope.core.broker import (
    BrokerGauges,
    ClientGauge,
    ClientInfo,
    GroupGauge,
    RetainedInfo,
    SubscriptionInfo,
)


def snapshot(hub: Hub, rss: int = 0) -> BrokerGauges:
    """All gauges at `hub.now`; every figure is counted, none is estimated."""
    return BrokerGauges(
        at=hub.now,
        clients=tuple(_client(session) for session in hub.sessions.values()),
        groups=tuple(_group(group) for group in hub.router.groups.values()),
        received=hub.received,
        delivered=hub.delivered,
        bytes_in=hub.bytes_in,
        bytes_out=bytes_out(hub),
        connections=len(hub.online),
        sessions=len(hub.sessions),
        subscriptions=hub.router.count,
        retained=len(hub.retained),
        retained_bytes=hub.retained.bytes,
        uptime=(hub.now - hub.started) / NS,
        rss=rss,
        dropped=dict(hub.dropped),
        events=dict(hub.events),
    )


def bytes_out(hub: Hub) -> int:
    """Bytes sent by connections that are over and by those that are not."""
    return hub.bytes_out + sum(connection.outbox.sent_bytes for connection in hub.connections)


def clients(hub: Hub) -> tuple[ClientInfo, ...]:
    """Clients and sessions in words."""
    return tuple(_info(hub, session) for session in hub.sessions.values())


def subscriptions(hub: Hub) -> tuple[SubscriptionInfo, ...]:
    """Every subscription with its options."""
    return tuple(
        SubscriptionInfo(
            session.id,
            one.filter,
            one.qos,
            one.no_local,
            one.retain_as_published,
            one.retain_handling,
            one.identifier,
        )
        for session in hub.sessions.values()
        for one in session.subscriptions.values()
    )


def retained(hub: Hub, prefix: str = "", limit: int = 1000) -> tuple[RetainedInfo, ...]:
    """The first `limit` retained messages whose topic starts with `prefix`."""
    found: list[RetainedInfo] = []
    for message in hub.retained.beginning_with(prefix):
        if len(found) >= limit:
            break
        found.append(_retained(hub, message))
    return tuple(found)


def clear_retained(hub: Hub, topics: Iterable[str]) -> tuple[RetainedInfo, ...]:
    """Forget retained messages; answers what was there."""
    gone = [message for topic in topics if (message := hub.retained.clear(topic.encode()))]
    return tuple(_retained(hub, message) for message in gone)


def restore_retained(hub: Hub, messages: Iterable[RetainedInfo]) -> None:
    """Put back what `clear_retained` answered, where nothing newer has come."""
    for one in messages:
        topic = one.topic.encode()
        if hub.retained.get(topic) is None:
            expires = 0 if one.expires_in is None else hub.now + int(one.expires_in * NS)
            stamp = hub.now - int(one.age * NS)
            hub.retained.put(Message(topic, one.payload, one.qos, True, one.properties, expires, stamp))


def _client(session: Session) -> ClientGauge:
    return ClientGauge(
        client=session.id,
        connected=session.outbox is not None,
        queued=session.queued,
        in_flight=len(session.inflight),
        bytes=session.held_bytes,
        oldest=session.oldest,
        delivered=session.delivered,
        received=session.received,
        dropped=dict(session.dropped),
    )


def _group(group: Group) -> GroupGauge:
    return GroupGauge(
        group=group.name,
        filter=group.filter,
        members=len(group.members),
        queued=len(group.waiting),
        in_flight=group.in_flight,
        bytes=group.bytes + group.bytes_in_flight(),
        oldest=group.oldest,
        delivered=group.delivered,
        dropped=dict(group.dropped),
        per_member=dict(group.delivered_by),
    )


def _info(hub: Hub, session: Session) -> ClientInfo:
    connection = hub.online.get(session.id)
    return ClientInfo(
        client=session.id,
        connected=connection is not None,
        user=session.user,
        address=connection.address if connection else "",
        version=session.version,
        listener=connection.listener if connection else "",
        clean_start=session.clean_start,
        keep_alive=connection.keep_alive if connection else 0,
        session_expiry=min(session.expiry, NEVER),
        receive_maximum=session.window,
        since=(hub.now - (connection.since if connection else session.since)) / NS,
        subscriptions=len(session.subscriptions),
        will=connection.will.message.topic.decode() if connection and connection.will else "",
    )


def _retained(hub: Hub, message: Message) -> RetainedInfo:
    return RetainedInfo(
        topic=message.topic.decode(),
        payload=message.payload,
        qos=message.qos,
        age=(hub.now - message.stamp) / NS,
        properties=message.properties,
        expires_in=(message.expires - hub.now) / NS if message.expires else None,
    )
