"""A bridge that does not run: its spool is opened for a moment, to count or to look after its dead letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from eventscope.core.errors import EventscopeError
from eventscope.engine.bridges import works
from eventscope.engine.bridges.defences import Defences
from eventscope.engine.bridges.design import Design
from eventscope.engine.bridges.flow import Flow
from eventscope.engine.bridges.fuse import Fuse
from eventscope.engine.bridges.homes import Home
from eventscope.engine.bridges.planner import Planner
from eventscope.engine.bridges.queue import Morgue
from eventscope.store.folder import Notice
from eventscope.store.spool import NAME, Spool
from eventscope.store.spoolcounts import Figures
from eventscope.store.spoolrows import Limits

Found = tuple[Morgue, Sequence[Planner]]


def figures(flow: Flow) -> Figures | None:
    """What its spool says; None where there is none, or another process uses it."""
    home = flow.home
    if flow.design.delivery == "at-most-once" or not (home.folder / NAME).exists():
        return None
    try:
        spool = Spool.open(home.folder, works.limits(flow.design.queue), _silent)
    except EventscopeError:
        return None
    try:
        return spool.figures()
    finally:
        spool.close()


@contextmanager
def opened(home: Home, design: Design | None, notice: Notice) -> Iterator[Found]:
    """Its dead letters, and planners where its design is known. Raises Unavailable, BadInput."""
    spool = Spool.open(home.folder, works.limits(design.queue) if design is not None else Limits(), notice)
    try:
        yield spool.dead, _planners(home, design, spool)
    finally:
        spool.close()


def _planners(home: Home, design: Design | None, spool: Spool) -> Sequence[Planner]:
    if design is None:
        return ()
    fuses = [Fuse() for _ in design.routes]
    return works.planners(design, works.plans(design, home.ident), fuses, Defences(), spool, _nothing)


def _nothing() -> None:
    """No breaker is asked while a dead letter is planned anew."""


def _silent(level: str, code: str, sentence: str, **params: object) -> None:
    """A damaged spool is told when the bridge runs."""
