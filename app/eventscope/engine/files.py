"""The workspace and settings on disk: read, written atomically, and never a reason not to start."""

from __future__ import annotations

from pathlib import Path

import tomlkit

from eventscope.base.files import read_start, set_aside, write_atomically
from eventscope.core.errors import BadInput, Unavailable
from eventscope.core.workspace import Settings, Workspace
from eventscope.core.workspacefile import FORMAT, SIZE_LIMIT, plain, read_settings, read_workspace
from eventscope.engine.feed import Feed


def load_workspace(path: Path) -> Workspace:
    """Read a workspace file that a person named; BadInput says what is wrong with it."""
    return read_workspace(_text(path))


def load_or_set_aside(path: Path, feed: Feed) -> Workspace | None:
    """The default workspace; a damaged one is renamed, told about, and None is answered as if it were absent."""
    try:
        return load_workspace(path) if path.exists() else None
    except (BadInput, OSError) as error:
        _report_damage(path, error, feed)
        return None


def load_settings(path: Path, feed: Feed) -> Settings:
    """The preferences, or the defaults."""
    try:
        return read_settings(_text(path)) if path.exists() else Settings()
    except (BadInput, OSError) as error:
        _report_damage(path, error, feed)
        return Settings()


def save(path: Path, value: Workspace | Settings) -> None:
    """Write either file; Unavailable says why it could not be written."""
    try:
        write_atomically(path, tomlkit.dumps({"format": FORMAT, **plain(value)}))
    except OSError as error:
        sentence = "{path} could not be written: {words}. Save it somewhere else."
        raise Unavailable("cannot-write", sentence, path=path, words=error.strerror or error) from None


def _text(path: Path) -> str:
    try:
        data = read_start(path, SIZE_LIMIT)
        if len(data) > SIZE_LIMIT:
            raise BadInput("file-too-large", "{path} is larger than 5 MiB; it is not one of ours.", path=path)
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise BadInput("not-text", "{path} is not a text file.", path=path) from None
    except (OSError, ValueError) as error:
        words = getattr(error, "strerror", None) or str(error)
        raise BadInput("cannot-read", "{path} could not be read: {words}.", path=path, words=words) from None


def _report_damage(path: Path, error: Exception, feed: Feed) -> None:
    words = f"{error.strerror}." if isinstance(error, OSError) and error.strerror else error
    try:
        aside = set_aside(path).name
    except OSError:
        sentence = "{file} could not be used: {words} It stays as it is; defaults are in use."
        feed.notice("warn", "file-unusable", sentence, file=path.name, words=words)
        return
    sentence = "{file} could not be used: {words} It was renamed to {aside}; defaults are in use."
    feed.notice("warn", "file-damaged", sentence, file=path.name, words=words, aside=aside)
