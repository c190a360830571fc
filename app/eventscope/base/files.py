"""Files people own are replaced whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def write_atomically(path: Path, text: str) -> None:
    """Write `text` as UTF-8 beside `path`, flush it to disk, then put it in place; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def set_aside(path: Path, word: str = "damaged") -> Path:
    """Rename a file that cannot be read so that nothing is lost; answers its new name."""
    for number in range(1, 1000):
        aside = path.with_name(f"{path.name}.{word}-{number}")
        if not aside.exists():
            path.rename(aside)
            return aside
    raise OSError(f"too many damaged copies beside {path.name}")
