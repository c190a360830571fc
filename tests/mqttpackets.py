"""Hypothesis strategies for every MQTT packet that both sides may say, in 3.1.1 and 5."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from eventscope.mqtt.packets import (
    V5,
    V311,
    Ack,
    Auth,
    Connack,
    Connect,
    Disconnect,
    Packet,
    PacketType,
    Pingreq,
    Pingresp,
    Properties,
    Publish,
    Suback,
    Subscribe,
    SubscribeFilter,
    Unsuback,
    Unsubscribe,
    Will,
)
from eventscope.mqtt.reasons import ALLOWED, ALLOWED_V311

WILL = 0
versions = st.sampled_from([V311, V5])
text = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=20)
topic = text.map(lambda value: value.replace("+", "p").replace("#", "h"))
name = topic.filter(bool)
data = st.binary(max_size=40)
packet_id = st.integers(1, 0xFFFF)
qos = st.integers(0, 2)
_flag = st.integers(0, 1)
_short = st.integers(0, 0xFFFF)
_long = st.integers(0, 0xFFFFFFFF)
_user = st.lists(st.tuples(text, text), max_size=4).map(tuple)

_MESSAGE = {
    "payload_format": _flag,
    "message_expiry": _long,
    "content_type": text,
    "response_topic": topic,
    "correlation_data": data,
}
_LIMITS = {
    "session_expiry": _long,
    "receive_maximum": st.integers(1, 0xFFFF),
    "maximum_packet_size": st.integers(1, 0xFFFFFFFF),
    "topic_alias_maximum": _short,
}
# Written down from the chapters of the specification, not from the codec's own table.
FIELDS: dict[int, dict[str, st.SearchStrategy[Any]]] = {
    WILL: {**_MESSAGE, "will_delay": _long},
    PacketType.CONNECT: {**_LIMITS, "request_problem_information": _flag, "request_response_information": _flag},
    PacketType.CONNACK: {
        **_LIMITS,
        "maximum_qos": _flag,
        "retain_available": _flag,
        "assigned_client_id": text,
        "reason_string": text,
        "wildcard_available": _flag,
        "subscription_ids_available": _flag,
        "shared_available": _flag,
        "server_keep_alive": _short,
        "response_information": text,
        "server_reference": text,
    },
    PacketType.PUBLISH: {
        **_MESSAGE,
        "topic_alias": st.integers(1, 0xFFFF),
        "subscription_ids": st.lists(st.integers(1, 268_435_455), max_size=3).map(tuple),
    },
    PacketType.PUBACK: {"reason_string": text},
    PacketType.PUBREC: {"reason_string": text},
    PacketType.PUBREL: {"reason_string": text},
    PacketType.PUBCOMP: {"reason_string": text},
    PacketType.SUBSCRIBE: {"subscription_ids": st.lists(st.integers(1, 268_435_455), max_size=1).map(tuple)},
    PacketType.SUBACK: {"reason_string": text},
    PacketType.UNSUBSCRIBE: {},
    PacketType.UNSUBACK: {"reason_string": text},
    PacketType.DISCONNECT: {"session_expiry": _long, "reason_string": text, "server_reference": text},
    PacketType.AUTH: {"reason_string": text},
}


def properties(packet: int, version: int = V5) -> st.SearchStrategy[Properties]:
    """Any legal properties of a packet; none at all in 3.1.1."""
    if version == V311:
        return st.just(Properties())
    fields = {**FIELDS[packet], "user": _user}
    chosen = st.fixed_dictionaries({}, optional=fields)
    if packet in (PacketType.CONNECT, PacketType.CONNACK):
        auth = st.fixed_dictionaries({"auth_method": text}, optional={"auth_data": data})
        chosen = st.tuples(chosen, st.one_of(st.just({}), auth)).map(lambda both: {**both[0], **both[1]})
    if packet == PacketType.AUTH:
        needed = st.fixed_dictionaries({"auth_method": text}, optional={"auth_data": data})
        chosen = st.tuples(chosen, needed).map(lambda both: {**both[0], **both[1]})
    return chosen.map(lambda values: Properties(**values))


def wills(version: int) -> st.SearchStrategy[Will]:
    """Any legal will."""
    return st.builds(Will, name, data, qos, st.booleans(), properties(WILL, version))


@st.composite
def connects(draw: st.DrawFn, version: int) -> Connect:
    """Any legal CONNECT."""
    user = draw(st.none() | text)
    password = draw(st.none() | data) if version == V5 or user is not None else None
    will = draw(st.none() | wills(version))
    given = draw(properties(PacketType.CONNECT, version))
    return Connect(draw(text), version, draw(st.booleans()), draw(_short), user, password, will, given)


@st.composite
def connacks(draw: st.DrawFn, version: int) -> Connack:
    """Any legal CONNACK."""
    reason = draw(_reason(PacketType.CONNACK, version))
    present = draw(st.booleans()) and not reason
    return Connack(present, reason, draw(properties(PacketType.CONNACK, version)))


@st.composite
def publishes(draw: st.DrawFn, version: int) -> Publish:
    """Any legal PUBLISH."""
    given = draw(properties(PacketType.PUBLISH, version))
    level = draw(qos)
    where = draw(topic if given.topic_alias else name)
    dup, number = (draw(st.booleans()), draw(packet_id)) if level else (False, 0)
    return Publish(where, draw(data), level, draw(st.booleans()), dup, number, given)


def acks(version: int, kind: PacketType) -> st.SearchStrategy[Ack]:
    """Any legal PUBACK, PUBREC, PUBREL or PUBCOMP."""
    reason = _reason(kind, version) if version == V5 else st.just(0)
    return st.builds(Ack, st.just(kind), packet_id, reason, properties(kind, version))


def _reason(kind: PacketType, version: int) -> st.SearchStrategy[int]:
    return st.sampled_from(sorted((ALLOWED if version == V5 else ALLOWED_V311)[kind]))


def _reasons(kind: PacketType, version: int) -> st.SearchStrategy[tuple[int, ...]]:
    return st.lists(_reason(kind, version), min_size=1, max_size=5).map(tuple)


@st.composite
def filters(draw: st.DrawFn, version: int) -> SubscribeFilter:
    """Any legal entry of SUBSCRIBE."""
    where, level = draw(text), draw(qos)
    if version == V311:
        return SubscribeFilter(where, level)
    no_local = draw(st.booleans()) and not where.startswith("$share/")
    return SubscribeFilter(where, level, no_local, draw(st.booleans()), draw(st.integers(0, 2)))


def subscribes(version: int) -> st.SearchStrategy[Subscribe]:
    """Any legal SUBSCRIBE."""
    entries = st.lists(filters(version), min_size=1, max_size=4).map(tuple)
    return st.builds(Subscribe, packet_id, entries, properties(PacketType.SUBSCRIBE, version))


def unsubscribes(version: int) -> st.SearchStrategy[Unsubscribe]:
    """Any legal UNSUBSCRIBE."""
    entries = st.lists(text, min_size=1, max_size=4).map(tuple)
    return st.builds(Unsubscribe, packet_id, entries, properties(PacketType.UNSUBSCRIBE, version))


def packets(version: int) -> st.SearchStrategy[Packet]:
    """Any legal packet of one version."""
    two = (PacketType.SUBACK, PacketType.UNSUBACK)
    suback, unsuback = (properties(kind, version) for kind in two)
    gone = _reasons(PacketType.UNSUBACK, V5) if version == V5 else st.just(())
    kinds: list[st.SearchStrategy[Any]] = [
        connects(version),
        connacks(version),
        publishes(version),
        *(acks(version, PacketType(kind)) for kind in (4, 5, 6, 7)),
        subscribes(version),
        st.builds(Suback, packet_id, _reasons(PacketType.SUBACK, version), suback),
        unsubscribes(version),
        st.builds(Unsuback, packet_id, gone, unsuback),
        st.builds(Pingreq),
        st.builds(Pingresp),
    ]
    if version == V311:
        return st.one_of(*kinds, st.builds(Disconnect))
    left = properties(PacketType.DISCONNECT)
    kinds.append(st.builds(Disconnect, _reason(PacketType.DISCONNECT, V5), left))
    kinds.append(st.builds(Auth, _reason(PacketType.AUTH, V5), properties(PacketType.AUTH)))
    kinds.append(st.builds(Auth))
    return st.one_of(*kinds)
