"""Exports that run in the background: each a thread that gives way to what is to be stored, and can be stopped."""

from __future__ import annotations

import itertools
import logging
import threading
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from eventscope.base import clock, paths
from eventscope.core import query
from eventscope.core.errors import BadInput, EventscopeError
from eventscope.core.news import ExportNews
from eventscope.core.verbs import ExportMessages
from eventscope.engine.exporting import Export, write
from eventscope.engine.feed import Feed
from eventscope.store.log import Log

log = logging.getLogger(__name__)

MOST = 2  # exports at once
PERIOD = 100 * 10**6  # ns between two news of one export


class Exports:
    """Owner of all exports; any thread may stop one."""

    def __init__(self, messages: Log, feed: Feed, names: Callable[[], Mapping[int, str]]) -> None:
        self._log = messages
        self._feed = feed
        self._names = names
        self._ids = itertools.count(1)
        self._running: dict[int, _Running] = {}

    def start(self, verb: ExportMessages) -> int:
        """Begin; answers the id. Raises BadInput."""
        wanted = query.compile(verb.filter, clock.wall_ns())
        path = paths.typed(verb.path)
        self._running = {ident: item for ident, item in self._running.items() if item.thread.is_alive()}
        if len(self._running) >= MOST:
            raise BadInput("export-many", "{most} exports are running already. Wait for one, or stop it.", most=MOST)
        if path.exists():
            raise BadInput("file-exists", "{path} is there already. Choose another name.", path=path)
        ident = next(self._ids)
        export = Export(self._log, wanted, verb.form, self._names())
        self._running[ident] = _Running(ident, export, path, self._log, self._feed)
        return ident

    def stop(self, ident: int) -> None:
        """End one; what it wrote goes."""
        if ident in self._running:
            self._running[ident].end.set()

    def close(self) -> None:
        """End all, and wait for that."""
        for item in self._running.values():
            item.end.set()
        for item in self._running.values():
            item.thread.join()


class _Running:
    def __init__(self, ident: int, export: Export, path: Path, messages: Log, feed: Feed) -> None:
        self.end = threading.Event()
        self._id = ident
        self._export = export
        self._path = path
        self._log = messages
        self._feed = feed
        self._told = 0
        self.thread = threading.Thread(target=self._run, name=f"export-{ident}", daemon=True)
        self.thread.start()

    def _run(self) -> None:
        try:
            self._write()
        except EventscopeError as error:
            self._fail(error)
        except Exception as bug:
            log.exception("export %d failed", self._id)
            sentence = "The export stopped because of a fault in Eventscope ({words}). Please report it."
            self._fail(EventscopeError("export-bug", sentence, words=repr(bug)[:200]))

    def _write(self) -> None:
        begun = clock.mono_ns()
        with closing(write(self._export, self._path)) as turns:
            for _ in turns:
                if self.end.is_set():
                    break
                if clock.mono_ns() >= self._told + PERIOD:
                    self._tell(True)
                if self._log.waiting:  # what comes in goes first: work no more than half of the time
                    self.end.wait((clock.mono_ns() - begun) / 1e9)
                begun = clock.mono_ns()
        self._tell(False)
        if not self.end.is_set():
            sentence = "{count} messages were written to {path}."
            self._feed.notice("info", "export-done", sentence, count=f"{self._export.written:,}", path=self._path)

    def _fail(self, error: EventscopeError) -> None:
        self._tell(False, error)
        self._feed.notice("bad", error.code, error.sentence, **error.params)

    def _tell(self, running: bool, error: EventscopeError | None = None) -> None:
        self._told = clock.mono_ns()
        export = self._export
        self._feed.tell(
            ExportNews(
                export=self._id,
                path=str(self._path),
                scanned=export.scanned,
                total=export.total,
                written=export.written,
                running=running,
                stopped=not running and self.end.is_set(),
                failed=error.code if error else "",
                words=str(error) if error else "",
                params={key: str(value) for key, value in error.params.items()} if error else {},
            )
        )
