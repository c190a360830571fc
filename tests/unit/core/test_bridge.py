"""The three modes: who takes a message, and that each message is accounted for exactly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from bridging import CONNECTIONS, mqtt, only, plan, route
from eventscope.core.bus import BusConnection, BusMessage, Mode
from eventscope.core.identity import bridge_id, identity

CORPUS = json.loads((Path(__file__).parents[2] / "corpus" / "hostile_texts.json").read_text(encoding="utf-8"))
MODES: list[Mode] = ["point-to-point", "publish-subscribe", "hybrid"]

whens = st.sampled_from(["", "payload.n > 2", "payload.n > 5", "payload.other == 1", "size > 3", "false"])
routes = st.lists(
    st.builds(
        lambda when, group, to, topic, error, transform: route(
            to, topic, when, group=group, on_error=error, transform=transform
        ),
        whens,
        st.sampled_from(["one", "two"]),
        st.sampled_from(["cloud", "stream", "hook", "old"]),
        st.sampled_from(["out", "{dotted}", "{3}", "{payload.n}"]),
        st.sampled_from(["drop", "dead-letter"]),
        st.sampled_from(["", "payload.n"]),
    ),
    min_size=1,
    max_size=5,
)
messages = st.builds(
    BusMessage,
    st.just("mqtt"),
    st.sampled_from([b"a/b", b"a", b"a/b/c", b"$SYS/x", b"a/#", b"", b"\xff", b"a\0"]) | st.binary(max_size=5),
    st.sampled_from([b'{"n": 1}', b'{"n": 3}', b'{"n": 9, "other": 1}', b"", b"{", b"\xff"]) | st.binary(max_size=9),
    properties=st.sampled_from([b"", b"\x26\x00\x01a\x00\x01b", b"\x26\x00", b"\x02\x00\x00\x00\x3c"]),
)


@given(routes, st.sampled_from(MODES), st.lists(messages, max_size=8))
def test_every_message_leaves_or_has_a_reason_on_every_route_that_should_see_it(
    ways: list[object], mode: Mode, sent: list[BusMessage]
) -> None:
    bridge = plan(*ways, mode=mode)  # type: ignore[arg-type]
    slots = {"point-to-point": 1, "publish-subscribe": len(ways), "hybrid": len({way.group for way in ways})}[mode]  # type: ignore[attr-defined]
    for message in sent:
        outgoing, exits = bridge.route(message)
        assert all(item.words and item.reason for item in exits)
        if len(exits) == 1 and exits[0].route is None and mode != "point-to-point":
            assert outgoing == []
            assert exits[0].dead
            continue
        assert len(outgoing) + len(exits) == slots
        if mode == "point-to-point":
            continue
        groups = [ways[item.route].group if mode == "hybrid" else item.route for item in (*outgoing, *exits)]  # type: ignore[attr-defined,index]
        assert len(set(groups)) == slots


@given(st.lists(st.integers(0, 9), max_size=30), st.sampled_from(MODES))
def test_order_is_kept_on_every_route(numbers: list[int], mode: Mode) -> None:
    bridge = plan(route("cloud", "x", group="g"), route("stream", "y", "payload > 4", group="g"), mode=mode)
    seen: dict[int, list[int]] = {}
    for place, number in enumerate(numbers):
        for copy in bridge.route(mqtt(payload=b"%d" % number, properties=b"\x26\x00\x01p\x00\x02%02d" % place))[0]:
            seen.setdefault(copy.route, []).append(place)
    assert all(places == sorted(places) for places in seen.values())


def test_point_to_point_takes_the_first_route_that_holds() -> None:
    ways = (route("cloud", "big", "payload > 5"), route("cloud", "small", "payload > 1"), route("cloud", "rest"))
    bridge = plan(*ways, mode="point-to-point")
    assert [only(bridge, mqtt(payload=b"%d" % n)).topic for n in (9, 3, 0)] == ["big", "small", "rest"]


def test_equal_routes_take_turns() -> None:
    bridge = plan(*(route("cloud", name) for name in "abc"), mode="point-to-point")
    assert [only(bridge, mqtt()).topic for _ in range(7)] == ["a", "b", "c", "a", "b", "c", "a"]


def test_publish_subscribe_sends_by_every_route_that_holds() -> None:
    bridge = plan(route("cloud", "a", "payload > 1"), route("stream", "b"), route("hook", "c", "payload > 5"))
    outgoing, exits = bridge.route(mqtt(payload=b"3"))
    assert [copy.topic for copy in outgoing] == ["a", "b"]
    assert [(item.route, item.reason) for item in exits] == [(2, "filtered")]


def test_hybrid_is_one_route_inside_each_group() -> None:
    ways = [route("cloud", f"{group}{n}", group=group) for n in (1, 2) for group in ("x", "y")]
    bridge = plan(*ways, mode="hybrid")
    found = [[copy.topic for copy in bridge.route(mqtt())[0]] for _ in range(3)]
    assert found == [["x1", "y1"], ["x2", "y2"], ["x1", "y1"]]


def test_a_when_that_cannot_be_read_is_false_and_counted() -> None:
    bridge = plan(route("cloud", "a", "payload.n > 1"), route("cloud", "b"), mode="point-to-point")
    assert only(bridge, mqtt(payload=b"no json")).topic == "b"
    assert only(bridge, mqtt(payload=b"{}")).topic == "b"
    assert bridge.unreadable == [2, 0]


def test_where_no_route_is_left_it_is_an_exit() -> None:
    bridge = plan(route("cloud", "a", "payload.n > 1"))
    assert [(item.reason, item.dead) for item in bridge.route(mqtt(payload=b"{}"))[1]] == [("unreadable", False)]
    assert bridge.unreadable == [0]  # the Exit tells of it
    assert bridge.route(mqtt(payload=b'{"n": 0}'))[1][0].reason == "filtered"


def test_a_when_that_cannot_be_read_goes_to_the_dead_letters_if_asked() -> None:
    ways = (route("cloud", "a", "payload.n > 1", on_error="dead-letter"), route("cloud", "b"))
    outgoing, exits = plan(*ways, mode="point-to-point").route(mqtt(payload=b"{}"))
    assert outgoing == []
    assert [(item.route, item.reason, item.dead) for item in exits] == [(0, "unreadable", True)]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("topic", [b"", b"a/#", b"+", b"a\0b", b"\xff\xfe", b"\xed\xa0\x80"])
def test_a_topic_that_is_none_goes_to_the_dead_letters_and_the_stream_goes_on(mode: Mode, topic: bytes) -> None:
    bridge = plan(route("cloud", "{topic}", group="g"), route("stream", "t", group="g"), mode=mode)
    outgoing, exits = bridge.route(BusMessage("mqtt", topic, b"x"))
    assert outgoing == []
    assert [(item.route, item.reason, item.dead) for item in exits] == [(None, "invalid_topic", True)]
    assert bridge.route(mqtt())[0]


def test_properties_that_cannot_be_read_go_to_the_dead_letters() -> None:
    exits = plan(route("cloud")).route(mqtt(properties=b"\x99"))[1]
    assert [(item.route, item.reason, item.dead) for item in exits] == [(None, "decode_error", True)]


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for item in items for text in _texts(item)]


@pytest.mark.parametrize("mode", MODES)
def test_hostile_texts_cross_byte_for_byte_or_have_a_reason(mode: Mode) -> None:
    bridge = plan(*(route(to, "{topic}", group=to) for to in ("cloud", "stream", "hook")), mode=mode)
    texts = _texts(CORPUS)
    assert texts
    for text in texts:
        data = text.encode("utf-8", "surrogatepass")
        for message in (mqtt("a", data), BusMessage("mqtt", data, b"x")):
            outgoing, exits = bridge.route(message)
            assert len(outgoing) + len(exits) >= 1
            assert all(copy.payload == message.payload for copy in outgoing)


def test_a_message_that_was_here_is_stopped_with_its_path() -> None:
    bridge = plan(route("cloud", "{topic}"))
    first = only(bridge, mqtt())
    again = mqtt(properties=first.properties)
    outgoing, exits = bridge.route(again)
    assert outgoing == []
    assert [(item.reason, item.dead) for item in exits] == [("loop", False)]
    assert bridge.id in exits[0].words


def test_identities_are_made_of_addresses() -> None:
    same = ["mqtt://localhost", "mqtt://127.0.0.1:1883", "mqtt://[::1]", "mqtt://LOCALHOST:1883/"]
    assert len({identity(BusConnection("x", url)) for url in same}) == 1
    assert identity(BusConnection("x", "kafka://a,b:9092")) == identity(BusConnection("x", "kafka://b,a"))
    assert len({identity(item) for item in CONNECTIONS.values()}) == len(CONNECTIONS)
    assert identity(BusConnection("x", "http://a/b")) != identity(BusConnection("x", "http://a/c"))


def test_ids_of_bridges_differ_between_installs() -> None:
    assert bridge_id("b") == bridge_id("b")
    assert len({bridge_id("b"), bridge_id("b", "one"), bridge_id("b", "two"), bridge_id("c")}) == 4


def test_long_topics_are_checked_anew_and_not_kept() -> None:
    made = plan(route("cloud"))
    for topic in ("a/b", "a/" + "t" * 60_000):
        outgoing, _ = made.route(mqtt(topic))
        assert [copy.topic for copy in outgoing]
    assert list(made._good) == [b"a/b"]
