"""A sink that raises is counted and never harms the link."""

from __future__ import annotations

from typing import Any

from eventscope.core.message import Receipt
from eventscope.core.news import LinkNews, SubscriptionNews
from eventscope.links.mqtt.telling import Telling
from linksinks import RecordingSink


class Broken(RecordingSink):
    def on_link(self, news: LinkNews) -> None:
        raise RuntimeError("link {braces}")

    def on_subscription(self, news: SubscriptionNews) -> None:
        raise KeyError("sub")

    def on_receipt(self, receipt: Receipt) -> None:
        raise ZeroDivisionError


def test_failures_are_counted_with_their_handler() -> None:
    sink = Broken()
    telling = Telling("c", sink)
    telling.link(LinkNews("c", "up", 1))
    telling.subscription(SubscriptionNews("c", "f", "granted"))
    telling.receipt(Receipt(1, "t", 0, 0, 0))
    assert sink.codes == ["handler-failed"] * 3
    assert [params["handler"] for _, _, params in sink.troubles] == ["on_link", "on_subscription", "on_receipt"]
    assert "link {braces}" in sink.troubles[0][1]


def test_even_the_counter_may_fail() -> None:
    class Worse(Broken):
        def on_trouble(self, *_: Any) -> None:
            raise RuntimeError

    Telling("c", Worse()).link(LinkNews("c", "up", 1))


def test_a_hushed_link_tells_no_states_but_loses_no_receipt() -> None:
    sink = RecordingSink()
    telling = Telling("c", sink)
    telling.hush()
    telling.link(LinkNews("c", "up", 1))
    telling.subscription(SubscriptionNews("c", "f", "granted"))
    telling.receipt(Receipt(1, "t", 0, 0, 0))
    assert not sink.links
    assert not sink.subscriptions
    assert len(sink.receipts) == 1
