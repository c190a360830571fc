"""Rows of the message table as the texts that are drawn: made once for each row, not at each paint."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Literal

import numpy as np

from eventscope.core import visible
from eventscope.core.message import DAMAGED, DUP, NO_LATENCY, OUTGOING, QOS, RETAIN, WALL_LATENCY, Rows
from eventscope.core.verbs import Page
from eventscope.ui import figures

HEAD = 256  # bytes of a payload that a page carries
TOPIC = 400  # characters of a topic that are ever drawn
ANOTHER_CLOCK = 60_000_000_000  # ns; monotonic and wall time apart by more: the machine was started anew between

PayloadLook = Literal["text", "hex", "empty"]
LatencyLook = Literal["exact", "wall", "error", "none"]


@dataclass(frozen=True, slots=True)
class Line:
    """One row. `gap` and `latency` are empty where there is none; `marks` is of the letters ! ↑ R D P.

    `tag` is the connection's number in the log, `raw_topic` the topic's bytes, `wall` ns since 1970, `delay` the
    latency in ns.
    """

    id: int
    tag: int
    raw_topic: bytes
    wall: int
    flags: int
    time: str
    gap: str
    topic: str
    topic_marked: bool
    payload: str
    payload_look: PayloadLook
    size: str
    qos: str
    marks: str
    latency: str
    latency_look: LatencyLook
    delay: int | None
    bytes: int


def lines(page: Page, skip: int = 0) -> list[tuple[int, Line]]:
    """(position, line) of each row of a page but the first `skip`, which only serve to tell the gap."""
    rows, texts = page.rows, [_topic(raw) for raw in page.topics]
    gaps = _gaps(rows)
    made: list[tuple[int, Line]] = []
    for index in range(skip, len(rows)):
        values = rows[index].tolist()
        made.append((int(page.positions[index]), _line(values, page, texts, page.heads[index], gaps[index])))
    return made


def _line(values: tuple[int, ...], page: Page, texts: list[visible.Shown], head: bytes, gap: str) -> Line:
    ident, wall, _mono, latency, topic, _at, size, props, _packet, tag, flags, _pad = values
    payload, look = head_text(head, size)
    delay = None if latency == NO_LATENCY else latency
    late, late_look = _latency(delay, flags)
    return Line(
        id=ident,
        tag=tag,
        raw_topic=page.topics[topic],
        wall=wall,
        flags=flags,
        time=clock_text(wall),
        gap=gap,
        topic=texts[topic].text,
        topic_marked=texts[topic].marked,
        payload=payload,
        payload_look=look,
        size=figures.size(size),
        qos=str(flags & QOS),
        marks=_marks(flags, props),
        latency=late,
        latency_look=late_look,
        delay=delay,
        bytes=size,
    )


@lru_cache(maxsize=4096)
def _topic(raw: bytes) -> visible.Shown:
    shown = visible.decode(raw)
    return visible.Shown(visible.elide(shown.text, TOPIC), shown.marked)


def _gaps(rows: Rows) -> list[str]:
    """Time since the row before, from the monotonic clock; "~" where only the wall clock tells."""
    if not len(rows):
        return []
    mono = np.diff(rows["mono"], prepend=rows["mono"][:1])
    wall = np.diff(rows["wall"], prepend=rows["wall"][:1])
    steady = (mono >= 0) & (np.abs(wall - mono) < ANOTHER_CLOCK)
    texts = [span(own) if good else "~" + span(other) for own, other, good in zip(mono, wall, steady, strict=True)]
    return ["", *texts[1:]]


def span(ns: int) -> str:
    """A duration in ns in one word, up to days."""
    return figures.seconds(ns / 1e9) if abs(ns) >= 120_000_000_000 else figures.span(float(ns))


def head_text(head: bytes, size: int) -> tuple[str, PayloadLook]:
    """The start of a payload on one line; bytes that are no text come as hex."""
    if not size:
        return "", "empty"
    whole = size <= len(head)
    text = _utf8(head, whole)
    if text is None:
        return head[:64].hex(" ") + ("" if size <= 64 else " …"), "hex"
    if "\n" in text or "\t" in text:  # laid out JSON: its line breaks are not worth the room here
        text = " ".join(text.split())
    return visible.show(text).text + ("" if whole else " …"), "text"


def _utf8(head: bytes, whole: bool) -> str | None:
    for cut in range(1 if whole else 4):
        try:
            return head[: len(head) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
    return None


def _latency(delay: int | None, flags: int) -> tuple[str, LatencyLook]:
    if delay is None:
        return "", "none"
    if delay < 0:
        return span(delay), "error"
    return ("~" + span(delay), "wall") if flags & WALL_LATENCY else (span(delay), "exact")


@lru_cache(maxsize=512)
def _mark_text(flags: int, props: bool) -> str:
    letters = ((DAMAGED, "!"), (OUTGOING, "↑"), (RETAIN, "R"), (DUP, "D"))
    return "".join(letter for flag, letter in letters if flags & flag) + ("P" if props else "")


def _marks(flags: int, props: int) -> str:
    return _mark_text(flags & (DAMAGED | OUTGOING | RETAIN | DUP), props > 0)


def clock_text(wall: int) -> str:
    """Local time to the microsecond: "12:00:00.747 333"."""
    second, rest = divmod(wall, 1_000_000_000)
    return f"{_second(second)}.{rest // 1_000_000:03d} {rest // 1000 % 1000:03d}"


def date_text(wall: int) -> str:
    """Local date and time: "2026-11-23 12:00:00.747 333"."""
    return f"{_date(wall // 1_000_000_000)} {clock_text(wall)}"


@lru_cache(maxsize=1024)
def _second(second: int) -> str:
    return _local(second).strftime("%H:%M:%S")


@lru_cache(maxsize=64)
def _date(second: int) -> str:
    return _local(second).strftime("%Y-%m-%d")


def _local(second: int) -> datetime:
    try:
        return datetime.fromtimestamp(second, UTC).astimezone()
    except (OverflowError, ValueError, OSError):  # a clock that tells a year beyond 9999
        return datetime.fromtimestamp(0, UTC)
