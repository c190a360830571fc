"""From the book of a running consumer and what waits before it to the figures that people see."""

from __future__ import annotations

from eventscope.core.article import article
from eventscope.core.consumer import ConsumerFigures, ConsumerSpec
from eventscope.core.metrics import ArticleFigures, LittleFigures
from eventscope.core.sharing import share_name
from eventscope.engine.consumption.depths import Depth
from eventscope.engine.consumption.running import Running
from eventscope.engine.consumption.tally import Tally


def figures(running: Running, depth: Depth, now: int) -> ConsumerFigures:
    """At `now` (monotonic ns); call it a few times a second, since rates and the queue's course are read by it."""
    spec, tally, state = running.spec, running.tally, running.state
    with running.locked:
        tally.read(now)
        # A check of one member against the queue of all of them would compare different boundaries.
        tally.residence.sample(depth.at, depth.queued, depth.quality == "exact" and depth.members == 1)
        little, boundary = tally.residence.check(now)
        capacity = _capacity(spec, tally)
        offered = tally.residence.rates(now, 1 / depth.members).offered
        coming, going = tally.rates
        return ConsumerFigures(
            name=spec.name,
            state=state.state,
            mode=spec.mode,
            sharing=spec.sharing,
            group=spec.group,
            code=state.code,
            words=state.words,
            params=state.params,
            received=tally.received,
            done=tally.done,
            failed=tally.failed,
            holding=running.holding,
            in_service=running.in_service,
            redelivered=tally.redelivered,
            returned=tally.returned,
            retried=tally.retried,
            queued=depth.queued,
            quality=depth.quality,
            lag_seconds=depth.lag_seconds,
            oldest=depth.oldest,
            rate_in=coming,
            rate_done=going,
            utilisation=offered / capacity if capacity else None,
            headroom=capacity / offered if capacity and offered else None,
            latency=tally.total.figures(unreadable=tally.unreadable, retained=tally.retained),
            send_lag=tally.send_lag.figures(),
            transit=tally.transit.figures(),
            waiting=tally.waiting.figures(),
            service=tally.service.figures(),
            little=little,
            boundary=boundary,
            share=share_name(spec),
            article=_article(tally, offered, capacity, little),
        )


def _capacity(spec: ConsumerSpec, tally: Tally) -> float | None:
    """c mu: messages a second that its servers can work off; None where nobody pretends to work."""
    if spec.simulate is None or not tally.busy:
        return None
    return spec.simulate.concurrency * tally.worked * 1e9 / tally.busy


def _article(tally: Tally, offered: float, capacity: float | None, little: LittleFigures) -> ArticleFigures:
    """The article's five, of the same inputs: latency from the actual send, depth as it was measured."""
    whole, lag = tally.total.mean, tally.send_lag.mean
    latency = None if whole is None else whole - (lag or 0.0)
    return article(offered or None, capacity, latency, little.measured)
