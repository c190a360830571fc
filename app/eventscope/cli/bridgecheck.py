"""`eventscope bridge check`: whether a file of bridges can work, asked of the file and of everybody it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eventscope.cli import output
from eventscope.cli.bridgefile import File, read
from eventscope.core.errors import CannotConnect, Unavailable

if TYPE_CHECKING:
    from eventscope.core.bus import BusFile
    from eventscope.engine.bridges.ends import Endpoint
    from eventscope.engine.bridges.reach import Answer, Unreached


def check(
    file: File,
    offline: Annotated[bool, typer.Option("--offline", help="Connect to nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object.")] = False,
) -> None:
    """Say whether a file of bridges can work.

    Exit 0: it can; 2: it cannot, with the reason; 3: something is not reached.

    Every connection that a bridge uses is asked, with its real settings, for 5 seconds at most, and then which of
    them lead to one and the same broker, so that a cycle is found that addresses do not show. No session of yours is
    touched and nothing is published. Files with passwords and secrets are read, too. Where posts are to be taken, the
    port must be free for a moment, and the file with the token is made where there is none.
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
    answer = reach.ask([ends[name] for name in reach.asked(found)])
    sources = (spec.source.connection for spec in found.bridges)
    heard = [ends[name] for name in dict.fromkeys(sources) if found.connection(name).kind == "http"]
    return answer._replace(unreached=answer.unreached + list(_unheard(heard)))


def _unheard(ends: Iterable[Endpoint]) -> Iterator[Unreached]:
    """Addresses of this machine at which `run` could not take what is posted, now."""
    from eventscope.engine.bridges.reach import Unreached
    from eventscope.links.http import listener, tokenfile
    from eventscope.links.http.address import Address

    for end in ends:
        address = Address.of(end.bus.url)
        try:
            listener.trial(address)
            if not (end.secret or end.password):
                tokenfile.token(address)
        except Unavailable as error:
            yield Unreached(end.bus.name, error.code, str(error))


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
