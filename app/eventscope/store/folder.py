"""The folder of a log: found, locked, its segments taken in; a temporary one where that is not possible."""

from __future__ import annotations

import logging
import shutil
import sqlite3
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import filelock

from eventscope.base import files
from eventscope.store import inspection
from eventscope.store.frames import Damaged
from eventscope.store.segment import DRAFT, SUFFIX, Segment
from eventscope.store.sqlitefile import companions

log = logging.getLogger(__name__)


class Notice(Protocol):
    """How the log tells people what they should know. Called from any thread; must return at once."""

    def __call__(self, level: str, code: str, sentence: str, **params: object) -> None:
        """Level is info, warn or bad; `params` fill the {names} of the English sentence."""


@dataclass(slots=True)
class Folder:
    """Where segments are written (`path`) and what was found; `temporary` folders go at the end."""

    path: Path
    temporary: bool = False
    segments: list[Segment] = field(default_factory=list)
    lock: filelock.BaseFileLock | None = None

    def close(self) -> None:
        """Let others use it."""
        if self.lock is not None:
            self.lock.release()
        if self.temporary:
            shutil.rmtree(self.path, ignore_errors=True)


def open_folder(path: Path, notice: Notice) -> Folder:
    """Never fails for what lies in the folder: what cannot be used is set aside and told."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        lock = _lock(path)
    except filelock.Timeout:
        notice(
            "warn",
            "log-in-use",
            "Another Eventscope keeps its messages in {folder}. This one keeps its own in a temporary folder until "
            "it ends; close the other one first to have them kept.",
            folder=str(path),
        )
        return _temporary()
    except (OSError, NotImplementedError) as error:
        return _read_only(path, error, notice)
    folder = Folder(path, lock=lock)
    folder.segments = _take_in(path, None, notice)
    return folder


def _lock(path: Path) -> filelock.BaseFileLock:
    lock = filelock.FileLock(path / "lock", timeout=0, thread_local=False)
    lock.acquire()
    return lock


def _read_only(path: Path, error: Exception, notice: Notice) -> Folder:
    folder = _temporary()
    notice(
        "warn",
        "log-read-only",
        "Messages cannot be kept in {folder} ({words}). They are kept in a temporary folder until Eventscope ends; "
        "make that folder writable, or choose another, and start again.",
        folder=str(path),
        words=words(error),
    )
    folder.segments = _take_in(path, folder.path, notice)
    return folder


def _temporary() -> Folder:
    return Folder(Path(tempfile.mkdtemp(prefix="eventscope-log-")), temporary=True)


def _take_in(path: Path, spare: Path | None, notice: Notice) -> list[Segment]:
    """The good segments in order. `spare` is given for a folder that cannot be written."""
    found: list[Segment] = []
    if spare is None:
        for file in _files(path, SUFFIX + DRAFT):
            _remove(file)
    for file in _files(path, SUFFIX):
        try:
            segment = inspection.load(file, spare)
            if segment is None:
                _remove(file)
            elif found and segment.first <= found[-1].last:
                raise Damaged("its ids are those of another file")
            else:
                found.append(segment)
                _tell_gaps(segment, notice)
        except inspection.Newer:
            _set_aside(file, "newer", notice)
        except (Damaged, sqlite3.Error, OSError) as error:
            _set_aside(file, "damaged", notice, words(error))
    return found


def _tell_gaps(segment: Segment, notice: Notice) -> None:
    if segment.gaps:
        notice(
            "warn",
            "log-block-damaged",
            "A part of the message log {name} is damaged ({words}); the messages in it are left out.",
            name=segment.path.name,
            words="it was not finished, and something in its middle is missing",
        )


def _files(path: Path, ending: str) -> list[Path]:
    try:
        return sorted(item for item in path.iterdir() if item.name.endswith(ending))
    except OSError:
        return []  # why has been told


def _remove(file: Path) -> None:
    for item in companions(file):
        try:
            item.unlink(missing_ok=True)
        except OSError as error:
            log.warning("%s cannot be removed: %s", item.name, error)


def _set_aside(file: Path, word: str, notice: Notice, why: str = "") -> None:
    aside = put_aside(file, word)
    name = aside.name if aside else file.name
    if word == "newer":
        sentence = (
            "The message log {name} was written by a newer version of Eventscope and is left out. It is kept as "
            "{aside}; give it its name back to open it with that version."
        )
    else:
        sentence = "The message log {name} cannot be read ({words}) and is left out. It is kept as {aside}."
    notice("warn", f"log-{word}", sentence, name=file.name, aside=name, words=why)


def put_aside(file: Path, word: str = "damaged") -> Path | None:
    """Rename a segment and what belongs to it; None when the folder does not allow it."""
    try:
        aside = files.set_aside(file, word)
        for item in companions(file)[1:]:
            if item.exists():
                item.rename(aside.with_name(aside.name + item.name.removeprefix(file.name)))
    except OSError as error:
        log.warning("%s cannot be set aside: %s", file.name, error)
        return None
    return aside


def words(error: Exception) -> str:
    """An error's own words, without the path that the sentence around it has already."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
