"""bench log: writing, opening, searching and exporting a message log of a million messages, in this process alone."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections import deque
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from eventscope.base import clock
from eventscope.cli.bench import logload
from eventscope.core import query
from eventscope.core.errors import Unavailable
from eventscope.core.messagetext import Form
from eventscope.core.workspace import Retention
from eventscope.engine.exporting import Export, write
from eventscope.store.log import Log

STAGES = (10_000, 100_000, 1_000_000, 10_000_000)
BATCH = 8 * logload.AT_ONCE  # messages handed over before they are waited for
NEWEST = 200  # hits
WITHIN = 60.0  # seconds until a batch is stored
CEL_AMONG = 20_000  # messages that the expression looks at
EXPORTED = 100_000  # messages
EVERYTHING = Retention((1 << 63) - 1, 36_500)
BUDGETS = {"rare text, newest 200": 50.0, "rare text, all": 500.0, "frequent text, all": 500.0}  # ms, of a million

Search = tuple[str, str, int]  # its name, the filter, and how many of the newest hits are enough (0: all)


def measure(messages: int, repeats: int) -> dict[str, Any]:
    """All figures; each search and the opening `repeats` times."""
    with tempfile.TemporaryDirectory(prefix="eventscope-bench-") as folder:
        path = Path(folder, "log")
        stages, size = _written(path, messages)
        opening = [_opening(path) for _ in range(repeats)]
        with closing(_opened(path)) as log:
            found = {"open": _searches(log, repeats)}
            log.pack()
            packed = log.bytes
            found["packed"] = _searches(log, repeats)
            exports = {form: _export(log, form, Path(folder)) for form in ("jsonl", "csv")}
    return {
        "messages": messages,
        "repeats": repeats,
        "bytes_per_message": {"open": round(size / messages, 1), "packed": round(packed / messages, 1)},
        "opening": _spread(opening),
        "stages": stages,
        "searches": found,
        "exports": exports,
    }


# --- writing -----------------------------------------------------------------------------------------------


def _written(path: Path, messages: int) -> tuple[list[dict[str, float]], int]:
    """For each stage what writing cost since the one before; and how many bytes the log has at the end."""
    ends = [*(stage for stage in STAGES if stage < messages), messages]
    begin = clock.wall_ns() - messages * logload.STEP
    with closing(_opened(path)) as log:
        stages = [_stage(log, range(*numbers), begin) for numbers in pairwise([0, *ends])]
        return stages, log.bytes


def _stage(log: Log, numbers: range, begin: int) -> dict[str, float]:
    """Writes these, and looks once for the rare text in all that is stored then."""
    seconds = cpu = 0.0
    for first in range(numbers.start, numbers.stop, BATCH):
        made = list(logload.blocks(range(first, min(first + BATCH, numbers.stop)), begin))
        began, used = clock.mono_ns(), time.process_time()
        for block in made:
            log.put(block)
        if not clock.wait_for(lambda: not log.waiting, WITHIN):
            raise Unavailable("bench-too-slow", "The disk does not take messages fast enough to measure anything.")
        seconds += (clock.mono_ns() - began) / 1e9
        cpu += time.process_time() - used
    looking = _timed(lambda: find(log, logload.RARE, 0))
    return {
        "messages": numbers.stop,
        "rate": round(len(numbers) / seconds),
        "cpu_us_per_message": round(1e6 * cpu / len(numbers), 3),
        "search_us_per_message": round(1000 * looking / numbers.stop, 3),
        "rss_mb": round(psutil.Process().memory_info().rss / 2**20, 1),
    }


# --- reading -----------------------------------------------------------------------------------------------


def _opened(path: Path) -> Log:
    return Log.open(path, EVERYTHING, lambda *_, **__: None, packing=False)


def _opening(path: Path) -> float:
    """Milliseconds."""
    found: list[Log] = []
    took = _timed(lambda: found.append(_opened(path)))
    found[0].close()
    return took


def searches(log: Log) -> list[Search]:
    """What is looked for in a log that `logload` filled."""
    recent = log.message(log.newest + 1 - max((log.newest + 1 - log.oldest) // 100, 1))
    few = log.message(max(log.newest - CEL_AMONG, log.oldest))
    assert recent is not None
    assert few is not None
    return [
        ("rare text", logload.RARE, NEWEST),
        ("rare text", logload.RARE, 0),
        ("frequent text", logload.FREQUENT, NEWEST),
        ("frequent text", logload.FREQUENT, 0),
        ("regular expression", r"/charge[a-z]+k/", 0),
        ("topic", "topic:shop/7/#", 0),
        ("topic that never came", "topic:house/#", 0),
        ("time of the newest hundredth", f"time>={_moment(recent.wall)}", 0),
        ("size that none has", "size>1MB", 0),
        (f"expression over {CEL_AMONG:,}", f"time>={_moment(few.wall)} cel: payload.total > 900", 0),
    ]


def _moment(wall: int) -> str:
    whole = datetime.fromtimestamp(wall // 10**9, UTC)
    return f"{whole:%Y-%m-%dT%H:%M:%S}.{wall % 10**9 // 1000:06d}Z"


def find(log: Log, text: str, most: int) -> int:
    """How many messages match, the newest first, until there are `most` (0: all)."""
    wanted, found, end = query.compile(text, clock.wall_ns()), 0, log.newest + 1
    while (not most or found < most) and (run := log.backward(end, wanted)) is not None:
        found += int(np.count_nonzero(wanted.select(run.block))) if run.block is not None else 0
        end = run.begin
    return min(found, most) if most else found


def _searches(log: Log, repeats: int) -> list[dict[str, Any]]:
    found = []
    for name, text, most in searches(log):
        hits = find(log, text, most)  # once before, to warm up
        times = _spread([_timed(lambda: find(log, text, most)) for _ in range(repeats)])  # noqa: B023
        case = f"{name}, newest {most}" if most else f"{name}, all"
        found.append({"case": case, "hits": hits, "budget_ms": BUDGETS.get(case), **times})
    return found


def _export(log: Log, form: Form, folder: Path) -> dict[str, float]:
    """The newest messages to a file, once: messages a second and bytes."""
    oldest = log.message(max(log.newest - EXPORTED + 1, log.oldest))
    assert oldest is not None
    export = Export(log, query.compile(f"time>={_moment(oldest.wall)}", clock.wall_ns()), form, {})
    path = folder / f"export.{form}"
    took = _timed(lambda: deque(write(export, path), 0))
    return {"messages": export.written, "rate": round(1000 * export.written / took), "bytes": path.stat().st_size}


def _timed(call: Callable[[], object]) -> float:
    """Milliseconds."""
    began = clock.mono_ns()
    call()
    return (clock.mono_ns() - began) / 1e6


def _spread(times: list[float]) -> dict[str, float]:
    return {"ms": round(statistics.median(times), 2), "least": round(min(times), 2), "most": round(max(times), 2)}
