"""What stands at the other side of Kafka ends in tests: an inlet and an outlet in memory that a test can hold."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from eventscope.core.bridge import compile as compiled
from eventscope.core.bus import BridgeSpec, BusConnection, BusMessage, Route, Source, Target
from eventscope.core.kafka import Servers
from eventscope.engine.bridges.ends import Done, Endpoint, Failure, Planned
from eventscope.store.spoolrows import Marks, Row, pack
from servers import wait_until

Standing = tuple[str, str, str]


class Told:
    """What inlets and outlets hear."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.standings: list[Standing] = []
        self.notes: Counter[str] = Counter()

    def standing(self, state: str, code: str = "", words: str = "", params: Mapping[str, str] = {}) -> None:
        self.standings.append((state, code, words))

    def note(self, name: str, count: int = 1) -> None:
        self.notes[name] += count

    def stands(self, state: str, code: str = "") -> Standing:
        """Wait for that state to be the last one told."""

        def found() -> Standing | None:
            last = self.standings[-1] if self.standings else ("", "", "")
            return last if last[0] == state and (not code or last[1] == code) else None

        return wait_until(found, 40.0, f"{state} {code}; was {self.standings}")


class MemoryInlet(Told):
    """Commits at once, or when `hold` ends; `stored` are the marks of offsets."""

    def __init__(self, stored: Mapping[tuple[str, int], int] | None = None, plan: Any = None) -> None:
        super().__init__()
        self.stored = dict(stored or {})
        self.messages: list[BusMessage] = []
        self.answers: list[tuple[bool, str]] = []
        self.failure: Exception | None = None
        self._began = dict(self.stored)
        self._held: list[Callable[[], None]] | None = None
        self.plan_ = plan
        self.books: list[tuple[Planned, list[tuple[int, str, str]]]] = []

    def put(self, messages: Sequence[BusMessage], marks: Marks | None = None, done: Done | None = None) -> None:
        def commit() -> None:
            failure = self.failure if messages else None
            if failure is None:
                with self.lock:
                    self.messages += messages
                    self.stored |= {(topic, part): at for topic, part, at in (marks.offsets if marks else ())}
            if done is not None:
                done(failure)

        if self._held is not None and messages:
            self._held.append(commit)
        else:
            commit()

    def hold(self) -> None:
        self._held = []

    def let(self) -> None:
        held, self._held = self._held or [], None
        for commit in held:
            commit()

    def plan(self, messages: Sequence[BusMessage]) -> Planned:
        planned = Planned([], [])
        for message in messages:
            copies, exits = self.plan_.route(message)
            planned.copies.extend((message, copy) for copy in copies)
            planned.exits.extend((message, item) for item in exits)
        return planned

    def crossed(self, planned: Planned, failures: Sequence[tuple[int, str, str]], done: Done) -> None:
        with self.lock:
            self.books.append((planned, list(failures)))
        done(None)

    def subscribed(self, granted: bool, words: str = "") -> None:
        self.answers.append((granted, words))

    def subscribing(self) -> None: ...

    def dropped(self, reason: str, count: int, example: BusMessage | None) -> None: ...

    def inbox(self, session: str) -> set[int]:
        return set()

    def offsets(self) -> Mapping[tuple[str, int], int]:
        return self._began

    def count(self, number: int) -> list[BusMessage]:
        """Wait for so many messages."""
        wait_until(lambda: len(self.messages) >= number, 40.0, f"{number} messages; {self.standings} {self.answers}")
        return self.messages

    def granted(self) -> None:
        """Wait until the source said yes."""
        wait_until(lambda: (True, "") in self.answers, 40.0, f"a yes; {self.standings} {self.answers}")


class MemoryOutlet(Told):
    """Rows are given once; `through` are the ids told to be done."""

    def __init__(self, rows: Sequence[Row] = (), restored: Sequence[Row] = (), floors: Any = None) -> None:
        super().__init__()
        self.restored = list(restored)
        self.epoch = 2
        self.rows = list(rows)
        self.through: list[int] = []
        self.failures: list[Failure] = []
        self.announced: list[int] = []
        self.limit = 0
        self._floors = dict(floors or {})
        self._ready: Callable[[], None] = lambda: None

    def listen(self, ready: Callable[[], None]) -> None:
        self._ready = ready

    def give(self, rows: Sequence[Row]) -> None:
        with self.lock:
            self.rows += rows
        self._ready()

    def take(self, count: int) -> list[Row]:
        with self.lock:
            taken, self.rows = self.rows[:count], self.rows[count:]
            return taken

    def sent(self, pairs: Sequence[tuple[int, int]], done: Done) -> None:
        self.announced += [id_ for id_, _ in pairs]
        done(None)

    def received(self, pairs: Sequence[tuple[int, int]], done: Done) -> None: ...

    def done(self, ids: Sequence[int]) -> None:
        self.through += ids

    def floors(self) -> Mapping[tuple[str, int], int]:
        return self._floors

    def keep(self, floors: Sequence[tuple[str, int, int]], done: Done | None = None) -> None:
        self._floors |= {(topic, part): at for topic, part, at in floors}
        if done is not None:
            done(None)

    def failed(self, failures: Sequence[Failure]) -> None:
        self.failures += failures

    def largest(self, size: int) -> None:
        self.limit = size

    def all_through(self, count: int) -> None:
        """Wait until so many rows are through."""
        wait_until(lambda: len(self.through) >= count, 60.0, f"{count} rows; {self.standings} {self.failures}")


def row(id_: int, topic: str, payload: bytes | None = None, key: bytes | None = None, headers: Any = ()) -> Row:
    """A row of epoch 1 whose payload is its number unless given."""
    body = b"%d" % id_ if payload is None else payload
    return Row(id_, 1, 0, topic.encode(), body, key, pack(headers), 1, 0, b"", "", 0, b"", 0, len(body))


def spec(source: Source, *topics: str, delivery: Any = "at-least-once", **more: Any) -> BridgeSpec:
    """A bridge from connection "k" to topics of connection "k"."""
    routes = tuple(Route(Target("k", topic)) for topic in topics) or (Route(Target("k", "out")),)
    return BridgeSpec("b", "publish-subscribe", delivery, source, routes, **more)


def endpoint(servers: Servers) -> Endpoint:
    """Of the connection "k"."""
    return Endpoint(BusConnection("k", f"kafka://{servers.bootstrap}"), "kafka-1", kafka=servers)


def plan(given: BridgeSpec) -> Any:
    """The compiled bridge."""
    return compiled(given, {"k": BusConnection("k", "kafka://127.0.0.1:9092")})


@contextmanager
def started(end: Any) -> Iterator[Any]:
    """An end between its start and its close."""
    asyncio.run(end.start())
    try:
        yield end
    finally:
        asyncio.run(end.close())
