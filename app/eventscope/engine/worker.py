"""A simulated consumer: works on each message for a while and acknowledges it when it is done."""

from __future__ import annotations

from collections.abc import Callable

from eventscope.base import clock
from eventscope.core.message import Block, Receipt
from eventscope.core.news import LinkNews, SubscriptionNews
from eventscope.engine.monitor import Monitor
from eventscope.engine.schedule import Schedule
from eventscope.links.base import Acknowledge


class Bystander:
    """A LinkSink for links that are not the window's: nothing of theirs is stored or announced.

    `outcome` hears of events that were published.
    """

    def __init__(self, monitor: Monitor, outcome: Callable[[Receipt], None] = lambda receipt: None) -> None:
        self._monitor = monitor
        self._outcome = outcome

    def on_link(self, news: LinkNews) -> None:
        """Of no interest: events that cannot leave say so themselves."""

    def on_subscription(self, news: SubscriptionNews) -> None:
        """It has none."""

    def on_block(self, connection: str, block: Block, acknowledge: Acknowledge | None) -> None:
        """It asked for nothing; what comes all the same is let go."""
        if acknowledge is not None:
            acknowledge()

    def on_receipt(self, receipt: Receipt) -> None:
        """Pass on."""
        self._outcome(receipt)

    def on_trouble(self, connection: str, code: str, words: str, params: dict[str, str]) -> None:
        """Count."""
        self._monitor.trouble(connection, code)


class Worker(Bystander):
    """One server of a queue: `service` ns of work a message, one after the other.

    What it has not acknowledged yet stays within its Receive Maximum, so that everything else waits in the
    broker, where it is seen as the queue of its group.
    """

    def __init__(self, monitor: Monitor, schedule: Schedule, service: int) -> None:
        super().__init__(monitor)
        self._schedule = schedule
        self._service = service
        self._free = 0  # when it is done with what it has
        self.granted = False

    def on_link(self, news: LinkNews) -> None:
        """The monitor has to know who is there."""
        self._monitor.link_changed(news)

    def on_subscription(self, news: SubscriptionNews) -> None:
        """Remember whether the queue was granted."""
        self.granted = news.state == "granted"
        self._monitor.subscription_changed(news)

    def on_block(self, connection: str, block: Block, acknowledge: Acknowledge | None) -> None:
        """Measure, and acknowledge when the work is done."""
        self._monitor.fold(connection, block, stored=False)
        self._free = max(self._free, clock.mono_ns()) + self._service * len(block)
        if acknowledge is not None:
            self._schedule.at(self._free, lambda now: acknowledge())

    def pause(self, nanoseconds: int) -> None:
        """Begin the next message later."""
        self._free = max(self._free, clock.mono_ns()) + nanoseconds
