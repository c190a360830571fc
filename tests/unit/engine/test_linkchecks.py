"""What a connection must keep, by its scheme."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eventscope.core.errors import BadInput
from eventscope.core.workspace import Connection, Subscription
from eventscope.engine.linkchecks import check, check_filter

KAFKA = Connection("k", "Stream", "kafka", "one.example:9092,[::1]:9093,two", 9092)
MQTT = Connection("m", "Lab")
BUS = Connection("b", "All", "bus", "", members=("a", "c"))


@pytest.mark.parametrize(
    "item",
    [
        KAFKA,
        MQTT,
        BUS,
        replace(KAFKA, user="me", mechanism="SCRAM-SHA-512"),
        replace(KAFKA, user="me", mechanism="OAUTHBEARER", token_url="https://x/t"),
        replace(KAFKA, subscriptions=(Subscription("orders.*"), Subscription("$share/g/orders"))),
        replace(KAFKA, host="::1"),
    ],
)
def test_good_ones(item: Connection) -> None:
    check(item)


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (replace(MQTT, host=" "), "no-host"),
        (replace(MQTT, port=0), "bad-port"),
        (replace(KAFKA, host="one,,two"), "kafka-host"),
        (replace(KAFKA, host="one:99999"), "kafka-host"),
        (replace(KAFKA, host="a b"), "kafka-host"),
        (replace(KAFKA, mechanism="PLAIN"), "no-user"),
        (replace(KAFKA, user="me"), "no-mechanism"),
        (replace(KAFKA, user="me", mechanism="MAGIC"), "bad-sasl"),  # type: ignore[arg-type]
        (replace(KAFKA, user="me", mechanism="OAUTHBEARER"), "no-token-url"),
        (replace(KAFKA, user="me", mechanism="PLAIN", token_url="https://x"), "no-token-url"),
        (replace(KAFKA, subscriptions=(Subscription("a/b"),)), "kafka-filter"),
        (replace(BUS, members=("a", "a")), "bus-members"),
    ],
)
def test_what_cannot_work_is_said(item: Connection, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        check(item)
    assert caught.value.code == code


@pytest.mark.parametrize("filter_", ["orders", "orders.*", "*", "$share/my group/orders"])
def test_kafkas_topics(filter_: str) -> None:
    check_filter(KAFKA, filter_)


@pytest.mark.parametrize("filter_", ["", "a/#", "a b", "^a", "x" * 250, "$share/g/", "$share/" + "g" * 250 + "/t"])
def test_what_is_no_topic_of_kafka(filter_: str) -> None:
    with pytest.raises(BadInput):
        check_filter(KAFKA, filter_)


def test_mqtt_is_as_before() -> None:
    check_filter(MQTT, "a/+/#")
