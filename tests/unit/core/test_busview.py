"""What conditions and values see of a message, and when they say that it cannot be read."""

from __future__ import annotations

import pytest

from bridging import mqtt
from eventscope.core import rawproperties as raw
from eventscope.core.bus import BusMessage
from eventscope.core.busview import Condition, Unreadable, Value, View
from eventscope.core.errors import BadInput

PROPERTIES = raw.text(raw.CONTENT_TYPE, b"text/plain") + raw.user(b"shop", b"7") + raw.user(b"shop", b"8")


def view(payload: bytes | None = b'{"total": 5}', **more: object) -> View:
    message = mqtt("orders/7", payload, qos=1, properties=PROPERTIES, **more)  # type: ignore[arg-type]
    return View(message, "orders/7")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("payload.total > 4", True),
        ("payload.total > 5", False),
        ("has(payload.other)", False),
        ('topic.startsWith("orders/") && qos == 1 && !retain', True),
        ('headers["shop"] == "7"', True),
        ('headers["content-type"] == "text/plain"', True),
        ('text.contains("total")', True),
        ("size == 12", True),
        ("key == null", True),
    ],
)
def test_conditions(text: str, answer: bool) -> None:
    assert Condition(text).holds(view()) is answer


@pytest.mark.parametrize(
    ("text", "payload", "words"),
    [
        ("payload.other > 1", b'{"total": 5}', "lacks"),
        ("payload.total > 1", b"plain words", "no JSON"),
        ("payload != 5", b"plain words", "no JSON"),
        ("payload.total > 1", b"\xff", "no JSON"),
        ("payload.total > 1", b"", "no JSON"),
        ("payload.total > 1", b"NaN", "no JSON"),
        ("payload.total > 1", None, "tombstone"),
        ("payload.total > 1", b"[" * 100_000, "not decoded"),
        ('headers["none"] == "1"', b"", "lacks"),
    ],
)
def test_what_cannot_be_read_is_told(text: str, payload: bytes | None, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        Condition(text).holds(view(payload))


def test_unknown_names_are_told_when_loaded() -> None:
    with pytest.raises(BadInput, match="no nobody"):
        Condition("payload.total > 1 && nobody == 1")


def test_a_json_text_is_json() -> None:
    assert Condition('payload == "plain"').holds(view(b'"plain"'))


def test_one_reading_of_a_repeated_key_is_enough() -> None:
    assert Condition("payload.a == 1").holds(view(b'{"a": 1, "a": 2}'))
    assert Condition("payload.a == 2").holds(view(b'{"a": 1, "a": 2}'))
    assert not Condition("payload.a == 3").holds(view(b'{"a": 1, "a": 2}'))


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("payload.total", b"5"),
        ('{"t": payload.total, "of": topic}', b'{"t":5,"of":"orders/7"}'),
        ('"<" + topic + ">"', b"<orders/7>"),
        ('b"\\xff"', b"\xff"),
        ("[true, null, 1.5]", b"[true,null,1.5]"),
    ],
)
def test_values_as_payloads(text: str, payload: bytes) -> None:
    made, as_json = Value(text).payload(view())
    assert made == payload or sorted(made) == sorted(payload)  # the order of keys is CEL's own
    assert as_json is not text.startswith(('"', "b"))


@pytest.mark.parametrize("text", ["1.0 / 0.0", 'timestamp("2020-01-01T00:00:00Z")'])
def test_what_json_cannot_say_is_no_payload(text: str) -> None:
    with pytest.raises(ValueError, match="JSON"):
        Value(text).payload(view())


def test_kafka_has_levels_between_dots_and_a_key() -> None:
    record = View(BusMessage("kafka", b"orders.eu", b"", b"k\xff", ((b"h", b"v"), (b"n", None))), "orders.eu")
    assert record.levels == ["orders", "eu"]
    assert record.key == "k�"
    assert record.headers == {"h": "v"}


def test_broken_properties_are_refused() -> None:
    with pytest.raises(ValueError, match="cut short"):
        View(mqtt(properties=b"\x26\x00"), "a")
