"""From a Draft to a PUBLISH, and the reasons in words why one cannot go. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from eventscope.core.message import Draft, PublishProperties
from eventscope.links.mqtt.capabilities import Capabilities
from eventscope.mqtt import codec, reasons
from eventscope.mqtt.packets import V5, Properties, Publish, no_properties

_NONE = PublishProperties()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A code, the same in words, and the MQTT reason code where there is one."""

    code: str
    words: str
    reason: int = 0


def properties(said: PublishProperties) -> Properties:
    """Properties of PUBLISH or of a will as the codec wants them: empty texts mean absent."""
    found = no_properties()
    if said.payload_format is not None:
        found.payload_format = said.payload_format
    if said.message_expiry is not None:
        found.message_expiry = said.message_expiry
    if said.content_type:
        found.content_type = said.content_type
    if said.response_topic:
        found.response_topic = said.response_topic
    if said.correlation_data:
        found.correlation_data = said.correlation_data
    if said.topic_alias is not None:
        found.topic_alias = said.topic_alias
    if said.user:
        found.user = said.user
    return found


def refusal(draft: Draft, version: int, limits: Capabilities) -> Refusal | None:
    """Why this draft would end the connection or is not possible in its version; None when it may go."""
    if version != V5 and draft.properties != _NONE:
        words = "Event properties need MQTT 5; this connection uses 3.1.1. Remove them or change the version."
        return Refusal("needs-mqtt5", words)
    if draft.qos > limits.maximum_qos:
        words = f"The broker takes QoS {limits.maximum_qos} at most. Use that."
        return Refusal("qos-unsupported", words, 0x9B)
    if draft.retain and not limits.retain:
        return Refusal("retain-unsupported", reasons.words(0x9A), 0x9A)
    alias = draft.properties.topic_alias
    if alias is not None and not 0 < alias <= limits.topic_alias_maximum:
        words = f"The topic alias is {alias}; this broker allows 1 to {limits.topic_alias_maximum}. Use none."
        if not limits.topic_alias_maximum:
            words = "This broker takes no topic aliases. Publish without."
        return Refusal("alias-unsupported", words, 0x94)
    return None


def without_alias(draft: Draft, topic: str = "") -> Draft:
    """The same with its whole topic: an alias means nothing on the next connection."""
    bare = replace(draft.properties, topic_alias=None)
    return replace(draft, topic=topic or draft.topic, properties=bare)


def encode(draft: Draft, version: int, packet_id: int, dup: bool = False) -> bytes:
    """The whole PUBLISH; raises codec.Malformed with words."""
    packet = Publish(draft.topic, draft.payload, draft.qos, draft.retain, dup, packet_id)
    if version == V5 and draft.properties is not _NONE:
        packet.properties = properties(draft.properties)
    return codec.encode(packet, version)


def readdressed(packet: bytes, packet_id: int) -> bytes:
    """A PUBLISH of QoS 1 or 2 under another identifier, all other bytes as they were."""
    at = 1 + next(n for n in range(1, 5) if packet[n] < 0x80)
    at += 2 + int.from_bytes(packet[at : at + 2], "big")
    return b"".join((packet[:at], packet_id.to_bytes(2, "big"), packet[at + 2 :]))
