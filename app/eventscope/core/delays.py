"""How late the messages of one consumer came, in a sliding window, since the start, and by bands."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from eventscope.core.histogram import LONG, SHORT, Histogram, Recent, figures, merged
from eventscope.core.message import NO_LATENCY
from eventscope.core.metrics import LatencyFigures

Int = NDArray[np.int64]
Bool = NDArray[np.bool_]


class Delays:
    """Latencies of one connection in ns; negative ones show a clock error: counted, in no percentile."""

    def __init__(self) -> None:
        self.recent = Recent()
        self.negative = self.wall = self.unreadable = self.retained = 0
        self._negative_now = 0
        self._lag = self._lags = 0

    def add(self, latency: Int, wall: Bool, retained: Bool, lag: Int) -> None:
        """Stamped messages, all of shape (m,).

        `latency` is NO_LATENCY where unknown, `wall` marks those between two wall clocks, `retained` copies
        whose age is no latency; `lag` is actual minus intended send time, negative where unknown.
        """
        live = (latency != NO_LATENCY) & ~retained
        early = int((latency[live] < 0).sum())
        self.recent.now.add(latency[live & (latency >= 0)])
        self.negative += early
        self._negative_now += early
        self.wall += int((wall & live).sum())
        self.retained += int(retained.sum())
        known = lag[lag >= 0]
        self._lag += int(known.sum())
        self._lags += len(known)

    def one(self, latency: int, wall: bool, retained: bool, lag: int) -> None:
        """One stamped message, see `add`."""
        self.retained += retained
        if latency != NO_LATENCY and not retained:
            self.wall += wall
            if latency < 0:
                self.negative += 1
                self._negative_now += 1
            else:
                self.recent.now.one(latency)
        if lag >= 0:
            self._lag += lag
            self._lags += 1

    def turn(self) -> tuple[int, Histogram]:
        """A second is over: how many were negative in it, and the others."""
        negative, self._negative_now = self._negative_now, 0
        return negative, self.recent.turn()

    @property
    def lag(self) -> float | None:
        """Mean of actual minus intended send time in ns."""
        return self._lag / self._lags if self._lags else None


def window_figures(parts: list[Delays]) -> tuple[LatencyFigures, float]:
    """(figures over several consumers, seconds they cover); the counts beside them are since the start.

    Ten seconds, or thirty where ten hold too few samples for p99 and thirty hold enough.
    """
    short = _figures(merged(part.recent.window() for part in parts), parts)
    if short.p99 is None and short.count:
        long = _figures(merged(part.recent.long() for part in parts), parts)
        if long.p99 is not None:
            return long, float(LONG)
    return short, float(SHORT)


def whole_figures(parts: list[Delays]) -> LatencyFigures:
    """Since the start, over several consumers."""
    return _figures(merged(part.recent.all() for part in parts), parts)


def _figures(histogram: Histogram, parts: list[Delays]) -> LatencyFigures:
    return figures(
        histogram,
        negative=sum(part.negative for part in parts),
        wall=sum(part.wall for part in parts),
        unreadable=sum(part.unreadable for part in parts),
        retained=sum(part.retained for part in parts),
    )


def mean_lag(parts: list[Delays]) -> float | None:
    """Mean send lag in ns over several consumers, weighted by their messages."""
    known = sum(part._lags for part in parts)
    return sum(part._lag for part in parts) / known if known else None
