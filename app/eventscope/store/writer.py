"""The log's only writer: takes what waits, stores it in transactions, then acknowledges."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path

from eventscope.store.backlog import Backlog, Entry, refuse, weight
from eventscope.store.folder import Notice, words
from eventscope.store.frames import Damaged
from eventscope.store.recorder import Recorder
from eventscope.store.reserve import Reserve, free, is_full

log = logging.getLogger(__name__)

RETRY = 0.5  # s between two tries while the disk takes nothing
SPARE = 4 << 20  # bytes that must be free beside what waits


class Writer:
    """One thread. `stored` counts messages since the start; `on_commit` is called after each transaction.

    While the disk takes nothing, messages stay in the backlog and are not acknowledged; the writer tries
    again until it does.
    """

    def __init__(self, folder: Path, recorder: Recorder, backlog: Backlog, notice: Notice) -> None:
        self.stored = 0
        self.on_commit: tuple[Callable[[], None], ...] = ()
        self._folder = folder
        self._recorder = recorder
        self._backlog = backlog
        self._notice = notice
        self._reserve = Reserve(folder)
        self._orders: deque[Callable[[], None]] = deque()
        self._stopped = False
        self._dropped_before = 0
        self._released = False
        self._thread = threading.Thread(target=self._run, name="log-writer", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._reserve.fill()
        self._thread.start()

    def clear(self, timeout: float = 10.0) -> None:
        """Forget everything that is stored; returns when it is done."""
        done = threading.Event()
        self._orders.extend((self._recorder.clear, self._tell, done.set))
        self._backlog.poke()
        if not done.wait(timeout):
            raise TimeoutError("the log's writer did not come round to it")

    def join(self) -> None:
        """Wait for the end, after the backlog was closed."""
        self._thread.join()

    # --- the thread ------------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            while True:
                entries = self._backlog.take()
                self._obey()
                if entries:
                    self._store(entries)
                elif self._backlog.closed:
                    break
            self._recorder.close()
        except BaseException:
            self._backlog.close()  # let nobody wait for a dead thread
            sentence = "The message log has stopped because of a fault in Eventscope; details are in its log file."
            self._notice("bad", "log-bug", sentence)
            raise

    def _obey(self) -> None:
        while self._orders:
            self._orders.popleft()()

    def _store(self, entries: list[Entry]) -> None:
        fresh = False
        while True:
            try:
                self._recorder.record(block for block, _ in entries)
            except (OSError, Damaged) as error:
                if not fresh and self._recorder.abandon(error):
                    fresh = True
                elif not self._hold(error, entries):
                    self._backlog.done(entries, "disk-full")
                    return
            except Exception as bug:  # noqa: BLE001
                self._survive(entries, bug)
                return
            else:
                self._stored(entries)
                return

    def _stored(self, entries: list[Entry]) -> None:
        self.stored += sum(len(block) for block, _ in entries)
        self._backlog.done(entries)
        for _, acknowledge in entries:
            if acknowledge is not None:
                _call(acknowledge)
        self._tell()
        if self._stopped:
            self._resume()

    def _tell(self) -> None:
        for call in self.on_commit:
            _call(call)

    def _survive(self, entries: list[Entry], bug: Exception) -> None:
        """A block that cannot be stored at all takes no other with it."""
        if len(entries) > 1:
            for entry in entries:
                self._store([entry])
            return
        log.error("a block cannot be stored", exc_info=bug)
        self._backlog.done(entries, "log-bug")
        _call(lambda: refuse(entries[0][1]))
        self._notice(
            "bad",
            "log-bug",
            "{count} messages could not be stored because of a fault in Eventscope ({words}). Please report it.",
            count=len(entries[0][0]),
            words=repr(bug)[:200],
        )

    # --- a disk that takes nothing ---------------------------------------------------------------------

    def _hold(self, error: Exception, entries: list[Entry]) -> bool:
        """Wait until another try makes sense; False when there will be none."""
        full = is_full(error) or free(self._folder) < 1 << 20
        if not self._stopped:
            self._stop(error, full)
        if self._backlog.closed:
            first, self._released = not self._released, True
            self._reserve.release()
            return first
        needed = 2 * sum(weight(block) for block, _ in entries) + SPARE
        while not self._backlog.closed:
            self._backlog.rest(RETRY)
            self._obey()
            if not full or free(self._folder) >= needed:
                break
        return True

    def _stop(self, error: Exception, full: bool) -> None:
        self._stopped = True
        self._dropped_before = sum(self._backlog.dropped.values())
        self._backlog.stop()
        if full:
            sentence = (
                "The disk of {folder} is full: messages are no longer stored, and those with QoS 1 and 2 are not "
                "acknowledged. Free some space; storing goes on by itself."
            )
        else:
            sentence = (
                "Messages cannot be stored in {folder} ({words}), and those with QoS 1 and 2 are not acknowledged. "
                "Look at the disk; storing goes on by itself."
            )
        code = "log-full" if full else "log-unwritable"
        self._notice("bad", code, sentence, folder=str(self._folder), words=words(error))

    def _resume(self) -> None:
        self._stopped = False
        self._backlog.go()
        self._reserve.fill()
        self._notice(
            "info",
            "log-resumed",
            "Messages are stored again; {count} with QoS 0 were dropped meanwhile.",
            count=sum(self._backlog.dropped.values()) - self._dropped_before,
        )


def _call(call: Callable[[], None]) -> None:
    try:
        call()
    except Exception:
        log.exception("what should hear of a commit failed")
