"""Signs of life on one connection: CONNACK in time, keep alive, packets that go on, messages that come again. Pure."""

from __future__ import annotations

from eventscope.links.mqtt.causes import Slow
from eventscope.links.mqtt.keepalive import SECOND, KeepAlive
from eventscope.links.mqtt.troubles import Ended

STALLED = 10 * SECOND  # for a packet that was begun, and for messages that could not be stored


class Watch:
    """Times in ns; `patience` is how long CONNACK may take."""

    def __init__(self, now: int, patience: int) -> None:
        self._deadline: int | None = now + patience
        self._keep_alive = KeepAlive(0, now)
        self._heard = self._flowed = now

    def accepted(self, now: int, keep_alive: int) -> None:
        """CONNACK came; `keep_alive` in s."""
        self._deadline = None
        self._keep_alive = KeepAlive(keep_alive, now)

    def heard(self, now: int) -> None:
        """Bytes arrived."""
        self._heard = now
        self._keep_alive.heard(now)

    def flowed(self, now: int) -> None:
        """Messages arrived."""
        self._flowed = now

    def said(self, now: int) -> None:
        """Bytes left."""
        self._keep_alive.said(now)

    def deaf(self, now: int) -> None:
        """We do not read at the moment, so silence says nothing about the broker."""
        self._heard = self._flowed = now
        self._keep_alive.deaf(now)

    def check(self, now: int, partial: bool, unstored: bool) -> bool:
        """Whether to ping now; raises Slow or Ended when the connection is to be given up.

        `partial`: a packet was begun and is not complete; `unstored`: messages wait at the broker for a new
        connection because they could not be stored on this one.
        """
        if self._deadline is not None and now >= self._deadline:
            raise Slow("connack")
        if partial and now - self._heard >= STALLED:
            raise Ended("stalled-packet", seconds=STALLED // SECOND)
        if unstored and now - self._flowed >= STALLED:
            raise Ended("not-stored")
        due = self._keep_alive.due(now)
        if due == "gone":
            raise Ended("silent", seconds=f"{(now - self._heard) / SECOND:.0f}")
        return due == "ping"

    def next(self, now: int) -> int:
        """When to check again at the latest."""
        due = (now + SECOND, self._deadline, self._keep_alive.next())
        return min(at for at in due if at is not None)
