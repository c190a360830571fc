"""`eventscope bridge`: bridges from a file; `check` looks for what cannot work, `dry-run` shows what would leave."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eventscope.cli import bridgerun, output
from eventscope.cli.bridgefile import File, read
from eventscope.core.errors import BadInput, CannotConnect

if TYPE_CHECKING:
    from eventscope.core.bus import BusFile
    from eventscope.core.drystep import Step
    from eventscope.engine.bridges.reach import Answer

app = typer.Typer(help="Bridges and buses between brokers, Kafka and webhooks.", no_args_is_help=True)
app.command()(bridgerun.run)


@app.command()
def check(
    file: File,
    offline: Annotated[bool, typer.Option("--offline", help="Connect to nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object.")] = False,
) -> None:
    """Say whether a file of bridges can work.

    Exit 0: it can; 2: it cannot, with the reason; 3: something is not reached.

    Every connection that a bridge uses is asked, with its real settings, for 5 seconds at most, and then which of
    them lead to one and the same broker, so that a cycle is found that addresses do not show. No session of yours is
    touched and nothing is published. Files with passwords and secrets are read, too.
    """
    from eventscope.core import cycles, losses

    found = read(file)
    notes = [str(note) for note in cycles.check(found) + losses.notes(found)]
    if not as_json:
        _note(notes)
    answer = None if offline else _asked(file, found)
    more = _found_out(found, answer, notes)
    if as_json:
        output.data(_checked(found, notes + more, answer))
    else:
        _note(more)
        _said(file, found, answer)
    unreached = answer.unreached if answer is not None else []
    if unreached:
        names = ", ".join(repr(item.connection) for item in unreached)
        words = " ".join(f"{item.connection}: {item.words}" for item in unreached)
        raise CannotConnect("unreached", "Not reached: {names}. {words}", names=names, words=words)


def _note(notes: list[str]) -> None:
    for note in notes:
        output.line(f"Note: {note}")


def _asked(file: Path, found: BusFile) -> Answer:
    from eventscope.engine.bridges import endpoints, reach

    folder = file.resolve().parent
    # All of them, as `run` does: also where nothing can be asked, a file with a secret must be there.
    ends = {item.name: endpoints.of_file(item, folder) for item in found.connections}
    return reach.ask([ends[name] for name in reach.asked(found)])


def _found_out(found: BusFile, answer: Answer | None, notes: list[str]) -> list[str]:
    """More notes, from what the brokers are. Raises BadInput for a cycle that shows only now."""
    from eventscope.core import cycles

    if answer is None:
        return []
    more = [str(note) for note in cycles.check(found, answer.brokers)] + answer.doubts
    return [note for note in more if note not in notes]


def _checked(found: BusFile, notes: list[str], answer: Answer | None) -> dict[str, object]:
    from eventscope.core import cycles

    return {
        "connections": len(found.connections),
        "bridges": [spec.name for spec in found.bridges],
        "buses": [spec.name for spec in found.buses],
        "notes": notes,
        "reached": None if answer is None else not answer.unreached,
        "unreached": [item._asdict() for item in answer.unreached] if answer is not None else [],
        "same-broker": [list(names) for names in cycles.sames(found, answer.brokers if answer is not None else {})],
    }


def _said(file: Path, found: BusFile, answer: Answer | None) -> None:
    counts = ((len(found.bridges), "bridge", "bridges"), (len(found.buses), "bus", "buses"))
    what = " and ".join(_counted(*count) for count in counts if count[0]) or "no bridge"
    asked = " Nothing was connected."
    if answer is not None:
        asked = "" if answer.unreached else " All connections that they use answer."
    over = _counted(len(found.connections), "connection", "connections")
    output.line(f"{file}: {what} over {over}, nothing wrong in the file.{asked}")


def _counted(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


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
