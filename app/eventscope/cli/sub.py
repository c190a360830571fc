"""`eventscope sub`: subscribe and print what comes, through the same engine and log as the window."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eventscope.cli import output
from eventscope.cli.options import with_broker
from eventscope.cli.target import IDENT, Target
from eventscope.core import duration
from eventscope.core.errors import Unavailable

if TYPE_CHECKING:
    from eventscope.cli.receiving import Receiving
    from eventscope.cli.session import Session
    from eventscope.core.query import Query
    from eventscope.core.workspace import Subscription


@with_broker
def sub(
    where: Target,
    filters: Annotated[list[str], typer.Option("--topic", "-t", metavar="FILTER", help="Can be given many times.")],
    qos: Annotated[int, typer.Option("--qos", "-q", min=0, max=2)] = 0,
    only: Annotated[
        str, typer.Option("--filter", metavar="TEXT", help="Show only these: the language of the window's filter box.")
    ] = "",
    count: Annotated[int | None, typer.Option("--count", "-n", min=1, help="End after so many messages.")] = None,
    seconds: Annotated[str, typer.Option("--seconds", help="End after that time (with -n: exit 1 then).")] = "",
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only a last line with the figures, as JSON.")] = False,
    raw: Annotated[bool, typer.Option("--raw", help="Print payloads byte for byte, escape codes and all.")] = False,
    no_local: Annotated[bool, typer.Option("--no-local", help="Not what this client publishes itself.")] = False,
    log: Annotated[Path | None, typer.Option("--log", help="Keep the messages in that folder.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON object a message.")] = False,
) -> None:
    """Subscribe and print what comes.

    With --filter everything is still received and stored; shown and counted by -n is what matches. Exit 1 when
    -n was not reached, 3 without a connection.
    """
    from eventscope.core.workspace import Subscription

    wanted = tuple(Subscription(item, qos=qos, no_local=no_local) for item in dict.fromkeys(filters))
    limit = duration.seconds(seconds) if seconds else None
    shape = "quiet" if quiet else "raw" if raw else "json" if as_json else "text"
    shown, took = asyncio.run(_run(where, wanted, only, count, limit, shape, log))
    if count is None or shown >= count:
        raise typer.Exit(0)
    raise Unavailable("too-few", "{shown} of {count} came in {took:.3g} s.", shown=shown, count=count, took=took)


async def _run(
    where: Target,
    wanted: tuple[Subscription, ...],
    only: str,
    count: int | None,
    seconds: float | None,
    shape: str,
    log: Path | None,
) -> tuple[int, float]:
    """How many were shown, and the seconds from the granted subscription to the end."""
    from dataclasses import replace

    from eventscope.base import clock
    from eventscope.cli.receiving import Receiving
    from eventscope.cli.session import session
    from eventscope.core.topics import check_filter
    from eventscope.core.workspace import Workspace

    for item in wanted:
        check_filter(item.filter)
    query = _compiled(only)
    workspace = Workspace(
        connections=(replace(where.connection, subscriptions=wanted, auto_connect=False),), broker=False
    )
    passwords = {} if where.password is None else {IDENT: where.password}
    async with session(workspace, log, passwords) as running:
        receiving = Receiving(running, count, shape, query)
        await running.engine.links.open(IDENT)
        await running.connected(IDENT)
        if not running.ended:
            await running.granted([item.filter for item in wanted])
        begun = clock.mono_ns()
        await _receive(running, receiving, seconds)
        took = (clock.mono_ns() - begun) / 1e9
        figures = await receiving.finish()
        if shape == "quiet":
            output.data(figures)
        return receiving.shown, took


def _compiled(text: str) -> Query | None:
    from eventscope.base import clock
    from eventscope.core import query

    return query.compile(text, clock.wall_ns()) if text.strip() else None


async def _receive(running: Session, receiving: Receiving, seconds: float | None) -> None:
    """Until the count, the time or a person ends it."""
    from eventscope.base import clock

    end = None if seconds is None else clock.mono_ns() + int(seconds * 1e9)
    while not running.ended and not receiving.full:
        left = None if end is None else (end - clock.mono_ns()) / 1e9
        if left is not None and left <= 0:
            return
        if await running.until(lambda: receiving.news, left):
            await receiving.step()
