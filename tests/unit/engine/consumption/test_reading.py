"""Figures of a consumer: utilisation, headroom, the article's five, and what is unknown stays so."""

from __future__ import annotations

import pytest

from consuming import SECOND, block, on_loop, running
from eventscope.core.consumer import Simulation
from eventscope.core.message import STAMPED
from eventscope.engine.consumption.depths import Depth
from eventscope.engine.consumption.held import held
from eventscope.engine.consumption.reading import figures
from eventscope.engine.consumption.running import Running

MS = 10**6


def worked(found: Running, rate: int, service: int, seconds: int = 14) -> None:
    """`rate` messages a second come, and each is done `service` ns later."""
    for number in range(rate * seconds):
        at = SECOND + number * SECOND // rate
        given = block(1, mono=at, latency=0, flags=STAMPED)
        found.tally.take(given, None)
        for item in held(given, None, None):
            found.tally.finish(item, at, at + service)


@on_loop
async def test_utilisation_is_the_offered_rate_over_what_the_servers_can_do() -> None:
    found = running(simulate=Simulation("fixed", mean=20, concurrency=2))
    worked(found, rate=40, service=20 * MS)
    seen = figures(found, Depth(), 15 * SECOND)
    assert seen.utilisation == pytest.approx(40 / 100, rel=0.02)
    assert seen.headroom == pytest.approx(2.5, rel=0.02)
    assert seen.article.throughput == seen.utilisation
    assert seen.article.scalability == seen.headroom
    # mu W overestimates Little's X W by 1 / rho
    assert seen.article.queue_length == pytest.approx(100 * 0.020, rel=0.01)
    assert seen.little.predicted == pytest.approx(40 * 0.020, rel=0.02)
    assert seen.article.latency == pytest.approx(20 * MS)
    assert (seen.little.verdict, seen.boundary) == ("holds", "received")


@on_loop
async def test_a_growing_queue_is_offered_load() -> None:
    found = running(simulate=Simulation("fixed", mean=10))
    worked(found, rate=100, service=10 * MS)
    for second in range(1, 15):
        seen = figures(found, Depth(second * SECOND, 50 * second, "exact"), 15 * SECOND)
    assert seen.utilisation == pytest.approx(1.5, rel=0.05)
    shared = running(simulate=Simulation("fixed", mean=10))
    worked(shared, rate=100, service=10 * MS)
    for second in range(1, 15):
        seen = figures(shared, Depth(second * SECOND, 50 * second, "exact", members=2), 15 * SECOND)
    assert seen.utilisation == pytest.approx(1.25, rel=0.05)
    assert seen.boundary == "received"


@on_loop
async def test_without_pretended_work_nobody_knows_the_capacity() -> None:
    found = running()
    worked(found, 40, 0)
    seen = figures(found, Depth(5, 3, "estimated", 1.5, 0.5), 15 * SECOND)
    assert (seen.utilisation, seen.headroom, seen.article.throughput) == (None, None, None)
    assert (seen.queued, seen.quality, seen.oldest, seen.lag_seconds) == (3, "estimated", 1.5, 0.5)


@on_loop
async def test_the_book_and_the_standing_are_told() -> None:
    found = running(mode="pull", sharing="queue", group="q")
    found.standing("waiting", "closed", "Gone.", {"a": "b"})
    found.take(block(3), None)
    given = await found.pull(1, 0, False)
    seen = figures(found, Depth(), 2 * SECOND)
    assert (seen.received, seen.done, seen.failed, seen.holding, seen.returned) == (3, 0, 0, 3, 0)
    assert seen.in_service == len(given) == 1
    assert (seen.state, seen.code, seen.words, seen.params) == ("waiting", "closed", "Gone.", {"a": "b"})
    assert (seen.name, seen.mode, seen.sharing, seen.group, seen.share) == ("c", "pull", "queue", "q", "q")
