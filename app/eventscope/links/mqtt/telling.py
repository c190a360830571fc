"""Tells the sink what happened; a sink that raises is counted and never harms the link."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from eventscope.core.message import Receipt
from eventscope.core.news import LinkNews, SubscriptionNews
from eventscope.core.volley import Volley
from eventscope.links.base import LinkSink
from eventscope.links.mqtt import troubles

log = logging.getLogger(__name__)


class Telling:
    """The sink of one connection, guarded. May be called from any thread."""

    def __init__(self, connection: str, sink: LinkSink) -> None:
        self._connection = connection
        self._sink = sink
        self._hushed = False

    def hush(self) -> None:
        """The link is closed and thrown away: a thread that is late must not overwrite the states of the next link."""
        self._hushed = True

    def link(self, news: LinkNews) -> None:
        """A state."""
        if not self._hushed:
            self._call(self._sink.on_link, news)

    def subscription(self, news: SubscriptionNews) -> None:
        """An answer to a filter."""
        if not self._hushed:
            self._call(self._sink.on_subscription, news)

    def receipt(self, receipt: Receipt) -> None:
        """A stage of a published event."""
        self._call(self._sink.on_receipt, receipt)

    def volley(self, volley: Volley) -> None:
        """Events of a volley came to an end."""
        self._call(Volley.tell, volley)

    def trouble(self, code: str, params: dict[str, str]) -> None:
        """Something wrong that was survived."""
        words = troubles.survived(code, params)
        try:
            self._sink.on_trouble(self._connection, code, words, params)
        except Exception:
            log.exception("the receiver of troubles failed")

    def _call(self, call: Callable[[Any], None], item: object) -> None:
        try:
            call(item)
        except Exception as error:
            log.exception("the receiver of %s failed", type(item).__name__)
            self.trouble("handler-failed", {"handler": call.__name__, "error": f"{type(error).__name__}: {error}"})
