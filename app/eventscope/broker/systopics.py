"""The broker's own topics below $SYS/broker, under the names that mosquitto made common."""

from __future__ import annotations

from math import exp

from eventscope import __version__
from eventscope.broker.gauges import bytes_out
from eventscope.broker.hub import Hub
from eventscope.broker.message import NS, Message

INTERVAL = 10.0
ROOT = "$SYS/broker/"
LOADS = ("messages/received", "messages/sent", "bytes/received", "bytes/sent")


class SystemTopics:
    """Publishes what changed, retained, every ten seconds, and at once when the broker starts."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._said: dict[str, bytes] = {}
        self._due = 0
        self._last = hub.started
        self._sums: tuple[int, ...] = (0,) * len(LOADS)
        self._loads: dict[str, float] = {}

    def publish(self) -> None:
        """Publish when it is due; call it about once a second."""
        hub = self._hub
        if hub.now < self._due:
            return
        self._due = hub.now + int(INTERVAL * NS)
        for name, value in self._values().items():
            payload = str(value).encode()
            if self._said.get(name) != payload:
                self._said[name] = payload
                hub.publish(Message((ROOT + name).encode(), payload, 0, True, stamp=hub.now))

    def _values(self) -> dict[str, object]:
        hub = self._hub
        sessions = hub.sessions.values()
        connected = len(hub.online)
        waiting = sum(session.queued for session in sessions)
        sent = bytes_out(hub)
        values: dict[str, object] = {
            "version": f"Eventscope {__version__}",
            "uptime": f"{(hub.now - hub.started) // NS} seconds",
            "clients/connected": connected,
            "clients/disconnected": len(sessions) - connected,
            "clients/total": len(sessions),
            "subscriptions/count": hub.router.count,
            "shared_subscriptions/count": len(hub.router.groups),
            "retained messages/count": len(hub.retained),
            "messages/stored": waiting + len(hub.retained),
            "store/messages/count": waiting + len(hub.retained),
            "store/messages/bytes": sum(session.held_bytes for session in sessions) + hub.retained.bytes,
            "messages/received": hub.received,
            "messages/sent": hub.delivered,
            "publish/messages/received": hub.received,
            "publish/messages/sent": hub.delivered,
            "publish/messages/dropped": hub.dropped.total(),
            "bytes/received": hub.bytes_in,
            "bytes/sent": sent,
        }
        values.update(self._load((hub.received, hub.delivered, hub.bytes_in, sent)))
        return values

    def _load(self, sums: tuple[int, ...]) -> dict[str, str]:
        """Moving averages for a minute over 1, 5 and 15 minutes, as a system's load is told."""
        seconds = (self._hub.now - self._last) / NS
        values = {}
        for name, new, old in zip(LOADS, sums, self._sums, strict=True):
            rate = (new - old) * 60 / seconds if seconds else 0.0
            for minutes in (1, 5, 15):
                key = f"load/{name}/{minutes}min"
                fade = exp(-seconds / 60 / minutes)
                self._loads[key] = rate + (self._loads.get(key, 0.0) - rate) * fade
                values[key] = f"{self._loads[key]:.2f}"
        self._last, self._sums = self._hub.now, sums
        return values
