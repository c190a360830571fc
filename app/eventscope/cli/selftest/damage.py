"""The check that nothing stored can stop the next start of the message log."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from eventscope.base import clock
from eventscope.cli.selftest.check import Check, expect
from eventscope.cli.selftest.kills import BLOCK, block
from eventscope.core.workspace import Retention
from eventscope.store.log import Log

STORES_WITHIN = 5.0  # seconds


def _overwritten(data: bytes) -> Callable[[Path], object]:
    return lambda segment: segment.write_bytes(data)


def _cut(segment: Path) -> None:
    whole = segment.read_bytes()
    segment.write_bytes(whole[: len(whole) // 2])


def _newer(segment: Path) -> None:
    whole = bytearray(segment.read_bytes())
    whole[60:64] = (999).to_bytes(4, "big")  # user version [sqlite.org/fileformat2 1.3]
    segment.write_bytes(whole)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "empty": _overwritten(b""),
    "garbage": _overwritten(b"\xde\xad" * 5000),
    "text": _overwritten(b"not a database\n" * 100),
    "cut short": _cut,
    "of a newer version": _newer,
}


def opens_when_damaged() -> str:
    """P14: every damaged log opens, says so, keeps the damaged file aside, and takes messages again."""
    for kind, damage in DAMAGE.items():
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
            _damaged_run(Path(name), kind, damage)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        blocked = Path(name, "log")
        blocked.write_text("this is no folder")
        _takes_messages(blocked, "a file in place of its folder")
        expect(blocked.read_text() == "this is no folder", "what was in place of the folder is gone")
    return f"{len(DAMAGE) + 1} kinds of damage: all opened, told, kept aside, and took messages"


def _damaged_run(folder: Path, kind: str, damage: Callable[[Path], object]) -> None:
    expect(not _fill(folder), "a new log has something to tell")
    segments = sorted(folder.glob("*.segment"))
    expect(bool(segments), "no segment was written")
    for segment in segments:
        damage(segment)
    sizes = sorted(segment.stat().st_size for segment in segments)
    _takes_messages(folder, kind)
    known = sorted(path.stat().st_size for path in folder.iterdir() if ".segment" in path.name)
    expect(all(size in known for size in sizes), f"a segment that is {kind} was not kept")


def _takes_messages(folder: Path, kind: str) -> None:
    expect(bool(_fill(folder)), f"a log that is {kind} was opened, but nobody is told")


def _fill(folder: Path) -> list[str]:
    """Open, store one block, read it back, close; answers the codes of what was told."""
    notices: list[str] = []
    log = Log.open(folder, Retention(), lambda level, code, *_, **__: notices.append(code))
    try:
        before = log.stored
        log.put(block(7))
        stored = clock.wait_for(lambda: log.stored >= before + BLOCK, STORES_WITHIN)
        newest = log.message(log.newest) if stored else None
    finally:
        log.close()
    expect(newest is not None and int(newest.payload) == 7 + BLOCK - 1, f"takes no messages (told: {notices})")
    return notices


CHECKS = (Check("P14", "Nothing stored can stop the next start", opens_when_damaged),)
