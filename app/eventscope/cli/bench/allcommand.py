"""eventscope bench all: every measure in turn, against the budgets; a table, JSON, or a page with pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from eventscope.cli import output
from eventscope.cli.bench.command import Json, app, show
from eventscope.core.errors import BadInput


def measure_all(
    quick: Annotated[
        bool, typer.Option("--quick", help="Few messages, one run of each: to see that it works.")
    ] = False,
    only: Annotated[list[str] | None, typer.Option("--only", metavar="NAME", help="Only this; again for more.")] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Also a page with pictures.")] = None,
    json: Json = False,
) -> None:
    """Measure everything in turn and hold it against the budgets.

    Each measure is its own command in a process of its own, always in the same order; one that fails is told and
    stops nothing. Before each the bench listens for a second how busy the machine is, and while it runs how much of
    it others take (about: kernel work has no owner); above 10 percent that is said, because it is in the figures. A
    budget is held or missed by the figure that stands beside it; its ratio is above 1 where it is better than it must
    be. The page needs nothing else and sends nothing. Takes about forty minutes, with --quick about four: leave the
    machine alone meanwhile. Exit 1 when a measure failed; a missed budget is no failure.
    """
    from eventscope.cli.bench.everything import chosen, measure

    measures = chosen(app, only or ())
    if html is not None:
        _check(html)
    found = measure(measures, quick, output.notice)
    if html is not None:
        _write(html, found)
    if json:
        output.data(found)
    else:
        _tell(found)
    if any("error" in one for one in found["measures"].values()):
        raise typer.Exit(1)


def _check(file: Path) -> None:
    """Better now than after forty minutes."""
    if file.is_dir() or not file.parent.is_dir():
        raise BadInput("bench-no-folder", "{path} cannot be a file. Name one in a folder that exists.", path=file)


def _write(file: Path, found: dict[str, Any]) -> None:
    from eventscope.base.files import write_atomically
    from eventscope.cli.bench.report import page

    try:
        write_atomically(file, page(found))
    except OSError as error:  # the figures are worth more than the page
        words = f"{file} could not be written: {error.strerror or error}."
        output.notice(words, "cannot-write")


def _tell(found: dict[str, Any]) -> None:
    from eventscope.cli.bench.budgets import ELSEWHERE, amount, judged, limit

    table = Table("what", "measured", "budget", "")
    for item in found["budgets"]:
        table.add_row(item["what"], amount(item["value"], item["unit"]), limit(item), judged(item))
    show(table, [*found["warnings"], ELSEWHERE])
