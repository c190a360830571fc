"""What the raw parts of a stored message say: its properties decoded, and the receipt of the event that it was."""

from __future__ import annotations

from dataclasses import replace

from eventscope.core import stamp
from eventscope.core.message import Message, PublishProperties, Receipt
from eventscope.core.verbs import Explained
from eventscope.engine.receipts import Receipts
from eventscope.mqtt.codec import Malformed, decode_properties


def explain(message: Message, receipts: Receipts) -> Explained:
    """Never fails for what is in a message: what cannot be decoded says why."""
    return replace(said(message), receipt=_receipt(message, receipts))


def said(message: Message) -> Explained:
    """The same without a receipt."""
    try:
        found = decode_properties(message.properties)
    except Malformed as error:
        return Explained(PublishProperties(), wrong=error.words)
    properties = PublishProperties(
        payload_format=found.payload_format,
        message_expiry=found.message_expiry,
        content_type=found.content_type or "",
        response_topic=found.response_topic or "",
        correlation_data=found.correlation_data or b"",
        topic_alias=found.topic_alias,
        user=found.user,
    )
    return Explained(properties, found.subscription_ids)


def _receipt(message: Message, receipts: Receipts) -> Receipt | None:
    found = stamp.parse(message.properties)
    if found is None and (inside := stamp.unwrap(message.payload[:512])) is not None:
        found = inside[0]
    if found is None or found.seq is None:
        return None
    receipt = receipts.of(message.topic, found.seq, found.stream)
    if receipt is None or receipt.id:
        return receipt
    # Of a fast job: its events have no numbers, and nobody counts who received them; this message proves one.
    return replace(receipt, id=-1 - message.id, received=message.mono, receivers=1)
