"""What each chart draws: the engine's curves in the chart's unit, with colour and dash, and the busiest queues."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from eventscope.core.verbs import ChartData, Curve

Dash = Literal["solid", "long", "dash", "dots", "dashdot"]
QUEUE = "queue."
SHOWN = 12  # queues drawn at once; how many more there are is said
COLOURS = 7
_SECOND = 1_000_000_000
_WITHIN = 3 * _SECOND  # the engine writes at least once a second


@dataclass(frozen=True, slots=True)
class Chart:
    """`names` are its curves in the order of the legend; values are multiplied by `factor`.

    The axis reaches at least `least`; `whole` marks it by integers only; `off` are hidden at first; beyond
    `limit` things get worse by themselves.
    """

    id: str
    names: tuple[str, ...]
    factor: float = 1.0
    least: float = 1.0
    whole: bool = False
    off: tuple[str, ...] = ()
    limit: float | None = None


_BROKER = ("broker.received", "broker.delivered")
CHARTS = (
    Chart("latency", ("latency.p50", "latency.p90", "latency.p99", "latency.max"), 1e-6, 0.2),
    Chart("queues", (QUEUE,), least=8, whole=True),
    Chart("throughput", ("throughput.offered", "throughput.delivered", *_BROKER), least=10, off=_BROKER),
    Chart("integrity", ("integrity.lost", "integrity.duplicates", "integrity.reordered"), least=4, whole=True),
    Chart("utilisation", ("utilisation",), 100.0, 100.0, limit=100.0),
    Chart("little", ("little.measured", "little.predicted"), least=2),
)
FIXED = tuple(name for chart in CHARTS for name in chart.names if name != QUEUE)
# Colour (of the series in tokens.toml, None: muted) and dash of every curve that has a name of its own.
_LOOKS: dict[str, tuple[int | None, Dash]] = {
    "latency.p50": (0, "solid"),
    "latency.p90": (2, "long"),
    "latency.p99": (1, "dashdot"),
    "latency.max": (4, "dots"),
    "throughput.offered": (None, "dash"),
    "throughput.delivered": (0, "solid"),
    "broker.received": (3, "dots"),
    "broker.delivered": (2, "long"),
    "integrity.lost": (4, "solid"),
    "integrity.duplicates": (1, "long"),
    "integrity.reordered": (3, "dots"),
    "utilisation": (0, "solid"),
    "little.measured": (2, "solid"),
    "little.predicted": (1, "dash"),
}
_KINDS = ("group", "bridge", "kafka", "client", "intake")  # what is looked for first comes first
_MORE: tuple[Dash, ...] = ("solid", "dots", "dashdot")  # a dashed line means estimated


@dataclass(frozen=True, slots=True)
class Line:
    """One curve as it is drawn: times in monotonic ns, values in the unit of its chart, NaN where nothing is known."""

    name: str
    colour: int | None
    dash: Dash
    quality: str
    times: NDArray[np.int64]
    values: NDArray[np.float64]

    @property
    def estimated(self) -> bool:
        """Whether it has to look so."""
        return self.quality != "exact"

    def highest(self) -> float:
        """The greatest value; 0 where there is none."""
        return float(np.nanmax(self.values)) if self.known else 0.0

    @property
    def known(self) -> bool:
        """Whether anything was measured."""
        return bool(len(self.values)) and not bool(np.isnan(self.values).all())

    def value(self, at: int) -> float | None:
        """The value measured nearest to a moment."""
        if not len(self.times):
            return None
        near = self._nearest(at)
        value = float(self.values[near])
        return None if np.isnan(value) or abs(int(self.times[near]) - at) > self.reach else value

    @property
    def reach(self) -> int:
        """Points further apart than this (ns) do not belong together; wide ranges are thinned, so it grows with them.

        Thinning leaves two points to a bucket, anywhere in it: neighbours may be four mean distances apart.
        """
        if len(self.times) < 2:
            return _WITHIN
        return max(_WITHIN, 9 * int(self.times[-1] - self.times[0]) // (2 * len(self.times)))

    def runs(self) -> list[slice]:
        """The stretches without a gap: neither a NaN nor a silence within."""
        if not len(self.times):
            return []
        known = ~np.isnan(self.values)
        joined = known[1:] & known[:-1] & (np.diff(self.times) <= self.reach)
        edges = np.flatnonzero(~joined) + 1
        parts = zip([0, *edges.tolist()], [*edges.tolist(), len(known)], strict=True)
        return [slice(start, end) for start, end in parts if known[start]]

    def _nearest(self, at: int) -> int:
        place = int(np.searchsorted(self.times, at))
        if place == len(self.times) or (place and at - self.times[place - 1] < self.times[place] - at):
            return place - 1
        return place


class Lines:
    """Turns answers into lines by chart. A queue gets a colour when something waits in it first, and keeps it."""

    def __init__(self) -> None:
        self._slots: dict[str, int] = {}
        self.queues: tuple[str, ...] = ()  # names of those that are drawn, the busiest first
        self.hidden_queues = 0

    def take(self, data: ChartData, all_queues: bool) -> dict[str, list[Line]]:
        """Lines by chart; `all_queues` says that the answer holds every queue, so that the busiest can be chosen."""
        curves = {curve.name: curve for curve in data.curves}
        if all_queues:
            self._choose([curve for curve in data.curves if curve.name.startswith(QUEUE)])
        return {chart.id: self._lines(chart, curves) for chart in CHARTS}

    def _lines(self, chart: Chart, curves: dict[str, Curve]) -> list[Line]:
        names = chart.names if chart.names != (QUEUE,) else self.queues
        return [self._line(curves[name], chart.factor) for name in names if name in curves]

    def _line(self, curve: Curve, factor: float) -> Line:
        colour, dash = _LOOKS.get(curve.name) or self._queue_look(curve)
        values = curve.values if factor == 1.0 else curve.values * factor
        return Line(curve.name, colour, dash, curve.quality, curve.times, values)

    def _queue_look(self, curve: Curve) -> tuple[int | None, Dash]:
        slot = self._slots.get(curve.name)
        if slot is None and _deepest(curve) > 0:
            slot = self._slots[curve.name] = _free(self._slots.values())
        dash: Dash = _MORE[(slot or 0) // COLOURS % len(_MORE)]
        return None if slot is None else slot % COLOURS, "dash" if curve.quality != "exact" else dash

    def _choose(self, curves: list[Curve]) -> None:
        """The SHOWN that were deepest, in an order that only changes when one becomes twice as deep as another."""
        deepest = {curve.name: _deepest(curve) for curve in curves}
        chosen = sorted(deepest, key=lambda name: self._rank(name, deepest[name]), reverse=True)[:SHOWN]
        self._slots = {name: slot for name, slot in self._slots.items() if name in chosen}
        self.queues = tuple(sorted(chosen, key=lambda name: self._order(name, deepest[name])))
        self.hidden_queues = len(curves) - len(chosen)

    def _rank(self, name: str, deepest: float) -> tuple[float, int]:
        """Those drawn already stay unless another was clearly deeper."""
        bonus = 1.25 if name in self.queues else 1.0
        return deepest * bonus, -_KINDS.index(queue_parts(name)[0])

    def _order(self, name: str, deepest: float) -> tuple[int, int, int]:
        size = math.frexp(deepest)[1] if deepest > 0 else -1000
        before = self.queues.index(name) if name in self.queues else SHOWN
        return -size, _KINDS.index(queue_parts(name)[0]), before


def _deepest(curve: Curve) -> float:
    """The greatest depth; below 0 where nothing is known."""
    known = curve.values[~np.isnan(curve.values)]
    return float(known.max()) if len(known) else -1.0


def _free(taken: Iterable[int]) -> int:
    used = set(taken)
    return next(slot for slot in range(len(used) + 1) if slot not in used)


def queue_parts(name: str) -> tuple[str, str, str]:
    """(kind, name, filter) of a curve named queue.KIND.NAME; a shared group's name is split from its filter."""
    kind, _, rest = name.removeprefix(QUEUE).partition(".")
    if kind == "group":
        return kind, *group_parts(rest)
    return (kind if kind in _KINDS else "client"), rest, ""


def group_parts(name: str) -> tuple[str, str]:
    """(group, filter) of a shared group as the engine names it: "$share/billing/orders/#"."""
    if not name.startswith("$share/"):
        return name, ""
    group, _, pattern = name.removeprefix("$share/").partition("/")
    return group, pattern
