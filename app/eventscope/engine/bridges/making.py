"""Which class makes the ends of which middleware; a middleware's code is imported when a bridge needs it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from importlib import import_module
from typing import cast

from eventscope.core.bus import BridgeSpec, Kind, Route
from eventscope.core.identity import identity
from eventscope.engine.bridges import probing
from eventscope.engine.bridges.ends import (
    Endpoint,
    Inlet,
    MakeSource,
    MakeTarget,
    MakeTransfer,
    Outlet,
    SourceEnd,
    TargetEnd,
)
from eventscope.engine.bridges.probing import Findings

_PACKAGE = "eventscope.engine.bridges"
_SOURCES = {
    "mqtt": ("mqttsource", "MqttSource"),
    "kafka": ("kafkasource", "KafkaSource"),
    "http": ("httpends", "HttpSource"),
}
_TARGETS = {
    "mqtt": ("mqtttarget", "MqttTarget"),
    "kafka": ("kafkatarget", "KafkaTarget"),
    "http": ("httpends", "HttpTarget"),
}
Probe = Callable[[Sequence[Endpoint], float], Awaitable[Findings]]
_TRANSFER = ("kafkatransfer", "KafkaTransfer")


class Maker:
    """Makes ends. Tests put their own classes in by kind."""

    def __init__(
        self,
        sources: Mapping[Kind, MakeSource] | None = None,
        targets: Mapping[Kind, MakeTarget] | None = None,
        probe: Probe | None = None,
    ) -> None:
        self._sources = dict(sources or {})
        self._targets = dict(targets or {})
        self._probe = probe or (probing.probe if self._real else None)

    @property
    def _real(self) -> bool:
        return not self._sources and not self._targets

    async def probe(self, endpoints: Sequence[Endpoint], seconds: float) -> Findings:
        """Which of them lead to one broker; brokers that nobody runs are not asked."""
        return await self._probe(endpoints, seconds) if self._probe is not None else Findings((), {})

    def source(self, endpoint: Endpoint, spec: BridgeSpec, number: int, inlet: Inlet, name: str) -> SourceEnd:
        """Where messages come from."""
        kind = endpoint.bus.kind
        make = self._sources.get(kind) or cast("MakeSource", _found(*_SOURCES[kind]))
        return make(endpoint, spec, number, inlet, name)

    def target(
        self, endpoint: Endpoint, spec: BridgeSpec, route: Route, number: int, outlet: Outlet, name: str
    ) -> TargetEnd:
        """Where the copies of one route go."""
        kind = endpoint.bus.kind
        make = self._targets.get(kind) or cast("MakeTarget", _found(*_TARGETS[kind]))
        return make(endpoint, spec, route, number, outlet, name)

    def transfer(
        self, endpoint: Endpoint, spec: BridgeSpec, number: int, inlet: Inlet, outlets: Sequence[Outlet], name: str
    ) -> SourceEnd:
        """Both in one, see `transfers`."""
        return cast("MakeTransfer", _found(*_TRANSFER))(endpoint, spec, number, inlet, outlets, name)

    async def forget(self, endpoint: Endpoint, name: str, retained: str = "") -> None:
        """The end of that name is gone for good: what a middleware keeps for it is ended, where that is possible.

        `retained` is a topic at which it retains something of ours.
        """
        if endpoint.bus.kind == "mqtt" and self._real:
            from eventscope.engine.bridges.mqttforget import forget

            await forget(endpoint, name, retained)


def transfers(spec: BridgeSpec, endpoints: Mapping[str, Endpoint]) -> bool:
    """Whether the bridge runs over Kafka's transactions: these hold records and offsets of one cluster only."""
    names = [spec.source.connection, *(route.to.connection for route in spec.routes)]
    used = [endpoints[name] for name in names]
    # By address, whatever a probe says: its end connects to one of them only, and must not change with what is found.
    one = len({identity(endpoint.bus) for endpoint in used}) == 1
    return spec.delivery == "effectively-once" and one and all(item.bus.kind == "kafka" for item in used)


def _found(module: str, name: str) -> object:
    return getattr(import_module(f"{_PACKAGE}.{module}"), name)
