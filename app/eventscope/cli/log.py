"""`eventscope log`: what a message log holds, searched newest first or written to a file; no engine runs for it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eventscope.cli import output
from eventscope.core.errors import BadInput, Unavailable

if TYPE_CHECKING:
    from eventscope.core.message import Block
    from eventscope.core.query import Query
    from eventscope.store.log import Log

app = typer.Typer(
    help="The messages that are stored: search, export.",
    epilog="For a log that nobody writes to: close the window first, or use its filter box, its export, or the API.",
    no_args_is_help=True,
)
SLICE = 256  # rows between two looks whether there are enough
PERIOD = 10**9  # ns between two words about how far an export is

Filter = Annotated[
    str, typer.Argument(metavar="[FILTER]", help="The language of the window's filter box; put it in quotes.")
]
Folder = Annotated[
    Path | None, typer.Option("--log", help="The folder that `sub --log` wrote to. Without: the window's.")
]
Json = Annotated[bool, typer.Option("--json", help="JSON in place of sentences.")]


@app.command()
def search(
    filter: Filter = "",  # noqa: A002
    count: Annotated[int, typer.Option("--count", "-n", min=1, help="At most so many.")] = 20,
    log: Folder = None,
    as_json: Json = False,
) -> None:
    """Print messages that match, the newest first, as they are found.

    With --json an object a message, as `sub --json` prints it. Exit 1 where none matches.
    """
    from eventscope.cli.receiving import as_line, as_object
    from eventscope.engine.explain import said

    found = 0
    wanted = _compiled(filter)
    with _opened(log) as messages:
        for block, row in _newest_first(messages, wanted):
            message = block.message(row)
            if as_json:
                output.data({"id": message.id, **as_object(message, said(message))})
            else:
                output.line(as_line(message, dated=True))
            found += 1
            if found == count:
                break
    if not found:
        raise Unavailable("none-found", "No stored message matches.")


@app.command()
def export(
    to: Annotated[Path, typer.Argument(metavar="FILE", help="A new file: .jsonl, or .csv for spreadsheets.")],
    filter: Filter = "",  # noqa: A002
    log: Folder = None,
    as_json: Json = False,
) -> None:
    """Write messages that match to a file, the oldest first; Ctrl+C ends it and leaves none.

    JSON lines hold every byte (what is no UTF-8 as base64) and can be given to `bridge dry-run`. In CSV a ' stands
    before what a spreadsheet would take for a formula.
    """
    from eventscope.base import clock
    from eventscope.engine.exporting import Export, write

    form = {".jsonl": "jsonl", ".csv": "csv"}.get(to.suffix.lower())
    if form is None:
        raise BadInput("export-form", "Name a file that ends in .jsonl or .csv, not {path}.", path=to)
    wanted = _compiled(filter)
    with _opened(log) as messages:
        made = Export(messages, wanted, form, {})  # type: ignore[arg-type]
        told = clock.mono_ns()
        with closing(write(made, to)) as turns:
            for _ in turns:
                if not as_json and sys.stderr.isatty() and clock.mono_ns() > told + PERIOD:
                    told = clock.mono_ns()
                    words = f"{made.scanned:,} of {made.total:,} looked at, {made.written:,} written"
                    output.notice(words, "export-running")
    if as_json:
        output.data({"path": str(to), "written": made.written, "scanned": made.scanned})
    else:
        output.line(f"{made.written:,} message{'s' * (made.written != 1)} written to {to}.")


# --- the log -----------------------------------------------------------------------------------------------


@contextmanager
def _opened(folder: Path | None) -> Iterator[Log]:
    """A log to read, which nobody else may write to meanwhile; nothing in it is forgotten by that."""
    from eventscope.base import paths
    from eventscope.core.workspace import Retention
    from eventscope.store.log import Log

    where = paths.log_folder() if folder is None else folder
    if not where.is_dir():
        raise BadInput("no-log", "There is no message log in {folder}.", folder=where)
    told: list[tuple[str, str]] = []

    def hear(level: str, code: str, sentence: str, **params: object) -> None:
        told.append((code, sentence.format(**params)))

    with closing(Log.open(where, Retention((1 << 63) - 1, 36_500), hear)) as messages:
        if any(code == "log-in-use" for code, _ in told):
            sentence = "Eventscope is running and writes to {folder}. Use its filter box or its API, or close it first."
            raise Unavailable("log-in-use", sentence, folder=where)
        for code, words in told:
            output.notice(words, code)
        yield messages


def _compiled(text: str) -> Query:
    from eventscope.base import clock
    from eventscope.core import query

    return query.compile(text, clock.wall_ns())


def _newest_first(messages: Log, wanted: Query) -> Iterator[tuple[Block, int]]:
    import numpy as np

    from eventscope.core.message import Block

    end = messages.newest + 1
    while (run := messages.backward(end, wanted)) is not None:
        end = run.begin
        if run.block is None:
            continue
        for at in reversed(range(0, len(run.block), SLICE)):
            part = Block(run.block.rows[at : at + SLICE], run.block.topics, run.block.blob)
            for row in np.flatnonzero(wanted.select(part))[::-1].tolist():
                yield part, row
