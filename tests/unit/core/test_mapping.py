"""What stands beside a payload survives MQTT, Kafka, MQTT; and Kafka, MQTT, Kafka."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from eventscope.core import mapping, rawproperties as raw
from eventscope.core.bus import Headers
from eventscope.core.mapping import Beside
from eventscope.mqtt.packets import PacketType, Properties
from eventscope.mqtt.propertycodec import decode_properties, encode_properties

texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)
names = st.sampled_from(
    [
        *("a", "content-type", "Content-Type", "mqtt-topic", "mqtt-retain", "mqtt-user.a", "mqtt-message-expiry"),
        *("id", "source", "type", "specversion", "k-key", "k-null", "k-other", "k-base64.a", "k-absent.a", "ce-id"),
        *("k-header.k-x", "k-header.mqtt-topic", "k-header.es-path", "k-header.content-type", "mqtt-user.k-key"),
        *("", "ce_id"),
    ]
)
pairs = st.tuples(names | texts, st.sampled_from(["1", "1.0", "YQ==", "/9g=", "10", ""]) | texts)
properties = st.builds(
    Properties,
    payload_format=st.none() | st.integers(0, 1),
    message_expiry=st.none() | st.integers(0, 2**32 - 1),
    content_type=st.none() | texts,
    response_topic=st.none() | texts.filter(lambda text: text and not set(text) & set("+#")),
    correlation_data=st.none() | st.binary(max_size=12),
    user=st.lists(pairs, max_size=8).map(tuple),
)


@given(properties, st.booleans(), st.booleans())
def test_mqtt_to_kafka_and_back_keeps_every_byte(given_: Properties, retain: bool, empty: bool) -> None:
    before = encode_properties(given_, PacketType.PUBLISH)
    beside = mapping.from_mqtt(raw.split(before), b"a/b", retain, empty)
    assert mapping.to_mqtt(beside) == (before, retain)


names_of_kafka = st.sampled_from(
    [
        *("a", "content-type", "mqtt-payload-format", "mqtt-message-expiry", "mqtt-response-topic", "Content-Type"),
        *("k-key", "k-null", "k-header.a", "k-base64.a", "k-absent.a", "ce_id", "ce_type", "id"),
        *("mqtt-correlation-data",),
    ]
).map(str.encode) | texts.filter(lambda text: not text.startswith(("mqtt-", "es-"))).map(str.encode)
values_of_kafka = st.none() | st.binary(max_size=8) | st.sampled_from([b"0", b"1", b"60", b"a/b", b"text/plain"])
events: Headers = ((b"ce_specversion", b"1.0"), (b"ce_id", b"7"), (b"ce_source", b"/s"), (b"ce_type", b"t"))


@given(
    st.lists(st.tuples(names_of_kafka, values_of_kafka), max_size=8).map(tuple),
    st.none() | st.binary(max_size=8),
    st.booleans(),
    st.sampled_from([(), events]),
)
def test_kafka_to_mqtt_and_back_keeps_headers_key_and_tombstone(
    headers: Headers, key: bytes | None, null: bool, event: Headers
) -> None:
    # An attribute of an event that comes twice is no event's; which of the two wins is not settled yet.
    headers = tuple(item for item in headers if item[0] not in dict(event))
    sent, retained = mapping.to_mqtt(Beside((*event, *headers), key, null))
    assert not retained
    decode_properties(sent, PacketType.PUBLISH)  # and MQTT can carry it
    back = mapping.from_mqtt(raw.split(sent), b"t", False, null)
    # Properties of MQTT come first, and what the crossing itself has added is told apart by its name.
    added = {b"mqtt-topic", b"mqtt-user.k-key", b"mqtt-user.k-null"}
    assert sorted((n, v or b"-") for n, v in back.headers if n not in added) == sorted(
        (n, v or b"-") for n, v in (*event, *headers)
    )
    assert [item for item in back.headers if item[1] is None] == [item for item in headers if item[1] is None]
    assert (back.key, back.null) == (key, null)


def test_names_are_those_that_the_help_says() -> None:
    made = encode_properties(
        Properties(
            payload_format=1, message_expiry=60, content_type="text/plain", response_topic="re",
            correlation_data=b"\x00\xff", user=(("a", "b"), ("mqtt-topic", "c")),
        ),
        PacketType.PUBLISH,
    )  # fmt: skip
    assert mapping.from_mqtt(raw.split(made), b"t/1", True, False).headers == (
        (b"mqtt-payload-format", b"1"),
        (b"mqtt-message-expiry", b"60"),
        (b"content-type", b"text/plain"),
        (b"mqtt-response-topic", b"re"),
        (b"mqtt-correlation-data", b"\x00\xff"),
        (b"a", b"b"),
        (b"mqtt-user.mqtt-topic", b"c"),
        (b"mqtt-topic", b"t/1"),
        (b"mqtt-retain", b"1"),
    )


def test_what_is_no_text_crosses_as_base64_and_a_tombstone_says_so() -> None:
    sent, _ = mapping.to_mqtt(Beside(((b"h", b"\xff\xfe"), (b"n", None)), b"\x00", True))
    assert decode_properties(sent).user == (
        ("k-base64.h", "//4="),
        ("k-absent.n", ""),
        ("k-base64.k-key", "AA=="),
        ("k-null", "1"),
    )


def test_marks_and_what_belongs_to_one_connection_do_not_cross() -> None:
    made = encode_properties(Properties(subscription_ids=(7,), topic_alias=3, user=(("es-path", "b@x"),)))
    assert mapping.from_mqtt(raw.split(made), b"t", False, False).headers == ((b"mqtt-topic", b"t"),)


@pytest.mark.parametrize(("name", "value"), [(b"n", b"x" * 65_536), (b"n" * 65_536, b""), (b"\xff", b"")])
def test_what_no_property_can_hold_is_refused(name: bytes, value: bytes) -> None:
    with pytest.raises(ValueError, match=r"fit|text of MQTT"):
        mapping.to_mqtt(Beside(((name, value),)))
