"""Messages of the log as text, piece by piece: for files, however large the log is."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from pathlib import Path

import numpy as np

from eventscope.base.files import new_file
from eventscope.core.errors import BadInput, EventscopeError, Unavailable
from eventscope.core.message import Block, PublishProperties
from eventscope.core.messagetext import Form, heading, record
from eventscope.core.query import Query
from eventscope.core.verbs import Explained
from eventscope.engine.explain import said
from eventscope.store.log import Log

SLICE = 512  # rows of one piece
PLAIN = Explained(PublishProperties())


class Export:
    """What is stored now and matches, oldest first. `scanned` of `total` were looked at, `written` came out.

    `names` are those of connections by their tags.
    """

    def __init__(self, log: Log, wanted: Query, form: Form, names: Mapping[int, str]) -> None:
        self.scanned = self.written = 0
        self.path = ""
        self._log = log
        self._wanted = wanted
        self._form = form
        self._names = names
        self._begin, self._end = log.oldest, log.newest + 1
        self.total = max(self._end - self._begin, 0)

    def pieces(self) -> Iterator[str]:
        """The text, some hundred messages at a time; also "" where none of them matched."""
        yield heading(self._form)
        at = self._begin
        while at < self._end and (run := self._log.forward(at, self._wanted)) is not None:
            if run.block is not None:
                yield from self._of(run.block)
            else:
                yield ""
            at = run.end
            self.scanned = min(at, self._end) - self._begin
        self.scanned = self.total

    def _of(self, block: Block) -> Iterator[str]:
        rows = block.rows[: int(np.searchsorted(block.rows["id"], self._end))]
        for at in range(0, len(rows), SLICE):
            part = Block(rows[at : at + SLICE], block.topics, block.blob)
            texts = [self._record(part, row) for row in np.flatnonzero(self._wanted.select(part)).tolist()]
            self.written += len(texts)
            self.scanned = int(part.rows["id"][-1]) + 1 - self._begin
            yield "".join(texts)

    def _record(self, block: Block, row: int) -> str:
        message = block.message(row)
        explained = said(message) if message.properties else PLAIN
        return record(self._form, message, explained, self._names.get(message.connection, ""))


def write(export: Export, path: Path) -> Generator[None]:
    """All of it to a new file, a turn for each piece; where this is closed before its end, the file goes.

    Raises BadInput or Unavailable with a sentence that says what to do.
    """
    try:
        with new_file(path) as file:
            for piece in export.pieces():
                file.write(piece)
                yield
    except FileExistsError:
        raise BadInput("file-exists", "{path} is there already. Choose another name.", path=path) from None
    except OSError as error:
        raise cannot_write(path, error) from None


def cannot_write(path: Path, error: OSError) -> EventscopeError:
    """The same sentence for all that is written to a file."""
    words = error.strerror or str(error)
    return Unavailable("cannot-write", "{path} could not be written: {words}.", path=path, words=words)
