"""The spool of a bridge that does not run, opened for a moment."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bridgefakes import ENDPOINTS, fakes, listening, spec
from eventscope.core.errors import Unavailable
from eventscope.engine.bridges import resting
from eventscope.engine.bridges.defences import Defences
from eventscope.engine.bridges.design import of_bridge
from eventscope.engine.bridges.flow import Flow, Ground
from eventscope.engine.bridges.homes import Homes
from eventscope.store.spool import Spool
from eventscope.store.spoolrows import Entry, Limits


def quiet(level: str, code: str, sentence: str, **params: object) -> None:
    pass


def flow(folder: Path, **more: str) -> Flow:
    async def made() -> Flow:
        maker, _, _ = fakes()
        feed, _ = listening()
        design = of_bridge(spec(**more), ENDPOINTS)
        return Flow(design, Homes(folder, "me").get("ab"), Ground(feed, Defences(), maker), lambda: None)

    return asyncio.run(made())


def test_figures(tmp_path: Path) -> None:
    found = flow(tmp_path)
    assert resting.figures(found) is None
    spool = Spool.open(found.home.folder, Limits(), quiet)
    spool.put([Entry(0, b"t", b"x")])
    assert resting.figures(found) is None  # it is in use
    spool.dead.page()
    spool.close()
    figures = resting.figures(found)
    assert figures is not None
    assert figures.queued == 1
    assert resting.figures(flow(tmp_path, delivery="at-most-once")) is None


def test_opened_with_planners_where_the_design_is_known(tmp_path: Path) -> None:
    found = flow(tmp_path)
    with resting.opened(found.home, found.design, quiet) as (morgue, planners):
        assert morgue.page() == []
        assert len(planners) == 1
        with pytest.raises(Unavailable), resting.opened(found.home, None, quiet):
            pass
    with resting.opened(found.home, None, quiet) as (_, planners):
        assert planners == ()
