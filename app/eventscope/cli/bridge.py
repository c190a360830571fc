"""`eventscope bridge`: bridges from a file; `dry-run` shows what would leave, `check` and `run` lie elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eventscope.cli import bridgecheck, bridgerun, output
from eventscope.cli.bridgefile import File, read
from eventscope.core.errors import BadInput

if TYPE_CHECKING:
    from eventscope.core.drystep import Step

app = typer.Typer(help="Bridges and buses between brokers, Kafka and webhooks.", no_args_is_help=True)
app.command()(bridgecheck.check)
app.command()(bridgerun.run)


@app.command("dry-run")
def dry_run(
    file: File,
    messages: Annotated[
        str, typer.Option("--input", help="Messages as JSON lines, as sub --json prints them; - for the input.")
    ],
    bridge: Annotated[str, typer.Option(help="Only the bridge of this name.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="A JSON object for each message and bridge.")] = False,
) -> None:
    """Show what would leave for recorded messages, or why not.

    Nothing is connected and nothing is sent. A line may have topic, payload (or payload_base64), qos, retain,
    properties and, for Kafka, key, headers, partition, offset and timestamp_ns.
    """
    from eventscope.core import cycles, dryrun, drystep
    from eventscope.core.bridge import compile as compile_bridge
    from eventscope.core.nearest import refuse_unknown

    found = read(file)
    cycles.check(found)
    refuse_unknown([bridge] if bridge else [], [spec.name for spec in found.bridges], str(file), "there is no bridge")
    connections = {item.name: item for item in found.connections}
    chosen = [spec for spec in found.bridges if bridge in ("", spec.name)]
    plans = [(compile_bridge(spec, connections), connections[spec.source.connection].kind) for spec in chosen]
    for number, line in enumerate(_lines(messages), 1):
        for plan, kind in plans:
            for step in dryrun.run(plan, kind, [line], number):
                output.data(drystep.as_object(step)) if as_json else _show(step)


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
