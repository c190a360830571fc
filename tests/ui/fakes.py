"""A door that records what is asked and answers from a table, and made-up news to push at panels.

from ui.fakes import make_desk, push, summary  # `tests` is on pytest's path

desk = make_desk({GetPage: lambda verb: page, Subscribe: Refused("x", "No.")})
panel = SomePanel(desk); qtbot.addWidget(panel)
push(desk, summary(received=10))
assert desk.door.of(Subscribe) == [...]
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from eventscope.core import news
from eventscope.core.broker import Ports
from eventscope.core.deadletter import DeadPage
from eventscope.core.errors import EventscopeError
from eventscope.core.message import ROW
from eventscope.core.metrics import (
    Counts,
    Integrity,
    LatencyFigures,
    LittleFigures,
    ProcessFigures,
    QueueFigures,
    ThroughputFigures,
)
from eventscope.core.ranking import Ranking, Traffic
from eventscope.core.verbs import (
    BusState,
    CheckBridge,
    DryRunBridge,
    GetBus,
    GetClients,
    GetDeadLetters,
    GetPage,
    GetReceipts,
    GetState,
    GetStreams,
    OpenView,
    Page,
    RankTopics,
    SaveBridge,
    SaveConnection,
    State,
    Verb,
)
from eventscope.core.workspace import EMBEDDED, Connection, Settings, Subscription, Workspace
from eventscope.ui.desk import Desk

SECOND = 1_000_000_000
HOSTILE = [
    '<img src="file:///etc/passwd"><b>bold</b>',
    "a\u202egpj.exe",  # right-to-left override
    "nul\x00esc\x1b[31mred\x9b",
    "zero\u200bwidth",
    "//leading/ /empty//levels",
    "x" * 65_535,
    "/".join("d" * 200),
]


class FakeDoor:
    """Implements the `Door` of ui.desk.

    `answers` maps a verb's type to its answer, to a callable that takes the verb, or to an EventscopeError
    to fail with; without an entry the answer is None. Answers come at once unless `held` is True; then they
    wait for `release`.
    """

    def __init__(self, answers: dict[type, Any] | None = None) -> None:
        self.answers: dict[type, Any] = dict(answers or {})
        self.asked: list[Verb[Any]] = []
        self.lost = False
        self.closed = False
        self.held = False
        self._waiting: list[Callable[[], None]] = []
        self._news: list[news.News] = []

    def submit(
        self,
        verb: Verb[Any],
        then: Callable[[Any], None] | None = None,
        fail: Callable[[EventscopeError], None] | None = None,
    ) -> None:
        self.asked.append(verb)
        self._waiting.append(lambda: self._answer(verb, then, fail))
        if not self.held:
            self.release()

    def release(self) -> None:
        """Answer everything that waits."""
        waiting, self._waiting = self._waiting, []
        for call in waiting:
            call()

    def of(self, kind: type) -> list[Any]:
        """The verbs of one type, in the order they were asked."""
        return [verb for verb in self.asked if isinstance(verb, kind)]

    def last(self, kind: type) -> Any:
        """The newest verb of one type."""
        return self.of(kind)[-1]

    def drain(self) -> list[news.News]:
        self.release()
        items, self._news = self._news, []
        return items

    def close(self) -> None:
        self.closed = True

    def _answer(self, verb: Verb[Any], then: Any, fail: Any) -> None:
        answer = self.answers.get(type(verb))
        if callable(answer) and not isinstance(answer, EventscopeError):
            try:
                answer = answer(verb)
            except EventscopeError as error:
                answer = error
        if isinstance(answer, EventscopeError):
            if fail is not None:
                fail(answer)
        elif then is not None:
            then(answer)


def make_desk(answers: dict[type, Any] | None = None, known: State | None = None) -> Desk:
    """A desk with a FakeDoor (`desk.door`) and a state already set."""
    known = known or state()
    desk = Desk()
    usual = {
        GetState: known,
        SaveConnection: lambda verb: verb.connection,
        OpenView: 1,
        GetPage: lambda verb: empty_page(),
        GetReceipts: (),
        GetStreams: (),
        RankTopics: Ranking((), Traffic(), Traffic(), 0, 0),
        GetClients: (),
        GetBus: BusState((), (), ()),
        CheckBridge: (),
        SaveBridge: (),
        DryRunBridge: (),
        GetDeadLetters: DeadPage((), {}, 0),
    }
    desk.door = FakeDoor(usual | (answers or {}))
    desk.set_state(known)
    return desk


def push(desk: Desk, *items: news.News) -> None:
    """News arrive."""
    for item in items:
        desk.take(item)


def empty_page() -> Page:
    """A page without rows."""
    return Page(np.zeros(0, np.int64), np.zeros(0, ROW), (), ())


def connection(ident: str = "lab", **fields: Any) -> Connection:
    """A connection with a subscription."""
    base = Connection(id=ident, name=ident.title(), subscriptions=(Subscription("orders/#"),))
    return replace(base, **fields)


def state(*connections: Connection, **fields: Any) -> State:
    """A workspace with the embedded broker's connection first; more of it by `fields` of State."""
    embedded = Connection(
        id=EMBEDDED,
        name="Embedded broker",
        subscriptions=(Subscription("orders/#", 1, 1), Subscription("sensors/+/temperature", 0, 0)),
    )
    workspace = fields.pop("workspace", None) or Workspace(name="demo", connections=(embedded, *connections))
    granted = [news.SubscriptionNews(EMBEDDED, s.filter, "granted", s.qos) for s in embedded.subscriptions]
    values: dict[str, Any] = {
        "workspace": workspace,
        "path": "/srv/somebody/workspace.toml",
        "modified": False,
        "settings": Settings(hints_closed=True),
        "links": tuple(news.LinkNews(item.id, "up", SECOND, client_id="c") for item in workspace.connections),
        "subscriptions": tuple(granted),
        "ports": Ports(1883, None, 8083, None, 1),
        "log_folder": "/srv/somebody/log",
        "version": "0.1.0",
    }
    return State(**(values | fields))


