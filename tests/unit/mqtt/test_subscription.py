"""SUBSCRIBE, SUBACK, UNSUBSCRIBE and UNSUBACK by hand-written bytes, and what may not be sent."""

from __future__ import annotations

import pytest

from eventscope.mqtt import subscription
from eventscope.mqtt.packets import V5, V311, Properties, Suback, Subscribe, SubscribeFilter, Unsuback, Unsubscribe
from eventscope.mqtt.wire import Malformed


def test_subscribe_by_hand() -> None:
    old = Subscribe(10, (SubscribeFilter("a/b", 1), SubscribeFilter("c/#", 2)))
    raw = b"\0\x0a\0\3a/b\1\0\3c/#\2"
    assert subscription.encode_subscribe(old, V311) == raw
    assert subscription.decode_subscribe(raw, V311) == old
    new = Subscribe(10, (SubscribeFilter("a", 2, True, True, 2),), Properties(subscription_ids=(300,)))
    raw = b"\0\x0a\3\x0b\xac\2\0\1a\x2e"
    assert subscription.encode_subscribe(new, V5) == raw
    assert subscription.decode_subscribe(raw, V5) == new


def test_options_of_5_are_left_out_in_3_1_1() -> None:
    rich = Subscribe(1, (SubscribeFilter("a", 1, True, True, 2),))
    assert subscription.encode_subscribe(rich, V311) == b"\0\1\0\1a\1"


@pytest.mark.parametrize("name", ["", "a/#/b", "a+", "$share/g", "$share//a"])
def test_a_filter_that_is_not_well_formed_is_for_the_broker_to_answer(name: str) -> None:
    packet = Subscribe(1, (SubscribeFilter(name),))
    assert subscription.decode_subscribe(subscription.encode_subscribe(packet, V5), V5) == packet


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (SubscribeFilter("a", 3), "QoS of a filter is 3"),
        (SubscribeFilter("a", -1), "QoS of a filter is -1"),
        (SubscribeFilter("a", retain_handling=3), "Retain Handling"),
        (SubscribeFilter("$share/g/a", no_local=True), "No Local"),
        (SubscribeFilter("a\0"), "topic filter"),
    ],
)
def test_what_may_not_be_asked_is_refused(entry: SubscribeFilter, says: str) -> None:
    with pytest.raises(Malformed, match=says):
        subscription.encode_subscribe(Subscribe(1, (entry,)), V5)


def test_a_request_without_filters_or_identifier_is_refused() -> None:
    with pytest.raises(Malformed, match="no topic filter"):
        subscription.encode_subscribe(Subscribe(1, ()), V5)
    with pytest.raises(Malformed, match="no topic filter"):
        subscription.encode_unsubscribe(Unsubscribe(1, ()), V5)
    with pytest.raises(Malformed, match="packet identifier is 0"):
        subscription.encode_unsubscribe(Unsubscribe(0, ("a",)), V5)


def test_suback_by_hand() -> None:
    assert subscription.encode_suback(Suback(3, (0, 0x80)), V311) == b"\0\3\0\x80"
    assert subscription.decode_suback(b"\0\3\0\x01\x87", V5) == Suback(3, (1, 0x87))
    with pytest.raises(Malformed, match="no reason code"):
        subscription.encode_suback(Suback(3, ()), V5)
    with pytest.raises(Malformed, match="0x8F is no reason code of SUBACK"):
        subscription.encode_suback(Suback(3, (0x8F,)), V311)


def test_unsubscribe_and_unsuback_by_hand() -> None:
    assert subscription.encode_unsubscribe(Unsubscribe(3, ("a", "b/#")), V311) == b"\0\3\0\1a\0\3b/#"
    assert subscription.decode_unsubscribe(b"\0\3\0\0\1a", V5) == Unsubscribe(3, ("a",))
    assert subscription.encode_unsuback(Unsuback(3, (0, 17)), V311) == b"\0\3"
    assert subscription.encode_unsuback(Unsuback(3, (0, 17)), V5) == b"\0\3\0\0\x11"
    assert subscription.decode_unsuback(b"\0\3", V311) == Unsuback(3)
