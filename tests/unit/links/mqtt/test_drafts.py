"""Drafts become PUBLISH packets with every property, or a reason in words why not."""

from __future__ import annotations

from typing import Any

import pytest

from eventscope.core.message import PublishProperties
from eventscope.links.mqtt import drafts
from eventscope.links.mqtt.capabilities import Capabilities
from eventscope.mqtt import codec
from eventscope.mqtt.packets import Publish
from linksinks import draft

EVERYTHING: dict[str, Any] = {
    "payload_format": 1, "message_expiry": 60, "content_type": "application/json", "response_topic": "r/t",
    "correlation_data": b"\0\1", "topic_alias": 3, "user": (("a", "1"), ("a", "2")),
}  # fmt: skip


def decoded(raw: bytes, version: int = 5) -> Publish:
    assert raw[1] < 128 or raw[2] < 128
    body = raw[2:] if raw[1] < 128 else raw[3:]
    packet = codec.decode(raw[0], body, version)
    assert isinstance(packet, Publish)
    return packet


def test_every_property_is_sent() -> None:
    packet = decoded(drafts.encode(draft("a/b", b"hello", 2, True, **EVERYTHING), 5, 7, dup=True))
    assert (packet.topic, packet.payload, packet.qos, packet.retain, packet.dup, packet.packet_id) == (
        "a/b", b"hello", 2, True, True, 7,
    )  # fmt: skip
    for name, value in EVERYTHING.items():
        assert getattr(packet.properties, name) == value


def test_3_1_1_carries_no_properties_even_if_a_stamp_added_some() -> None:
    packet = decoded(drafts.encode(draft("a", b"x", 1, user=(("es-seq", "1"),)), 4, 1), 4)
    assert packet.payload == b"x"


@pytest.mark.parametrize(
    ("made", "version", "limits", "code"),
    [
        (draft(content_type="x"), 4, Capabilities(), "needs-mqtt5"),
        (draft(qos=2), 5, Capabilities(maximum_qos=1), "qos-unsupported"),
        (draft(retain=True), 5, Capabilities(retain=False), "retain-unsupported"),
        (draft(topic_alias=1), 5, Capabilities(), "alias-unsupported"),
        (draft(topic_alias=4), 5, Capabilities(topic_alias_maximum=3), "alias-unsupported"),
        (draft(topic_alias=0), 5, Capabilities(topic_alias_maximum=3), "alias-unsupported"),
    ],
)
def test_what_would_end_the_connection_is_refused(made: Any, version: int, limits: Capabilities, code: str) -> None:
    refusal = drafts.refusal(made, version, limits)
    assert refusal is not None
    assert refusal.code == code
    assert len(refusal.words) > 20


def test_what_the_broker_allows_may_go() -> None:
    limits = Capabilities(topic_alias_maximum=3)
    assert drafts.refusal(draft(qos=2, retain=True, **EVERYTHING), 5, limits) is None
    assert drafts.refusal(draft(qos=1), 4, Capabilities()) is None


def test_an_alias_is_left_out_on_request() -> None:
    bare = drafts.without_alias(draft("", topic_alias=3, content_type="x"), "whole/topic")
    assert (bare.topic, bare.properties.topic_alias, bare.properties.content_type) == ("whole/topic", None, "x")


def test_defaults_mean_absent() -> None:
    assert drafts.properties(PublishProperties()).__dict__ == {}
