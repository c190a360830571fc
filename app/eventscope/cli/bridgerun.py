"""`eventscope bridge run`: the bridges and buses of a file in the foreground, until they are asked to end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eventscope.cli import bridgefile, output
from eventscope.cli.bridgefile import File, Folder
from eventscope.core.errors import Unavailable

if TYPE_CHECKING:
    from eventscope.core.bus import BusFile
    from eventscope.core.busfigures import BridgeFigures, SideFigures
    from eventscope.core.news import News
    from eventscope.engine.bridges.service import Bridges

EVERY = 1.0  # seconds between two lines of figures
OVER = ("stopped", "failed", "disabled")  # states in which nothing is under way
ENDING = 3.0  # seconds that ending may take beside draining


def run(
    file: File,
    as_json: Annotated[
        bool,
        typer.Option("--json", help='A line of JSON a second, one when all run ({"ready": true, …}), one at the end.'),
    ] = False,
    spool: Folder = None,
    drain: Annotated[
        float, typer.Option(min=0, max=3600, help="Seconds that what waits may take to leave at the end.")
    ] = 10.0,
) -> None:
    """Run the bridges and buses of a file until Ctrl+C.

    A broker that is away is waited for; what comes meanwhile waits on disk. At the end nothing more is taken in, and
    what waits is sent; a second Ctrl+C does not wait for that. What is left leaves when the file runs again.
    """
    from eventscope.core import cycles, losses
    from eventscope.engine.bridges import endpoints

    output.logs()
    found = bridgefile.read(file)
    for note in cycles.check(found) + losses.notes(found):
        output.notice(str(note), "note")
    here = file.resolve().parent
    ends = {item.name: endpoints.of_file(item, here) for item in found.connections}
    folder = bridgefile.folder(file, spool)
    with bridgefile.owned(folder, file) as install:
        asyncio.run(_Run(found, folder, as_json, drain).run(ends, install))


class _Run:
    """One run of a file."""

    def __init__(self, file: BusFile, folder: Path, as_json: bool, drain: float) -> None:
        self._file = file
        self._folder = folder
        self._as_json = as_json
        self._drain = drain
        self._told: dict[str, tuple[str, str]] = {}  # the last that was said of a bridge, or of a side of it
        self._ended, self._at_once = asyncio.Event(), asyncio.Event()
        self._changed = asyncio.Event()

    async def run(self, ends: dict[str, Any], install: str) -> None:
        """Until a signal, and to the end of draining. Raises Unavailable where a bridge cannot run."""
        from eventscope.base import signals
        from eventscope.engine.bridges.service import Bridges
        from eventscope.engine.feed import Feed

        signals.on_end(self._end)
        feed = Feed()
        feed.listen(_hear)
        bridges = Bridges(feed, self._folder, install)
        bridges.listen(self._listen)
        try:
            await self._meet(bridges, ends)
            for spec in self._file.bridges:
                await bridges.put(spec, ends)
            for bus in self._file.buses:
                await bridges.put_bus(bus, ends)
            await self._serve(bridges)
            await self._drained(bridges)
            left = bridges.figures()
        finally:
            await bridges.close()
        self._say_end(left)

    async def _meet(self, bridges: Bridges, ends: dict[str, Any]) -> None:
        """Which connections lead to one broker, before any bridge runs. Raises BadInput for a cycle that this shows."""
        from eventscope.core import cycles
        from eventscope.engine.bridges import reach

        await bridges.meet(ends[name] for name in reach.asked(self._file))
        known = cycles.check(self._file)
        for note in cycles.check(self._file, bridges.brokers(self._file.connections)):
            if note not in known:
                output.notice(str(note), "note")

    def _end(self) -> None:
        (self._at_once if self._ended.is_set() else self._ended).set()
        self._changed.set()

    def _listen(self, figures: tuple[BridgeFigures, ...]) -> None:
        self._changed.set()

    # --- while it runs -------------------------------------------------------------------------------------

    async def _serve(self, bridges: Bridges) -> None:
        ready = False
        due = asyncio.get_running_loop().time()
        while not self._ended.is_set():
            figures = bridges.figures()
            self._tell(figures)
            _refuse_failed(figures)
            if not ready and self._all_running(figures):
                ready = True
                self._say_ready()
            now = asyncio.get_running_loop().time()
            if now >= due:
                due = max(due + EVERY, now)
                if self._as_json:
                    output.data({"bridges": _objects(figures)})
            await self._until(due)

    async def _until(self, due: float) -> None:
        """Until something changed, at most to a time of the loop."""
        try:
            await asyncio.wait_for(self._changed.wait(), max(0.0, due - asyncio.get_running_loop().time()))
        except TimeoutError:
            return
        finally:
            self._changed.clear()

    def _all_running(self, figures: Iterable[BridgeFigures]) -> bool:
        waiting = {spec.name for spec in self._file.bridges if spec.start in ("manual", "lazy")}
        return all(item.state == "running" for item in figures if item.name not in waiting)

    def _say_ready(self) -> None:
        names = [spec.name for spec in self._file.bridges] + [spec.name for spec in self._file.buses]
        if self._as_json:
            output.data({"ready": True, "bridges": names, "spool": str(self._folder)})
        else:
            output.line(f"All running: {', '.join(names)}. Ctrl+C ends it.")
            output.line(f"What waits lies in {self._folder}.")

    def _tell(self, figures: Iterable[BridgeFigures]) -> None:
        """What changed, as sentences; sides that are not up also beside JSON."""
        for item in figures:
            for side in (item.source, *(edge.target for edge in item.edges)):
                self._tell_side(item, side)
            if self._told.get(item.name) != (item.state, item.code):
                self._told[item.name] = (item.state, item.code)
                if not self._as_json:
                    output.line(f"{item.name}: {item.state}{f'. {item.words}' if item.words else ''}")

    def _tell_side(self, item: BridgeFigures, side: SideFigures) -> None:
        """A reason once, however often it is tried again, until it is up or there is another."""
        key = f"{item.name}, {side.connection}"
        if side.state == "up":
            # Where we listen the words say at which address, and where the token lies.
            if side.code == "listening" and self._told.get(key) != (side.code, side.words) and not self._as_json:
                output.line(f"{key}: {side.words}")
            self._told[key] = (side.code, side.words)
        elif side.words and self._told.get(key) != (side.code, side.words):
            self._told[key] = (side.code, side.words)
            output.notice(f"{key}: {side.words}", side.code or side.state)

    # --- to the end ----------------------------------------------------------------------------------------

    async def _drained(self, bridges: Bridges) -> None:
        """Take nothing more in and send what waits, for as long as is allowed."""
        end = asyncio.get_running_loop().time() + self._drain
        if not self._drain:
            return
        for name in dict.fromkeys(item.bus or item.name for item in bridges.figures()):
            await bridges.set(name, "drain")
        while not self._at_once.is_set() and asyncio.get_running_loop().time() < end:
            figures = bridges.figures()
            self._tell(figures)
            if all(item.state in OVER for item in figures):
                return
            await self._until(min(end, asyncio.get_running_loop().time() + EVERY))

    def _say_end(self, figures: Iterable[BridgeFigures]) -> None:
        whole = [item for item in figures if item.name == (item.bus or item.name)]  # not the members of a bus
        left = {item.name: item for item in whole if item.queued or item.dead}
        if self._as_json:
            found = [{"name": name, "queued": item.queued, "dead": item.dead} for name, item in left.items()]
            output.data({"ended": True, "left": found, "spool": str(self._folder)})
            return
        for name, item in left.items():
            if item.queued:
                where = "leave when this file runs again" if item.persistent else "are lost: nothing was kept on disk"
                have = "message has" if item.queued == 1 else "messages have"
                output.line(f"{name}: {item.queued:,} {have} not left; they {where}.")
            if item.dead:
                output.line(f"{name}: {item.dead:,} dead letter{'s' * (item.dead != 1)}; see eventscope dlq list.")
        if not any(item.queued for item in left.values()):
            output.line("Ended; nothing waits.")


def _refuse_failed(figures: Iterable[BridgeFigures]) -> None:
    for item in figures:
        # A filter or topic that the source refuses may be allowed, or made, while we wait.
        if item.state == "failed" and item.code != "bridge-refused":
            sentence = "{name} cannot run: {words}"
            raise Unavailable(item.code or "bridge-failed", sentence, name=repr(item.name), words=item.words)


def _objects(figures: Iterable[BridgeFigures]) -> list[dict[str, Any]]:
    from eventscope.core import busjson

    return [busjson.bridge(item) for item in figures]


def _hear(item: News) -> None:
    from eventscope.core.news import Notice

    if isinstance(item, Notice) and item.level != "info":
        output.notice(item.words, item.code)
