"""Stand-ins for the ends of a bridge, and short ways to what the runner is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from eventscope.core.bus import BridgeSpec, BusConnection, BusMessage, Route, Source, Target
from eventscope.core.errors import BadInput
from eventscope.core.news import News, Notice
from eventscope.engine.bridges.endpoints import of_file
from eventscope.engine.bridges.ends import Endpoint, Inlet, Outlet
from eventscope.engine.bridges.making import Maker, Probe
from eventscope.engine.feed import Feed
from eventscope.store.spoolrows import Marks, Row

NAMES = ("a", "b", "c", "old", "stream", "hook")
URLS = {
    "a": "mqtt://127.0.0.1:1883",
    "b": "mqtt://127.0.0.1:2883",
    "c": "mqtt://127.0.0.1:4883",
    "old": "mqtt://127.0.0.1:3883",
    "stream": "kafka://127.0.0.1:9092",
    "hook": "http://127.0.0.1:8080/in",
}


def endpoint(name: str) -> Endpoint:
    """One of a few connections; "old" is MQTT 3.1.1."""
    return of_file(BusConnection(name, URLS[name], version="3.1.1" if name == "old" else "5"), Path())


ENDPOINTS = {name: endpoint(name) for name in NAMES}


def to(name: str = "b", topic: str = "{topic}", **more: Any) -> Route:
    """A route; `more` are fields of Route."""
    return Route(Target(name, topic), **more)


def spec(*routes: Route, **more: Any) -> BridgeSpec:
    """From "a" to "b", unless said otherwise."""
    given = {"name": "ab", "mode": "publish-subscribe", "delivery": "at-least-once", "source": Source("a", "#"), **more}
    return BridgeSpec(routes=routes or (to(),), **given)


def message(payload: bytes = b"x", topic: bytes = b"t", **more: Any) -> BusMessage:
    """From MQTT."""
    return BusMessage("mqtt", topic, payload, **more)


class FakeSource:
    """A source end whose inlet tests use as if they were the broker."""

    made: ClassVar[list[FakeSource]]

    def __init__(self, endpoint: Endpoint, spec: BridgeSpec, number: int, inlet: Inlet, name: str) -> None:
        self.endpoint, self.spec, self.number, self.inlet, self.name = endpoint, spec, number, inlet, name
        self.calls: list[str] = []
        self.up_at_once = True
        type(self).made.append(self)

    async def start(self) -> None:
        self.calls.append("start")
        if self.up_at_once:
            self.inlet.standing("up")
            self.inlet.subscribed(True)

    def pause(self) -> None:
        self.calls.append("pause")

    def resume(self) -> None:
        self.calls.append("resume")

    async def close(self) -> None:
        self.calls.append("close")


class FakeTarget:
    """A target end that takes what there is; with `stuck` it answers nothing."""

    made: ClassVar[list[FakeTarget]]
    up = True
    stuck = False
    refuses = False

    def __init__(
        self, endpoint: Endpoint, spec: BridgeSpec, route: Route, number: int, outlet: Outlet, name: str
    ) -> None:
        self.endpoint, self.route, self.number, self.outlet, self.name = endpoint, route, number, outlet, name
        self.rows: list[Row] = []
        self.closed = False
        type(self).made.append(self)

    async def start(self) -> None:
        if self.refuses:
            raise BadInput("bad-settings", "The file {file} is not there.", file="x.pem")
        self.outlet.listen(self.pull)
        if self.up:
            self.outlet.standing("up")
            self.pull()

    def pull(self) -> None:
        while not self.closed and (rows := self.outlet.take(100)):
            self.rows += rows
            if not self.stuck:
                self.outlet.done([row.id for row in rows])

    async def close(self) -> None:
        self.closed = True


def fakes(probe: Probe | None = None) -> tuple[Maker, type[FakeSource], type[FakeTarget]]:
    """A maker of fakes, and classes of its own that hold what was made. `probe` tells which brokers are one."""

    class Sources(FakeSource):
        made: ClassVar[list[FakeSource]] = []

    class Targets(FakeTarget):
        made: ClassVar[list[FakeTarget]] = []

    kinds = ("mqtt", "kafka", "http")
    return Maker(dict.fromkeys(kinds, Sources), dict.fromkeys(kinds, Targets), probe), Sources, Targets  # type: ignore[arg-type]


def listening() -> tuple[Feed, list[Notice]]:
    """A feed, and the notices that it told."""
    notices: list[Notice] = []
    feed = Feed()

    def hear(news: News) -> None:
        if isinstance(news, Notice):
            notices.append(news)

    feed.listen(hear)
    return feed, notices


class FakeQueue:
    """A queue that remembers what was asked of it; `rows` are what it gives."""

    epoch = 3
    commits = (0, 0)

    def __init__(self, rows: Sequence[Row] = (), restored: Sequence[Row] = ()) -> None:
        self.rows = list(rows)
        self.restored = restored
        self.offsets: Mapping[tuple[str, int], int] = {}
        self.puts: list[tuple[Any, Marks | None, Any, Any]] = []
        self.calls: list[tuple[Any, ...]] = []
        self.listeners: dict[int, Callable[[], None]] = {}
        self.notes: dict[str, int] = {}

    def put(self, entries: Any, marks: Any = None, drops: Any = (), corpses: Any = (), done: Any = None) -> None:
        self.puts.append((entries, marks, drops, corpses))
        if done is not None:
            done(None)

    def listen(self, route: int, ready: Callable[[], None]) -> None:
        self.listeners[route] = ready

    def take(self, route: int, count: int) -> list[Row]:
        taken, self.rows = self.rows[:count], self.rows[count:]
        return taken

    def note(self, name: str, count: int = 1) -> None:
        self.notes[name] = self.notes.get(name, 0) + count

    def inbox(self, session: str) -> set[int]:
        return {7}

    def __getattr__(self, name: str) -> Any:
        def call(*arguments: Any) -> None:
            self.calls.append((name, *arguments))

        return call


def row(number: int, payload: bytes = b"x", topic: bytes = b"t", **more: Any) -> Row:
    """A row of route 0."""
    given = {"id": number, "epoch": 1, "route": 0, "topic": topic, "payload": payload, "key": None, "packed": b"",
             "qos": 1, "retain": 0, "properties": b"", "source": "", "expires": 0, "order": b"", "since": 1, "size": 2,
             **more}  # fmt: skip
    return Row(**given)
