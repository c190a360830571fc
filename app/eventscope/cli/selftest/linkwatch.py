"""A link and nothing else around it: what it says of itself and what it delivers, for the checks."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType

from eventscope.base import clock
from eventscope.core.message import Block, Message, Receipt
from eventscope.core.news import LinkNews, SubscriptionNews
from eventscope.core.workspace import Connection, Subscription
from eventscope.links.base import Acknowledge
from eventscope.links.mqtt import MqttLink

PATIENCE = 15.0  # seconds


class LinkWatch:
    """A LinkSink that remembers; messages are acknowledged at once. The link is open while the block lasts.

    It raises, as a part with a fault would, where a block holds the payload `fails_on`.
    """

    def __init__(self, connection: Connection, *filters: str, fails_on: bytes | None = None) -> None:
        self.link = MqttLink(connection, self, None, None)
        for name in filters:
            self.link.subscribe(Subscription(name, qos=0))
        self.messages: list[Message] = []
        self.troubles: list[str] = []
        self.states: list[LinkNews] = []
        self._fails_on = fails_on

    def __enter__(self) -> LinkWatch:
        self.link.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.link.close()

    def outcome(self) -> LinkNews:
        """The first state after "connecting", or the last one when none comes."""
        self.wait_for(lambda: any(news.state != "connecting" for news in self.states))
        return next((news for news in self.states if news.state != "connecting"), self.states[-1])

    def wait_for(self, condition: Callable[[], object], seconds: float | None = None) -> bool:
        """Whether it became true in time."""
        return clock.wait_for(condition, PATIENCE if seconds is None else seconds)

    def wait_for_messages(self, count: int) -> bool:
        """Whether so many came in time."""
        return self.wait_for(lambda: len(self.messages) >= count)

    def on_link(self, news: LinkNews) -> None:
        """Remember."""
        self.states.append(news)

    def on_subscription(self, news: SubscriptionNews) -> None:
        """Nothing to remember."""

    def on_block(self, connection: str, block: Block, acknowledge: Acknowledge | None) -> None:
        """Remember the messages and acknowledge them."""
        fresh = [block.message(index) for index in range(len(block))]
        if any(item.payload == self._fails_on for item in fresh):
            raise RuntimeError("this handler fails on purpose")
        self.messages += fresh
        if acknowledge is not None:
            acknowledge()

    def on_receipt(self, receipt: Receipt) -> None:
        """Nothing to remember."""

    def on_trouble(self, connection: str, code: str, words: str, params: dict[str, str]) -> None:
        """Remember."""
        self.troubles.append(code)
