"""The token of an address for which nobody chose one: random, kept in a file that only this user can read."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import stat
import sys
from pathlib import Path

from eventscope.base import files, paths
from eventscope.core.errors import Unavailable
from eventscope.links.http.address import Address

_OTHER = re.compile(r"[^0-9A-Za-z]+")
_TOKEN = re.compile(rb"[A-Za-z0-9_-]{32,128}")


def token(address: Address) -> tuple[bytes, Path]:
    """The token of an address, the same at each start, and its file (0600). Raises Unavailable."""
    folder = paths.home() / "ingest"
    path = folder / f"{_OTHER.sub('-', address.host).strip('-')}-{address.port}.token"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = _kept(path)
        if found is None:
            found = secrets.token_urlsafe(32).encode()
            _write(path, found + b"\n")
    except OSError as error:
        sentence = "The token for what is posted to {origin} cannot be kept in {path}: {words}. Name a secret-file."
        words = error.strerror or str(error)
        raise Unavailable("no-ingest-token", sentence, origin=address.origin, path=path, words=words) from None
    return found, path


def _kept(path: Path) -> bytes | None:
    """What is there, unless others could have read or written it."""
    try:
        held = path.lstat()
    except FileNotFoundError:
        return None
    alone = sys.platform == "win32" or (held.st_uid == os.geteuid() and not held.st_mode & 0o077)
    if not stat.S_ISREG(held.st_mode) or not alone:
        return None
    found = files.read_start(path, 256).strip()
    return found if _TOKEN.fullmatch(found) else None


def _write(path: Path, text: bytes) -> None:
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(text)
