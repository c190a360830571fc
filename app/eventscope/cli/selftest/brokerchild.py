"""An embedded broker for a check, in its own process on any free port, and the gauges that it tells."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from eventscope.broker.child import BrokerProcess
from eventscope.core.broker import BrokerConfig, BrokerGauges, ClientGauge, Listener

ANY_PORT = (Listener(port=0),)


class Gauges:
    """The newest snapshot."""

    def __init__(self) -> None:
        self.newest: BrokerGauges | None = None

    def __call__(self, gauges: BrokerGauges) -> None:
        """Take it; on the reader's thread."""
        self.newest = gauges

    def of(self, name: str) -> ClientGauge | None:
        """What it says of that client."""
        found = self.newest.clients if self.newest else ()
        return next((item for item in found if item.client == name), None)

    def waiting(self, name: str) -> int:
        """Messages that wait for that client or are on their way to it."""
        gauge = self.of(name)
        return gauge.queued + gauge.in_flight if gauge else 0


@contextmanager
def broker(config: BrokerConfig | None = None) -> Iterator[tuple[BrokerProcess, Gauges]]:
    """A broker child for a block."""
    gauges = Gauges()
    process = BrokerProcess.start(config or BrokerConfig(ANY_PORT), gauges, lambda words: None)
    try:
        yield process, gauges
    finally:
        process.stop()


def mqtt_port(process: BrokerProcess) -> int:
    """Where it listens for plain MQTT."""
    port = process.ports.mqtt
    assert port is not None
    return port
