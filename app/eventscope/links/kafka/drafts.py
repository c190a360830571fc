"""Events of the composer and of generators as records."""

from __future__ import annotations

from eventscope.core import kafkarow
from eventscope.core.errors import BadInput
from eventscope.core.kafka import Headers, NewRecord
from eventscope.core.message import Draft, PublishProperties

# Properties of MQTT that are no user properties, by the header that carries them.
CONTENT_TYPE, RESPONSE_TOPIC = "content-type", "response-topic"
CORRELATION, EXPIRY, FORMAT = "correlation-data", "message-expiry", "payload-format"


def record(token: int, draft: Draft) -> NewRecord:
    """The record that says what the draft says; BadInput where Kafka has no word for it.

    User properties are headers, and those of core.kafkarow say key, partition, time and tombstone. A topic alias
    belongs to one MQTT connection and is left out.
    """
    if draft.retain:
        sentence = "Kafka has no retained messages. Switch Retain off; a compacted topic keeps the last of each key."
        raise BadInput("no-retain", sentence)
    said = kafkarow.read(draft.properties.user)
    if said.offset is not None:
        raise BadInput("no-offset", "Kafka gives offsets itself. Take the property k-offset away.")
    value = None if said.null else draft.payload
    if said.null and draft.payload:
        raise BadInput("null-with-payload", "A tombstone (k-null) has no payload. Empty it, or take k-null away.")
    headers = _headers(draft.properties) + said.headers
    return NewRecord(token, draft.topic, value, said.key, headers, said.partition, said.time)


def _headers(given: PublishProperties) -> Headers:
    texts = {
        CONTENT_TYPE: given.content_type,
        RESPONSE_TOPIC: given.response_topic,
        EXPIRY: "" if given.message_expiry is None else str(given.message_expiry),
        FORMAT: "" if given.payload_format is None else str(given.payload_format),
    }
    found: Headers = tuple((name, text.encode()) for name, text in texts.items() if text)
    return (*found, (CORRELATION, given.correlation_data)) if given.correlation_data else found
