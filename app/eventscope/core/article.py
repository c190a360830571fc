"""The design article's own five formulas, shown beside the textbook's quantities that they stand for."""

from __future__ import annotations

from eventscope.core.metrics import ArticleFigures


def article(
    production: float | None,
    processing: float | None,
    latency: float | None,
    depth: float | None,
) -> ArticleFigures:
    """Rates in messages a second, `latency` from the actual send in ns, mean queue `depth` in messages.

    What an unknown input or a division by zero leaves undefined is None.
    """
    return ArticleFigures(
        throughput=_ratio(production, processing),
        latency=latency,
        queue_length=None if processing is None or latency is None else processing * latency / 1e9,
        throughput_rate=_ratio(production, depth),
        scalability=_ratio(processing, production),
    )


def _ratio(upper: float | None, lower: float | None) -> float | None:
    return upper / lower if upper is not None and lower else None
