"""eventscope selftest: the promises that exist so far, tried on this machine, each with its figures."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from eventscope.base import clock
from eventscope.cli import output
from eventscope.core import visible

if TYPE_CHECKING:
    from eventscope.cli.selftest.check import Check


def selftest(
    only: Annotated[list[str] | None, typer.Argument(help="Promises to try, as P1 P19; all without it.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object at the end.")] = False,
) -> None:
    """Prove the promises on this machine; exit 1 when one is broken.

    Takes about a minute. Each check does to real parts what it says: kills, stops, damages, sends what nobody
    should send. Everything happens on loopback and in temporary folders; your messages, passwords and settings are
    not touched.
    """
    from eventscope.core.nearest import refuse_unknown

    checks = all_checks()
    refuse_unknown(only or (), list(dict.fromkeys(check.promise for check in checks)), "selftest")
    with _no_logs(), _own_home():
        results = [attempt(check, quiet=json) for check in checks if not only or check.promise in only]
    good = all(item["outcome"] != "broken" for item in results)
    if json:
        output.data({"passed": good, "checks": results})
    else:
        _print(results)
    raise typer.Exit(0 if good else 1)


def all_checks() -> tuple[Check, ...]:
    """Every check there is, the quick ones first."""
    from eventscope.cli.selftest import (
        brokers,
        conservation,
        damage,
        keeping,
        kills,
        listening,
        malformed,
        measuring,
        receiving,
        reconnecting,
        shutdown,
        terminal,
    )

    modules = (
        kills, damage, conservation, receiving, reconnecting, brokers, malformed, listening, keeping, terminal,
        measuring, shutdown,
    )  # fmt: skip
    return tuple(check for module in modules for check in module.CHECKS)


def attempt(check: Check, quiet: bool = True) -> dict[str, Any]:
    """Run one check; answers promise, title, outcome (holds, broken, skipped), what was seen, and seconds."""
    from eventscope.cli.selftest.check import Broken, Skipped

    if not quiet:
        output.notice(f"{check.promise} {check.title} ...", check.promise)
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


@contextlib.contextmanager
def _no_logs() -> Iterator[None]:
    """What is broken on purpose fills the logs; without a handler Python would print them."""
    root, handler = logging.getLogger(), logging.NullHandler()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)


@contextlib.contextmanager
def _own_home() -> Iterator[None]:
    """What our processes write of themselves goes to a folder that goes."""
    before = os.environ.get("EVENTSCOPE_HOME")
    with tempfile.TemporaryDirectory(prefix="eventscope-selftest-", ignore_cleanup_errors=True) as folder:
        os.environ["EVENTSCOPE_HOME"] = folder
        try:
            yield
        finally:
            del os.environ["EVENTSCOPE_HOME"]
            os.environ |= {} if before is None else {"EVENTSCOPE_HOME": before}


def _print(results: list[dict[str, Any]]) -> None:
    table = Table("", "promise", "outcome", "seen", "s")
    for item in results:
        seen = visible.show(item["seen"]).text
        table.add_row(item["promise"], item["title"], item["outcome"], seen, f"{item['seconds']:.1f}")
    width = None if sys.stdout.isatty() else 130
    Console(markup=False, highlight=False, width=width).print(table)
    counts = ((sum(item["outcome"] == name for item in results), name) for name in ("holds", "broken", "skipped"))
    output.line(" · ".join(f"{count} {name}".replace("holds", "hold") for count, name in counts if count))
