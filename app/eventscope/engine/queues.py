"""Every queue that can be seen, with how far its depth can be trusted: gauges of our broker, estimates, our intake."""

from __future__ import annotations

from collections.abc import Iterable

from eventscope.core.broker import BrokerGauges
from eventscope.core.busfigures import BridgeFigures, EdgeFigures
from eventscope.core.metrics import QueueFigures, QueueKind

TOLD = 200  # the deepest ones; more would make every summary heavy
INTAKE = "log"
_STALE = 3 * 10**9  # ns: gauges older than this say nothing of now
_REMEMBERED = 5000
Estimates = dict[tuple[QueueKind, str], int]


class Queues:
    """Takes the broker's gauges as they come; `figures` puts together what is true now."""

    def __init__(self) -> None:
        self._gauges: BrokerGauges | None = None
        self._greatest: dict[tuple[QueueKind, str], int] = {}
        self._taken = 0
        self._clients: dict[str, int] = {}
        self._dropped: dict[str, dict[str, int]] = {}
        self._bridges: list[QueueFigures] = []
        self._groups: list[QueueFigures] = []

    def groups(self, figures: Iterable[QueueFigures]) -> None:
        """The lag of the consumer groups in Kafka that we read."""
        self._groups = list(figures)

    def bridges(self, figures: Iterable[BridgeFigures]) -> None:
        """The queues of all bridges as they are now; a bus has one queue for all its members."""
        every = tuple(figures)
        self._bridges = [
            self._bridge(item, [edge for part in every if part is item or part.bus == item.name for edge in part.edges])
            for item in every
            if not item.bus or item.name == item.bus
        ]

    def _bridge(self, item: BridgeFigures, edges: list[EdgeFigures]) -> QueueFigures:
        lost = sum(sum(edge.dropped.values()) for edge in edges) + sum(item.nowhere.values())
        return QueueFigures(
            item.name, "bridge", item.queued, "exact", sum(edge.in_flight for edge in edges), item.queued_bytes,
            item.oldest, lost, sum(edge.out for edge in edges), self._peak("bridge", item.name, item.queued),
        )  # fmt: skip

    def take(self, gauges: BrokerGauges, now: int) -> None:
        """A new snapshot of the embedded broker, come at `now` (monotonic ns)."""
        self._gauges, self._taken = gauges, now
        self._clients = {each.client: each.queued for each in gauges.clients}
        self._dropped = {each.client: each.dropped for each in gauges.clients if each.dropped}
        for client in gauges.clients:
            self._peak("client", client.client, client.queued)
        for group in gauges.groups:
            self._peak("group", f"$share/{group.group}/{group.filter}", group.queued)

    def gauges(self, now: int) -> BrokerGauges | None:
        """The last snapshot, None when the broker is gone."""
        fresh = self._gauges is not None and now - self._taken < _STALE
        return self._gauges if fresh else None

    def waiting_for(self, clients: set[str], now: int) -> int | None:
        """Messages queued for these clients of our broker and their groups; None when it knows none of them."""
        gauges = self.gauges(now)
        if gauges is None or not clients & self._clients.keys():
            return None
        alone = sum(self._clients.get(client, 0) for client in clients)
        return alone + sum(each.queued for each in gauges.groups if clients & each.per_member.keys())

    def dropped_for(self, client: str) -> dict[str, int]:
        """What our broker dropped for this client, by reason, as it told the last time."""
        return self._dropped.get(client, {})

    def figures(self, now: int, waiting: int, estimates: Estimates) -> list[QueueFigures]:
        """All queues, the deepest first; `waiting` is our own intake, `estimates` are by kind and name."""
        found = [self._own(waiting), *(self._estimate(*key, depth) for key, depth in estimates.items())]
        found += self._bridges + self._groups
        gauges = self.gauges(now)
        if gauges is not None:
            found += self._exact(gauges)
        return sorted(found, key=lambda each: each.depth + each.in_flight, reverse=True)

    def _own(self, waiting: int) -> QueueFigures:
        greatest = self._peak("intake", INTAKE, waiting)
        return QueueFigures(INTAKE, "intake", waiting, "exact", max_depth=greatest)

    def _estimate(self, kind: QueueKind, name: str, depth: int) -> QueueFigures:
        greatest = self._peak(kind, "~" + name, depth)  # a client of our broker may have the same name
        return QueueFigures(name, kind, depth, "estimated", max_depth=greatest)

    def _exact(self, gauges: BrokerGauges) -> list[QueueFigures]:
        clients = [
            QueueFigures(
                each.client, "client", each.queued, "exact", each.in_flight, each.bytes, each.oldest,
                sum(each.dropped.values()), each.delivered, self._greatest.get(("client", each.client), 0),
            )
            for each in gauges.clients
        ]  # fmt: skip
        named = [(f"$share/{each.group}/{each.filter}", each) for each in gauges.groups]
        groups = [
            QueueFigures(
                name, "group", each.queued, "exact", each.in_flight, each.bytes, each.oldest,
                sum(each.dropped.values()), each.delivered, self._greatest.get(("group", name), 0),
            )
            for name, each in named
        ]  # fmt: skip
        return clients + groups

    def _peak(self, kind: QueueKind, name: str, depth: int) -> int:
        """The greatest depth so far; of queues that are long gone it is forgotten."""
        key = (kind, name)
        greatest = max(depth, self._greatest.pop(key, 0))
        self._greatest[key] = greatest  # last in order: the first ones are those unseen for longest
        if len(self._greatest) > _REMEMBERED:
            del self._greatest[next(iter(self._greatest))]
        return greatest
