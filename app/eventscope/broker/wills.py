"""Wills that wait for their delay [MQTT5 3.1.3.2.2]."""

from __future__ import annotations

from dataclasses import dataclass

from eventscope.broker.message import NS, Message
from eventscope.broker.properties import forwarded
from eventscope.mqtt.packets import Will


@dataclass(frozen=True, slots=True)
class LastWill:
    """A will as it is published: `delay` in seconds; its message expiry starts when it is published."""

    message: Message
    delay: int
    expiry: int | None

    def published(self, now: int) -> Message:
        """The message, with its times set to now."""
        will = self.message
        expires = 0 if self.expiry is None else now + self.expiry * NS
        return Message(will.topic, will.payload, will.qos, will.retain, will.properties, expires, now)

    @classmethod
    def of(cls, will: Will) -> LastWill:
        """What a CONNECT says about its will."""
        message = Message(will.topic.encode(), will.payload, will.qos, will.retain, forwarded(will.properties))
        return cls(message, will.properties.will_delay or 0, will.properties.message_expiry)


class Wills:
    """At most one waiting will for each client id."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[int, LastWill]] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, client: str, due: int, will: LastWill) -> None:
        """Publish at `due` (monotonic ns), unless it is taken back."""
        self._waiting[client] = (due, will)

    def take(self, client: str) -> LastWill | None:
        """Take a waiting will away: to cancel it, or to publish it now because its session ends."""
        found = self._waiting.pop(client, None)
        return found[1] if found else None

    def due(self, now: int) -> list[LastWill]:
        """Take away the wills whose time has come."""
        ready = [client for client, (when, _) in self._waiting.items() if when <= now]
        return [self._waiting.pop(client)[1] for client in ready]
