"""The curves of our own Kafka clients as charts: which share one, in which unit, and how each line looks."""

from __future__ import annotations

from collections.abc import Iterable

from eventscope.core.answers import Curve
from eventscope.ui.viewmodels.charts_lines import Chart, Dash, Line

CHARTS = (
    Chart("kafka.rtt", ("rtt.p50", "rtt.p99"), least=2),
    Chart("kafka.waiting", ("waiting",), least=8, whole=True),
    Chart("kafka.in-flight", ("in-flight",), least=4, whole=True),
    Chart("kafka.lag", ("lag",), least=8, whole=True),
    Chart("kafka.traffic", ("sent", "received"), least=10),
    Chart("kafka.faults", ("retries", "errors"), least=1),
)
_LOOKS: dict[str, tuple[int, Dash]] = {
    "rtt.p50": (0, "solid"), "rtt.p99": (1, "dashdot"), "sent": (0, "solid"), "received": (2, "long"),
    "retries": (1, "long"), "errors": (4, "solid"),
}  # fmt: skip


def lines(curves: Iterable[Curve]) -> dict[str, list[Line]]:
    """Lines by chart; none where nothing is known."""
    known = {each.name: each for each in curves}
    return {chart.id: [_line(known[name]) for name in chart.names if name in known] for chart in CHARTS}


def _line(curve: Curve) -> Line:
    colour, dash = _LOOKS.get(curve.name, (0, "solid"))
    return Line(f"kafka.{curve.name}", colour, dash, curve.quality, curve.times, curve.values)
