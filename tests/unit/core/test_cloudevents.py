"""Events in all modes and bindings, after the examples of the specification; broken ones are said to be broken."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given, strategies as st

from eventscope.core import cloudevents, mapping, rawproperties as raw
from eventscope.core.cloudevents import Event
from eventscope.core.mapping import Beside
from eventscope.mqtt.propertycodec import decode_properties

BASE = (("specversion", "1.0"), ("type", "com.example.someevent"), ("source", "/mycontext"), ("id", "1234"))
ORDER = Event((*BASE, ("subject", "7")), b'{ "total" : 1.50 }', "application/json; charset=utf-8")

words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=8)
events = st.builds(
    lambda extra, data, kind: Event((*BASE, *(("x" + str(n), word) for n, word in enumerate(extra))), data, kind),
    st.lists(words, max_size=3),
    st.none() | st.binary(max_size=12) | st.sampled_from([b'{"a": 1e3}', b"[]", b'"text"', b"NaN", b"1"]),
    st.sampled_from(["application/json", "text/plain", "application/octet-stream", "application/x+json"]),
)


@given(events)
def test_binary_and_structured_come_back(event: Event) -> None:
    assert cloudevents.read(*cloudevents.binary(event)) == event
    assert cloudevents.read(*cloudevents.structured(event)) == event


def test_json_data_stands_in_the_document_byte_for_byte() -> None:
    headers, document = cloudevents.structured(ORDER)
    assert headers == ((b"content-type", b"application/cloudevents+json; charset=UTF-8"),)
    assert b'"data":{ "total" : 1.50 }' in document
    assert json.loads(document)["datacontenttype"] == "application/json; charset=utf-8"


def test_the_mqtt_binding_has_attributes_as_user_properties_without_a_prefix() -> None:
    """The example in 3.1.4 of the MQTT binding."""
    headers, data = cloudevents.binary(ORDER)
    sent = decode_properties(mapping.to_mqtt(Beside(headers))[0])
    assert sent.content_type == "application/json; charset=utf-8"
    assert sent.user == ORDER.attributes
    assert data == ORDER.data


def test_an_event_from_mqtt_is_one_in_kafka_and_back() -> None:
    sent, _ = mapping.to_mqtt(Beside(cloudevents.binary(ORDER)[0]))
    beside = mapping.from_mqtt(raw.split(sent), b"t", False, False)
    assert (b"ce_id", b"1234") in beside.headers
    assert cloudevents.read(beside.headers, ORDER.data) == ORDER


def test_data_that_is_no_json_is_base64() -> None:
    document = json.loads(cloudevents.document(Event(BASE, b"\xff", "application/json")))
    assert document["data_base64"] == base64.b64encode(b"\xff").decode()
    assert json.loads(cloudevents.document(Event(BASE, b"hi", "text/plain")))["data"] == "hi"
    assert "data" not in json.loads(cloudevents.document(Event(BASE, None)))


def test_a_batch_is_an_array_of_documents() -> None:
    document = cloudevents.document(ORDER)
    assert json.loads(cloudevents.batch([document, document])) == [json.loads(document)] * 2
    assert json.loads(cloudevents.batch([])) == []


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        (b"{}", "lacks specversion, id, source, type"),
        (b"[]", "no JSON object"),
        (b"nothing", "Expecting value"),
        (b"\xff", "utf-8"),
        (b"[" * 200_000, "nested"),
        (b'{"specversion":"1.0","id":"1","source":"/","type":"t","Bad":1}', "no name of an attribute"),
        (b'{"specversion":"1.0","id":"1","source":"/","type":"t","x":[1]}', "attribute x"),
        (b'{"specversion":"1.0","id":"1","source":"/","type":"t","data_base64":"!"}', "base64"),
        (b'{"specversion":"1.0","id":"1","source":"/","type":"t","data_base64":"","data":1}', "beside data"),
        (b'{"specversion":"1.0","id":"1","source":"/","type":"t","datacontenttype":1}', "no text"),
        (b'{"specversion":"1.0","id":"1","source":"/","type":"t","data":NaN}', "NaN"),
        (b" " * ((1 << 20) + 1), "larger"),
    ],
)
def test_broken_documents_are_told(payload: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        cloudevents.parse(payload)


def test_numbers_and_truth_values_become_text() -> None:
    event = cloudevents.parse(b'{"specversion":"1.0","id":"1","source":"/","type":"t","n":7,"b":true,"z":null}')
    assert event.attributes[-2:] == (("n", "7"), ("b", "true"))


def test_what_is_no_event_is_none() -> None:
    assert cloudevents.read(((b"ce_id", b"1"),), b"") is None
    assert cloudevents.read((), b"{}") is None
    assert not cloudevents.is_structured(((b"content-type", b"application/cloudevents-batch+json"),))


def test_whole_numbers_of_any_length_cross_as_they_stand() -> None:
    head = b'{"specversion":"1.0","id":"1","source":"s","type":"t"'
    digits = b"9" * 5_000
    event = cloudevents.parse(head + b',"data":{"n":' + digits + b"}}")
    assert event.data == b'{"n":' + digits + b"}"
    assert cloudevents.document(event).endswith(b'"data":{"n":' + digits + b"}}")
    with pytest.raises(ValueError, match="neither text, whole number"):
        cloudevents.parse(head + b',"x":' + digits + b"}")
