"""What a consumer's sharing means to a broker."""

import pytest

from eventscope.core.consumer import ConsumerSpec, Sharing
from eventscope.core.sharing import kafka_group, mqtt_filter, share_name, slug


def spec(sharing: Sharing, group: str = "", filter_: str = "orders/+/created") -> ConsumerSpec:
    return ConsumerSpec("c", "x", filter_, sharing=sharing, group=group)


def test_a_topic_is_everybodys() -> None:
    alone = spec("topic", "ignored")
    assert (share_name(alone), mqtt_filter(alone), kafka_group(alone, "mine")) == ("", "orders/+/created", "mine")


def test_all_consumers_of_a_queue_meet() -> None:
    assert mqtt_filter(spec("queue", "billing")) == "$share/billing/orders/+/created"
    unnamed = share_name(spec("queue"))
    assert unnamed == share_name(spec("queue"))
    assert not set(unnamed) & set("/+#")
    assert share_name(spec("queue", filter_="orders/#")) != unnamed


def test_a_group_is_named() -> None:
    assert mqtt_filter(spec("hybrid", "billing")) == "$share/billing/orders/+/created"
    assert kafka_group(spec("hybrid", "billing", "orders"), "mine") == "billing"


@pytest.mark.parametrize("text", ["orders", "billing-1", "a.b_c"])
def test_a_plain_name_stays(text: str) -> None:
    assert slug(text) == text


def test_two_names_never_become_one() -> None:
    names = ["a/b", "a+b", "a b", "ä", "ö", "/", "#", "x" * 60, "x" * 61, ""]
    made = [slug(name) for name in names]
    assert len(set(made)) == len(names)
    assert all(len(name) <= 50 for name in made)
