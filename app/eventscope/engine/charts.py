"""Answers what a chart asks: curves, heat map and bands of one stretch of time, thinned to its width."""

from __future__ import annotations

from collections.abc import Callable

from eventscope.base import clock
from eventscope.core.series import decimate
from eventscope.core.verbs import ChartData, Curve, GetChart
from eventscope.engine.monitor import Monitor
from eventscope.engine.snapshot import Stretch
from eventscope.engine.trends import thin_heat

WIDEST = 10_000  # points of one curve, whatever is asked for


class Charts:
    """Reads the monitor's series; may be called from any thread."""

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor

    def data(self, verb: GetChart) -> ChartData:
        """What `verb` asks for. Names that nothing was written under give no curve."""
        now = clock.mono_ns()
        end = verb.end or now
        width = min(max(verb.width, 2), WIDEST)
        found = self._monitor.curves(_wanted(verb.names), verb.start, end)
        heat = thin_heat(*self._monitor.heat(verb.start, end), width) if verb.heat else None
        return ChartData(
            curves=tuple(_curve(each, width) for each in found),
            heat=heat,
            bands=self._monitor.bands(verb.start, end),
            now=now,
            wall_offset=self._monitor.wall_offset,
        )


def _curve(stretch: Stretch, width: int) -> Curve:
    return Curve(stretch.name, *decimate(stretch.times, stretch.values, width), stretch.quality)


def _wanted(names: tuple[str, ...]) -> Callable[[str], bool]:
    """Which series are meant; a name that ends in * means all that begin so, no name means all."""
    exact = {name for name in names if not name.endswith("*")}
    prefixes = tuple(name[:-1] for name in names if name.endswith("*"))
    return lambda name: not names or name in exact or name.startswith(prefixes)
