"""`eventscope topics`: watch for a while, then say which topics flood."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from eventscope.cli import output
from eventscope.cli.options import with_broker
from eventscope.cli.target import IDENT, Target
from eventscope.core import duration
from eventscope.core.errors import BadInput

if TYPE_CHECKING:
    from eventscope.core.ranking import Ranked, Ranking, Traffic

BY = {"messages": "count", "bytes": "size"}


@with_broker
def topics(
    where: Target,
    filters: Annotated[
        list[str] | None, typer.Option("--topic", "-t", metavar="FILTER", help="Can be given many times; # without.")
    ] = None,
    seconds: Annotated[str, typer.Option("--seconds", help="How long to watch, as 10 or 2m.")] = "10",
    by: Annotated[str, typer.Option("--by", help="messages or bytes.")] = "messages",
    levels: Annotated[
        int, typer.Option("--levels", min=0, max=16, help="Join topics that agree in so many first levels.")
    ] = 0,
    count: Annotated[int, typer.Option("--count", "-n", min=1, max=1000, help="Places to show.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object.")] = False,
) -> None:
    """Watch for a while and rank topics by traffic: what floods?

    Bytes are those of payloads and MQTT 5 properties. Retained messages that come at first count as well. Shares
    are of everything that came; what has no place is summed up in the last line.
    """
    if by not in BY:
        sentence = "{by} is no measure of traffic. Use one of {known}."
        raise BadInput("unknown-measure", sentence, by=by, known=", ".join(BY))
    found, took = asyncio.run(_watch(where, filters or ["#"], duration.seconds(seconds), BY[by], levels, count))
    _as_json(found, took) if as_json else _as_text(found, took)


async def _watch(
    where: Target, filters: list[str], seconds: float, by: str, levels: int, count: int
) -> tuple[Ranking, float]:
    """The ranking, and the seconds from the granted subscription to its moment."""
    from dataclasses import replace

    from eventscope.base import clock
    from eventscope.cli.session import session
    from eventscope.core.topics import check_filter
    from eventscope.core.verbs import RankTopics
    from eventscope.core.workspace import Subscription, Workspace

    wanted = tuple(Subscription(item, qos=0) for item in dict.fromkeys(filters))
    for item in wanted:
        check_filter(item.filter)
    workspace = Workspace(
        connections=(replace(where.connection, subscriptions=wanted, auto_connect=False),), broker=False
    )
    passwords = {} if where.password is None else {IDENT: where.password}
    async with session(workspace, None, passwords) as running:
        await running.engine.links.open(IDENT)
        await running.connected(IDENT)
        if not running.ended:
            await running.granted([item.filter for item in wanted])
        begun = clock.mono_ns()
        await running.until(lambda: False, seconds)
        took = max((clock.mono_ns() - begun) / 1e9, 1e-3)
        return await running.engine.do(RankTopics(by, levels, "", count)), took  # type: ignore[arg-type]


def _as_json(found: Ranking, took: float) -> None:
    places = [{**_place(item), **_figures(item.traffic, took), "share": round(item.share, 4)} for item in found.places]
    output.data(
        {
            "seconds": round(took, 2),
            "places": places,
            "total": _figures(found.total, took),
            "rest": _figures(found.rest, took),
            "more": found.more,
            "nameless": found.nameless,
        }
    )


def _place(item: Ranked) -> dict[str, object]:
    from eventscope.api.plain import text_or_base64

    return {"topic": text_or_base64(item.topic), "below": item.below, "topics": item.topics}


def _figures(traffic: Traffic, took: float) -> dict[str, object]:
    """Rates are means over the time that was watched, not those of this moment."""
    return {
        "count": traffic.count,
        "size": traffic.size,
        "rate": round(traffic.count / took, 2),
        "byte-rate": round(traffic.size / took, 2),
    }


def _as_text(found: Ranking, took: float) -> None:
    from eventscope.core import visible

    for item in found.places:
        name = visible.decode(item.topic).text + (f"/#  ({item.topics:,} topics)" if item.below else "")
        output.line(f"{item.share:6.1%}  {_words(item.traffic, took)}  {name}")
    if found.more or found.nameless:
        nameless = f", among them {found.nameless:,} topics too many to tell apart" if found.nameless else ""
        output.line(f"        {_words(found.rest, took)}  {found.more:,} more{nameless}")
    output.line(f"        {_words(found.total, took)}  all, in {took:.1f} s")


def _words(traffic: Traffic, took: float) -> str:
    return f"{traffic.count / took:12,.1f}/s {traffic.size / took / 1024:12,.1f} KB/s"
