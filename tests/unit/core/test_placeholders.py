"""Templates are checked when loaded, and what they give is checked each time."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from bridging import mqtt
from eventscope.core import rawproperties as raw, topics
from eventscope.core.bus import BusMessage
from eventscope.core.busview import View
from eventscope.core.errors import BadInput
from eventscope.core.placeholders import Template, TopicMap, Unfillable, check_source, check_target

ORDER = View(
    mqtt("orders/7/created", b'{"a": {"b": "x"}, "n": 5}', properties=raw.user(b"shop", b"9")), "orders/7/created"
)
RECORD = View(BusMessage("kafka", b"orders.eu", b"", b"k1", (), partition=3, offset=40), "orders.eu")


@pytest.mark.parametrize(
    ("template", "view", "text"),
    [
        ("audit/{topic}", ORDER, "audit/orders/7/created"),
        ("orders.{2}", ORDER, "orders.7"),
        ("{3}/{ 1 }", ORDER, "created/orders"),
        ("{dotted}", ORDER, "orders.7.created"),
        ("{header.shop}", ORDER, "9"),
        ("{payload.a.b}-{=payload.n + 1}", ORDER, "x-6"),
        ("{= qos == 0 }", ORDER, "true"),
        ("{{1}}", ORDER, "{1}"),
        ("{slashed}/{2}/{key}/{partition}/{offset}", RECORD, "orders/eu/eu/k1/3/40"),
        ("plain", ORDER, "plain"),
    ],
)
def test_templates_are_filled(template: str, view: View, text: str) -> None:
    assert Template(template).fill(view) == text


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{tpic}", "Did you mean 'topic'"),
        ("{0}", "counted from 1"),
        ("{-1}", "unknown"),
        ("{99999999999999}", "counted from 1"),
        ("a{", "lone {"),
        ("a}b", "lone }"),
        ("{payload.}", "mistake"),
        ("{= nobody }", "has no nobody"),
        ("x" * 5_000, "longer"),
        ("{}", "unknown"),
    ],
)
def test_mistakes_are_told_when_loaded(template: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        Template(template)


@pytest.mark.parametrize(
    ("template", "view", "words"),
    [
        ("{4}", ORDER, "3 levels"),
        ("{key}", ORDER, "no key"),
        ("{offset}", ORDER, "only Kafka"),
        ("{header.none}", ORDER, "no header"),
        ("{payload.none}", ORDER, "lacks"),
        ("{payload.a}", ORDER, "neither a text nor a number"),
        ("{payload.a}", RECORD, "no JSON"),
    ],
)
def test_what_a_message_lacks_is_told(template: str, view: View, words: str) -> None:
    with pytest.raises(Unfillable, match=words):
        Template(template).fill(view)


def test_levels_that_no_topic_has_are_refused_when_loaded() -> None:
    check_source(Template("{3}"), 3)
    check_source(Template("{9}"), None)
    with pytest.raises(BadInput, match="level 4"):
        check_source(Template("{4}"), 3)


@pytest.mark.parametrize(
    ("kind", "topic"),
    [
        ("mqtt", ""), ("mqtt", "a/#"), ("mqtt", "a\0"), ("mqtt", "x" * 65_536), ("mqtt", "$SYS/x"), ("mqtt", "\ud800"),
        ("mqtt", "$share/g/a"), ("mqtt", "$delayed/5/a"), ("mqtt", "$queue/a"),
        ("kafka", ""), ("kafka", "a/b"), ("kafka", "."), ("kafka", ".."), ("kafka", "x" * 250), ("kafka", "ä"),
        ("http", "a/../b"), ("http", ".."), ("http", "./a"), ("http", "\ud800"),
    ],
)  # fmt: skip
def test_what_is_no_topic_of_the_target_is_refused(kind: str, topic: str) -> None:
    with pytest.raises(Unfillable):
        check_target(kind, topic, False)  # type: ignore[arg-type]


def test_a_dollar_needs_permission_and_subscriptions_never_get_it() -> None:
    assert check_target("mqtt", "$delayed/5/a", True) == "$delayed/5/a"
    for topic in ("$share/g/a", "$queue/a"):
        with pytest.raises(Unfillable, match="subscription"):
            check_target("mqtt", topic, True)


def test_a_path_is_encoded() -> None:
    assert check_target("http", "a b/ü?x#y%2f\r\n", False) == "a%20b/%C3%BC%3Fx%23y%252f%0D%0A"


@given(st.text(max_size=20), st.sampled_from(["mqtt", "kafka", "http"]))
def test_whatever_passes_is_good(topic: str, kind: str) -> None:
    try:
        sent = check_target(kind, topic, False)  # type: ignore[arg-type]
    except Unfillable:
        return
    if kind == "mqtt":
        topics.check_topic(sent)
        assert not sent.startswith("$")
    else:
        assert sent.isascii()
        assert not set(sent) & set("\r\n ?#")


def test_a_topic_is_worked_out_once() -> None:
    topic_map = TopicMap(Template("x/{topic}"), "mqtt", False)
    assert topic_map.of(ORDER) is topic_map.of(ORDER)
    changing = TopicMap(Template("x/{payload.n}"), "mqtt", False)
    assert changing.of(ORDER) == "x/5"
    assert changing.of(View(mqtt("orders/7/created", b'{"n": 6}'), "orders/7/created")) == "x/6"


def test_what_long_topics_give_is_not_kept() -> None:
    template = Template("x/{topic}")
    known = TopicMap(template, "mqtt", False)
    for topic in ("short", "t" * 60_000):
        assert known.of(View(mqtt(topic), topic)) == f"x/{topic}"
    assert list(known._known) == ["short"]
