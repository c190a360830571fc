"""Who publishes and who subscribes: clients at the embedded broker, shared groups, consumers of the workspace."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal
from zlib import crc32

from eventscope.core.broker import BrokerGauges, ClientGauge, ClientInfo
from eventscope.core.consumer import ConsumerFigures, ConsumerSpec
from eventscope.ui.viewmodels.bus.rates import Rates

Role = Literal["producer", "consumer"]
# client: one; family: clients whose ids differ in a number; group: a shared subscription; more: those beyond MOST;
# window: what this window subscribes to; workspace: a consumer of the workspace.
PartyKind = Literal["client", "family", "group", "more", "window", "workspace"]
MOST = 6  # of one role at one broker; the rest is one node
NAMED = 50  # clients whose names are listed

# Sessions that Eventscope makes for bridges and checks: they are drawn as what they are.
_OURS = re.compile(r"(?:.*-)?es-(?:[0-9a-f]{12}-[st]\d+|check-[0-9a-f]+)")
_NUMBER = re.compile(r"[-_.:/ ]?\d+$")


@dataclass(frozen=True, slots=True)
class Party:
    """Producers or consumers drawn as one node. `place` is the id of its place, `clients` some of the client ids.

    `rate` in messages a second (None: not measured), `waiting` counts messages that wait for it at the broker.
    """

    id: str
    role: Role
    kind: PartyKind
    name: str
    place: str
    count: int = 1
    clients: tuple[str, ...] = ()
    rate: float | None = None
    waiting: int | None = None
    in_flight: int = 0
    oldest: float = 0.0
    dropped: int = 0
    online: int = 1
    filter: str = ""
    figures: ConsumerFigures | None = None
    spec: ConsumerSpec | None = None


@dataclass
class Crowd:
    """Clients at the embedded broker; remembers their order, so that who is drawn alone does not change by figures."""

    _rates: Rates = field(default_factory=Rates)
    _seen: dict[str, int] = field(default_factory=dict)

    def parties(
        self,
        place: str,
        gauges: BrokerGauges,
        infos: Iterable[ClientInfo],
        own: Mapping[str, str],
        workspace: Iterable[ConsumerSpec] = (),
    ) -> list[Party]:
        """All of them. `own` are client ids of this window's connections, with the names of the connections.

        Consumers of the `workspace` have sessions as well, which are left out: they are drawn as what they are.
        """
        tails = tuple(tail(spec) for spec in workspace)
        subscribed = {info.client for info in infos if info.subscriptions}
        members = {name for group in gauges.groups for name in group.per_member}
        others = [gauge for gauge in gauges.clients if gauge.client not in own and not _ours(gauge.client, tails)]
        self._rates.forget_before(gauges.at)
        producers = [gauge for gauge in others if gauge.received]
        consumers = [
            gauge
            for gauge in others
            if (gauge.client in subscribed or gauge.delivered or gauge.queued) and gauge.client not in members
        ]
        found = self._families(place, "producer", producers, gauges.at)
        window = [gauge for gauge in gauges.clients if gauge.client in own and gauge.received]
        if window:
            rate = sum(self._rate("producer", gauge, gauges.at) for gauge in window)
            names = tuple(own[gauge.client] for gauge in window)
            found.append(Party("window:out", "producer", "window", "", place, len(window), names, rate))
        return found + self._groups(place, gauges) + self._families(place, "consumer", consumers, gauges.at)

    def _rate(self, role: Role, gauge: ClientGauge, at: int) -> float:
        count = gauge.received if role == "producer" else gauge.delivered
        return self._rates.take((role, gauge.client), at, count)

    def _groups(self, place: str, gauges: BrokerGauges) -> list[Party]:
        return [
            Party(
                id=f"group:{group.group}\0{group.filter}",
                role="consumer",
                kind="group",
                name=group.group,
                place=place,
                count=group.members,
                clients=tuple(sorted(group.per_member))[:NAMED],
                rate=self._rates.take(("group", group.group, group.filter), gauges.at, group.delivered),
                waiting=group.queued,
                in_flight=group.in_flight,
                oldest=group.oldest,
                dropped=sum(group.dropped.values()),
                online=group.members,
                filter=group.filter,
            )
            for group in gauges.groups
        ]

    def _families(self, place: str, role: Role, gauges: list[ClientGauge], at: int) -> list[Party]:
        families: dict[str, list[ClientGauge]] = {}
        for gauge in gauges:
            families.setdefault(stem(gauge.client), []).append(gauge)
        for name in sorted(families):
            self._seen.setdefault(f"{role}:{name}", len(self._seen))
        ordered = sorted(families.items(), key=lambda pair: self._seen[f"{role}:{pair[0]}"])
        alone = ordered if len(ordered) <= MOST else ordered[: MOST - 1]
        found = [self._party(place, role, name, members, at) for name, members in alone]
        rest = [gauge for _, members in ordered[len(alone) :] for gauge in members]
        if rest:
            found.append(self._party(place, role, "", rest, at))
        return found

    def _party(self, place: str, role: Role, name: str, members: list[ClientGauge], at: int) -> Party:
        kind: PartyKind = "more" if not name else "family" if len(members) > 1 else "client"
        return Party(
            id=f"{role}:{name}" if name else f"{role}+",
            role=role,
            kind=kind,
            name=members[0].client if kind == "client" else name,
            place=place,
            count=len(members),
            clients=tuple(gauge.client for gauge in members[:NAMED]),
            rate=sum(self._rate(role, gauge, at) for gauge in members),
            waiting=sum(gauge.queued for gauge in members) if role == "consumer" else None,
            in_flight=sum(gauge.in_flight for gauge in members) if role == "consumer" else 0,
            oldest=max(gauge.oldest for gauge in members),
            dropped=sum(sum(gauge.dropped.values()) for gauge in members),
            online=sum(gauge.connected for gauge in members),
        )


def _ours(client: str, tails: tuple[str, ...]) -> bool:
    return bool(_OURS.fullmatch(client)) or (client.startswith("eventscope-") and client.endswith(tails))


def tail(spec: ConsumerSpec) -> str:
    """How the client id of a consumer's session ends, which the engine makes of its connection and name."""
    apart = f"{spec.connection}\0{spec.name}"
    return f"-{crc32(apart.encode()):08x}"


def stem(client: str) -> str:
    """A client id without the number at its end: what many clients of one kind have in common."""
    return _NUMBER.sub("", client) or client


def of_workspace(
    specs: Iterable[ConsumerSpec], figures: Iterable[ConsumerFigures], places: Mapping[str, str]
) -> list[Party]:
    """The workspace's consumers; `places` are ids of places by the id of a connection."""
    known = {each.name: each for each in figures}
    found = []
    for spec in specs:
        if spec.connection in places:
            each = known.get(spec.name)
            found.append(
                Party(
                    id=f"workspace:{spec.name}",
                    role="consumer",
                    kind="workspace",
                    name=spec.name,
                    place=places[spec.connection],
                    rate=each.rate_done if each else None,
                    waiting=each.queued if each else None,
                    in_flight=each.holding if each else 0,
                    filter=spec.filter,
                    online=int(each is not None and each.state == "up"),
                    figures=each,
                    spec=spec,
                )
            )
    return found
