"""Where each bridge keeps its spool, and the name in marks and client ids that it keeps for life, also when renamed."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from eventscope.base.files import write_atomically
from eventscope.core.errors import Unavailable
from eventscope.core.identity import bridge_id

log = logging.getLogger(__name__)
NAME = "bridge.json"
_SIZE = 1 << 20
KEPT = 20  # filters of a source


@dataclass(slots=True)
class Home:
    """A folder below that of all bridges. `ident` names the bridge in marks and client ids.

    `routes` say what rows of each route are made for (kind of middleware, and whether it is MQTT 3.1.1): after a
    change of the bridge, rows that fit their route no longer are set apart. `ready`: it was running at some time, so
    that after a restart it listens to its source at once. `filters` are what sources subscribed to, newest last.
    """

    folder: Path
    ident: str
    name: str
    routes: list[str] = field(default_factory=list)
    ready: bool = False
    filters: dict[str, list[str]] = field(default_factory=dict)

    def asked(self, source: int, filter_: str) -> list[str]:
        """A source is about to subscribe; what it subscribed to before. Raises Unavailable."""
        known = self.filters.get(str(source), [])
        others = [item for item in known if item != filter_]
        if [*others, filter_] != known:
            self.filters[str(source)] = [*others, filter_][-KEPT:]
            self.write()
        return others

    def write(self) -> None:
        """Remember all of it. Raises Unavailable."""
        known = {"ident": self.ident, "name": self.name, "routes": self.routes, "ready": self.ready}
        known |= {"filters": self.filters}
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_atomically(self.folder / NAME, json.dumps(known))
        except OSError as error:
            sentence = "The folder {folder} of bridge {name} cannot be written ({words}). Make it writable."
            words = error.strerror or str(error)
            raise Unavailable("spool-unwritable", sentence, folder=self.folder, name=self.name, words=words) from None


class Homes:
    """All homes below a folder, by the name of the bridge. It reads the folder, and writes what changes."""

    def __init__(self, folder: Path, install: str) -> None:
        self._folder = folder
        self._install = install

    def find(self, name: str) -> Home | None:
        """The home of a bridge that has one."""
        first = self._read(self._folder / bridge_id(name, self._install))
        if first is not None and first.name == name:
            return first
        return next((home for home in self.all() if home.name == name), None)

    def get(self, name: str) -> Home:
        """The home of a bridge, found or new; a new one is not written yet."""
        found = self.find(name)
        if found is not None:
            return found
        number = 0
        while True:  # a renamed bridge may live where this name would
            ident = bridge_id(f"{name}\0{number}" if number else name, self._install)
            folder = self._folder / ident
            if self._read(folder) is None:
                return Home(folder, ident, name)
            number += 1

    def all(self) -> list[Home]:
        """Every home there is."""
        try:
            folders = sorted(item for item in self._folder.iterdir() if item.is_dir())
        except OSError:
            return []
        return [home for folder in folders if (home := self._read(folder)) is not None]

    def rename(self, before: str, name: str) -> None:
        """A bridge has another name from now on. Raises Unavailable."""
        home = self.find(before)
        if home is not None:
            home.name = name
            home.write()

    def forget(self, name: str) -> None:
        """Delete a home with all that waits in it."""
        home = self.find(name)
        if home is not None:
            shutil.rmtree(home.folder, ignore_errors=True)

    def _read(self, folder: Path) -> Home | None:
        try:
            with (folder / NAME).open("rb") as stream:
                known = json.loads(stream.read(_SIZE))
            filters = {str(number): _texts(items) for number, items in known.get("filters", {}).items()}
            ident, name, ready = str(known["ident"]), str(known["name"]), bool(known["ready"])
            return Home(folder, ident, name, _texts(known["routes"]), ready, filters)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            log.warning("%s cannot be read: %s", folder / NAME, error)
            return None


def _texts(values: Sequence[object]) -> list[str]:
    return [str(value) for value in values]
