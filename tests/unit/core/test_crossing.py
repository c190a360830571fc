"""One message on one way: what it carries from each middleware to each other, and why it stays behind."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, strategies as st

from bridging import arriving, mqtt, only, plan, route, unmarked, users
from eventscope.core import marks, rawproperties as raw
from eventscope.core.bus import BusMessage, Headers
from eventscope.mqtt.packets import PacketType, Properties
from eventscope.mqtt.propertycodec import decode_properties, encode_properties

texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=10)
names = texts.filter(lambda text: not text.startswith("es-")) | st.sampled_from(["k-key", "content-type", "id", "type"])
properties = st.builds(
    Properties,
    payload_format=st.none() | st.integers(0, 1),
    message_expiry=st.none() | st.integers(0, 2**32 - 1),
    content_type=st.none() | texts,
    response_topic=st.none() | texts.filter(lambda text: text and not set(text) & set("+#")),
    correlation_data=st.none() | st.binary(max_size=10),
    user=st.lists(st.tuples(names, texts), max_size=5).map(tuple),
).map(lambda made: encode_properties(made, PacketType.PUBLISH))

OUT = plan(route("stream", "{dotted}", key="{1}"))
BACK = plan(route("cloud", "{header.mqtt-topic}"), start="stream", name="back")
OVER = plan(route("cloud", "{topic}"))
EVENT: Headers = (
    (b"ce_specversion", b"1.0"),
    (b"ce_id", b"7"),
    (b"ce_source", b"/s"),
    (b"ce_type", b"t"),
    (b"content-type", b"application/json"),
)


@given(st.binary(max_size=40), properties, st.booleans())
def test_mqtt_to_kafka_to_mqtt_keeps_payload_properties_topic_and_flag(
    payload: bytes, given_: bytes, retain: bool
) -> None:
    message = mqtt("a/b", payload, properties=given_, retain=retain)
    record = only(OUT, message)
    assert (record.topic, record.key) == ("a.b", b"a")
    assert record.payload is None or record.payload == payload
    copy = only(BACK, arriving(record, "kafka"))
    assert (copy.topic, copy.payload, copy.retain) == ("a/b", payload, retain)
    assert unmarked(copy.properties) == given_


@given(st.binary(max_size=40), properties, st.booleans())
def test_mqtt_to_mqtt_keeps_everything(payload: bytes, given_: bytes, retain: bool) -> None:
    copy = only(OVER, mqtt("a/b", payload, properties=given_, retain=retain))
    assert (copy.topic, copy.payload, copy.retain, copy.key, copy.headers) == ("a/b", payload, retain, None, ())
    assert unmarked(copy.properties) == given_
    decode_properties(copy.properties, PacketType.PUBLISH)
    assert copy.expiry == decode_properties(given_).message_expiry


def test_what_belongs_to_one_connection_stays_there() -> None:
    given_ = encode_properties(Properties(topic_alias=4, subscription_ids=(9,), content_type="x"))
    assert unmarked(only(OVER, mqtt(properties=given_)).properties) == raw.text(raw.CONTENT_TYPE, b"x")


def test_kafka_to_mqtt_and_back_is_the_same_record() -> None:
    there = plan(route("edge", "{slashed}"), start="stream")
    back = plan(route("other", "{dotted}"), start="edge", name="back")
    record = BusMessage("kafka", b"orders", None, b"\x00k", ((b"h", b"\xff"), (b"h", b"2"), (b"n", None)))
    copy = only(there, record)
    assert copy.payload == b""
    assert (b"k-null", b"1") in users(copy.properties)
    again = only(back, arriving(copy, "mqtt"))
    assert (again.topic, again.payload, again.key) == ("orders", None, b"\x00k")
    assert [item for item in again.headers if item[0] in (b"h", b"n")] == list(record.headers)


def test_kafka_to_kafka_keeps_the_record() -> None:
    record = BusMessage("kafka", b"orders", None, b"k", ((b"h", None), (b"content-type", b"a/b")))
    copy = only(plan(route("other", "{topic}"), start="stream"), record)
    assert (copy.topic, copy.payload, copy.key) == ("orders", None, b"k")
    assert copy.headers[:2] == record.headers


def test_http_in_and_out() -> None:
    posted = BusMessage("http", b"orders/7", b"{}", None, ((b"Content-Type", b"application/json"), (b"Cookie", b"s")))
    copy = only(plan(route("edge", "web/{topic}"), start="hook"), posted)
    assert copy.topic == "web/orders/7"
    assert decode_properties(copy.properties).content_type == "application/json"
    assert users(copy.properties) == []
    sent = only(plan(route("hook", "{topic}")), mqtt("a b/c", b"x", properties=raw.user(b"host", b"evil")))
    assert sent.topic == "a%20b/c"
    assert dict(sent.headers)[b"k-header.host"] == b"evil"
    assert b"host" not in dict(sent.headers)


@pytest.mark.parametrize(("body", "sent"), [(b"", None), (b"body", b"body")])
def test_a_header_makes_a_tombstone_of_an_empty_body_only(body: bytes, sent: bytes | None) -> None:
    posted = BusMessage("http", b"t", body, None, ((b"k-null", b"1"), (b"k-key", b"k")))
    record = only(plan(route("stream", "t"), start="hook"), posted)
    assert (record.payload, record.key) == (sent, b"k")


def test_3_1_1_gets_no_properties_and_keeps_the_flag() -> None:
    copy = only(plan(route("old", "{topic}")), mqtt("a", retain=True, properties=raw.user(b"a", b"b")))
    assert (copy.properties, copy.retain, copy.payload) == (b"", True, b"x")
    assert {name for name, _ in copy.headers} == marks.NAMES  # for the memory of copies; never sent


@pytest.mark.parametrize(("retain", "flag", "sent"), [(None, True, True), (False, True, False), (True, False, True)])
def test_the_retain_flag(retain: bool | None, flag: bool, sent: bool) -> None:
    assert only(plan(route("cloud", "o", retain=retain)), mqtt(retain=flag)).retain is sent


@pytest.mark.parametrize(("delivery", "qos"), [("at-most-once", 0), ("at-least-once", 1), ("effectively-once", 2)])
def test_qos_follows_the_delivery_class(delivery: str, qos: int) -> None:
    assert only(plan(route("cloud"), delivery=delivery), mqtt()).qos == qos  # type: ignore[arg-type]
    assert only(plan(route("cloud", qos=2), delivery=delivery), mqtt()).qos == 2  # type: ignore[arg-type]


def test_a_transform_makes_the_payload() -> None:
    bridge = plan(route("cloud", transform='{"t": payload.total * 2}'))
    assert only(bridge, mqtt(payload=b'{"total": 4}')).payload == b'{"t":8}'


@pytest.mark.parametrize(
    ("transform", "came", "sent"),
    [
        ('{"t": topic}', "", b"application/json"),
        ('{"t": topic}', "text/csv", b"text/csv"),
        ("topic", "", None),
        ("", "", None),
    ],
)
def test_json_of_a_transform_says_so_over_http(transform: str, came: str, sent: bytes | None) -> None:
    message = mqtt(properties=raw.text(raw.CONTENT_TYPE, came.encode()) if came else b"")
    for mode in ("keep", "binary"):
        copy = only(plan(route("hook", "", transform=transform, cloudevents=mode)), message)
        assert dict(copy.headers).get(b"content-type") == sent
    whole = only(plan(route("hook", "", transform=transform, cloudevents="structured")), message)
    assert dict(whole.headers)[b"content-type"] == b"application/cloudevents+json; charset=UTF-8"


@pytest.mark.parametrize(
    ("way", "message", "reason", "dead"),
    [
        (route("cloud", "{9}"), mqtt(), "invalid_mapping", True),
        (route("cloud", "$SYS/{topic}"), mqtt(), "invalid_mapping", True),
        (route("stream", "{payload.t}"), mqtt(payload=b'{"t": "a b"}'), "invalid_mapping", True),
        (route("stream", "t", key="{payload.t}"), mqtt(payload=b"{}"), "invalid_mapping", True),
        (route("cloud", transform="payload.none"), mqtt(payload=b"{}"), "unreadable", False),
        (route("cloud", transform="payload.none", on_error="dead-letter"), mqtt(payload=b"{}"), "unreadable", True),
        (route("cloud", transform="payload.a / 0.0"), mqtt(payload=b'{"a": 1.0}'), "serialisation", True),
        (
            route("cloud", cloudevents="binary"),
            mqtt(properties=raw.text(raw.CONTENT_TYPE, b"application/cloudevents+json")),
            "decode_error",
            True,
        ),
    ],
)
def test_what_cannot_go_has_a_reason(way: object, message: BusMessage, reason: str, dead: bool) -> None:
    outgoing, exits = plan(way).route(message)  # type: ignore[arg-type]
    assert outgoing == []
    assert [(item.route, item.reason, item.dead) for item in exits] == [(0, reason, dead)]
    assert exits[0].words.endswith(".")


def test_what_is_too_large_for_the_target_is_told() -> None:
    bridge = plan(route("stream", "t"))
    bridge.limit(0, 1_000)
    assert only(bridge, mqtt(payload=b"x" * 500)).payload
    assert bridge.route(mqtt(payload=b"x" * 1_000))[1][0].reason == "too_large"


def test_headers_that_mqtt_cannot_hold_are_told() -> None:
    record = BusMessage("kafka", b"orders", b"", None, ((b"h", b"x" * 65_536),))
    assert plan(route("edge"), start="stream").route(record)[1][0].reason == "invalid_mapping"


def test_an_event_crosses_in_its_mode_with_the_names_of_each_binding() -> None:
    record = BusMessage("kafka", b"orders", b'{"a":1}', None, EVENT)
    copy = only(plan(route("edge"), start="stream"), record)
    assert users(copy.properties) == [(b"specversion", b"1.0"), (b"id", b"7"), (b"source", b"/s"), (b"type", b"t")]
    posted = only(plan(route("hook", "x"), name="next"), arriving(copy, "mqtt"))
    assert (b"ce-id", b"7") in posted.headers
    assert posted.payload == b'{"a":1}'


def test_an_event_for_3_1_1_is_structured() -> None:
    """The only mode of 3.1.1 [CloudEvents MQTT 3]."""
    copy = only(plan(route("old"), start="stream"), BusMessage("kafka", b"orders", b'{"a":1}', None, EVENT))
    assert json.loads(copy.payload or b"")["data"] == {"a": 1}


@pytest.mark.parametrize("mode", ["binary", "structured", "batched"])
def test_what_is_no_event_is_wrapped(mode: str) -> None:
    way = route("hook", "x", cloudevents=mode, event_type="order.{2}", event_source="urn:shop")
    message = mqtt("orders/7", b'{"a": 1}', timestamp_ns=1_700_000_000_123_000_000)
    sent = only(plan(way), message)
    assert sent == only(plan(way), message)  # the id is derived, so that a repeat is the same event
    headers = dict(sent.headers)
    if mode == "binary":
        assert (headers[b"ce-type"], headers[b"ce-subject"], sent.payload) == (b"order.7", b"orders/7", b'{"a": 1}')
        return
    whole = json.loads(sent.payload or b"")
    event = whole if mode == "structured" else whole[0]
    assert event["type"] == "order.7"
    assert event["source"] == "urn:shop"
    assert event["time"] == "2023-11-14T22:13:20.123Z"
    assert event["data"] == {"a": 1}
    media = b"application/cloudevents+json" if mode == "structured" else b"application/cloudevents-batch+json"
    assert (headers[b"content-type"] or b"").startswith(media)


def test_an_event_changes_its_mode() -> None:
    way = route("other", "t", cloudevents="structured")
    sent = only(plan(way, start="stream"), BusMessage("kafka", b"orders", b'{"a":1}', b"k", (*EVENT, (b"x-y", b"z"))))
    assert json.loads(sent.payload or b"")["id"] == "7"
    assert sent.headers[:2] == ((b"content-type", b"application/cloudevents+json; charset=UTF-8"), (b"x-y", b"z"))
    assert sent.key == b"k"
