"""MQTT filters over Kafka's topics, and which subscription a topic came by."""

from __future__ import annotations

import re

import pytest

from eventscope.core.kafkafilters import matches, pattern, wanted


@pytest.mark.parametrize(
    ("filter_", "topic", "means"),
    [
        ("orders/#", "orders", True),
        ("orders/#", "orders.eu.1", True),
        ("orders/#", "ordersx", False),
        ("orders/+/created", "orders.7.created", True),
        ("orders/+/created", "orders.7.8.created", False),
        ("orders/+", "orders.", True),
        ("#", "anything.at_all", True),
        ("+", "a", True),
        ("+", "a.b", False),
        ("a-b/c", "a-b.c", True),
        ("a-b/c", "a-bxc", False),
    ],
)
def test_dots_stand_for_slashes(filter_: str, topic: str, means: bool) -> None:
    found = pattern(filter_)
    assert found.startswith("^")
    assert found.endswith("$")
    assert (re.fullmatch(found, topic) is not None) is means


def test_what_a_source_reads() -> None:
    assert wanted("orders", "") == ("orders",)
    assert wanted("orders.*, other", "") == ("orders.*", "other")
    assert wanted("", "a/#") == (r"^a(\..*)?$",)


@pytest.mark.parametrize(
    ("filter_", "topic", "means"),
    [
        ("orders.*", "orders.eu", True),
        ("$share/g/orders.*", "orders.eu", True),
        ("$share/g/orders", "orders", True),
        ("orders.*", "orders/eu", False),
        ("orders.*", "ordersXeu", False),
        ("orders/+", "orders/1", True),
        ("*", "a/b", False),
    ],
)
def test_a_subscription_of_whichever_middleware(filter_: str, topic: str, means: bool) -> None:
    assert matches(filter_, topic) is means
