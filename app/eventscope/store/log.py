"""The message log: everything that arrives, over sessions, bounded in size and age."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from eventscope.core.message import Block, Message
from eventscope.core.query import Query
from eventscope.core.verbs import Page
from eventscope.core.workspace import Retention
from eventscope.store.backlog import Acknowledge, Backlog
from eventscope.store.cache import Cache
from eventscope.store.damage import Damage
from eventscope.store.folder import Folder, Notice, open_folder
from eventscope.store.packer import Packer
from eventscope.store.reader import Ids, Reader, Run
from eventscope.store.recorder import Recorder
from eventscope.store.shelf import Shelf
from eventscope.store.writer import Writer


class Log:
    """Safe for use by many threads. Make it with `open`, end it with `close`.

    What was acknowledged is stored, and survives a kill -9 of this process at any moment. A power failure
    may take the last commits that the operating system had not written out; it damages nothing.
    """

    def __init__(self, folder: Folder, retention: Retention, notice: Notice) -> None:
        self._home = folder
        self._shelf = Shelf(folder.segments)
        self._cache = Cache()
        self._backlog = Backlog()
        damage = Damage(self._shelf, notice)
        self._reader = Reader(self._shelf, self._cache, damage)
        self._recorder = Recorder(folder.path, retention, self._shelf, self._cache, damage)
        self._writer = Writer(folder.path, self._recorder, self._backlog, notice)
        self._packer = Packer(folder.path, self._shelf, lambda: self._backlog.waiting)
        self._closed = False

    @classmethod
    def open(cls, folder: Path, retention: Retention, notice: Notice, packing: bool = True) -> Log:
        """Always opens: what cannot be read is set aside and told, and where nothing can be written (another
        engine, a read-only folder) a temporary folder takes this session's messages, which is told too.

        `packing` packs closed segments in the background.
        """
        log = cls(open_folder(folder, notice), retention, notice)
        log._recorder.forgetter.keep_to(retention)
        log._writer.start()
        if packing:
            log._packer.start()
        return log

    # --- writing ---------------------------------------------------------------------------------------

    def put(self, block: Block, acknowledge: Acknowledge | None = None) -> None:
        """Hand a block over; its row ids are set when it is stored, and `acknowledge` is called after that.

        Blocks while too much waits. The block belongs to the log from now on. See Backlog for a full disk.
        """
        self._backlog.put(block, acknowledge)

    def listen(self, call: Callable[[], None]) -> None:
        """Call this after each commit, on the writer's thread; it must return at once."""
        self._writer.on_commit = (*self._writer.on_commit, call)

    def clear(self) -> None:
        """Forget all stored messages; ids go on from where they are."""
        self._writer.clear()

    def pack(self) -> None:
        """Pack all closed segments now, without a rest; for a log that does not do so in the background."""
        while self._packer.pack_one(rest=0):
            continue

    def close(self) -> None:
        """Store what waits, and end."""
        if self._closed:
            return
        self._closed = True
        self._packer.close()
        self._backlog.close()
        self._writer.join()
        for segment in self._shelf.all():
            segment.close()
        self._home.close()

    # --- reading ---------------------------------------------------------------------------------------

    def page(self, first: int, count: int) -> Page:
        """At most `count` rows from row id `first` on, oldest first; rows that are gone are left out."""
        return self._reader.page(first, count)

    def pick(self, ids: Ids, positions: Ids) -> Page:
        """The rows with these ids (ascending), each under the position beside it."""
        return self._reader.pick(ids, positions)

    def message(self, ident: int) -> Message | None:
        """One message, whole; None when it is gone."""
        return self._reader.message(ident)

    def forward(self, start: int, wanted: Query | None = None) -> Run | None:
        """Some thousand messages from id `start` on; None when there are none yet.

        With a query, blocks of which none can match are passed by unread, and told as `skipped`.
        """
        return self._reader.forward(start, wanted)

    def backward(self, end: int, wanted: Query | None = None) -> Run | None:
        """Some thousand messages that end just before id `end`; None when there are none. See `forward`."""
        return self._reader.backward(end, wanted)

    # --- figures ---------------------------------------------------------------------------------------

    @property
    def folder(self) -> Path:
        """Where it lies; a temporary folder when the wanted one cannot be used."""
        return self._home.path

    @property
    def temporary(self) -> bool:
        """Whether it goes when it is closed."""
        return self._home.temporary

    @property
    def oldest(self) -> int:
        """The oldest row id."""
        return self._shelf.oldest

    @property
    def newest(self) -> int:
        """The newest row id; less than `oldest` when nothing is stored."""
        return self._shelf.next - 1

    @property
    def stored(self) -> int:
        """Messages stored since the start."""
        return self._writer.stored

    @property
    def waiting(self) -> int:
        """Messages not yet stored."""
        return self._backlog.waiting

    @property
    def dropped(self) -> dict[str, int]:
        """Messages that were not stored since the start, by reason: disk-full, log-closed, log-bug."""
        return dict(self._backlog.dropped)

    @property
    def forgotten(self) -> int:
        """Messages that retention deleted since the start."""
        return self._recorder.forgetter.forgotten

    @property
    def bytes(self) -> int:
        """What the log takes on the disk."""
        return self._shelf.bytes

    @property
    def limit(self) -> int:
        """What it may take."""
        return self._recorder.retention.bytes

    @property
    def retention(self) -> Retention:
        """How much is kept; may be set while the log runs."""
        return self._recorder.retention

    @retention.setter
    def retention(self, retention: Retention) -> None:
        self._recorder.retention = retention
