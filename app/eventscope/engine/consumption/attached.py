"""A running consumer with its source, and how what waits before it is read: by gauges, by Kafka's lag, by sequence."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from functools import partial

from eventscope.base import clock
from eventscope.core.consumer import ConsumerFigures, ConsumerSpec
from eventscope.core.kafka import Partition, Servers
from eventscope.core.sharing import kafka_group, mqtt_filter, share_name
from eventscope.core.workspace import Connection
from eventscope.engine.bridges.endpoints import of_connection
from eventscope.engine.consumption import depths, linksource, reading
from eventscope.engine.consumption.depths import Depth
from eventscope.engine.consumption.lags import Lags
from eventscope.engine.consumption.linksource import LinkSource
from eventscope.engine.consumption.running import Running
from eventscope.engine.consumption.sources import Source
from eventscope.engine.links import MakeLink
from eventscope.engine.monitor import Monitor
from eventscope.engine.schedule import Schedule

KAFKA = ("kafka", "kafkas")


def ident(spec: ConsumerSpec) -> str:
    """The name under which the monitor knows a consumer: no connection's id has a space in it."""
    return f"consumer {spec.name}"


class Attached:
    """One consumer while it runs. Made on the event loop; `connect` may be called in a thread."""

    def __init__(self, spec: ConsumerSpec, connection: Connection, monitor: Monitor, schedule: Schedule) -> None:
        self.spec = spec
        self.connection = connection  # as the workspace has it, to see whether it changed
        self._monitor = monitor
        self._is_kafka = connection.scheme in KAFKA
        shy = self._is_kafka and spec.mode == "pull" and spec.simulate is None
        self._shy = shy
        self._asks = False
        self._reads: deque[tuple[int, Mapping[Partition, int]]] = deque(maxlen=64)  # 16 s of looks
        self._source: Source | None = None
        fold = partial(monitor.fold, ident(spec), stored=False)
        self.running = Running(spec, fold, schedule, shy)
        self._depth: Callable[[int], Depth] = Depth
        self._leave: Callable[[], object] = lambda: None
        monitor.consumer(ident(spec), spec.name, mqtt_filter(spec) if share_name(spec) else None)

    # --- by kind of middleware -----------------------------------------------------------------------------

    def connect(self, make: MakeLink, password: bytes | None, install: str) -> None:
        """By a link of its own."""
        wire = linksource.wire(self.connection, self.spec, install)
        source = LinkSource(self.spec, wire, self.running, make, password, self._monitor, ident(self.spec))
        self._depth = partial(self._by_gauges, wire.client_id)
        self._begin(source)

    def join(self, servers: Servers, password: bytes | None, install: str, lags: Lags) -> None:
        """By a Kafka group."""
        group = kafka_group(self.spec, linksource.client_id(self.connection, self.spec, install))
        from eventscope.engine.consumption.kafkasource import KafkaSource  # Kafka's library loads when it is needed

        trouble = partial(self._monitor.trouble, ident(self.spec))
        source = KafkaSource(self.spec, servers, group, self.running, password, trouble, self._shy)
        self._leave = lambda: lags.forget(group) if self._asks else None
        self._depth = partial(self._by_lag, lambda: source.positions, lags, group)
        self._begin(source)

    def _begin(self, source: Source) -> None:
        self._source = source
        self.running.ask = source.ask
        source.open()

    def close(self, timeout: float) -> None:
        """Stop; what the broker has for it stays there. Waits for the peer."""
        self.running.close()
        if self._source is not None:
            self._source.close(timeout)

    def leave(self) -> None:
        """No figures are wanted any more; on the event loop."""
        self._leave()

    # --- figures -----------------------------------------------------------------------------------------

    def figures(self) -> ConsumerFigures:
        """Now; a few times a second."""
        now = clock.mono_ns()
        return reading.figures(self.running, self._depth(now), now)

    def _by_gauges(self, client: str, now: int) -> Depth:
        gauges = self._monitor.gauges()
        found = depths.embedded(gauges, client, share_name(self.spec), self.spec.filter) if gauges else None
        return found or depths.estimated(self._monitor.under_way(ident(self.spec)), now)

    def _by_lag(self, positions: Callable[[], Mapping[Partition, int]], lags: Lags, group: str, now: int) -> Depth:
        """The lag is asked for from the first partition on: before that the group is not there yet."""
        read = positions()
        if read and not self._asks:
            self._asks = True
            lags.want(group)
        self._reads.append((now, read))
        if (latest := lags.latest(group)) is None:
            return Depth(now)
        said, at = latest  # the ends of a second ago go with the positions of then
        then = next((read for time, read in reversed(self._reads) if time <= at), self._reads[0][1])
        return depths.kafka(said, then, at)


def servers(connection: Connection, password: bytes | None) -> Servers:
    """How to reach the cluster of a connection."""
    found = of_connection(connection, lambda name: password).kafka
    assert found is not None
    return found
