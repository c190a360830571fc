"""The file that tells programs of this user where the API is and how to be let in; nobody else can read it."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import stat
import sys
from pathlib import Path

import psutil

from eventscope.api.access import SCOPES, Tokens
from eventscope.core.errors import Unavailable
from eventscope.core.verbs import ApiAddress

PREFIX, SUFFIX, HEADER = "api-", ".json", ".header"


def write(folder: Path, url: str, tokens: Tokens) -> ApiAddress:
    """Write both files (0600) for this process; Unavailable where the folder is not this user's alone.

    The JSON has `url`, `pid`, `nonce`, `token` (scope admin) and `tokens` by scope. The other is for
    `curl -H @FILE`: a token on a command line could be read by everybody (`ps`).
    """
    _own(folder)
    _forget_dead(folder)
    name = f"{PREFIX}{os.getpid()}-{secrets.token_hex(3)}"
    found = {
        "url": url,
        "pid": os.getpid(),
        "nonce": tokens.nonce,
        "token": tokens.admin,
        "tokens": {scope: getattr(tokens, scope) for scope in SCOPES},
    }
    token_file, header_file = folder / (name + SUFFIX), folder / (name + HEADER)
    _write(token_file, json.dumps(found, indent=2) + "\n")
    _write(header_file, f"Authorization: Bearer {tokens.admin}\n")
    return ApiAddress(url, str(token_file), str(header_file))


def remove(address: ApiAddress) -> None:
    """The tokens are void."""
    for name in (address.token_file, address.header_file):
        with contextlib.suppress(OSError):
            Path(name).unlink()


def _own(folder: Path) -> None:
    """Make the folder, or be sure that it is ours: in a shared place another user may have made it before."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError as error:
        sentence = "The API's token cannot be kept in {folder}: {words}."
        raise Unavailable("no-runtime-folder", sentence, folder=folder, words=error.strerror or error) from None
    if sys.platform == "win32":
        return
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        sentence = "{folder} belongs to somebody else, so the API's token cannot be kept there. Remove it."
        raise Unavailable("foreign-runtime-folder", sentence, folder=folder)
    if found.st_mode & 0o077:
        folder.chmod(0o700)


def _write(path: Path, text: str) -> None:
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with os.fdopen(file, "w", encoding="ascii", newline="\n") as stream:
            stream.write(text)
    except OSError as error:
        sentence = "The API's token cannot be written to {path}: {words}."
        raise Unavailable("no-token-file", sentence, path=path, words=error.strerror or error) from None


def _forget_dead(folder: Path) -> None:
    """Files of processes that were killed; their tokens are void."""
    for path in folder.glob(PREFIX + "*"):
        pid = path.name.removeprefix(PREFIX).partition("-")[0]
        if pid.isdecimal() and not psutil.pid_exists(int(pid)):
            with contextlib.suppress(OSError):
                path.unlink()
