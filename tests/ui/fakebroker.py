"""A made-up embedded broker: clients, sessions, a shared group, subscriptions and retained messages of any number."""

from __future__ import annotations

from eventscope.core.broker import (
    BrokerGauges,
    ClientGauge,
    ClientInfo,
    GroupGauge,
    Ports,
    RetainedInfo,
    SubscriptionInfo,
)
from eventscope.core.news import BrokerNews
from eventscope.core.verbs import (
    ClearRetained,
    DisconnectClient,
    GetClients,
    GetRetained,
    GetSubscriptions,
    RestoreRetained,
    StartBroker,
    StopBroker,
)

SECOND = 1_000_000_000
PORTS = Ports(1883, None, 8083, None, 4711)
NAMES = ["eventscope-7f3a", "producer-1", "producer-2", "producer-3", "billing-1", "billing-2", "billing-3", "watcher"]


class FakeBroker:
    """Answers verbs and makes news; `names` are its clients, those in `offline` are sessions without a connection."""

    def __init__(self, names: list[str] | None = None, topics: list[str] | None = None) -> None:
        self.names = list(NAMES if names is None else names)
        self.offline = {"night-report"}
        if names is None:
            self.names.append("night-report")
        listed = ["orders/7/state", "plant/hall-1/humidity", "plant/hall-3/temperature", "firmware/version"]
        self.retained = {topic: self._retained(topic) for topic in (topics if topics is not None else listed)}
        self.running = True
        self.queued: dict[str, int] = {"night-report": 500, "watcher": 3}
        self.dropped: dict[str, int] = {}
        self.at = SECOND

    def _retained(self, topic: str) -> RetainedInfo:
        payload = b'{"v": 21.4, "unit": "\xc2\xb0C"}' if "hall" in topic else b"\x00\x01\xfe\xff" * 4
        return RetainedInfo(topic, payload, 1, 42.0, b"", 3600.0 if "state" in topic else None)

    def answers(self) -> dict[type, object]:
        """For FakeDoor."""
        return {
            GetClients: lambda _verb: self.clients(),
            GetSubscriptions: lambda _verb: self.subscriptions(),
            GetRetained: self.listed,
            ClearRetained: self.clear,
            RestoreRetained: self.restore,
            DisconnectClient: lambda verb: self.offline.add(verb.client),
            StartBroker: lambda _verb: PORTS,
            StopBroker: None,
        }

    def clients(self) -> tuple[ClientInfo, ...]:
        return tuple(
            ClientInfo(
                client=name,
                connected=name not in self.offline,
                user="" if number % 3 else "sensor-7",
                address="" if name in self.offline else f"127.0.0.1:{50_000 + number}",
                version=4 if number % 4 == 3 else 5,
                listener="" if name in self.offline else "ws" if number % 5 == 4 else "mqtt",
                clean_start=name not in self.offline,
                keep_alive=15,
                session_expiry=0xFFFFFFFF if name in self.offline else 0 if number % 2 else 3600,
                receive_maximum=1000,
                since=75.0 + number,
                subscriptions=1,
                will="clients/gone" if number == 0 else "",
            )
            for number, name in enumerate(self.names)
        )

    def subscriptions(self) -> tuple[SubscriptionInfo, ...]:
        return tuple(
            SubscriptionInfo(
                name,
                "$share/billing/orders/#" if name.startswith("billing") else f"orders/{number}/#",
                number % 3,
                number % 2 == 1,
                number % 4 == 0,
                number % 3,
                number or None,
            )
            for number, name in enumerate(self.names)
        )

    def listed(self, verb: GetRetained) -> tuple[RetainedInfo, ...]:
        return tuple(item for topic, item in self.retained.items() if topic.startswith(verb.prefix))[: verb.limit]

    def clear(self, verb: ClearRetained) -> tuple[RetainedInfo, ...]:
        return tuple(self.retained.pop(topic) for topic in verb.topics if topic in self.retained)

    def restore(self, verb: RestoreRetained) -> None:
        self.retained |= {item.topic: item for item in verb.messages}

    def gauges(self) -> BrokerGauges:
        """At `at`; a second later each time, with 820 more messages in."""
        self.at += SECOND
        members = [name for name in self.names if name.startswith("billing")]
        clients = tuple(self._client(number, name) for number, name in enumerate(self.names))
        group = GroupGauge(
            "billing", "orders/#", len(members), self.queued.get("billing", 31), 6, 6200, 0.7, 29_333, {},
            {name: 1000 * (number + 1) for number, name in enumerate(members)},
        )  # fmt: skip
        return BrokerGauges(
            at=self.at,
            clients=clients,
            groups=(group,) if members else (),
            received=820 * self.at // SECOND,
            delivered=1640 * self.at // SECOND,
            bytes_in=1 << 20,
            bytes_out=2 << 20,
            connections=len(self.names) - len(self.offline & set(self.names)),
            sessions=len(self.names),
            subscriptions=len(self.names),
            retained=len(self.retained),
            retained_bytes=sum(len(item.payload) for item in self.retained.values()),
            uptime=self.at / SECOND,
            rss=38 << 20,
            dropped=dict(self.dropped),
            events={"keep-alive-timeout": 1},
        )

    def _client(self, number: int, name: str) -> ClientGauge:
        queued = self.queued.get(name, 0)
        return ClientGauge(
            client=name,
            connected=name not in self.offline,
            queued=queued,
            in_flight=2 if name.startswith("billing") else 0,
            bytes=queued * 200,
            oldest=0.4 * queued,
            delivered=12_480 * (number + 1),
            received=0 if number > 3 else 8000,
            dropped={"queue-full": 12} if name == "night-report" else {},
        )

    def news(self) -> BrokerNews:
        """What the engine would tell."""
        return BrokerNews(PORTS, self.gauges()) if self.running else BrokerNews(None, None, "Stopped by you.")
