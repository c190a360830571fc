"""When to ping, and when a silent peer counts as gone: within one and a half times the keep alive. Pure."""

from __future__ import annotations

from typing import Literal

SECOND = 1_000_000_000  # ns
PING, GONE = 0.75, 1.4  # in keep alives; GONE leaves room below 1.5 for a late turn of the loop


class KeepAlive:
    """Times in ns. `seconds` 0 switches it off [MQTT-3.1.2-22]; every byte heard counts as life.

    A ping leaves when either direction was silent for three quarters of the keep alive, so the broker hears of us
    in time [MQTT-3.1.2-20] and a half-open link is noticed after 1.4 keep alives without a byte.
    """

    def __init__(self, seconds: float, now: int) -> None:
        self._interval = int(seconds * SECOND)
        self._heard = self._said = now
        self._asked = False

    def heard(self, now: int) -> None:
        """Bytes arrived."""
        self._heard = now
        self._asked = False

    def said(self, now: int) -> None:
        """Bytes left."""
        self._said = now

    def deaf(self, now: int) -> None:
        """We do not read at the moment, so silence says nothing about the peer."""
        self._heard = now

    def due(self, now: int) -> Literal["ping", "gone"] | None:
        """What to do at `now`; a ping is asked for once and again when the peer needs to hear of us."""
        if not self._interval:
            return None
        if now - self._heard >= GONE * self._interval:
            return "gone"
        mute = now - self._said >= PING * self._interval
        deaf = now - self._heard >= PING * self._interval and not self._asked
        if mute or deaf:
            self._asked = True
            self._said = now
            return "ping"
        return None

    def next(self) -> int | None:
        """When to ask `due` again, in ns; None: never."""
        if not self._interval:
            return None
        ping = int(PING * self._interval)
        gone = self._heard + int(GONE * self._interval)
        ask = gone if self._asked else self._heard + ping
        return min(self._said + ping, ask)
