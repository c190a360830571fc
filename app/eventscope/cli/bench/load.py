"""What a source sends, and what it tells of it afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from eventscope.cli.bench.packets import topics
from eventscope.cli.bench.wires import Transport
from eventscope.mqtt.packets import V311

TOPIC = "bench/intake"
IN_FLIGHT = 1000  # unacknowledged messages above QoS 0, unless the receiver wants fewer


@dataclass(frozen=True, slots=True)
class Load:
    """What to send: `rate` 0 means as fast as it is read, else stamped, for a receiver that speaks MQTT 5.

    A stamp says when a message left, or where `planned` is set when it should have. `certificate` is the file for
    TLS. With `port` the source is a client that publishes to the broker there, else it plays broker itself.
    """

    count: int
    size: int = 200
    qos: int = 0
    rate: float = 0.0
    version: int = V311
    topics: int = 50
    transport: Transport = "tcp"
    certificate: str = ""
    planned: bool = False
    port: int = 0

    @property
    def names(self) -> list[str]:
        """The topics, in turn."""
        return topics(TOPIC, self.topics)


def _none() -> NDArray[np.int64]:
    return np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Sent:
    """Monotonic ns of the first byte and of the receiver's goodbye, and how many messages left.

    Where it was planned, `due` and `left` have one monotonic ns for each message: when it should have left, and when
    it was handed to the socket.
    """

    start: int
    end: int
    count: int
    due: NDArray[np.int64] = field(default_factory=_none)
    left: NDArray[np.int64] = field(default_factory=_none)
