"""Keeps the latest of every kind of news that the Bus page draws, and makes one graph of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from eventscope.core.broker import ClientInfo
from eventscope.core.busfigures import BridgeFigures
from eventscope.core.consumer import ConsumerFigures
from eventscope.core.news import BrokerNews, LinkNews, Summary
from eventscope.core.workspace import Workspace
from eventscope.ui.viewmodels.brokers_rows import waiting
from eventscope.ui.viewmodels.bus import graph
from eventscope.ui.viewmodels.bus.graph import FLOWING, Flow, Graph, Health, Standing
from eventscope.ui.viewmodels.bus.hubs import hub_of
from eventscope.ui.viewmodels.bus.parties import Crowd, Party, of_workspace
from eventscope.ui.viewmodels.bus.places import Place, listening, places
from eventscope.ui.viewmodels.bus.rates import Rates

# Of several sides of one broker the first of these is the one to tell of.
_ORDER = ("refused", "waiting", "connecting", "down", "up")
_HEALTH: dict[str, Health] = {"refused": "bad", "waiting": "wait", "connecting": "wait", "down": "off", "up": "idle"}


class BusModel:
    """`put` what came; `graph()` draws it. Times are monotonic ns."""

    def __init__(self) -> None:
        self.workspace = Workspace()
        self.figures: tuple[BridgeFigures, ...] = ()
        self.consumers: tuple[ConsumerFigures, ...] = ()
        self.broker: BrokerNews | None = None
        self.clients: tuple[ClientInfo, ...] = ()
        self.links: dict[str, LinkNews] = {}
        self.summary: Summary | None = None
        self._crowd, self._rates = Crowd(), Rates()

    def graph(self) -> Graph:
        """Everything as it is now."""
        ports = self.broker.ports if self.broker else None
        found = places(listening(self.workspace.connections, ports), self.figures)
        crossed = graph.crossings(self.workspace.bridges, self.figures, found)
        parties = self._parties(found)
        flows = graph.flows(crossed, parties, found, self.figures) + self._window_flows(found)
        standings = {place.id: self._standing(place) for place in found}
        return Graph(tuple(found), tuple(parties), tuple(crossed), tuple(flows), standings)

    def _parties(self, found: Sequence[Place]) -> list[Party]:
        parties: list[Party] = []
        embedded = next((place for place in found if place.embedded), None)
        if embedded is not None and self.broker is not None and self.broker.gauges is not None:
            names = {item.id: item.name for item in self.workspace.connections}
            own = {news.client_id: names.get(ident, ident) for ident, news in self.links.items() if news.client_id}
            parties += self._crowd.parties(embedded.id, self.broker.gauges, self.clients, own, self.workspace.consumers)
        by_connection = {item.id: place.id for place in found for item in place.connections}
        parties += of_workspace(self.workspace.consumers, self.consumers, by_connection)
        return parties + self._window(found)

    def _window(self, found: Sequence[Place]) -> list[Party]:
        """This window listens where a connection is up and subscribed."""
        mine = [place for place in found if self._listening(place)]
        if not mine:
            return []
        rate = sum(rate for place in mine if (rate := self._heard(place)) is not None)
        names = tuple(item.name for place in mine for item in place.connections)
        return [Party(graph.WINDOW, "consumer", "window", "", mine[0].id, len(mine), names, rate)]

    def _window_flows(self, found: Sequence[Place]) -> list[Flow]:
        """A line from each broker at which this window listens."""
        flows = []
        for place in [place for place in found if self._listening(place)]:
            rate = self._heard(place)
            health: Health = "good" if rate is not None and rate >= FLOWING else "idle"
            ident = f"<{graph.WINDOW}:{place.id}"
            flows.append(Flow(ident, place.id, graph.WINDOW, "consume", health, rate))
        return flows

    def _listening(self, place: Place) -> bool:
        return any(
            (news := self.links.get(item.id)) is not None
            and news.state == "up"
            and any(each.enabled for each in item.subscriptions)
            for item in place.connections
        )

    def _heard(self, place: Place) -> float | None:
        """Messages a second that this window receives from there; None before the first summary."""
        if self.summary is None:
            return None
        return sum(self.summary.connection_rates.get(item.id, 0.0) for item in place.connections)

    # --- how places fare -----------------------------------------------------------------------------------

    def _standing(self, place: Place) -> Standing:
        standing = self._state(place)
        gauges = self.broker.gauges if self.broker and place.embedded else None
        if gauges is not None:
            rate = self._rates.take("in", gauges.at, gauges.received)
            moving: Health = "good" if rate >= FLOWING else "idle"
            return replace(
                standing,
                health=moving if standing.state == "up" else standing.health,
                rate=rate,
                queued=waiting(gauges),
                clients=gauges.connections,
            )
        rate_here = self._heard(place)
        flowing = self._crossed_by(place)
        moving = "good" if (rate_here or 0.0) + flowing >= FLOWING else "idle"
        return replace(
            standing,
            health=moving if standing.state == "up" else standing.health,
            rate=rate_here if self._listening(place) else standing.rate,
            here=place.kind != "bus",
            crossing=flowing if self._touched(place) else None,
        )

    def _touched(self, place: Place) -> bool:
        """Whether a bridge leads from it or to it."""
        names = {item.name for item in place.connections}
        return any(side.connection in names for side in graph.sides(self.figures))

    def _crossed_by(self, place: Place) -> float:
        """Messages a second that bridges take from it or bring to it."""
        names = {item.name for item in place.connections}
        return sum(
            (each.rate if each.source.connection in names else 0.0)
            + sum(edge.rate for edge in each.edges if edge.target.connection in names)
            for each in self.figures
        )

    def _state(self, place: Place) -> Standing:
        if place.embedded and (self.broker is None or self.broker.ports is None):
            return Standing("off", "stopped", words=self.broker.words if self.broker else "")
        if place.kind == "bus":
            return self._bus_state(place)
        found = list(self._sides(place))
        if place.embedded and not found:
            return Standing("idle", "up")
        return min(found, key=lambda each: _ORDER.index(each.state), default=Standing("off", "down"))

    def _sides(self, place: Place) -> Iterable[Standing]:
        """What links of the window and bridges say of it; a link that nobody wants is no trouble."""
        names = {item.name for item in place.connections} | ({place.name} if place.lost else set())
        for item in place.connections:
            news = self.links.get(item.id)
            if news is not None and (news.state != "down" or news.code):
                yield Standing(
                    _HEALTH[news.state], news.state, news.code, news.words, news.params, news.retry_at, news.attempt,
                    since=news.since,
                )  # fmt: skip
        for side in graph.sides(self.figures):
            if side.connection in names and (side.state != "down" or side.code):
                yield Standing(_HEALTH[side.state], side.state, side.code, side.words, side.params)

    def _bus_state(self, place: Place) -> Standing:
        """Its state is that of all members; its books are its own, because one event waits for several of them."""
        mine = [each for each in self.figures if each.bus == place.name]
        hub = hub_of(place.name, mine)
        if hub.figures is None:
            return Standing("off", "down", hub=hub)
        own = hub.figures
        return Standing(
            graph.worst(graph.health_of(each) for each in mine), own.state, own.code, own.words, own.params,
            rate=sum(each.rate for each in mine), queued=own.queued, dead=own.dead, hub=hub,
        )  # fmt: skip
