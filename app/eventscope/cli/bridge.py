"""`eventscope bridge`: bridges from a file; `check` looks for what cannot work, `dry-run` shows what would leave."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eventscope.cli import output
from eventscope.core.errors import BadInput

if TYPE_CHECKING:
    from eventscope.core.bus import BusFile
    from eventscope.core.dryrun import Step

app = typer.Typer(help="Bridges between brokers, Kafka and webhooks.", no_args_is_help=True)
LIMIT = 5 << 20  # bytes of a file of bridges

File = Annotated[Path, typer.Argument(help="A file of bridges (TOML).", show_default=False)]


@app.command()
def check(
    file: File,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object.")] = False,
) -> None:
    """Say whether a file of bridges can work; 0 it can, 2 it cannot, with the reason."""
    from eventscope.core import cycles

    found = read(file)
    notes = cycles.check(found)
    if as_json:
        names = [spec.name for spec in found.bridges]
        output.data({"connections": len(found.connections), "bridges": names, "notes": notes})
        return
    output.line(f"{file}: {len(found.bridges)} bridges over {len(found.connections)} connections, nothing wrong.")
    for note in notes:
        output.line(f"Note: {note}")


@app.command("dry-run")
def dry_run(
    file: File,
    messages: Annotated[
        str, typer.Option("--input", help="Messages as JSON lines, as sub --json prints them; - for the input.")
    ],
    bridge: Annotated[str, typer.Option(help="Only the bridge of this name.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="A JSON object for each message and bridge.")] = False,
) -> None:
    """Show what each bridge would make of recorded messages; nothing is connected and nothing is sent."""
    from eventscope.core import cycles, dryrun
    from eventscope.core.bridge import compile as compile_bridge
    from eventscope.core.nearest import refuse_unknown

    found = read(file)
    cycles.check(found)
    refuse_unknown([bridge] if bridge else [], [spec.name for spec in found.bridges], f"{file}, bridge")
    connections = {item.name: item for item in found.connections}
    chosen = [spec for spec in found.bridges if bridge in ("", spec.name)]
    plans = [(compile_bridge(spec, connections), connections[spec.source.connection].kind) for spec in chosen]
    for number, line in enumerate(_lines(messages), 1):
        for plan, kind in plans:
            for step in dryrun.run(plan, kind, [line], number):
                output.data(dryrun.as_object(step)) if as_json else _show(step)


def read(file: Path) -> BusFile:
    """The file, checked but for cycles. Raises BadInput."""
    from eventscope.core.busfile import read_bus

    try:
        with file.open("rb") as stream:
            text = stream.read(LIMIT + 1)
        if len(text) > LIMIT:
            raise BadInput("file-too-large", "{path} is larger than 5 MiB; it is no file of bridges.", path=file)
        return read_bus(text.decode("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        words = getattr(error, "strerror", None) or str(error)
        raise BadInput("cannot-read", "{path} could not be read: {words}.", path=file, words=words) from None


def _lines(messages: str) -> Iterator[str]:
    if messages == "-":
        yield from sys.stdin
        return
    try:
        with Path(messages).open(encoding="utf-8") as stream:
            yield from stream
    except (OSError, UnicodeDecodeError) as error:
        words = getattr(error, "strerror", None) or str(error)
        raise BadInput("cannot-read", "{path} could not be read: {words}.", path=messages, words=words) from None


def _show(step: Step) -> None:
    from eventscope.core import visible

    topic = visible.decode(step.message.topic).text
    output.line(f"{step.number}: {topic} at {step.bridge}")
    for copy in step.outgoing:
        payload = "(null)" if copy.payload is None else visible.decode(copy.payload).text
        output.line(f"   route {copy.route + 1} sends {copy.topic} {payload}")
    for item in step.exits:
        route = "no route" if item.route is None else f"route {item.route + 1} does not"
        where = ", to the dead letters" if item.dead else ""
        output.line(f"   {route}: {item.reason}{where}. {item.words}")
