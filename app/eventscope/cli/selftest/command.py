"""eventscope selftest: the promises that exist so far, tried on this machine, each with its figures."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from eventscope.base import clock
from eventscope.cli import output
from eventscope.core import visible


def selftest(
    only: Annotated[list[str] | None, typer.Argument(help="Promises to try, as P1 P19; all without it.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object at the end.")] = False,
) -> None:
    """Prove the promises on this machine; exit code 1 when one does not hold. Takes about a minute."""
    from eventscope.cli.selftest import brokers, link, logs, measuring, shutdown
    from eventscope.cli.selftest.check import Check
    from eventscope.core.nearest import refuse_unknown

    checks: tuple[Check, ...] = (
        *logs.CHECKS, *link.CHECKS, *brokers.CHECKS, *measuring.CHECKS, *shutdown.CHECKS,
    )  # fmt: skip
    refuse_unknown(only or (), [check.promise for check in checks], "selftest")
    results = [_try(check, quiet=json) for check in checks if not only or check.promise in only]
    good = all(item["outcome"] != "broken" for item in results)
    if json:
        output.data({"passed": good, "checks": results})
    else:
        _print(results)
    raise typer.Exit(0 if good else 1)


def _try(check: Any, quiet: bool) -> dict[str, Any]:
    from eventscope.cli.selftest.check import Broken, Skipped

    if not quiet:
        output.problem(f"{check.promise} {check.title} ...")
    start = clock.mono_ns()
    try:
        outcome, seen = "holds", check.run()
    except Skipped as skipped:
        outcome, seen = "skipped", str(skipped)
    except Broken as broken:
        outcome, seen = "broken", str(broken)
    except Exception as error:  # noqa: BLE001  # a check that fails in another way is a promise that is not proved
        outcome, seen = "broken", f"{type(error).__name__}: {error}"
    seconds = round((clock.mono_ns() - start) / 1e9, 1)
    return {"promise": check.promise, "title": check.title, "outcome": outcome, "seen": seen, "seconds": seconds}


def _print(results: list[dict[str, Any]]) -> None:
    table = Table("", "promise", "outcome", "seen", "s")
    for item in results:
        seen = visible.show(item["seen"]).text
        table.add_row(item["promise"], item["title"], item["outcome"], seen, f"{item['seconds']:.1f}")
    width = None if sys.stdout.isatty() else 130
    Console(markup=False, highlight=False, width=width).print(table)