def summary(
    at: int = SECOND,
    received: int = 1_204_331,
    delivered: float = 12_480.0,
    p50: int | None = 800_000,
    p99: int | None = 4_100_000,
    queued: int = 37,
    lost: int = 0,
    **fields: Any,
) -> news.Summary:
    """A summary of a healthy system; every field of Summary can be given."""
    values: dict[str, Any] = {
        "at": at,
        "oldest": 1,
        "newest": received,
        "counts": Counts(received=received, stored=received, retained=0, bytes=received * 200),
        "throughput": ThroughputFigures(12_500.0, delivered, delivered * 200, 0.62, 1.6),
        "latency": LatencyFigures(1000, p50, p50, p99, None, 18_000_000, 900_000.0),
        "integrity": Integrity(received=received, lost=lost),
        "queues": (QueueFigures("billing", "group", queued, "exact", 3, queued * 200, 0.2, max_depth=60),),
        "little": LittleFigures(30.0, 31.0, 0.03, "holds"),
        "process": ProcessFigures(31.0, 120 << 20, 1.0),
        "log_bytes": 412 << 20,
        "log_limit": 2 << 30,
        "connection_rates": {EMBEDDED: 11_900.0},
        "subscription_rates": {f"{EMBEDDED}\x00orders/#": 820.0},
    }
    return news.Summary(**(values | fields))


def topics(names: list[bytes], first: int = 0, rates: list[float] | None = None, dropped: int = 0) -> news.Topics:
    """New topics, each seen ten times and at ten a second unless `rates` says other."""
    total = first + len(names)
    speed = np.asarray(rates if rates is not None else np.full(total, 10.0), np.float32)
    return news.Topics(first, tuple(names), np.full(total, 10, np.int64), speed, dropped)
