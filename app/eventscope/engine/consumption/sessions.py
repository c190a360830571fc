"""Ends what a broker remembers of a consumer that is removed: its session in MQTT, its group in Kafka."""

from __future__ import annotations

import threading

from eventscope.core.consumer import ConsumerSpec
from eventscope.core.errors import EventscopeError
from eventscope.core.message import Block, Receipt
from eventscope.core.news import LinkNews, SubscriptionNews
from eventscope.core.workspace import Connection
from eventscope.engine.consumption.attached import KAFKA, servers
from eventscope.engine.consumption.linksource import MQTT, client_id, fresh, wire
from eventscope.engine.links import MakeLink
from eventscope.links.base import Acknowledge

WITHIN = 3.0  # seconds for the broker to answer


def end(connection: Connection, spec: ConsumerSpec, make: MakeLink, password: bytes | None, install: str) -> bool:
    """Whether it is ended; waits for the broker. A group that others read too is theirs, and stays."""
    if connection.scheme in KAFKA:
        return spec.sharing != "topic" or _end_group(connection, client_id(connection, spec, install), password)
    if connection.scheme not in MQTT:
        return True
    known = _Up()
    link = make(fresh(wire(connection, spec, install)), known, password, None)
    try:
        link.open()
        return known.up.wait(WITHIN)
    finally:
        link.close(1.0)


def _end_group(connection: Connection, group: str, password: bytes | None) -> bool:
    from eventscope.links.kafka.cluster import Cluster
    from eventscope.links.kafka.groups import Groups

    try:
        groups = Groups(Cluster(servers(connection, password), password, WITHIN), password)
        if groups.some([group])[0].state != "dead":
            groups.delete(group)
    except EventscopeError:
        return False
    return True


class _Up:
    """A LinkSink that waits for the connection alone."""

    def __init__(self) -> None:
        self.up = threading.Event()

    def on_link(self, news: LinkNews) -> None:
        """With a clean start, being connected means that the old session is gone [MQTT-3.1.2-4]."""
        if news.state == "up":
            self.up.set()

    def on_subscription(self, news: SubscriptionNews) -> None:
        """It wants none."""

    def on_block(self, connection: str, block: Block, acknowledge: Acknowledge | None) -> None:
        """Nothing should come; what does is let go."""
        if acknowledge is not None:
            acknowledge()

    def on_receipt(self, receipt: Receipt) -> None:
        """It publishes nothing."""

    def on_trouble(self, connection: str, code: str, words: str, params: dict[str, str]) -> None:
        """Of no interest."""
