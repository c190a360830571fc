"""The audit log: one JSON line for each change through the API and each refusal, chained by hashes.

Each line's `hash` covers the line and the hash before it, so that a line that was changed or taken out shows.
Several processes may write to one file.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from filelock import FileLock

from eventscope.base import clock
from eventscope.core.errors import BadInput

FIRST = "0" * 64
QUIET = 60 * 10**9  # ns within which refusals of one kind are only counted
_TAIL = 1 << 16  # bytes; longer than any line


class Audit:
    """Appends to one file. Blocking; raises OSError (TimeoutError where another process holds it for 5 s)."""

    def __init__(self, path: Path, now: Callable[[], int] = clock.mono_ns) -> None:
        self._path = path
        self._now = now
        self._lock = threading.Lock()  # between threads; the file's lock is between processes
        self._refusals: dict[str, tuple[int, int]] = {}  # code -> (told at, unsaid since)

    def write(self, actor: str, scope: str, action: str, target: str, result: str, payload: str = "") -> None:
        """One thing that was done, or tried: `payload` is the SHA-256 of the body, never the body."""
        self._append(
            {"actor": actor, "scope": scope, "action": action, "target": target, "result": result, "payload": payload}
        )

    def refused(self, code: str, action: str) -> None:
        """A request was refused at the door; a flood of them makes one line a minute, with their number."""
        told, unsaid = self._refusals.get(code, (-QUIET, 0))
        if self._now() - told < QUIET:
            self._refusals[code] = told, unsaid + 1
            return
        self._refusals[code] = self._now(), 0
        self._append({"actor": "", "scope": "", "action": action, "result": code, "unsaid-before": unsaid})

    def _append(self, entry: dict[str, Any]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._lock, FileLock(self._path.with_name(self._path.name + ".lock"), timeout=5.0):
            file = os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                last = _last(file)
                line = {"seq": last[0] + 1, "at": clock.wall_ns(), **entry, "prev": last[1]}
                text = _text({**line, "hash": _hash(line)})
                os.write(file, text.encode("ascii") + b"\n")
            finally:
                os.close(file)


def verify(text: str) -> int:
    """How many lines a log has; BadInput names the first that does not fit the one before it."""
    seq, before = 0, FIRST
    for number, raw in enumerate(text.splitlines(), 1):
        try:
            line = json.loads(raw)
            claimed = line.pop("hash")
            fits = (line["seq"], line["prev"], claimed) == (seq + 1, before, _hash(line))
        except (ValueError, KeyError, AttributeError):
            fits = False
        if not fits:
            raise BadInput(
                "audit-broken", "Line {number} of the audit log was changed, or one before it is gone.", number=number
            )
        seq, before = seq + 1, claimed
    return seq


def _last(file: int) -> tuple[int, str]:
    """Number and hash of the last line. A line that a crash cut off is ended, and shows as broken in `verify`."""
    size = os.lseek(file, 0, os.SEEK_END)
    if size == 0:
        return 0, FIRST
    os.lseek(file, max(0, size - _TAIL), os.SEEK_SET)
    tail = os.read(file, _TAIL)
    if not tail.endswith(b"\n"):
        os.write(file, b"\n")
    for raw in reversed(tail.splitlines()):
        try:
            line = json.loads(raw)
            return int(line["seq"]), str(line["hash"])
        except (ValueError, KeyError, TypeError):
            continue
    return 0, FIRST


def _hash(line: dict[str, Any]) -> str:
    return hashlib.sha256(_text(line).encode("ascii")).hexdigest()


def _text(line: dict[str, Any]) -> str:
    return json.dumps(line, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
