"""`eventscope dlq`: the dead letters of a file of bridges: listed, sent again, exported, thrown away."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eventscope.cli import dlqletters, output
from eventscope.cli.bridgefile import File, Folder
from eventscope.core.errors import BadInput

if TYPE_CHECKING:
    from eventscope.core.deadletter import DeadEdit, DeadLetter
    from eventscope.engine.bridges.service import Letters

app = typer.Typer(
    help="Dead letters of bridges: list, send again, export, purge.",
    epilog="For a file whose bridges do not run now: end its `eventscope bridge run` first. Bridges of the window, or "
    "of `eventscope serve`, have theirs on the Bus page and in the HTTP API.",
    no_args_is_help=True,
)
LARGEST = 268_435_455  # bytes of a payload in MQTT
SHOWN = 120  # characters of a payload in a list

Bridge = Annotated[str, typer.Option(help="Only the bridge or bus of this name.")]
Ids = Annotated[list[int] | None, typer.Option("--id", help="A dead letter by its id; may be repeated.")]
All = Annotated[bool, typer.Option("--all", help="All of them.")]
Reason = Annotated[str, typer.Option(help="Only those of this reason.")]
Json = Annotated[bool, typer.Option("--json", help="JSON in place of sentences.")]


@app.command("list")
def list_(
    file: File,
    bridge: Bridge = "",
    reason: Reason = "",
    count: Annotated[int, typer.Option(min=1, max=100_000, help="At most so many of each bridge.")] = 100,
    as_json: Json = False,
    spool: Folder = None,
) -> None:
    """Show dead letters, the oldest first, with every error they met."""
    from eventscope.store import spooldead

    for name, dead in dlqletters.each(file, bridge, spool):
        reasons = {} if dead is None else dead.reasons()
        letters = [] if dead is None else list(dlqletters.letters(dead, reason, count))
        if as_json:
            shown = [json.loads(spooldead.as_json(letter)) for letter in letters]
            output.data({"bridge": name, "total": sum(reasons.values()), "reasons": reasons, "letters": shown})
            continue
        total = reasons.get(reason, 0) if reason else sum(reasons.values())
        output.line(f"{name}: {_counted(total)}{f' of reason {reason}' if reason else _reasons(reasons)}.")
        for letter in letters:
            _show(letter)
        if total > len(letters):
            output.line(f"   {total - len(letters)} more are not shown; --count shows more, export has them all.")


@app.command()
def replay(
    file: File,
    bridge: Bridge = "",
    ids: Ids = None,
    every: All = False,
    topic: Annotated[str | None, typer.Option("--set-topic", help="Send it to this topic instead.")] = None,
    payload: Annotated[
        Path | None, typer.Option("--set-payload-file", help="Send what this file holds in place of the payload.")
    ] = None,
    as_json: Json = False,
    spool: Folder = None,
) -> None:
    """Queue dead letters again; they leave when the bridge runs.

    What a `when`, a template or a transform could not read is tried with it at once, and may die of it again, under
    a new id.
    """
    edit = _edit(topic, payload)
    if edit and every:
        raise BadInput("edit-all", "--set-topic and --set-payload-file change letters named by --id, not --all.")
    for name, dead, chosen in dlqletters.chosen(file, bridge, ids, every, spool, plans=True):
        done, again = _again(dead, chosen, edit) if dead is not None and chosen else (0, 0)
        if as_json:
            output.data({"bridge": name, "replayed": done, "dead-again": again})
        else:
            output.line(f"{name}: {_replayed(done, again)}")


@app.command()
def export(
    file: File,
    bridge: Bridge = "",
    reason: Reason = "",
    to: Annotated[Path | None, typer.Option("--output", "-o", help="A new file. Without: the output.")] = None,
    as_json: Json = False,
    spool: Folder = None,
) -> None:
    """Write dead letters as JSON lines, byte for byte.

    Their bytes are in base64, so that nothing is lost or changed. Routes are counted from 1; null is no route.
    """
    if to is None:
        for line in dlqletters.exported(file, bridge, reason, spool):
            output.data(line)
        return
    written = 0
    try:
        with to.open("x", encoding="ascii") as stream:
            for line in dlqletters.exported(file, bridge, reason, spool):
                stream.write(json.dumps(line) + "\n")
                written += 1
    except FileExistsError:
        raise BadInput("file-exists", "{path} exists already; name a new file.", path=to) from None
    except OSError as error:
        words = error.strerror or error
        raise BadInput("cannot-write", "{path} could not be written: {words}.", path=to, words=words) from None
    if as_json:
        output.data({"path": str(to), "exported": written})
    else:
        output.line(f"{_counted(written)} written to {to}.")


@app.command()
def purge(
    file: File,
    bridge: Bridge = "",
    ids: Ids = None,
    every: All = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: Json = False,
    spool: Folder = None,
) -> None:
    """Throw dead letters away for good.

    They count as dropped, reason "purged".
    """
    for name, dead, chosen in dlqletters.chosen(file, bridge, ids, every, spool):
        done = 0
        if dead is not None and chosen and (yes or _agreed(name, len(chosen), as_json)):
            done = dead.purge(chosen)
        if as_json:
            output.data({"bridge": name, "purged": done})
        else:
            output.line(f"{name}: {_counted(done)} thrown away.")


# --- words -------------------------------------------------------------------------------------------------


def _edit(topic: str | None, payload: Path | None) -> DeadEdit | None:
    from eventscope.core import topics
    from eventscope.core.deadletter import DeadEdit

    if topic is not None:
        topics.check_topic(topic)
    if topic is None and payload is None:
        return None
    return DeadEdit(None if topic is None else topic.encode(), None if payload is None else _bytes(payload))


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            found = stream.read(LARGEST + 1)
    except OSError as error:
        words = error.strerror or error
        raise BadInput("cannot-read", "{path} could not be read: {words}.", path=path, words=words) from None
    if len(found) > LARGEST:
        raise BadInput("payload-large", "{path} is larger than a payload can be.", path=path)
    return found


def _agreed(name: str, count: int, as_json: bool) -> bool:
    if as_json or not _terminal():
        raise BadInput("say-yes", "Dead letters are thrown away for good: add --yes to do it without a question.")
    return typer.confirm(f"Throw {count} dead letter{'s' * (count != 1)} of {name!r} away for good?")


def _terminal() -> bool:
    return sys.stdin.isatty()


def _again(dead: Letters, chosen: list[int], edit: DeadEdit | None) -> tuple[int, int]:
    """How many were tried again, and how many died of being planned anew; those have newer ids."""
    newest = max((letter.id for letter in dlqletters.letters(dead)), default=0)
    done = dead.replay(chosen, edit)
    return done, sum(1 for _ in dlqletters.letters(dead, after=newest))


def _replayed(done: int, again: int) -> str:
    if again:
        died = f"{again:,} died again at once, under {'a new id' if again == 1 else 'new ids'}; see dlq list."
        return f"{_counted(done)} tried again: {died}" + (" The rest leaves when the bridge runs." * (again < done))
    return f"{_counted(done)} {'waits' if done == 1 else 'wait'} to be sent again; they leave when the bridge runs."


def _counted(count: int) -> str:
    return f"{count:,} dead letter{'s' * (count != 1)}"


def _reasons(reasons: dict[str, int]) -> str:
    return f" ({', '.join(f'{reason} {count:,}' for reason, count in sorted(reasons.items()))})" if reasons else ""


def _show(letter: DeadLetter) -> None:
    from eventscope.core import visible

    topic = visible.decode(letter.topic).text
    died = datetime.fromtimestamp(letter.died / 1e9, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
    way = "no route" if letter.route < 0 else f"route {letter.route + 1}"
    output.line(f"   {letter.id}  {died}  {way}  {letter.reason}  {topic}  {_payload(letter.payload)}")
    for mishap in letter.errors:
        at = datetime.fromtimestamp(mishap.at / 1e9, UTC).strftime("%H:%M:%SZ")
        output.line(f"      {at}  {mishap.reason}: {mishap.words}")


def _payload(payload: bytes | None) -> str:
    from eventscope.core import visible

    if payload is None:
        return "(null)"
    shown = visible.decode(payload[: 4 * SHOWN]).text
    rest = f"… ({len(payload):,} bytes)" if len(shown) > SHOWN or len(payload) > 4 * SHOWN else ""
    return shown[:SHOWN] + rest
