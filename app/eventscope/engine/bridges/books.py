"""Whether the books of all bridges are right: a message that is nowhere is a fault of ours, and loud."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from eventscope.core.busfigures import BridgeFigures
from eventscope.engine.feed import Feed

log = logging.getLogger(__name__)
SENTENCE = (
    "The books of {bridge} are wrong by {count} messages: Eventscope has a fault, please report this. What waits in "
    "the bridge is kept."
)


class Auditor:
    """Asked with every news; tells each error once, and again when it becomes another one."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._known: dict[str, int] = {}

    def check(self, figures: Iterable[BridgeFigures]) -> None:
        """`in = out + queued + dead + expired + loop_stopped + dropped`, route by route."""
        for item in figures:
            if item.error != self._known.get(item.name, 0):
                self._known[item.name] = item.error
                if item.error:
                    log.error("the books of bridge %s are wrong by %d messages", item.name, item.error)
                    self._feed.notice("bad", "bridge-books", SENTENCE, bridge=item.name, count=item.error)
