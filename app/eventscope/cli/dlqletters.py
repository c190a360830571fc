"""The dead letters of a file of bridges that `dlq` works on: found bridge by bridge, and known to be ours."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eventscope.cli import bridgefile, output
from eventscope.core.errors import BadInput

if TYPE_CHECKING:
    from eventscope.core.bus import BusFile
    from eventscope.core.deadletter import DeadEdit, DeadLetter
    from eventscope.core.news import News
    from eventscope.engine.bridges.design import Design
    from eventscope.engine.bridges.service import Letters


class Checked:
    """The letters of one bridge; a spool that somebody else wrote into is refused in words. See `service.Letters`."""

    def __init__(self, letters: Letters, bridge: str, path: Path) -> None:
        self._letters = letters
        self._bridge = bridge
        self._path = path

    def page(self, after: int = 0, count: int = 256, route: int | None = None, reason: str = "") -> list[DeadLetter]:
        """The next ones behind an id, oldest first."""
        import msgspec

        from eventscope.core.deadletter import DeadLetter

        with self._ours():
            found = self._letters.page(after, count, route, reason)
            # SQLite keeps values of any type in any column; there and back again only those of the right one come.
            return msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=list[DeadLetter])

    def reasons(self) -> dict[str, int]:
        """How many there are of each reason."""
        with self._ours():
            return self._letters.reasons()

    def replay(self, ids: Sequence[int] | None, edit: DeadEdit | None = None) -> int:
        """Send them again; answers how many."""
        return self._letters.replay(ids, edit)

    def purge(self, ids: Sequence[int] | None = None) -> int:
        """Throw them away; answers how many."""
        return self._letters.purge(ids)

    def export(self, route: int | None = None, reason: str = "") -> Iterator[str]:
        """As JSON lines."""
        with self._ours():
            yield from self._letters.export(route, reason)

    @contextmanager
    def _ours(self) -> Iterator[None]:
        import sqlite3  # not for --help

        try:
            yield
        except (TypeError, ValueError, OverflowError, sqlite3.DatabaseError) as error:
            sentence = (
                "The dead letters of {bridge} cannot be read: {path} holds values that Eventscope does not write "
                "({words}). Put back a copy of that file, or move it away to begin anew."
            )
            raise BadInput("dead-foreign", sentence, bridge=self._bridge, path=self._path, words=error) from error


def each(file: Path, bridge: str, given: Path | None, plans: bool = False) -> Iterator[tuple[str, Letters | None]]:
    """Bridges and buses with their dead letters; None where nothing ever ran.

    With `plans` what lies there as it came can be planned anew, for which the connections' files are read.
    """
    from eventscope.core.nearest import refuse_unknown

    found = bridgefile.read(file)
    names = [*(spec.name for spec in found.bridges), *(spec.name for spec in found.buses)]
    refuse_unknown([bridge] if bridge else [], names, str(file), "there is no bridge or bus")
    folder = bridgefile.folder(file, given)
    if not folder.is_dir():
        yield from ((name, None) for name in names if bridge in ("", name))
        return
    with bridgefile.owned(folder, file) as install:
        designs = _designs(file, found) if plans else {}
        for name in names:
            if bridge in ("", name):
                yield name, _found(folder, install, name, designs.get(name))


def _found(folder: Path, install: str, name: str, design: Design | None) -> Letters | None:
    from eventscope.engine.bridges import resting
    from eventscope.engine.bridges.homes import Homes
    from eventscope.engine.bridges.letters import BridgeLetters
    from eventscope.engine.feed import Feed
    from eventscope.store.spool import NAME

    home = Homes(folder, install).find(name)
    if home is None or not (home.folder / NAME).exists():
        return None
    feed = Feed()
    feed.listen(_hear)
    return Checked(BridgeLetters(name, lambda: resting.opened(home, design, feed.notice)), name, home.folder / NAME)


def _designs(file: Path, found: BusFile) -> dict[str, Design]:
    from eventscope.engine.bridges import design, endpoints

    here = file.resolve().parent
    ends = {item.name: endpoints.of_file(item, here) for item in found.connections}
    made = {spec.name: design.of_bridge(spec, ends) for spec in found.bridges}
    return made | {spec.name: design.of_bus(spec, ends) for spec in found.buses}


def _hear(item: News) -> None:
    from eventscope.core.news import Notice

    if isinstance(item, Notice):
        output.notice(item.words, item.code)


def chosen(
    file: Path, bridge: str, ids: list[int] | None, every: bool, folder: Path | None, plans: bool = False
) -> Iterator[tuple[str, Letters | None, list[int]]]:
    """The same with the ids that are meant, all of which exist."""
    if bool(ids) == every:
        raise BadInput("which-letters", "Say which dead letters: --id N (more than once for several), or --all.")
    found = bridgefile.read(file)
    if ids and not bridge and len(found.bridges) + len(found.buses) > 1:
        raise BadInput("which-bridge", "Ids count for each bridge of its own: name it with --bridge.")
    for name, dead in each(file, bridge, folder, plans):
        known = [] if dead is None else [letter.id for letter in letters(dead)]
        missing = sorted(set(ids or ()) - set(known))
        if missing:
            words = ", ".join(map(str, missing))
            raise BadInput("no-letter", "{bridge} has no dead letter {ids}.", bridge=name, ids=words)
        yield name, dead, known if every else list(dict.fromkeys(ids or ()))


def letters(dead: Letters, reason: str = "", count: int = sys.maxsize, after: int = 0) -> Iterator[DeadLetter]:
    while count > 0 and (page := dead.page(after, min(count, 256), None, reason)):
        yield from page
        after, count = page[-1].id, count - len(page)


def exported(file: Path, bridge: str, reason: str, folder: Path | None) -> Iterator[dict[str, Any]]:
    for name, dead in each(file, bridge, folder):
        for line in dead.export(None, reason) if dead is not None else ():
            yield {"bridge": name, **json.loads(line)}
