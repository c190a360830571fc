"""A sink that remembers what a link told, and ways to wait for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from eventscope.core.message import Block, Draft, Message, PublishProperties, Receipt
from eventscope.core.news import LinkNews, SubscriptionNews
from eventscope.core.workspace import Connection, Subscription
from eventscope.links.base import Acknowledge, Stamper
from eventscope.links.mqtt import MqttLink
from servers import wait_until


class RecordingSink:
    """A LinkSink. With `store` False nothing is acknowledged until `store_all` is called."""

    def __init__(self, store: bool = True) -> None:
        self.store = store
        self.links: list[LinkNews] = []
        self.subscriptions: list[SubscriptionNews] = []
        self.blocks: list[Block] = []
        self.owed: list[Acknowledge] = []
        self.receipts: list[Receipt] = []
        self.troubles: list[tuple[str, str, dict[str, str]]] = []
        self.on_block_do: Callable[[Block], None] | None = None

    def on_link(self, news: LinkNews) -> None:
        self.links.append(news)

    def on_subscription(self, news: SubscriptionNews) -> None:
        self.subscriptions.append(news)

    def on_block(self, connection: str, block: Block, acknowledge: Acknowledge | None) -> None:
        if self.on_block_do is not None:
            self.on_block_do(block)
        self.blocks.append(block)
        if acknowledge is not None:
            if self.store:
                acknowledge()
            else:
                self.owed.append(acknowledge)

    def on_receipt(self, receipt: Receipt) -> None:
        self.receipts.append(receipt)

    def on_trouble(self, connection: str, code: str, words: str, params: dict[str, str]) -> None:
        self.troubles.append((code, words, params))

    # --- looking -----------------------------------------------------------------------------------------

    def store_all(self) -> None:
        owed, self.owed = self.owed, []
        for acknowledge in owed:
            acknowledge()

    @property
    def messages(self) -> list[Message]:
        return [block.message(row) for block in list(self.blocks) for row in range(len(block))]

    @property
    def payloads(self) -> list[bytes]:
        return [message.payload for message in self.messages]

    @property
    def codes(self) -> list[str]:
        """Codes of the troubles."""
        return [code for code, _, _ in self.troubles]

    def state(self, state: str, code: str | None = None, nth: int = 1) -> LinkNews:
        """Wait for the nth news of this state (and code)."""

        def found() -> LinkNews | None:
            hits = [n for n in self.links if n.state == state and code in (None, n.code)]
            return hits[nth - 1] if len(hits) >= nth else None

        seen = f"{state} {code or ''} (nth={nth})"
        try:
            return wait_until(found, what=seen)
        except AssertionError as error:
            raise AssertionError(f"{error}; told: {[(n.state, n.code, n.words) for n in self.links]}") from None

    def subscription(self, filter_: str, state: str) -> SubscriptionNews:
        return wait_until(
            lambda: next((n for n in self.subscriptions if n.filter == filter_ and n.state == state), None),
            what=f"{filter_} {state}",
        )

    def count(self, number: int) -> list[Message]:
        """Wait for so many messages."""
        wait_until(lambda: sum(map(len, list(self.blocks))) >= number, what=f"{number} messages")
        return self.messages

    def receipt(self, ident: int, acknowledged: bool = False) -> Receipt:
        """Wait for the newest receipt of this id that is sent, acknowledged or failed."""

        def found() -> Receipt | None:
            hits = [r for r in self.receipts if r.id == ident and (r.failed or not acknowledged or r.acknowledged)]
            return hits[-1] if hits else None

        return wait_until(found, what=f"receipt {ident}")

    def trouble(self, code: str) -> tuple[str, str, dict[str, str]]:
        return wait_until(lambda: next((t for t in self.troubles if t[0] == code), None), what=f"trouble {code}")


def connection(port: int, **changes: Any) -> Connection:
    """A connection to 127.0.0.1:`port` with the id "c"."""
    return replace(Connection(id="c", name="test", port=port, client_id="link-under-test"), **changes)


@contextmanager
def linked(
    made: Connection,
    sink: RecordingSink,
    *filters: str | Subscription,
    password: bytes | None = None,
    stamper: Stamper | None = None,
    jitter: Callable[[], float] = lambda: 0.0,
) -> Iterator[MqttLink]:
    """An open link with subscriptions, closed at the end; its threads must have ended then.

    By default it reconnects at once, so that tests do not wait.
    """
    before = set(threading.enumerate())
    link = MqttLink(made, sink, password, stamper, jitter)
    for wanted in filters:
        link.subscribe(wanted if isinstance(wanted, Subscription) else Subscription(wanted, qos=2))
    link.open()
    try:
        yield link
    finally:
        link.close(5.0)
        names = {f"link {made.id}", f"handoff {made.id}"}
        wait_until(
            lambda: not any(t.name in names for t in threading.enumerate() if t not in before),
            what="the end of the link's threads",
        )


def draft(topic: str = "t", payload: bytes = b"x", qos: int = 0, retain: bool = False, **properties: Any) -> Draft:
    """An event for connection "c"; `properties` are those of PublishProperties."""
    return Draft("c", topic, payload, qos, retain, PublishProperties(**properties))
