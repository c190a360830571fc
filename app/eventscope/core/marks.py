"""The marks that a bridge leaves on a message, and what they say about coming round in a circle.

Three user properties or headers: `es-origin` names the broker where the message entered, `es-hops` counts bridges,
`es-path` lists them as bridge@broker, where broker is the one that it left there. Anybody can forge them, so they are
hints: they can stop a copy, and nothing else is ever concluded from them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

ORIGIN, HOPS, PATH = b"es-origin", b"es-hops", b"es-path"
NAMES = frozenset((ORIGIN, HOPS, PATH))
HOP_LIMIT = 8  # and so many bridges are listed, so that a path within the limit is always whole

_WORD = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_HOPS = re.compile(rb"\d{1,3}")
_STEP = re.compile(rb"[A-Za-z0-9._-]{1,64}@[A-Za-z0-9._-]{1,64}")


def maybe_in(properties: bytes) -> bool:
    """Whether raw properties can hold marks; quick, and never false where they do (stamps begin with es-, too)."""
    return b"es-o" in properties or b"es-p" in properties or b"es-h" in properties


class Marks(NamedTuple):
    """Where a message came from; each step of `path` is bridge@broker, the oldest first."""

    origin: str
    hops: int
    path: tuple[str, ...]


def parse(found: dict[bytes, bytes]) -> Marks | None:
    """Marks from properties or headers by name; None where there are none. What cannot be read counts as absent."""
    origin, hops, path = found.get(ORIGIN, b""), found.get(HOPS, b""), found.get(PATH, b"")
    steps = [step.decode() for step in path.split(b",")[-HOP_LIMIT:] if _STEP.fullmatch(step)]
    if not _WORD.fullmatch(origin) and not steps:
        return None
    return Marks(
        origin.decode() if _WORD.fullmatch(origin) else "",
        max(int(hops) if _HOPS.fullmatch(hops) else 0, len(steps)),
        tuple(steps),
    )


def crossed(marks: Marks | None, bridge: str, broker: str) -> Marks:
    """The marks of the copy that leaves `broker` by `bridge`."""
    before = marks or Marks(broker, 0, ())
    return Marks(before.origin, before.hops + 1, (*before.path, f"{bridge}@{broker}")[-HOP_LIMIT:])


@lru_cache(4096)  # most messages of a bridge have the same marks
def written(marks: Marks) -> tuple[tuple[bytes, bytes], ...]:
    """Names and values as they are sent."""
    return (
        (ORIGIN, marks.origin.encode()),
        (HOPS, b"%d" % marks.hops),
        (PATH, ",".join(marks.path).encode()),
    )


def stopped(marks: Marks | None, bridge: str, source: str, target: str, limit: int | None) -> str:
    """Why a message must not leave `source` for `target` by `bridge`; an empty string where it may.

    With an explicit `limit` a message may come back to a broker where it was, but never through the same bridge. A
    route within one broker is no return.
    """
    if marks is None:
        return ""
    if marks.hops >= (limit or HOP_LIMIT):
        return f"It has crossed {marks.hops} bridges, which is the limit"
    bridges, brokers = zip(*(step.split("@") for step in marks.path), strict=True) if marks.path else ((), ())
    if bridge in bridges:
        return "It has crossed this bridge before"
    if limit is None and target != source and target in (marks.origin, *brokers):
        return "It has been at the target before"
    return ""
