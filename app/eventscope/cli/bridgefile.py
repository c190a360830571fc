"""The file of bridges that a command names: read, checked, and where what waits for its bridges lies on disk."""

from __future__ import annotations

import secrets as randomness
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eventscope.core.errors import BadInput, Unavailable

if TYPE_CHECKING:
    from eventscope.core.bus import BusFile

LIMIT = 5 << 20  # bytes of a file of bridges

File = Annotated[Path, typer.Argument(help="A file of bridges (TOML).", show_default=False)]
Folder = Annotated[
    Path | None,
    typer.Option("--spool", help="Folder for what waits. Without: one of this user's own for each file."),
]


def read(file: Path) -> BusFile:
    """The file, checked but for cycles. Raises BadInput."""
    from eventscope.core.busfile import read_bus

    try:
        with file.open("rb") as stream:
            text = stream.read(LIMIT + 1)
        if len(text) > LIMIT:
            raise BadInput("file-too-large", "{path} is larger than 5 MiB; it is no file of bridges.", path=file)
        return read_bus(text.decode("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        words = getattr(error, "strerror", None) or str(error)
        raise BadInput("cannot-read", "{path} could not be read: {words}.", path=file, words=words) from None


def folder(file: Path, given: Path | None) -> Path:
    """Where the spools of a file lie: the same for the same file, however it is named."""
    from eventscope.base import paths

    if given is not None:
        return given.absolute()
    name = sha256(str(file.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return paths.home() / "bridges" / name


@contextmanager
def owned(folder: Path, file: Path) -> Iterator[str]:
    """Hold a folder of spools; gives the id that tells its bridges from others of the same name, here and elsewhere.

    Raises Unavailable where another process holds it, or nothing can be written there.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / "lock", thread_local=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        sentence = "Another process runs the bridges of {path} (it holds {folder}). Stop that one first."
        raise Unavailable("bridges-running", sentence, path=file, folder=folder) from None
    except OSError as error:
        raise _unwritable(folder, error) from None
    try:
        yield _identity(folder)
    finally:
        lock.release(force=True)


def _identity(folder: Path) -> str:
    """Made once and kept beside the spools, because sessions at brokers and marks in messages are named after it."""
    from eventscope.base import files

    path = folder / "id"
    try:
        if path.exists() and (known := path.read_text(encoding="ascii", errors="replace").strip()).isalnum():
            return known[:32]
        made = randomness.token_hex(6)
        files.write_atomically(path, made + "\n")
    except OSError as error:
        raise _unwritable(folder, error) from None
    return made


def _unwritable(folder: Path, error: OSError) -> Unavailable:
    sentence = "The folder {folder} cannot be used for what waits: {words}. Name another with --spool."
    return Unavailable("spool-unwritable", sentence, folder=folder, words=error.strerror or error)
