"""Stand-ins for the engine's neighbours: a link that records, a sink that listens."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from eventscope.core.message import Block, Draft, Receipt
from eventscope.core.news import LinkNews, SubscriptionNews
from eventscope.core.workspace import Connection, Subscription


class FakeLink:
    """A link without a peer: what was asked of it is in its lists."""

    def __init__(
        self, connection: Connection, sink: Any = None, password: bytes | None = None, stamper: Any = None
    ) -> None:
        self.connection = connection
        self.sink = sink
        self.password = password
        self.stamper = stamper
        self.calls: list[tuple[str, Any]] = []
        self.sent: list[tuple[int, Draft]] = []
        self.arrived = threading.Condition()

    def open(self) -> None:
        self.calls.append(("open", None))

    def close(self, timeout: float = 2.0) -> None:
        self.calls.append(("close", None))

    def subscribe(self, subscription: Subscription) -> None:
        self.calls.append(("subscribe", subscription.filter))

    def unsubscribe(self, filter_: str) -> None:
        self.calls.append(("unsubscribe", filter_))

    def publish(self, drafts: Sequence[tuple[int, Draft]]) -> None:
        with self.arrived:
            self.sent.extend(drafts)
            self.arrived.notify_all()

    def wait_for(self, count: int, seconds: float = 10.0) -> list[Draft]:
        """The drafts, once there are `count` of them."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.sent) >= count, seconds), f"{len(self.sent)} of {count}"
            return [draft for _, draft in self.sent]


class FakeSink:
    """A LinkSink that keeps everything it hears."""

    def __init__(self) -> None:
        self.links: list[LinkNews] = []
        self.subscriptions: list[SubscriptionNews] = []
        self.blocks: list[Block] = []
        self.receipts: list[Receipt] = []
        self.troubles: list[tuple[str, str]] = []

    def on_link(self, news: LinkNews) -> None:
        self.links.append(news)

    def on_subscription(self, news: SubscriptionNews) -> None:
        self.subscriptions.append(news)

    def on_block(self, connection: str, block: Block, acknowledge: Callable[[], None] | None) -> None:
        self.blocks.append(block)
        if acknowledge is not None:
            acknowledge()

    def on_receipt(self, receipt: Receipt) -> None:
        self.receipts.append(receipt)

    def on_trouble(self, connection: str, code: str, words: str, params: dict[str, str]) -> None:
        self.troubles.append((connection, code))


def sent(receipt: Receipt, at: int = 1) -> Receipt:
    """The same receipt, sent."""
    return replace(receipt, sent=at)
