"""What the charts show over time: every figure written down as it was, by tenths of a second or by seconds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from eventscope.core.broker import BrokerGauges
from eventscope.core.delays import Delays
from eventscope.core.histogram import BANDS, Histogram, merged
from eventscope.core.meter import Meter
from eventscope.core.metrics import Integrity, LittleFigures, QueueFigures
from eventscope.core.series import COARSE, Board, Ring
from eventscope.core.verbs import HeatMap

_QUANTILES = {"p50": 0.5, "p90": 0.9, "p99": 0.99}
QUEUE = "queue."


@dataclass(slots=True)
class Meters:
    """Growing totals whose rates are drawn."""

    offered: Meter = field(default_factory=Meter)
    delivered: Meter = field(default_factory=Meter)
    bytes: Meter = field(default_factory=Meter)

    def read(self, now: int) -> None:
        """Note all of them."""
        for meter in (self.offered, self.delivered, self.bytes):
            meter.read(now)


class Trends:
    """Writes series; times are monotonic ns. Names are those of `core.verbs.GetChart`."""

    def __init__(self) -> None:
        self.board = Board()
        self.heat = Ring(COARSE, len(BANDS), np.int32)
        self._broker = (Meter(), Meter())
        self._integrity = Integrity()

    def tenth(self, now: int, meters: Meters, queues: Iterable[QueueFigures], integrity: Integrity) -> None:
        """A tenth of a second is over."""
        self.board.record(
            now,
            {
                "throughput.offered": meters.offered.rate,
                "throughput.delivered": meters.delivered.rate,
                "throughput.bytes": meters.bytes.rate,
                "integrity.lost": max(integrity.lost - self._integrity.lost, 0),
                "integrity.duplicates": integrity.duplicates - self._integrity.duplicates,
                "integrity.reordered": integrity.reordered - self._integrity.reordered,
            },
        )
        self._integrity = integrity
        self._queues(now, queues)

    def _queues(self, now: int, queues: Iterable[QueueFigures]) -> None:
        exact: dict[str, float | None] = {}
        others: dict[str, float | None] = {}
        for each in queues:
            (exact if each.quality == "exact" else others)[f"{QUEUE}{each.kind}.{each.name}"] = each.depth
        self.board.record(now, others, "estimated")
        refused = self.board.refused
        self.board.record(now, exact)
        self.board.refused += refused
        self.board.end(QUEUE, now, {**exact, **others})

    def gauges(self, gauges: BrokerGauges) -> None:
        """The embedded broker counted so much in all."""
        received, delivered = self._broker
        received.total, delivered.total = gauges.received, gauges.delivered
        for meter in self._broker:
            meter.read(gauges.at)
        rates = {"broker.received": received.rate, "broker.delivered": delivered.rate}
        self.board.record(gauges.at, rates)

    def second(
        self,
        now: int,
        delays: dict[str, Delays],
        little: LittleFigures,
        utilisation: float | None,
        aside: frozenset[str] = frozenset(),
    ) -> None:
        """A second is over; `delays` by consumer are turned here, those `aside` only have curves of their own."""
        turned = {name: each.turn() for name, each in delays.items()}
        windows = {name: (each.recent.window(), each.recent.long()) for name, each in delays.items()}
        whole = [name for name in turned if name not in aside]
        closed = merged(turned[name][1] for name in whole)
        longer = [merged(windows[name][n] for name in whole) for n in (0, 1)]
        self.board.record(now, _percentiles("latency.", closed, *longer))
        if len(delays) > 1:
            for name, (_, slot) in turned.items():
                points = _percentiles("", slot, *windows[name])
                self.board.record(now, {f"consumer.{key}.{name}": points[key] for key in ("p50", "p99")})
        known = {"utilisation": utilisation, "little.measured": little.measured, "little.predicted": little.predicted}
        self.board.record(now, known)
        negative = sum(turned[name][0] for name in whole)
        self.heat.append(now, np.concatenate([[negative], closed.bands()]))

    def heat_map(self, start: int, end: int) -> tuple[NDArray[np.int64], NDArray[np.generic]]:
        """Times and cells as they were written."""
        return self.heat.between(start, end)


def _percentiles(prefix: str, second: Histogram, *windows: Histogram) -> dict[str, float | None]:
    """All of one window, so that p50 <= p90 <= p99 <= max: the shortest one with enough samples for the most of them.

    That is the last second where it holds a thousand; a second without messages is a gap.
    """
    names = [prefix + name for name in (*_QUANTILES, "max")]
    if not second.count:
        return dict.fromkeys(names)
    known: list[list[int | None]] = [
        [*each.percentiles(list(_QUANTILES.values())), each.max] for each in (second, *windows)
    ]
    most = min(known, key=lambda values: values.count(None))
    return dict(zip(names, most, strict=True))


def thin_heat(times: NDArray[np.int64], cells: NDArray[np.generic], width: int) -> HeatMap:
    """At most about `width` columns: neighbours added up, never dropped."""
    if len(times) > width > 0:
        size = -(-len(times) // width)
        starts = np.arange(0, len(times), size)
        times, cells = times[starts], np.add.reduceat(cells, starts, axis=0)
    return HeatMap(times, BANDS, cells.astype(np.int32))
