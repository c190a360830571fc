"""Retained messages on their way to new subscriptions: a slice in each turn, so that nobody waits for somebody's #."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from eventscope.broker.message import Message
from eventscope.broker.retained import Retained
from eventscope.broker.router import ALWAYS, Subscription, Target, merge
from eventscope.broker.session import Session

SLICE = 1_000  # retained topics looked at in one turn of the loop: two or three milliseconds
LARGE = 1_000  # bytes of a message that count as much as a topic
AHEAD = 1_000  # messages that may wait for a client while more is found for it


class Replays:
    """What is owed to each session; it is found lazily, as fast as its client reads, so nothing of it is dropped.

    A message that came after the subscription was delivered as it came and is left out. `stores` hold the
    messages, `may_read(session, topic)` are the access rules.
    """

    def __init__(self, stores: tuple[Retained, ...], may_read: Callable[[Session, str], bool]) -> None:
        self._stores = stores
        self._may_read = may_read
        self._owed: dict[Session, dict[str, _Search]] = {}  # the oldest first
        self._left = SLICE

    def __bool__(self) -> bool:
        return bool(self._owed)

    def add(self, session: Session, subscription: Subscription, now: int) -> None:
        """Owe a session what a subscription finds; asked for again, the same filter begins anew."""
        self.forget(session, subscription.filter)
        found = chain.from_iterable(store.search(subscription.filter) for store in self._stores)
        target = merge(session, [subscription], ALWAYS)
        self._owed.setdefault(session, {})[subscription.filter] = _Search(target, now, found)

    def forget(self, session: Session, filter_: str | None = None) -> None:
        """The session is over, or one of its subscriptions."""
        searches = self._owed.get(session)
        if searches is None:
            return
        if filter_ is not None:
            searches.pop(filter_, None)
        if filter_ is None or not searches:
            del self._owed[session]

    def new_turn(self) -> None:
        """Another slice may be looked at."""
        self._left = SLICE

    def go_on(self, now: int) -> bool:
        """Send what this turn has room for; answers whether there was anything that could be done."""
        before = self._left
        for session in list(self._owed):
            if self._left <= 0:
                break
            self._serve(session, now)
        return self._left < before

    def _serve(self, session: Session, now: int) -> None:
        searches = self._owed.pop(session)
        while searches and self._left > 0 and _takes_more(session):
            self._left -= 1
            filter_, search = next(iter(searches.items()))
            try:
                message = next(search.found)
            except StopIteration:
                del searches[filter_]
                continue
            if message is not None:
                self._left -= message.size // LARGE
                self._send(session, search, message, now)
        if searches:
            self._owed[session] = searches  # behind the others

    def _send(self, session: Session, search: _Search, message: Message, now: int) -> None:
        if message.stamp > search.since or 0 < message.expires <= now:
            return
        if self._may_read(session, message.topic.decode()):
            session.deliver(message, search.target)


class _Search:
    """One subscription: who gets what is found for it, and since when."""

    __slots__ = ("found", "since", "target")

    def __init__(self, target: Target, since: int, found: Iterator[Message | None]) -> None:
        self.target = target
        self.since = since
        self.found = found


def _takes_more(session: Session) -> bool:
    outbox = session.outbox
    return outbox is not None and not outbox.blocked and len(session.waiting) < AHEAD
