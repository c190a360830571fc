"""The filters that are wanted, those that were asked for, and what the broker answered. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from eventscope.core import topics
from eventscope.core.errors import BadInput
from eventscope.core.news import SubscriptionNews
from eventscope.core.workspace import Subscription
from eventscope.links.mqtt.capabilities import Capabilities
from eventscope.mqtt import reasons
from eventscope.mqtt.packets import V5, Suback, Unsuback

Tell = Callable[[SubscriptionNews], None]
Trouble = Callable[[str, dict[str, str]], None]
_TOGETHER = 100  # filters in one SUBSCRIBE
_LARGEST_IDENTIFIER = 268_435_455  # [MQTT5 3.8.2.1.2]
NO_ANSWER = "The broker did not answer this filter. Remove it and add it again, or look into the broker's log."
_ONLY_V5 = "Granted. No Local, the retain options and the identifier need MQTT 5 and were not sent."


class Subscriptions:
    """By filter, in the order in which they were wanted. Lives as long as the link, used by its thread."""

    def __init__(self, connection: str, version: int, tell: Tell, trouble: Trouble) -> None:
        self._connection = connection
        self._version = version
        self._tell = tell
        self._trouble = trouble
        self._wanted: dict[str, Subscription] = {}
        self._asked: dict[int, tuple[Subscription, ...]] = {}
        self._leaving: dict[int, str] = {}

    def want(self, subscription: Subscription) -> bool:
        """Remember it; False when it cannot be asked for (told as refused)."""
        try:
            topics.check_filter(subscription.filter)
        except BadInput as error:
            return self._refuse(subscription, 0x8F, str(error))
        identifier = subscription.identifier
        if identifier is not None and not 0 < identifier <= _LARGEST_IDENTIFIER:
            words = f"The subscription identifier must be 1 to {_LARGEST_IDENTIFIER}."
            return self._refuse(subscription, 0x82, words)
        self._wanted[subscription.filter] = subscription
        return True

    def forget(self, filter_: str) -> bool:
        """No longer wanted; whether it was."""
        return self._wanted.pop(filter_, None) is not None

    @property
    def wanted(self) -> tuple[Subscription, ...]:
        """All of them."""
        return tuple(self._wanted.values())

    def packets(
        self, subscriptions: Sequence[Subscription], limits: Capabilities
    ) -> Iterator[tuple[Subscription, ...]]:
        """Which filters go together into one SUBSCRIBE: those with the same identifier.

        What the broker announced not to support is refused here: asking for it would end the connection.
        """
        possible = [item for item in subscriptions if self._supported(item, limits)]
        for _, group in groupby(possible, lambda item: item.identifier):
            together = tuple(group)
            for start in range(0, len(together), _TOGETHER):
                yield together[start : start + _TOGETHER]

    def asked(self, packet_id: int, subscriptions: tuple[Subscription, ...]) -> None:
        """A SUBSCRIBE left."""
        self._asked[packet_id] = subscriptions

    def leaving(self, packet_id: int, filter_: str) -> None:
        """An UNSUBSCRIBE left."""
        self._leaving[packet_id] = filter_

    def lost(self) -> None:
        """The connection is gone: nothing is granted until the broker says so again."""
        self._asked.clear()
        self._leaving.clear()
        for item in self._wanted.values():
            self._tell(SubscriptionNews(self._connection, item.filter, "wanted"))

    def suback(self, packet: Suback) -> None:
        """The broker answered; never "granted" before this [MQTT-3.8.4-6]."""
        asked = self._asked.pop(packet.packet_id, None)
        if asked is None:
            self._trouble("unknown-packet-id", {"packet": str(packet.packet_id), "type": "SUBACK"})
            return
        if len(asked) != len(packet.reasons):
            self._trouble("suback-count", {"answers": str(len(packet.reasons)), "filters": str(len(asked))})
        for item, reason in zip(asked, packet.reasons, strict=False):
            self._answer(item, reason)
        for item in asked[len(packet.reasons) :]:
            self._refuse(item, 0x80, NO_ANSWER)

    def unsuback(self, packet: Unsuback) -> None:
        """The broker no longer sends for this filter."""
        filter_ = self._leaving.pop(packet.packet_id, None)
        if filter_ is None:
            self._trouble("unknown-packet-id", {"packet": str(packet.packet_id), "type": "UNSUBACK"})
            return
        reason = packet.reasons[0] if packet.reasons else 0
        words = reasons.words(reason, self._version, "UNSUBACK") if reason else ""
        if filter_ not in self._wanted:
            self._tell(SubscriptionNews(self._connection, filter_, "removed", reason=reason, words=words))

    # --- inside ------------------------------------------------------------------------------------------

    def _answer(self, item: Subscription, reason: int) -> None:
        if reason >= 0x80:
            self._refuse(item, reason, reasons.words(reason, self._version, "SUBACK"))
        elif item.filter in self._wanted:
            words = _ONLY_V5 if self._version != V5 and _has_options(item) else ""
            self._tell(SubscriptionNews(self._connection, item.filter, "granted", reason, reason, words))

    def _supported(self, item: Subscription, limits: Capabilities) -> bool:
        shared = topics.share(item.filter)[0] is not None
        if shared and not limits.shared:
            return self._refuse(item, 0x9E, reasons.words(0x9E))
        if topics.has_wildcard(item.filter) and not limits.wildcards:
            return self._refuse(item, 0xA2, reasons.words(0xA2))
        if item.identifier is not None and self._version == V5 and not limits.identifiers:
            return self._refuse(item, 0xA1, reasons.words(0xA1))
        if shared and item.no_local and self._version == V5:
            words = "No Local cannot be used with a shared subscription. Switch it off."
            return self._refuse(item, 0x82, words)
        return True

    def _refuse(self, item: Subscription, reason: int, words: str) -> bool:
        self._tell(SubscriptionNews(self._connection, item.filter, "refused", None, reason, words))
        return False


def _has_options(item: Subscription) -> bool:
    return item.no_local or item.retain_as_published or item.retain_handling != 0 or item.identifier is not None
