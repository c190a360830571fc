"""What every link is to the engine: it takes wishes, and tells what happened through a sink."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from eventscope.core.message import Block, Draft, Receipt
from eventscope.core.news import LinkNews, SubscriptionNews
from eventscope.core.volley import Times, Volley
from eventscope.core.workspace import Connection, Subscription

Acknowledge = Callable[[], None]
# Called by a link with a receipt id and the draft when it is about to leave: answers the draft as it goes
# out, with latency stamps added, so that the "sent" stamp is true even after a wait for the connection.
Stamper = Callable[[int, Draft], Draft]


@dataclass(frozen=True, slots=True)
class Marks:
    """Stamps of events in a row on one topic: their stream, the first number, and times in ns.

    `intended` (n,) is monotonic and ascends, or None where each is meant to leave when it does; `mono` and `wall`
    are now.
    """

    stream: str
    first: int
    mono: int
    wall: int
    intended: Times | None = None


@runtime_checkable
class Numbering(Protocol):
    """A Stamper that also answers what to stamp on many at once, for a link that writes it into their packets."""

    boot: str
    stream: str

    def __call__(self, receipt: int, draft: Draft) -> Draft:
        """A Stamper."""

    def wants(self, draft: Draft) -> bool:
        """Whether it would stamp this draft at all."""

    def number(self, receipt: int, draft: Draft, intended: Times | None, count: int) -> Marks:
        """`count` events like that draft leave now; `intended` (count,) where they are not meant for its time."""


@runtime_checkable
class Stepwise(Protocol):
    """An Acknowledge that may also be told that only the first messages of its block are done so far."""

    def __call__(self) -> None:
        """All are done."""

    def first(self, count: int) -> None:
        """The first `count` messages are; called with ever greater counts, from any thread."""


class LinkSink(Protocol):
    """Hears of a link; calls must return at once and come from the link's own threads.

    `on_block` has a thread of its own, so that keep-alive goes on while it waits; `on_receipt` may also come from
    the thread that calls `publish`, for an event that is refused at once.
    """

    def on_link(self, news: LinkNews) -> None:
        """The state changed."""

    def on_subscription(self, news: SubscriptionNews) -> None:
        """The broker answered a filter."""

    def on_block(self, connection: str, block: Block, acknowledge: Acknowledge | None) -> None:
        """Messages arrived; `acknowledge` (None at QoS 0) must be called once they are stored.

        Where they never will be, call its `refuse` if it has one: what was acknowledged behind them waits for that.
        Either may be called from any thread. This call may block when the intake is full: reading then stops
        and TCP pushes back on the broker.
        """

    def on_receipt(self, receipt: Receipt) -> None:
        """A published event reached its next stage."""

    def on_trouble(self, connection: str, code: str, words: str, params: dict[str, str]) -> None:
        """Something was wrong and survived: a violation of the protocol, a handler that failed."""


class Link(Protocol):
    """One connection to one peer. Methods may be called from any thread and do not wait for the peer."""

    @property
    def connection(self) -> Connection:
        """What it was made from."""

    def open(self) -> None:
        """Start connecting, and stay connected until `close`."""

    def close(self, timeout: float = 2.0) -> None:
        """Disconnect in order; returns when the I/O thread has ended or the time (s) is over."""

    def subscribe(self, subscription: Subscription) -> None:
        """Want a subscription, now and after each reconnect."""

    def unsubscribe(self, filter_: str) -> None:
        """No longer want it."""

    def publish(self, drafts: Sequence[tuple[int, Draft]]) -> None:
        """Send drafts under the given receipt ids; outcomes come as receipts.

        QoS 0 while down fails at once with a reason; QoS 1 and 2 wait for the connection.
        """


@runtime_checkable
class Volleys(Protocol):
    """A Link that also takes many events as one thing, with what becomes of each in columns."""

    @property
    def room(self) -> int:
        """How many further events may wait."""

    def fire(self, volley: Volley) -> None:
        """Send all of it, in order; the caller has asked for room. What cannot wait fails before this returns."""
