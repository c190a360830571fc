"""The open workspace and the preferences: loaded, changed, saved, and never a reason not to start."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from eventscope.base import paths, tasks
from eventscope.core.errors import EventscopeError
from eventscope.core.news import WorkspaceNews
from eventscope.core.workspace import Connection, Settings, Workspace
from eventscope.engine import files
from eventscope.engine.feed import Feed

QUIET = 0.3  # seconds between the first of several changes and the writing of all of them
RECENT = 10


@dataclass(frozen=True, slots=True)
class Options:
    """How an engine starts. `workspace` given means: this one, kept in memory, no file of its own."""

    workspace_path: Path = field(default_factory=paths.workspace_file)
    settings_path: Path = field(default_factory=paths.settings_file)
    log_folder: Path = field(default_factory=paths.log_folder)
    lock_path: Path = field(default_factory=paths.lock_file)
    workspace: Workspace | None = None
    temporary: bool = False  # settings and workspace are never written, and the log folder is not locked


class Documents:
    """`connections` answers the connections as they are now; `kept` False means that nothing is written.

    The default workspace is written at every change; a named one only when its owner says so.
    """

    def __init__(self, options: Options, feed: Feed, connections: Callable[[], tuple[Connection, ...]]) -> None:
        self._options = options
        self._feed = feed
        self._connections = connections
        self._pending: asyncio.Task[None] | None = None
        self.kept = not options.temporary
        self.path = options.workspace_path
        self.workspace = Workspace()
        self.modified = False
        self.settings = Settings()

    def load_settings(self) -> None:
        """Read the preferences; a new install gets its id."""
        self.settings = files.load_settings(self._options.settings_path, self._feed)
        if not self.settings.install_id:
            self.settings = replace(self.settings, install_id=secrets.token_hex(3))
            self._try_to_write(self._options.settings_path, self.settings)

    def first_workspace(self) -> Workspace | None:
        """The workspace to start with; None where there is none yet."""
        return self._options.workspace or files.load_or_set_aside(self.path, self._feed)

    def present(self) -> Workspace:
        """The workspace as it would be written now."""
        return replace(self.workspace, connections=self._connections())

    def enter(self, workspace: Workspace, path: Path | None = None) -> None:
        """Another workspace is open; without a path it is the default one."""
        self.workspace = workspace
        self.path = path or self._options.workspace_path
        self.modified = False

    def change(self, **changes: Any) -> None:
        """Fields of the workspace changed (none given: its connections did)."""
        self.workspace = replace(self.workspace, **changes)
        self.modified = True
        if self._automatic() and self._pending is None:
            self._pending = tasks.spawn(self._write_soon(), "workspace autosave")
        self._announce()

    async def save(self, path: Path | None, layout: str) -> None:
        """Write where it was or to another path, which it then belongs to; Unavailable says why it cannot."""
        if layout:
            self.workspace = replace(self.workspace, layout=layout)
        target = path or self.path
        if self.kept or path is not None:
            await asyncio.to_thread(files.save, target, self.present())
        self.path = target
        self.modified = False
        self._announce()

    async def save_settings(self, settings: Settings) -> None:
        """Take and write the preferences; the install's id is not theirs to change."""
        self.settings = replace(settings, install_id=self.settings.install_id)
        if self.kept:
            await asyncio.to_thread(files.save, self._options.settings_path, self.settings)

    async def remember(self, path: Path) -> None:
        """A named workspace was opened or saved."""
        recent = (str(path), *(item for item in self.settings.recent if item != str(path)))
        await self.save_settings(replace(self.settings, recent=recent[:RECENT]))

    def flush(self) -> None:
        """Write now what waits to be written."""
        if self._pending is not None:
            self._pending.cancel()
            self._pending = None
        if self.modified and self._automatic():
            self._write_workspace()

    def _automatic(self) -> bool:
        return self.kept and self.path == self._options.workspace_path and self._options.workspace is None

    async def _write_soon(self) -> None:
        await asyncio.sleep(QUIET)
        self._pending = None
        self.modified = False
        await asyncio.to_thread(self._try_to_write, self.path, self.present())
        self._announce()

    def _write_workspace(self) -> None:
        self.modified = False
        self._try_to_write(self.path, self.present())

    def _try_to_write(self, path: Path, value: Workspace | Settings) -> None:
        """Nobody asked for this moment, so a failure is a notice."""
        if not self.kept:
            return
        try:
            files.save(path, value)
        except EventscopeError as error:
            self._feed.notice("bad", error.code, error.sentence, **error.params)

    def _announce(self) -> None:
        self._feed.tell(WorkspaceNews(str(self.path), self.modified))
